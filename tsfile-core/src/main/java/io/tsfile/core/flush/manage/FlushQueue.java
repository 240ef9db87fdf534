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
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The memtables of one writer that wait to be flushed, the oldest first. Thread-safe.
 *
 * <p>It counts the bytes of memtables from their hand-over until they are installed; until the hand-over, their owner counts
 * them through {@link #admit}.
 */
public final class FlushQueue implements Closeable {
    FlushQueue() {}

    /**
     * Counts bytes that the writer's memtables are about to grow by, or have grown by, in the manager's budget. Waits a moment
     * while the state is {@link WriterState#SLOW}, and until memory is free while it is {@link WriterState#BLOCKED}; a writer
     * must hold no lock meanwhile that {@link FlushTarget#handOver} needs. Any thread.
     *
     * @throws WriteBlockedException if memory did not become free in time; nothing is counted then
     * @throws FlushFailedException if the queue failed
     */
    public void admit(long bytes) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** How freely the writer may append now. */
    public WriterState state() {
        throw new UnsupportedOperationException();
    }

    /**
     * Hands over memtables that are installed as one, or not at all. Never waits. From now on nobody appends to them; the bytes
     * that {@link #admit} counted for them are counted until they are installed.
     *
     * @param tables the oldest first; empty ones count as well
     * @param sequence above that of the hand-over before
     * @return done once the memtables, and all that were handed over before, are installed; or with a
     *     {@link FlushFailedException}
     */
    public CompletableFuture<FlushEvent> submit(List<MemTable> tables, FlushReason reason, long sequence) {
        throw new UnsupportedOperationException();
    }

    /**
     * Tries again after a failure: what was handed over is still here. The futures of {@link #submit} that failed stay failed.
     *
     * @return done once all that was handed over is installed
     */
    public CompletableFuture<Void> resume() {
        throw new UnsupportedOperationException();
    }

    /**
     * Waits for all that was handed over, and leaves the manager.
     *
     * @throws FlushFailedException if some of it could not be installed
     */
    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
