/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.tsfile.core.flush.manage;

import io.tsfile.core.flush.FlushReason;
import io.tsfile.core.flush.memtable.MemTable;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The memtables of one writer that wait to be flushed, the oldest first. Thread-safe.
 *
 * <p>The owner of memtables counts their bytes through {@link #admit}; they are given back when the memtables are installed, or
 * the queue is closed. Futures are completed on threads of the manager: what depends on them must not wait for this
 * queue.
 */
public final class FlushQueue implements Closeable {
    private final TableQueue queue;
    private final FlushScheduler scheduler;
    private final Departures departures;
    private final Admission admission;

    FlushQueue(TableQueue queue, FlushScheduler scheduler, Departures departures, Admission admission) {
        this.queue = queue;
        this.scheduler = scheduler;
        this.departures = departures;
        this.admission = admission;
    }

    /**
     * Counts bytes that the writer's memtables are about to grow by, or have grown by, in the manager's budget. Waits a moment
     * while the state is {@link WriterState#SLOW}, and until memory is free while it is {@link WriterState#BLOCKED}; a writer
     * must hold no lock meanwhile that {@link FlushTarget#handOver} needs. Any thread, but not after {@link #close}.
     *
     * <p>In the end all bytes that were counted for a memtable are its {@link MemTable#bytes}, which is what is given back when
     * it is installed: an estimate is corrected by another call.
     *
     * @param bytes negative to give some back, which never waits or fails
     * @throws WriteBlockedException if memory did not become free in time; nothing is counted then
     * @throws FlushFailedException if the queue failed; nothing is counted then
     * @throws java.io.InterruptedIOException if the thread was interrupted, which it then still is; nothing is counted then
     */
    public void admit(long bytes) throws IOException {
        admission.admit(queue, bytes);
    }

    /**
     * Counts bytes that memtables have already, or gives some back, where it was not known before how many they are. Never waits
     * or fails: it is for differences, and for the last bytes before a hand-over.
     */
    public void settle(long bytes) {
        admission.settle(queue, bytes);
    }

    /** How freely the writer may append now. */
    public WriterState state() {
        return admission.state(queue);
    }

    /**
     * Hands over memtables that are installed as one, or not at all. Never waits, and takes them also if the queue failed: they
     * are flushed once it is resumed. From now on nobody appends to them; the bytes that {@link #admit} counted for them are
     * counted until they are installed.
     *
     * @param tables the oldest first; empty ones count as well
     * @param sequence above that of the hand-over before
     * @return done once the memtables, and all that were handed over before, are installed; or with a
     *     {@link FlushFailedException}, at once if the queue has failed already
     * @throws IllegalStateException if this queue or its manager is closed; nothing is taken then
     * @throws IllegalArgumentException if the sequence does not ascend; nothing is taken then
     */
    public CompletableFuture<FlushEvent> submit(List<MemTable> tables, FlushReason reason, long sequence) {
        return scheduler.submit(queue, new HandOver(tables, reason, sequence));
    }

    /**
     * Tries again after a failure: what was handed over is still here, and so are files that are complete and wait for an
     * earlier flush. Hand-overs that were merged and have no files are flushed one by one. The futures of {@link #submit} that
     * failed stay failed.
     *
     * @return done once all that was handed over is installed
     */
    public CompletableFuture<Void> resume() {
        return scheduler.resume(queue);
    }

    /**
     * Waits for all that was handed over, and leaves the manager. Hands nothing over itself. After a failure it does not wait
     * for {@link #resume}: files that were complete and never offered to the target are discarded; those that were, are kept.
     * Does nothing when called again.
     *
     * @throws FlushFailedException if some of it could not be installed
     * @throws IllegalStateException on a thread of the manager, as in a listener: it would wait for itself
     * @throws java.io.InterruptedIOException if the thread was interrupted; the queue may be closed again
     */
    @Override
    public void close() throws IOException {
        try {
            departures.close(queue);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Cannot wait for the flushes of '" + queue.table()
                            + "': the thread was interrupted. Close the queue again")
                    .initCause(e);
        }
    }
}
