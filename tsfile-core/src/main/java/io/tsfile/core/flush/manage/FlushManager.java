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

import io.tsfile.core.flush.MemoryBudget;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Flushes the memtables of many tables of one process, within one memory budget. Thread-safe; owns its threads.
 */
public final class FlushManager implements Closeable {
    private final FlushManagerOptions options;
    private final ManagerMemory memory;
    private final FlushThreads threads;
    private final FlushScheduler scheduler;
    private final Departures departures;
    private final Admission admission;
    /** Who could not install everything, until it is said. */
    private final Set<String> losers = new ConcurrentSkipListSet<>();

    /**
     * A manager without tables.
     *
     * @param budget what the memtables of all tables, and their flushes, may take together
     * @param listener hears of every flush
     */
    public FlushManager(FlushManagerOptions options, MemoryBudget budget, FlushListener listener) {
        this.options = options;
        ManagerLock lock = new ManagerLock();
        FlushNews news = new FlushNews(listener);
        memory = new ManagerMemory(budget);
        threads = new FlushThreads(options.concurrentFlushes());
        scheduler = new FlushScheduler(options, lock, memory, threads, news);
        departures = new Departures(lock, scheduler, threads, news);
        HandOverRequests requests = new HandOverRequests(lock, scheduler, memory, threads);
        admission = new Admission(options.blockTimeout(), lock, scheduler, memory, requests);
        requests.begin(options.maxAge());
    }

    /**
     * A queue for one writer of a table.
     *
     * @param table its name, for people
     */
    public FlushQueue register(String table, FlushTarget target) {
        TableQueue queue = new TableQueue(table, target, options, memory.budget());
        scheduler.register(queue);
        return new FlushQueue(queue, scheduler, departures, admission);
    }

    /** The memory that its tables share. */
    public MemoryBudget budget() {
        return memory.budget();
    }

    /**
     * Waits for the flushes that run, and installs them; starts no more, and ends its threads. Queues that still wait fail.
     * Flushes are not interrupted, not even if the caller is: it may call again then. Does nothing when called again after its
     * end.
     *
     * @throws FlushFailedException if some hand-overs could not be installed
     * @throws IllegalStateException on one of its threads, as in a listener: it would wait for itself
     */
    @Override
    public void close() throws IOException {
        try {
            losers.addAll(departures.closeAll());
            threads.end();
            List<String> named = List.copyOf(losers);
            losers.clear();
            if (!named.isEmpty()) {
                throw new FlushFailedException(
                        "Cannot install all hand-overs of " + named
                                + ": the flush manager was closed while they waited, or after they failed. Close the"
                                + " writers before the manager, and see the log for failures",
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException(
                            "Cannot wait for the flushes to end: the thread was interrupted. Close the manager again")
                    .initCause(e);
        }
    }
}
