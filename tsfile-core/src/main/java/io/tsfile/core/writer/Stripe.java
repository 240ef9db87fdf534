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

import io.tsfile.core.flush.manage.FlushQueue;
import io.tsfile.core.flush.memtable.MemTable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The rows in memory of some of the devices. What appends holds the stripe's lock; what others ask of it, it publishes now and
 * then, so that appends of many threads do not meet at one counter.
 */
final class Stripe {
    /** How much of a limit may be unpublished. */
    private static final int SHARE = 16;

    private static final long MOST_UNPUBLISHED_BYTES = 16 << 10;
    private static final long MOST_UNPUBLISHED_POINTS = 4096;

    private final ReentrantLock lock = new ReentrantLock();
    private final long unpublishedBytes;
    private final long unpublishedPoints;
    /**
     * Bytes that were published and that the queue was not asked for yet; less than none for a moment, where an append took less
     * than it had asked for.
     */
    private final AtomicLong due = new AtomicLong();

    private MemTable memTable;
    private long appendedPoints;
    private volatile long bytes;
    private volatile long points;
    private volatile long firstNanos = Long.MAX_VALUE;

    /**
     * @param limits of all stripes together
     */
    Stripe(MemTable memTable, WriterOptions limits) {
        this.memTable = memTable;
        this.unpublishedBytes = Math.min(MOST_UNPUBLISHED_BYTES, limits.memTableBytes() / limits.stripes() / SHARE);
        this.unpublishedPoints = Math.min(MOST_UNPUBLISHED_POINTS, limits.memTablePoints() / limits.stripes() / SHARE);
    }

    /**
     * Asks for the memory that appends took since the last time, and waits for it if it must; without the lock, because memory
     * may not be free before this stripe was handed over.
     *
     * @param expected what the next append will take, if it is much; {@link #settle} must follow
     */
    void admit(FlushQueue queue, long expected) throws IOException {
        long asked = due.getAndSet(0) + expected;
        if (asked == 0) {
            return;
        }
        boolean admitted = false;
        try {
            queue.admit(asked);
            admitted = true;
        } finally {
            if (!admitted) {
                due.addAndGet(asked - expected);
            }
        }
    }

    /**
     * Gives back what an append asked for and did not take, or all of it if it failed: nobody else might append here for long,
     * and others need the memory. Under the lock.
     *
     * @param expected what it asked for
     */
    void settle(FlushQueue queue, long expected) {
        assert lock.isHeldByCurrentThread();
        publish();
        due.addAndGet(-expected);
        long open = due.getAndSet(0);
        if (open < 0) {
            queue.settle(open);
        } else {
            // The next append waits for that.
            due.addAndGet(open);
        }
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        assert lock.isHeldByCurrentThread();
        lock.unlock();
    }

    /** What takes in rows now; under the lock. */
    MemTable memTable() {
        assert lock.isHeldByCurrentThread();
        return memTable;
    }

    /** Counts what was just appended, or tried to be; under the lock. */
    void appended(long newPoints) {
        assert lock.isHeldByCurrentThread();
        appendedPoints += newPoints;
        if (firstNanos == Long.MAX_VALUE && !memTable.isEmpty()) {
            firstNanos = System.nanoTime();
        }
        if (memTable.bytes() - bytes > unpublishedBytes || appendedPoints - points > unpublishedPoints) {
            publish();
        }
    }

    /** Takes out the rows, and begins anew with another memtable; under the lock. */
    MemTable takeOut(FlushQueue queue, MemTable next) {
        assert lock.isHeldByCurrentThread();
        publish();
        // The queue gives back the bytes of a whole memtable, so all of them must be counted by then.
        queue.settle(due.getAndSet(0));
        MemTable full = memTable;
        memTable = next;
        appendedPoints = 0;
        bytes = 0;
        points = 0;
        firstNanos = Long.MAX_VALUE;
        return full;
    }

    /** Heap of the rows, as far as published. */
    long bytes() {
        return bytes;
    }

    /** Values of the rows, as far as published. */
    long points() {
        return points;
    }

    /** When the first of the rows came, in {@link System#nanoTime}; {@link Long#MAX_VALUE} if there is none. */
    long firstNanos() {
        return firstNanos;
    }

    private void publish() {
        due.addAndGet(memTable.bytes() - bytes);
        bytes = memTable.bytes();
        points = appendedPoints;
    }
}
