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
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.model.BucketRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.tsfile.file.metadata.IDeviceID;

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
    private final HandOvers handOvers;
    private final Supplier<MemTable> factory;

    // Written under the locks of all stripes.
    private volatile long current;
    private volatile boolean closed;

    Generations(WriterOptions options, RowLog log, HandOvers handOvers, Supplier<MemTable> factory) {
        this.stripes = new Stripe[options.stripes()];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Stripe(factory.get(), options);
        }
        this.log = log;
        this.handOvers = handOvers;
        this.factory = factory;
    }

    /**
     * The stripe of a device, locked, once there is memory for what came before; {@link #unlock} must follow.
     *
     * @param expected bytes that the append will take, if they are many
     * @throws IOException if nothing may be appended now
     */
    Stripe lock(IDeviceID device, long expected) throws IOException {
        handOvers.check();
        log.checkUsable();
        Stripe stripe = stripes[BucketRange.bucket(device) * stripes.length / BucketRange.BUCKETS];
        checkOpen("append to");
        stripe.admit(handOvers.queue(), expected);
        stripe.lock();
        // Under the lock: what is appended after the last hand-over would never get to the table.
        if (closed) {
            unlock(stripe, 0, expected);
            checkOpen("append to");
        }
        return stripe;
    }

    /**
     * Counts what was just appended, or tried to be, and gives the stripe back.
     *
     * @param points values that came
     * @param expected as above
     */
    void unlock(Stripe stripe, long points, long expected) {
        try {
            stripe.appended(points);
            if (expected > 0) {
                stripe.settle(handOvers.queue(), expected);
            }
        } finally {
            stripe.unlock();
        }
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
            handOvers.resume();
        } finally {
            unlockAll();
        }
    }

    /** Rows that are not known to be in the table. */
    long waitingRows() {
        lockAll();
        try {
            return handOvers.waitingRows() + rows();
        } finally {
            unlockAll();
        }
    }

    /** Refuses what only an open writer does. */
    void checkOpen(String what) {
        if (closed) {
            throw new IllegalStateException("Cannot " + what + " a writer that is closed; open another one");
        }
    }

    private void endGeneration(FlushReason reason) {
        if (handOvers.hasFailed()) {
            return;
        }
        long rows = rows();
        boolean isWaitedFor = reason == FlushReason.MANUAL || reason == FlushReason.END_OF_INPUT;
        // One without rows lets those go that wait for it.
        if (rows == 0 && !(isWaitedFor && handOvers.lingers())) {
            return;
        }
        long ended = current;
        // Whatever may fail for want of memory comes before the first memtable changes its owner.
        List<MemTable> full = new ArrayList<>(stripes.length);
        List<MemTable> next = Stream.generate(factory).limit(stripes.length).toList();
        handOvers.announce(ended, rows);
        for (int i = 0; i < stripes.length; i++) {
            if (!stripes[i].memTable().isEmpty()) {
                full.add(stripes[i].takeOut(handOvers.queue(), next.get(i)));
            }
        }
        log.roll(ended + 1);
        current = ended + 1;
        handOvers.submit(full, reason, ended);
    }

    /** Of the current one; under the locks of all stripes. */
    private long rows() {
        long rows = 0;
        for (Stripe stripe : stripes) {
            rows += stripe.memTable().rows();
        }
        return rows;
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
