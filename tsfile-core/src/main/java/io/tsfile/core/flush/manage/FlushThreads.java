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

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a manager: some that flush and install, one that waits for pauses to pass, and one that asks for hand-overs.
 * The last one may be held up by a target; nothing else is, then.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the work is guarded, so that no future knows anything
final class FlushThreads {
    private static final Logger LOG = LoggerFactory.getLogger(FlushThreads.class);

    private final ThreadPoolExecutor flushers;
    private final ScheduledThreadPoolExecutor timer = timer("tsfile-flush-timer-");
    private final ScheduledThreadPoolExecutor asker = timer("tsfile-flush-asker-");

    /**
     * @param count flushes at once. Nobody may give more work; the next piece may be given by the end of the last one, though
     */
    FlushThreads(int count) {
        flushers = new ThreadPoolExecutor(
                count, count, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(count), named("tsfile-flush-"));
        // All at once, so that no flush fails later because there is no thread to be had.
        flushers.prestartAllCoreThreads();
    }

    private ScheduledThreadPoolExecutor timer(String prefix) {
        // What comes after the end is forgotten.
        ScheduledThreadPoolExecutor made =
                new ScheduledThreadPoolExecutor(1, named(prefix), new ThreadPoolExecutor.DiscardPolicy());
        made.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        made.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        return made;
    }

    /** Runs a flush or an installation. */
    void flush(Runnable work) {
        flushers.execute(work);
    }

    /** Runs something short after a while; never if the threads end before. */
    void after(long nanos, Runnable work) {
        timer.schedule(guarded(work), nanos, TimeUnit.NANOSECONDS);
    }

    /** Asks targets soon; never if the threads end before. */
    void ask(Runnable work) {
        asker.execute(guarded(work));
    }

    /** Asks targets again and again. */
    void askEvery(long nanos, Runnable work) {
        asker.scheduleWithFixedDelay(guarded(work), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** Whether this thread is one of them, which would wait for itself if it waited for their work. */
    boolean isOwn() {
        return Thread.currentThread() instanceof Own own && own.owner == this;
    }

    /** Waits for what runs, and ends all threads. */
    void end() throws InterruptedException {
        timer.shutdown();
        asker.shutdown();
        flushers.shutdown();
        await(timer);
        await(asker);
        await(flushers);
    }

    private static void await(ThreadPoolExecutor executor) throws InterruptedException {
        while (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
            LOG.info("Waiting for {} to end", executor);
        }
    }

    /** What is thrown would end all later runs. */
    private static Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                LOG.error("Cannot look after the flushes this time; going on", e);
            }
        };
    }

    private ThreadFactory named(String prefix) {
        AtomicInteger made = new AtomicInteger();
        return work -> new Own(this, work, prefix + made.incrementAndGet());
    }

    private static final class Own extends Thread {
        private final FlushThreads owner;

        Own(FlushThreads owner, Runnable work, String name) {
            super(work, name);
            this.owner = owner;
            setDaemon(true);
        }
    }
}
