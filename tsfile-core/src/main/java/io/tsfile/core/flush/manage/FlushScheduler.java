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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which flush runs next, and what follows from its end. One thread does one try of one flush or of one installation; a pause
 * takes no thread.
 */
final class FlushScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(FlushScheduler.class);

    private final FlushManagerOptions options;
    private final PickPolicy picking;
    private final RetryPolicy retries;
    private final ManagerLock lock;
    private final ManagerMemory memory;
    private final FlushThreads threads;
    private final FlushNews news;

    // All that follows is guarded by the lock.
    /** The one that began a flush last is last. */
    private final List<TableQueue> queues = new ArrayList<>();

    private int running;
    private boolean closing;

    FlushScheduler(
            FlushManagerOptions options, ManagerLock lock, ManagerMemory memory, FlushThreads threads, FlushNews news) {
        this.options = options;
        this.picking = new PickPolicy(options.minToMerge(), options.mergeBytes());
        this.retries = new RetryPolicy(options.attempts(), options.firstPause(), options.longestPause());
        this.lock = lock;
        this.memory = memory;
        this.threads = threads;
        this.news = news;
    }

    /** All queues; under the lock. */
    List<TableQueue> queues() {
        assert lock.isHeld();
        return Collections.unmodifiableList(queues);
    }

    void register(TableQueue queue) {
        lock.lock();
        try {
            if (closing) {
                throw new IllegalStateException(
                        "Cannot flush '" + queue.table() + "': the flush manager is closed; make another one");
            }
            queues.add(queue);
        } finally {
            lock.unlock();
        }
    }

    CompletableFuture<FlushEvent> submit(TableQueue queue, HandOver handOver) {
        lock.lock();
        try {
            queue.add(handOver);
            CompletableFuture<FlushEvent> installed = handOver.installed();
            FlushFailedException failure = queue.failure();
            dispatch();
            return failure == null ? installed : CompletableFuture.failedFuture(failure);
        } finally {
            lock.unlock();
        }
    }

    CompletableFuture<Void> resume(TableQueue queue) {
        lock.lock();
        try {
            if (queue.isClosed()) {
                throw new IllegalStateException("Cannot resume the queue of '" + queue.table() + "': it is closed");
            }
            CompletableFuture<?> last = queue.resume();
            dispatch();
            lock.changed();
            return last.thenAccept(event -> {});
        } finally {
            lock.unlock();
        }
    }

    /** Starts whatever can be started; under the lock, after every change that may let something start. */
    void dispatch() {
        assert lock.isHeld();
        while (running < options.concurrentFlushes()) {
            FlushTicket ticket = next();
            if (ticket == null) {
                return;
            }
            ticket.start();
            running++;
            threads.flush(() -> work(ticket));
        }
    }

    /** Starts what time alone has made due. */
    void look() {
        lock.lock();
        try {
            dispatch();
        } finally {
            lock.unlock();
        }
    }

    /** Installations first: they free memory, and are short. */
    private @Nullable FlushTicket next() {
        for (TableQueue queue : queues) {
            FlushTicket ticket = queue.tickets().installable();
            if (ticket != null) {
                return ticket;
            }
        }
        if (closing) {
            return null;
        }
        boolean memoryIsShort = memory.isShort();
        for (int i = 0; i < queues.size(); i++) {
            FlushTicket ticket = queues.get(i).flushable(picking, memoryIsShort);
            if (ticket != null) {
                queues.add(queues.remove(i));
                return ticket;
            }
        }
        return null;
    }

    private void work(FlushTicket ticket) {
        TableQueue queue = ticket.queue();
        FlushTry result =
                ticket.isComplete() ? FlushTry.install(ticket) : FlushTry.flush(queue.target(), ticket.memTables());
        boolean installed;
        EndOfFlush end;
        lock.lock();
        try {
            end = ended(ticket, result);
            installed = ticket.isInstalled();
            queue.told(1);
        } finally {
            lock.unlock();
        }
        try {
            end.tell(news);
        } finally {
            settle(ticket, installed);
        }
    }

    /** After all was told, because the next one's event comes after this one's. */
    private void settle(FlushTicket ticket, boolean installed) {
        lock.lock();
        try {
            ticket.queue().told(-1);
            if (installed) {
                ticket.queue().tickets().removeFirst(ticket);
            }
            running--;
            dispatch();
            lock.changed();
        } finally {
            lock.unlock();
        }
    }

    private EndOfFlush ended(FlushTicket ticket, FlushTry result) {
        if (result.failure().isPresent()) {
            return failed(ticket, result, result.failure().get());
        }
        ticket.succeeded(result);
        if (!ticket.isInstalled()) {
            return EndOfFlush.NOT_YET;
        }
        FlushEvent event = ticket.event(Optional.empty());
        ticket.queue().installed(ticket);
        lock.changed();
        return new EndOfFlush(
                List.of(event),
                ticket.handOvers().stream().map(HandOver::installed).toList(),
                null);
    }

    private EndOfFlush failed(FlushTicket ticket, FlushTry result, Throwable cause) {
        TableQueue queue = ticket.queue();
        if (!closing && retries.allows(ticket.tries(), cause)) {
            ticket.paused(result);
            long pause = retries.pauseNanos(ticket.tries());
            LOG.warn(
                    "Try {} of {} '{}' up to {} failed; next one in {} ms",
                    ticket.tries(),
                    ticket.isComplete() ? "installing" : "flushing",
                    queue.table(),
                    ticket.last().sequence(),
                    TimeUnit.NANOSECONDS.toMillis(pause),
                    cause);
            threads.after(pause, () -> goOn(ticket));
            return EndOfFlush.NOT_YET;
        }
        ticket.failed(result);
        FlushFailedException failure = ticket.failure();
        FlushEvent event = ticket.event(Optional.of(failure));
        List<CompletableFuture<FlushEvent>> futures =
                queue.fail(failure, queue.tickets().from(ticket));
        lock.changed();
        return new EndOfFlush(List.of(event), futures, failure);
    }

    private void goOn(FlushTicket ticket) {
        lock.lock();
        try {
            ticket.unpause();
            dispatch();
        } finally {
            lock.unlock();
        }
    }

    /** Starts no more flushes; files that are complete, or will be, are still installed. Under the lock. */
    void stop() {
        assert lock.isHeld();
        closing = true;
    }

    /** Whether nothing runs; under the lock. */
    boolean isIdle() {
        assert lock.isHeld();
        return running == 0;
    }

    /** Forgets a queue; under the lock. */
    void remove(TableQueue queue) {
        assert lock.isHeld();
        queues.remove(queue);
    }
}
