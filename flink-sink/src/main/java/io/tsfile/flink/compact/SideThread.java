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
package io.tsfile.flink.compact;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread of an operator beside the task's, which does one thing after the other. What comes of it goes back to the task's thread
 * through the mailbox, so the operator itself needs no locks, and a barrier waits for nothing but the operator's own code.
 *
 * <p>Used by the task's thread, except for {@link #isStopped}.
 */
final class SideThread {
    private static final Logger LOG = LoggerFactory.getLogger(SideThread.class);
    private static final long LAST_WORK_SECONDS = 10;

    private final String name;
    private final MailboxExecutor mailbox;
    private final ExecutorService executor;
    /** What was not begun, or has not come back; in order. */
    private final Queue<Job<?>> jobs = new ArrayDeque<>();

    private final Queue<Job<?>> done = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    /** What is to be done, by the side thread. */
    @FunctionalInterface
    interface Work<R> {
        R run() throws Exception;
    }

    /** What becomes of work; each is told one of these once, by the task's thread, unless work ends only after the operator was closed. */
    interface Outcome<R> {
        /** It is done. */
        void done(R result) throws Exception;

        /** It failed. */
        void failed(Exception failure);

        /**
         * Nobody wants it any more.
         *
         * @param result what came of it; null if it was not begun, or is not known to be done
         */
        void dropped(@Nullable R result);
    }

    SideThread(String name, MailboxExecutor mailbox) {
        this.name = name;
        this.mailbox = mailbox;
        this.executor = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Has it done behind all that waits; drops it after {@link #stop}. Never waits. */
    <R> void run(Work<R> work, Outcome<R> outcome) {
        Job<R> job = new Job<>(work, outcome);
        if (stopped || executor.isShutdown()) {
            outcome.dropped(null);
            return;
        }
        jobs.add(job);
        executor.execute(() -> carryOut(job));
    }

    /** What waits, is under way or has not come back. */
    int size() {
        return jobs.size();
    }

    /** Whether work should end. For any thread. */
    boolean isStopped() {
        return stopped;
    }

    /** Tells the outcomes of all that is done. */
    void deliver() throws Exception {
        for (Job<?> job = done.poll(); job != null; job = done.poll()) {
            jobs.remove(job);
            job.deliver();
        }
    }

    /** Waits for all work for a bounded time, and tells its outcomes. Nothing more is taken. */
    void finish() throws Exception {
        executor.shutdown();
        if (!executor.awaitTermination(LAST_WORK_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("{} has not ended within {} s and is interrupted", name, LAST_WORK_SECONDS);
        }
        stop();
        deliver();
    }

    /** Interrupts what is under way and waits for its end for a bounded time. Nothing more is taken; {@link #deliver} may follow. */
    void stop() {
        stopped = true;
        executor.shutdownNow();
        // A task that is cancelled is interrupted; its files are deleted all the same.
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_WORK_SECONDS);
        while (!executor.isTerminated() && end - System.nanoTime() > 0) {
            try {
                executor.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (!executor.isTerminated()) {
            LOG.warn("{} has not ended {} s after it was interrupted and is left alone", name, LAST_WORK_SECONDS);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops, and drops whatever outcome was not told. */
    void close() {
        stop();
        for (Iterator<Job<?>> left = jobs.iterator(); left.hasNext(); ) {
            Job<?> job = left.next();
            left.remove();
            job.drop();
        }
        done.clear();
    }

    private <R> void carryOut(Job<R> job) {
        job.run();
        done.add(job);
        try {
            mailbox.execute(this::deliver, "deliver what %s has done", name);
        } catch (RejectedExecutionException e) {
            // The task is ending: what is done is told or dropped then.
            LOG.debug("{} has ended after its task", name, e);
        }
    }

    /** Work and what came of it. Written by the side thread before it is handed over. */
    private static final class Job<R> {
        private final Work<R> work;
        private final Outcome<R> outcome;
        private volatile @Nullable R result;
        private volatile @Nullable Exception failure;
        private volatile @Nullable Error error;

        Job(Work<R> work, Outcome<R> outcome) {
            this.work = work;
            this.outcome = outcome;
        }

        void run() {
            try {
                result = work.run();
            } catch (Exception e) {
                failure = e;
            } catch (Error e) {
                // Flink decides what becomes of a process that is out of order.
                error = e;
            }
        }

        void deliver() throws Exception {
            Error fatal = error;
            if (fatal != null) {
                throw fatal;
            }
            R done = result;
            Exception failed = failure;
            if (done != null) {
                outcome.done(done);
            } else if (failed != null) {
                outcome.failed(failed);
            }
        }

        void drop() {
            outcome.dropped(result);
        }
    }
}
