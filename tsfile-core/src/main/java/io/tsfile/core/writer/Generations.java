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
import io.tsfile.core.model.BucketRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * The rows in memory. Those of the current generation come in, in stripes; those before are handed over, and wait to be in the
 * table. Thread-safe: whoever holds the locks of all stripes ends the generation, so no append is in two of them, and the
 * write-ahead log has a segment for each.
 */
final class Generations {
    /** Whatever generation is the current one. */
    static final long ANY = -1;

    private final Stripe[] stripes;
    private final RowLog log;
    /** Rows by generation that are not known to be in the table. */
    private final ConcurrentSkipListMap<Long, Long> handedOver = new ConcurrentSkipListMap<>();

    private volatile @Nullable FlushQueue queue;
    // Written under the locks of all stripes.
    private volatile long current;
    private volatile CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private volatile boolean closed;

    Generations(WriterOptions options, RowLog log, Supplier<MemTable> factory) {
        this.stripes = new Stripe[options.stripes()];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Stripe(factory, options);
        }
        this.log = log;
    }

    /** Begins to take in rows. */
    void start(FlushQueue target) {
        queue = target;
    }

    /**
     * The stripe of a device, locked; once there is memory for what came before.
     *
     * @param expected bytes that the append will take, if they are many
     * @throws IOException if nothing may be appended now
     */
    Stripe lock(IDeviceID device, long expected) throws IOException {
        checkFlushes();
        log.checkUsable();
        Stripe stripe = stripes[BucketRange.bucket(device) * stripes.length / BucketRange.BUCKETS];
        FlushQueue target = queue;
        if (target != null && !closed) {
            stripe.admit(target, expected);
        }
        stripe.lock();
        // Under the lock: what is appended after the last hand-over would never get to the table.
        if (closed) {
            stripe.unlock();
            checkOpen("append to");
        }
        return stripe;
    }

    /** The number of the current one. */
    long current() {
        return current;
    }

    /** Heap of the rows of the current one, as far as the stripes have published it. */
    long bytes() {
        long bytes = 0;
        for (Stripe stripe : stripes) {
            bytes += stripe.bytes();
        }
        return bytes;
    }

    /** Values of the current one, as far as the stripes have published them. */
    long points() {
        long points = 0;
        for (Stripe stripe : stripes) {
            points += stripe.points();
        }
        return points;
    }

    /** When the oldest row of the current one came, in {@link System#nanoTime}. */
    long oldestNanos() {
        long oldest = Long.MAX_VALUE;
        for (Stripe stripe : stripes) {
            oldest = Math.min(oldest, stripe.firstNanos());
        }
        return oldest;
    }

    /**
     * Hands over what came in so far; nothing if a flush failed, because nothing behind it can get to the table.
     *
     * @param generation which one is to end; nothing happens if it has
     */
    void handOver(FlushReason reason, long generation) {
        lockAll();
        try {
            if (!closed && (generation == ANY || generation == current)) {
                endGeneration(reason);
            }
        } finally {
            unlockAll();
        }
    }

    /** Takes in no more rows, and hands over those that came. */
    void close() {
        lockAll();
        try {
            closed = true;
            endGeneration(FlushReason.END_OF_INPUT);
        } finally {
            unlockAll();
        }
    }

    /** Tries again what failed. */
    void resume() {
        lockAll();
        try {
            FlushQueue target = queue;
            if (target != null) {
                last = target.resume();
            }
        } finally {
            unlockAll();
        }
    }

    /** The rows up to that generation are in the table. */
    void installed(long generation) {
        handedOver.headMap(generation, true).clear();
    }

    /** Rows that are not known to be in the table. */
    long waitingRows() {
        lockAll();
        try {
            long rows = handedOver.values().stream().mapToLong(Long::longValue).sum();
            for (Stripe stripe : stripes) {
                rows += stripe.memTable().rows();
            }
            return rows;
        } finally {
            unlockAll();
        }
    }

    /** Refuses to go on after a failed flush. */
    void checkFlushes() throws FlushFailedException {
        if (last.isCompletedExceptionally()) {
            join();
        }
    }

    /** Refuses what only an open writer does. */
    void checkOpen(String what) {
        if (closed) {
            throw new IllegalStateException("Cannot " + what + " a writer that is closed; open another one");
        }
    }

    /** Waits until what was handed over is in the table. */
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

    private void endGeneration(FlushReason reason) {
        FlushQueue target = queue;
        if (target == null || last.isCompletedExceptionally()) {
            return;
        }
        List<MemTable> full = new ArrayList<>();
        for (Stripe stripe : stripes) {
            if (!stripe.memTable().isEmpty()) {
                full.add(stripe.takeOut());
            }
        }
        if (full.isEmpty()) {
            return;
        }
        long ended = current;
        handedOver.put(ended, full.stream().mapToLong(MemTable::rows).sum());
        log.roll(ended + 1);
        current = ended + 1;
        try {
            last = target.submit(full, reason, ended);
        } catch (RuntimeException | Error e) {
            // The manager was closed before its writer.
            last = CompletableFuture.failedFuture(e);
        }
    }

    private static FlushFailedException failed(Exception wrapper) {
        Throwable failure = wrapper.getCause() == null ? wrapper : wrapper.getCause();
        return new FlushFailedException(
                "Cannot write to the table: a flush failed (" + failure.getMessage()
                        + "). Its rows are still in memory; remove the cause and call resume(), or close this writer",
                failure);
    }

    private void lockAll() {
        // Always in this order.
        for (Stripe stripe : stripes) {
            stripe.lock();
        }
    }

    private void unlockAll() {
        for (Stripe stripe : stripes) {
            stripe.unlock();
        }
    }
}
