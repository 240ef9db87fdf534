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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one stage of one job that nobody has claimed, in the order in which they are needed, and the workers who claim
 * them. The caller of the job adds tasks, hires workers and claims tasks itself; workers come and go as {@link Elasticity} says.
 *
 * <p>All that changes is guarded by the lock of the {@link Desk}, but for the seats, which are the caller's.
 */
public final class Crew {
    private final Desk desk;
    private final Workers workers;
    private final FailureLatch failure;
    private final StageMeter meter;
    private final long patienceNanos;
    private final int most;
    private final Condition work;
    private final Elasticity elasticity;
    private final Deque<Task> queue = new ArrayDeque<>();
    private final List<Seat> seats = new ArrayList<>();
    /** Workers that there should be. */
    private int wanted;
    /** Workers that were hired and are not on their way out, and those among them who are at a task. */
    private int hired;

    private int busy;
    /** Workers who wait for a task. */
    private int waiting;
    /** Workers that were hired and have not left. */
    private int present;

    private boolean ended;
    private long refused;
    private boolean wasRefused;

    /**
     * A crew without tasks.
     *
     * @param desk of the job
     * @param workers where they are hired
     * @param failure of the job: once it happened, workers leave
     */
    public Crew(Desk desk, Workers workers, FailureLatch failure, StageMeter meter, CrewLimits limits) {
        this.desk = desk;
        this.workers = workers;
        this.failure = failure;
        this.meter = meter;
        this.patienceNanos = limits.observationNanos();
        this.work = desk.lock().newCondition();
        this.most = Math.min(limits.workers(), workers.cap());
        this.elasticity = new Elasticity(most, limits.windowNanos(), limits.observationNanos(), System.nanoTime());
        this.wanted = elasticity.first();
    }

    /** Adds the task that is needed last. */
    public void add(Task task) {
        desk.lock().lock();
        try {
            queue.add(task);
            meter.arrived(task.estimate());
            work.signal();
        } finally {
            desk.lock().unlock();
        }
    }

    /** Tasks that may be there for workers to claim: a worker that is done finds the next one, whatever the caller does. */
    public int ahead() {
        return 2 * most + 2;
    }

    /** Whether there are so many. */
    public boolean hasEnough() {
        return queued() >= ahead();
    }

    /** Whether there may be too few for the time that the caller needs for one. */
    public boolean isLow() {
        return queued() <= most;
    }

    /** Claims the task that is needed first, for the caller; it must run it. */
    public @Nullable Task claim() {
        desk.lock().lock();
        try {
            return poll();
        } finally {
            desk.lock().unlock();
        }
    }

    /** Runs a task that nobody needs to be asked for. */
    public void runAtOnce(Task task) {
        meter.begin();
        run(task, false);
    }

    /** Runs a claimed task. */
    public void run(Task task) {
        run(task, false);
    }

    /** Hires workers if tasks wait for some. Does not wait itself. */
    public void hire() {
        while (isShort()) {
            seats.removeIf(Seat::isFree);
            Seat seat = null;
            try {
                seat = workers.seat(new Member());
            } finally {
                if (seat == null) {
                    refused();
                }
            }
            if (seat == null) {
                return;
            }
            seats.add(seat);
        }
    }

    /** Drops all tasks, sends all workers away, and waits until they are gone. */
    public void end() {
        desk.lock().lock();
        try {
            ended = true;
            queue.clear();
            work.signalAll();
        } finally {
            desk.lock().unlock();
        }
        for (Seat seat : seats) {
            if (seat.cancel()) {
                left();
            }
        }
        for (long seen = desk.changes(); isStaffed(); seen = desk.changes()) {
            desk.awaitUninterruptibly(seen);
        }
    }

    private final class Member implements Worker {
        @Override
        public void work() {
            try {
                for (Task task = await(); task != null; task = await()) {
                    run(task, true);
                }
            } catch (RuntimeException | Error e) {
                failure.report(null, e);
            }
        }

        @Override
        public void left() {
            Crew.this.left();
        }
    }

    private void run(Task task, boolean worker) {
        long start = System.nanoTime();
        try {
            task.run();
        } catch (Throwable e) {
            failure.report(task.device(), e);
        }
        long end = System.nanoTime();
        meter.end(task.steps(), start, end);
        desk.lock().lock();
        try {
            if (worker) {
                countTime();
                busy--;
            }
            desk.changed();
        } finally {
            desk.lock().unlock();
        }
    }

    /** Claims a task for a worker, or tells it to leave by giving none. */
    private @Nullable Task await() {
        desk.lock().lock();
        try {
            while (!ended && !failure.happened() && !isTooMany(countTime())) {
                Task task = poll();
                if (task != null) {
                    busy++;
                    return task;
                }
                waiting++;
                try {
                    work.await(patienceNanos, TimeUnit.NANOSECONDS);
                } finally {
                    countTime();
                    waiting--;
                }
            }
            hired--;
        } catch (InterruptedException e) {
            hired--;
            // Somebody wants his thread back. Nothing is lost: what this worker does not do, another thread does.
            Thread.currentThread().interrupt();
        } finally {
            desk.lock().unlock();
        }
        return null;
    }

    private @Nullable Task poll() {
        Task task = queue.poll();
        if (task != null) {
            meter.taken(task.estimate());
            meter.begin();
        }
        return task;
    }

    /** Before a number of workers changes: how long it was that. Returns the time. */
    private long countTime() {
        long now = System.nanoTime();
        elasticity.passed(busy, waiting, now);
        return now;
    }

    private boolean isTooMany(long now) {
        switch (elasticity.advise(hired, queue.size(), now)) {
            case GROW -> {
                wanted = hired + 1;
                // Only the caller hires: it alone knows its seats.
                desk.changed();
            }
            case SHRINK -> wanted = hired - 1;
            case STAY -> {}
        }
        return hired > wanted;
    }

    /** Whether to hire a worker; if so, it counts as hired. */
    private boolean isShort() {
        desk.lock().lock();
        try {
            // One task is left to the caller: small jobs need nobody else.
            int open = queue.size() - (hired - busy) - 1;
            if (ended || open <= 0) {
                return false;
            }
            long now = countTime();
            if (hired == 0 && wanted == 0 && elasticity.advise(0, queue.size(), now) == Elasticity.Advice.GROW) {
                wanted = 1;
            }
            if (hired >= wanted || (wasRefused && now - refused < patienceNanos)) {
                return false;
            }
            hired++;
            present++;
            return true;
        } finally {
            desk.lock().unlock();
        }
    }

    private void refused() {
        desk.lock().lock();
        try {
            hired--;
            present--;
            wasRefused = true;
            refused = System.nanoTime();
        } finally {
            desk.lock().unlock();
        }
    }

    private void left() {
        desk.lock().lock();
        try {
            present--;
            desk.changed();
        } finally {
            desk.lock().unlock();
        }
    }

    private int queued() {
        desk.lock().lock();
        try {
            return queue.size();
        } finally {
            desk.lock().unlock();
        }
    }

    private boolean isStaffed() {
        desk.lock().lock();
        try {
            return present > 0;
        } finally {
            desk.lock().unlock();
        }
    }
}
