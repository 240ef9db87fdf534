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
package io.tsfile.core.flush;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of heap that the memtables, flushes and open files that share it may take together. Thread-safe.
 *
 * <p>It counts and answers, and never makes anybody wait: who waits for room also knows what else there is to do meanwhile.
 */
public final class MemoryBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    /** A budget of so many bytes. */
    public MemoryBudget(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(
                    "Cannot make a memory budget of " + limit + " bytes: it must be positive");
        }
        this.limit = limit;
    }

    /** Bytes at most. */
    public long limit() {
        return limit;
    }

    /** Bytes in use; above the limit where there was no choice. */
    public long used() {
        return used.get();
    }

    /** The most bytes that were ever in use at once. */
    public long peak() {
        return peak.get();
    }

    /** A share without bytes; whoever takes it gives all back by closing it. */
    public Lease lease() {
        return new Lease();
    }

    private boolean tryAdd(long bytes) {
        long now = used.get();
        while (bytes <= limit - now) {
            if (used.compareAndSet(now, now + bytes)) {
                peak.accumulateAndGet(now + bytes, Math::max);
                return true;
            }
            now = used.get();
        }
        return false;
    }

    private void add(long bytes) {
        long now = used.addAndGet(bytes);
        peak.accumulateAndGet(now, Math::max);
    }

    /** One user's share of the budget. Thread-safe. */
    public final class Lease implements AutoCloseable {
        private final AtomicLong held = new AtomicLong();

        private Lease() {}

        /** Bytes of this share. */
        public long bytes() {
            return held.get();
        }

        /** Takes bytes if the budget has them. */
        public boolean tryAdd(long bytes) {
            if (!MemoryBudget.this.tryAdd(bytes)) {
                return false;
            }
            held.addAndGet(bytes);
            return true;
        }

        /** Takes bytes that are in use whatever the budget says, or gives some back if negative. */
        public void add(long bytes) {
            held.addAndGet(bytes);
            MemoryBudget.this.add(bytes);
        }

        /** Makes the share as large as {@code bytes}, whatever the budget says. For one thread at a time. */
        public void set(long bytes) {
            add(bytes - held.get());
        }

        /** Gives all back. The share can be used again. */
        @Override
        public void close() {
            MemoryBudget.this.add(-held.getAndSet(0));
        }
    }
}
