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
package io.tsfile.core.io;

import java.io.InterruptedIOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Spreads bytes over time: a token bucket that may go into debt. A request goes through once the debts of those before it are
 * paid, however large it is, so nobody starves, and a request above the rate needs no cutting. What was not used is kept for
 * a tenth of a second.
 *
 * <p>For work that must leave room for other work, as compaction for flushes, which are never limited. Thread-safe.
 */
public final class RateLimiter {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST_UNUSED_NANOS = NANOS_PER_SECOND / 10;
    private static final ConcurrentMap<Long, RateLimiter> OF_PROCESS = new ConcurrentHashMap<>();

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private final Pause pause;
    /** When all debts are paid. */
    private long paidAt;

    private long total;

    /** A limiter of its own. */
    public RateLimiter(long bytesPerSecond) {
        this(bytesPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    RateLimiter(long bytesPerSecond, LongSupplier nanoTime, Pause pause) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException(
                    "Cannot limit to " + bytesPerSecond + " bytes per second: the rate must be positive");
        }
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.paidAt = nanoTime.getAsLong() - MOST_UNUSED_NANOS;
    }

    /** Lets a thread wait. */
    interface Pause {
        void nanos(long nanos) throws InterruptedException;
    }

    /** The limiter that all work of this process with that rate shares. */
    public static RateLimiter ofProcess(long bytesPerSecond) {
        return OF_PROCESS.computeIfAbsent(bytesPerSecond, RateLimiter::new);
    }

    /** The rate. */
    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    /** Bytes that were let through so far, and those that wait. */
    public synchronized long total() {
        return total;
    }

    /**
     * Waits until {@code bytes} may be read or written.
     *
     * @throws InterruptedIOException if the thread is interrupted, which it then still is; the bytes count all the same
     */
    public void acquire(long bytes) throws InterruptedIOException {
        long nanos = reserve(bytes);
        if (nanos <= 0) {
            return;
        }
        try {
            pause.nanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("Cannot go on: the thread was interrupted while it kept to "
                            + bytesPerSecond + " bytes per second");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** Adds a debt, and says how long those before it take to be paid. */
    private synchronized long reserve(long bytes) {
        long now = nanoTime.getAsLong();
        // A difference, because nanoTime may overflow.
        if (now - paidAt > MOST_UNUSED_NANOS) {
            paidAt = now - MOST_UNUSED_NANOS;
        }
        long wait = paidAt - now;
        total += bytes;
        paidAt += (long) ((double) bytes / bytesPerSecond * NANOS_PER_SECOND);
        return wait;
    }
}
