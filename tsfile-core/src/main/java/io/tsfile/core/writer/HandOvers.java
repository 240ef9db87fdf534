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
package io.tsfile.core.writer;

import io.tsfile.core.flush.FlushReason;
import io.tsfile.core.flush.manage.FlushFailedException;
import io.tsfile.core.flush.manage.FlushQueue;
import io.tsfile.core.flush.memtable.MemTable;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The generations that were handed over, and what becomes of them. The newest one tells of all before it: they get to the table in
 * their order, or none from one on. What changes it is called under the locks of all stripes; the rest by any thread.
 */
final class HandOvers {
    private volatile @Nullable FlushQueue queue;
    /** Rows by generation that are not known to be in the table. */
    private final ConcurrentSkipListMap<Long, Long> rows = new ConcurrentSkipListMap<>();

    private volatile CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    /** Whether rows are neither in memory any more nor with the queue. */
    private volatile boolean lost;
    /** Whether the last one may wait for others, to be flushed with them. */
    private boolean waits;

    /** Begins, before the first row comes. */
    void start(FlushQueue target) {
        queue = target;
    }

    /** What counts the memory of the rows, and takes them. */
    FlushQueue queue() {
        return Objects.requireNonNull(queue, "not started");
    }

    /** Notes a generation, in front of all that cannot be undone. */
    void announce(long generation, long count) {
        rows.put(generation, count);
    }

    /** Hands over a generation; never throws. */
    void submit(List<MemTable> full, FlushReason reason, long generation) {
        try {
            last = queue().submit(full, reason, generation);
            waits = reason == FlushReason.SIZE || reason == FlushReason.POINTS;
        } catch (RuntimeException | Error e) {
            // The manager was closed before its writer. No later rows may get to the table, as the log would forget
            // these.
            lost = true;
            last = CompletableFuture.failedFuture(e);
        }
    }

    /** Whether the last one may wait for others, which whoever waits for it must not. */
    boolean lingers() {
        return waits && !last.isDone();
    }

    /** Tries again what failed. */
    void resume() {
        if (!lost) {
            last = queue().resume();
        }
    }

    /** All up to that generation are in the table. */
    void installed(long generation) {
        rows.headMap(generation, true).clear();
    }

    /** Rows that are not known to be in the table. */
    long waitingRows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean hasFailed() {
        return last.isCompletedExceptionally();
    }

    /** Refuses to go on after a failed flush. */
    void check() throws FlushFailedException {
        if (hasFailed()) {
            join();
        }
    }

    /** Waits until all are in the table. */
    void await() throws IOException, InterruptedException {
        try {
            last.get();
        } catch (ExecutionException e) {
            throw failed(e);
        }
    }

    /** As {@link #await}, whoever interrupts this thread. */
    void join() throws FlushFailedException {
        try {
            last.join();
        } catch (CompletionException e) {
            throw failed(e);
        }
    }

    private FlushFailedException failed(Exception wrapper) {
        Throwable failure = wrapper.getCause() == null ? wrapper : wrapper.getCause();
        return new FlushFailedException(
                "Cannot write to the table: a flush failed (" + failure.getMessage() + "). "
                        + (lost
                                ? "Its rows cannot be flushed any more; close this writer, and open another one"
                                : "Its rows are still in memory; remove the cause and call resume(), or close this"
                                        + " writer"),
                failure);
    }
}
