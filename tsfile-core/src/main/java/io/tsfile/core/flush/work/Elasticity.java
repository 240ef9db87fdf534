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

import java.util.Arrays;

/**
 * Decides how many workers a stage needs from how long they wait: if hardly ever, one more; if mostly, one less. The time
 * that counts is what workers spent since the last change, and no longer ago than a window; also that of a task which is not
 * done yet, or a worker who waits a little while others have long tasks would seem to be all that there is. Time is what the
 * callers say it is. Not thread-safe.
 */
final class Elasticity {
    /** Idle less of its time than that, a stage may need another worker. */
    private static final double BUSY = 0.1;
    /** Idle more of its time than that, it has one too many. */
    private static final double IDLE = 0.5;

    private static final int SLOTS = 8;

    private final int most;
    private final long slotNanos;
    private final long observationNanos;
    private final long origin;
    /** Time spent in the slots of a ring; slot i is at position i modulo their number. */
    private final long[] busyNanos = new long[SLOTS];

    private final long[] idleNanos = new long[SLOTS];
    private long slot;
    private long changed;
    /** Up to when time was counted. */
    private long counted;

    enum Advice {
        STAY,
        GROW,
        SHRINK
    }

    /**
     * @param most workers at most
     * @param observationNanos how long a number of workers is watched at least before it changes
     * @param now of the clock, which may have any origin
     */
    Elasticity(int most, long windowNanos, long observationNanos, long now) {
        this.most = most;
        this.slotNanos = Math.max(1, windowNanos / SLOTS);
        this.observationNanos = observationNanos;
        this.origin = now;
        this.changed = now;
        this.counted = now;
    }

    /** Workers to begin with: the middle of what is possible. */
    int first() {
        return (most + 1) / 2;
    }

    /** Since this was called last, so many workers were at a task, and so many waited for one. */
    void passed(int busy, int waiting, long now) {
        enter(now);
        long start = Math.max(counted - origin, (slot - SLOTS + 1) * slotNanos);
        long end = now - origin;
        while (start < end) {
            long part = Math.min(end, (start / slotNanos + 1) * slotNanos) - start;
            busyNanos[position(start / slotNanos)] += busy * part;
            idleNanos[position(start / slotNanos)] += waiting * part;
            start += part;
        }
        counted = now;
    }

    /**
     * What to do; whoever asks does it.
     *
     * @param workers how many there are
     * @param tasks how many wait for one
     */
    Advice advise(int workers, int tasks, long now) {
        if (now - changed < observationNanos) {
            return Advice.STAY;
        }
        enter(now);
        long busy = sum(busyNanos);
        long idle = sum(idleNanos);
        boolean starved = tasks > 0 && (workers == 0 || idle < BUSY * (busy + idle));
        if (starved && workers < most) {
            restart(now);
            return Advice.GROW;
        }
        if (idle > IDLE * (busy + idle) && workers > 0) {
            restart(now);
            return Advice.SHRINK;
        }
        return Advice.STAY;
    }

    /** Makes the slot of a time the last one. */
    private void enter(long now) {
        long target = (now - origin) / slotNanos;
        for (long passed = Math.max(slot + 1, target - SLOTS + 1); passed <= target; passed++) {
            busyNanos[position(passed)] = 0;
            idleNanos[position(passed)] = 0;
        }
        slot = Math.max(slot, target);
    }

    private void restart(long now) {
        changed = now;
        counted = now;
        Arrays.fill(busyNanos, 0);
        Arrays.fill(idleNanos, 0);
    }

    private static int position(long slot) {
        return (int) (slot % SLOTS);
    }

    private static long sum(long[] nanos) {
        long sum = 0;
        for (long one : nanos) {
            sum += one;
        }
        return sum;
    }
}
