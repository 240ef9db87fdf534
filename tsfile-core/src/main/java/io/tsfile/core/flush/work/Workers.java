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
package io.tsfile.core.flush.work;

import java.io.Closeable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that help the flushes and compactions of a process: how many may do so at once, and where they come from.
 * Thread-safe.
 *
 * <p>A job makes progress on its caller's thread alone, so it needs no worker to end: an executor that is busy, small, or refuses
 * work makes jobs slower, and never stops them.
 */
public final class Workers implements Closeable {
    private static final long COMMON_IDLE_MILLIS = 1000;

    private final Executor executor;
    private final int cap;
    private final boolean closable;
    private final AtomicInteger active = new AtomicInteger();
    private volatile boolean closed;

    /** The class that makes the common workers when they are first asked for. */
    private static final class Common {
        static final Workers WORKERS = new Workers(
                WorkerThreads.endingAfter(COMMON_IDLE_MILLIS),
                // One processor is the caller's.
                Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
                false);
    }

    /**
     * Workers of all jobs at once, one less than there are processors, because the callers of jobs work too, but at least one; on
     * threads of their own that end when idle. To close them does nothing.
     */
    public static Workers common() {
        return Common.WORKERS;
    }

    /**
     * Workers on the caller's threads.
     *
     * @param executor runs a worker until it has been idle for a while; not shut down by this
     * @param cap workers at once, of all jobs and stages together; 0 leaves all to the callers of jobs
     */
    public Workers(Executor executor, int cap) {
        this(executor, cap, true);
    }

    private Workers(Executor executor, int cap, boolean closable) {
        if (cap < 0) {
            throw new IllegalArgumentException("Cannot have " + cap + " workers: 0 is the least");
        }
        this.executor = executor;
        this.cap = cap;
        this.closable = closable;
    }

    /** Workers at once, at most. */
    public int cap() {
        return cap;
    }

    /** Workers at this moment, those among them that the executor has not started yet; 0 once no job runs. */
    public int active() {
        return active.get();
    }

    /** Starts no more workers. Jobs go on without. */
    @Override
    public void close() {
        closed = closable;
    }

    /** Lets a worker work as soon as the executor has a thread; nothing if there is no room for it. */
    @Nullable
    Seat seat(Worker worker) {
        if (closed || !reserve()) {
            return null;
        }
        Seat seat = new Seat(this, worker);
        try {
            executor.execute(seat);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The other thing that executors throw: there can be no more threads. The caller has one.
            seat.cancel();
        } catch (RuntimeException | Error e) {
            // Executors may fail when a thread of theirs has the seat already; then the flush must know of it.
            if (seat.cancel()) {
                throw e;
            }
        }
        return seat.isCancelled() ? null : seat;
    }

    void free() {
        active.decrementAndGet();
    }

    private boolean reserve() {
        int now = active.get();
        while (now < cap) {
            if (active.compareAndSet(now, now + 1)) {
                return true;
            }
            now = active.get();
        }
        return false;
    }
}
