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

import io.tsfile.core.model.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How queues leave a manager: everything that can be installed is; what cannot is told, and its files go. */
final class Departures {
    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

    private final ManagerLock lock;
    private final FlushScheduler scheduler;
    private final FlushThreads threads;
    private final FlushNews news;

    Departures(ManagerLock lock, FlushScheduler scheduler, FlushThreads threads, FlushNews news) {
        this.lock = lock;
        this.scheduler = scheduler;
        this.threads = threads;
        this.news = news;
    }

    private record Departure(TableQueue queue, EndOfFlush end, List<DataFile> unseenFiles) {}

    /** Waits until nothing of the queue runs, and nothing will without {@link FlushQueue#resume}; forgets it then. */
    void close(TableQueue queue) throws FlushFailedException, InterruptedException {
        checkThread("the queue of '" + queue.table() + "'");
        Departure departure;
        @Nullable FlushFailedException loss;
        lock.lock();
        try {
            queue.beginClose();
            scheduler.dispatch();
            lock.changed();
            while (!queue.isQuiet()) {
                lock.await();
            }
            departure = leave(queue);
            loss = queue.takeLoss();
        } finally {
            lock.unlock();
        }
        complete(departure);
        if (loss != null) {
            throw loss;
        }
    }

    /** Waits until nothing runs, and forgets all queues. Gives out the names of those that could not install everything. */
    List<String> closeAll() throws InterruptedException {
        checkThread("a flush manager");
        List<Departure> departures = new ArrayList<>();
        List<String> losers = new ArrayList<>();
        lock.lock();
        try {
            scheduler.stop();
            while (!scheduler.isIdle()) {
                lock.await();
            }
            for (TableQueue queue : List.copyOf(scheduler.queues())) {
                if (!queue.isEmpty()) {
                    losers.add(queue.table());
                }
                queue.stop();
                departures.add(leave(queue));
            }
        } finally {
            lock.unlock();
        }
        departures.forEach(this::complete);
        return losers;
    }

    private void checkThread(String what) {
        if (threads.isOwn()) {
            throw new IllegalStateException("Cannot close " + what + " on a thread of its manager ("
                    + Thread.currentThread().getName() + "): it would wait for itself; close it on another thread");
        }
    }

    private Departure leave(TableQueue queue) {
        FlushFailedException failure = queue.failure();
        List<CompletableFuture<FlushEvent>> futures = failure == null
                ? List.of()
                : queue.fail(failure, queue.tickets().stream().toList());
        List<FlushTicket> left = queue.leave();
        scheduler.remove(queue);
        // Its memory is free now.
        scheduler.dispatch();
        lock.changed();
        List<FlushEvent> untold = left.stream()
                .filter(ticket -> !ticket.hasFailed())
                .map(ticket -> ticket.event(Optional.ofNullable(failure)))
                .toList();
        List<DataFile> unseen =
                left.stream().flatMap(ticket -> ticket.unseenFiles().stream()).toList();
        return new Departure(queue, new EndOfFlush(untold, futures, failure), unseen);
    }

    private void complete(Departure departure) {
        if (!departure.unseenFiles().isEmpty()) {
            discard(departure);
        }
        departure.end().tell(news);
    }

    private static void discard(Departure departure) {
        String table = departure.queue().table();
        try {
            departure.queue().target().discard(departure.unseenFiles());
        } catch (Throwable e) { // futures are waited for, and other queues leave, whatever it throws
            LOG.warn("Cannot delete files of '{}' that nobody sees: {}", table, departure.unseenFiles(), e);
        }
    }
}
