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

import io.tsfile.core.flush.FlushReason;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks targets for hand-overs, for want of memory or because rows are old. Targets are asked on one thread alone. */
final class HandOverRequests {
    private static final Logger LOG = LoggerFactory.getLogger(HandOverRequests.class);
    private static final long SHORTEST_TICK = Duration.ofMillis(1).toNanos();
    private static final long LONGEST_TICK = Duration.ofSeconds(1).toNanos();
    private static final int TICKS_PER_AGE = 10;

    private final ManagerLock lock;
    private final FlushScheduler scheduler;
    private final ManagerMemory memory;
    private final FlushThreads threads;
    /** Whether somebody will look soon; guarded by the lock. */
    private boolean looking;

    HandOverRequests(ManagerLock lock, FlushScheduler scheduler, ManagerMemory memory, FlushThreads threads) {
        this.lock = lock;
        this.scheduler = scheduler;
        this.memory = memory;
        this.threads = threads;
    }

    /** From now on asks for rows that are so old. */
    void begin(Duration maxAge) {
        if (!maxAge.isZero()) {
            long age = maxAge.toNanos();
            long tick = Math.max(SHORTEST_TICK, Math.min(LONGEST_TICK, age / TICKS_PER_AGE));
            threads.askEvery(tick, () -> {
                askForOldRows(age);
                scheduler.look();
            });
        }
    }

    /** Has somebody look for memtables to hand over, if the bytes that were counted say so; under the lock. */
    void lookIfNeeded() {
        assert lock.isHeld();
        if (!looking) {
            long active = 0;
            for (TableQueue queue : scheduler.queues()) {
                active += Math.max(0, queue.activeBytes());
            }
            if (memory.policy().needsHandOver(memory.wanted(), active, leavingBytes())) {
                look();
            }
        }
    }

    /** Has somebody look for memtables to hand over; under the lock. */
    void look() {
        assert lock.isHeld();
        if (!looking) {
            threads.ask(this::askForMemory);
            looking = true;
        }
    }

    /** Asks the largest memtables first, one after the other, until what they free is enough. */
    private void askForMemory() {
        lock.lock();
        try {
            looking = false;
        } finally {
            lock.unlock();
        }
        for (TableQueue largest = chooseLargest(); largest != null; largest = chooseLargest()) {
            ask(largest, FlushReason.MEMORY);
        }
    }

    /**
     * A queue that may be asked.
     *
     * @param lastHandOver before its target was asked what it has
     * @param bytes that its target says it has
     */
    private record Candidate(TableQueue queue, long lastHandOver, long bytes) {}

    private @Nullable TableQueue chooseLargest() {
        // Targets say themselves what can be handed over, without the lock.
        List<Candidate> candidates = candidates().stream()
                .map(candidate -> new Candidate(
                        candidate.queue(),
                        candidate.lastHandOver(),
                        ask(candidate.queue(), FlushTarget::activeBytes, 0)))
                .toList();
        lock.lock();
        try {
            Candidate largest = null;
            long active = 0;
            for (Candidate candidate : candidates) {
                if (candidate.queue().mayBeAsked(candidate.lastHandOver())) {
                    active += candidate.bytes();
                    largest = largest == null || candidate.bytes() > largest.bytes() ? candidate : largest;
                }
            }
            if (largest == null || !memory.policy().needsHandOver(memory.wanted(), active, leavingBytes())) {
                return null;
            }
            largest.queue().asked();
            return largest.queue();
        } finally {
            lock.unlock();
        }
    }

    private List<Candidate> candidates() {
        lock.lock();
        try {
            return scheduler.queues().stream()
                    .filter(TableQueue::mayBeAsked)
                    .map(queue -> new Candidate(queue, queue.lastSequence(), 0))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private long leavingBytes() {
        return scheduler.queues().stream().mapToLong(TableQueue::leavingBytes).sum();
    }

    private void askForOldRows(long age) {
        for (Candidate candidate : candidates()) {
            TableQueue queue = candidate.queue();
            long oldest = ask(queue, FlushTarget::oldestNanos, Long.MAX_VALUE);
            if (oldest != Long.MAX_VALUE && System.nanoTime() - oldest >= age && mayAsk(candidate)) {
                ask(queue, FlushReason.AGE);
            }
        }
    }

    private boolean mayAsk(Candidate candidate) {
        lock.lock();
        try {
            boolean may = candidate.queue().mayBeAsked(candidate.lastHandOver());
            if (may) {
                candidate.queue().asked();
            }
            return may;
        } finally {
            lock.unlock();
        }
    }

    /** What a target says; it must not be in the way of others if it says nothing. */
    private static long ask(TableQueue queue, ToLongFunction<FlushTarget> question, long otherwise) {
        try {
            return question.applyAsLong(queue.target());
        } catch (RuntimeException | Error e) {
            LOG.warn("Cannot ask '{}' for its rows in memory; asking again later", queue.table(), e);
            return otherwise;
        }
    }

    private static void ask(TableQueue queue, FlushReason reason) {
        try {
            queue.target().handOver(reason);
        } catch (RuntimeException | Error e) {
            LOG.warn("Cannot have '{}' hand over its rows ({}); asking again later", queue.table(), reason, e);
        }
    }
}
