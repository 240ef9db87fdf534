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
package io.tsfile.core.model;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Times, as closed ranges in ascending order with at least one time between each two. Immutable; a part of a large one shares its
 * arrays.
 */
public final class TimeSet implements Serializable {
    private static final long serialVersionUID = 1;

    /** No time. */
    public static final TimeSet NONE = new TimeSet(new long[0], new long[0], 0, 0);

    private final transient long[] starts;
    private final transient long[] ends;
    /** The ranges from this place of the arrays to that are the set's. */
    private final transient int from;

    private final transient int to;

    private TimeSet(long[] starts, long[] ends, int from, int to) {
        this.starts = starts;
        this.ends = ends;
        this.from = from;
        this.to = to;
    }

    /** All times of these ranges, which may overlap and come in any order. */
    public static TimeSet of(Collection<TimeRange> ranges) {
        if (ranges.isEmpty()) {
            return NONE;
        }
        List<TimeRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(TimeRange::start));
        Joined joined = new Joined(sorted.size());
        for (TimeRange range : sorted) {
            joined.add(range.start(), range.end());
        }
        return joined.set();
    }

    /** All times of a range. */
    public static TimeSet of(TimeRange range) {
        return new TimeSet(new long[] {range.start()}, new long[] {range.end()}, 0, 1);
    }

    /** These times, in any order, each perhaps more than once. */
    public static TimeSet ofTimes(long... times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        Joined joined = new Joined(sorted.length);
        for (long time : sorted) {
            joined.add(time, time);
        }
        return joined.set();
    }

    /**
     * The set that has these {@link #bounds}.
     *
     * @throws IllegalArgumentException if no set has them
     */
    public static TimeSet ofBounds(long... bounds) {
        int count = bounds.length / 2;
        if (2 * count != bounds.length) {
            throw new IllegalArgumentException("Cannot make ranges of times from " + bounds.length + " bounds");
        }
        long[] starts = new long[count];
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            starts[i] = bounds[2 * i];
            ends[i] = bounds[2 * i + 1];
            if (starts[i] > ends[i]) {
                throw new IllegalArgumentException(
                        "Cannot make a time range that starts at " + starts[i] + " and ends at " + ends[i]);
            }
            if (i > 0 && continues(ends[i - 1], starts[i])) {
                throw new IllegalArgumentException("Cannot make ranges of times of which one starts at " + starts[i]
                        + " and the one before ends at " + ends[i - 1] + ": a time lies between each two");
            }
        }
        return new TimeSet(starts, ends, 0, count);
    }

    /** The times that are in any of the sets. */
    public static TimeSet union(List<TimeSet> sets) {
        if (sets.isEmpty()) {
            return NONE;
        }
        // Two halves at a time, so that each range is looked at a few times only, however many sets there are.
        int half = sets.size() / 2;
        return half == 0 ? sets.get(0) : union(sets.subList(0, half)).union(union(sets.subList(half, sets.size())));
    }

    /** The times that are in one of the two. */
    public TimeSet union(TimeSet other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        Joined joined = new Joined(size() + other.size());
        int mine = from;
        int theirs = other.from;
        while (mine < to || theirs < other.to) {
            if (theirs == other.to || (mine < to && starts[mine] <= other.starts[theirs])) {
                joined.add(starts[mine], ends[mine++]);
            } else {
                joined.add(other.starts[theirs], other.ends[theirs++]);
            }
        }
        return joined.set();
    }

    /** The times that are in both. */
    public TimeSet common(TimeSet other) {
        List<TimeRange> common = new ArrayList<>();
        for (TimeRange range : ranges()) {
            for (int i = other.firstEndingAtLeast(range.start());
                    i < other.size() && other.start(i) <= range.end();
                    i++) {
                common.add(range.intersection(new TimeRange(other.start(i), other.end(i))));
            }
        }
        return of(common);
    }

    /** Those of the ranges, as they are, that have a time in common with another one. Copies nothing. */
    public TimeSet meeting(TimeRange range) {
        int first = from + firstEndingAtLeast(range.start());
        int place = Arrays.binarySearch(starts, first, to, range.end());
        int behind = place < 0 ? -place - 1 : place + 1;
        return first == from && behind == to ? this : new TimeSet(starts, ends, first, behind);
    }

    /** Whether there is no time. */
    public boolean isEmpty() {
        return from == to;
    }

    /** Whether a time of the range is one of them. */
    public boolean overlaps(TimeRange range) {
        int place = firstEndingAtLeast(range.start());
        return place < size() && start(place) <= range.end();
    }

    /** Whether every time of the range is one of them. */
    public boolean covers(TimeRange range) {
        int place = firstEndingAtLeast(range.start());
        return place < size() && start(place) <= range.start() && range.end() <= end(place);
    }

    /** Whether the time is one of them. */
    public boolean contains(long time) {
        int place = firstEndingAtLeast(time);
        return place < size() && start(place) <= time;
    }

    /** How many ranges there are. */
    public int size() {
        return to - from;
    }

    /** The first time of a range. */
    public long start(int place) {
        return starts[from + place];
    }

    /** The last time of a range. */
    public long end(int place) {
        return ends[from + place];
    }

    /** From the first to the last time; there must be one. */
    public TimeRange hull() {
        return new TimeRange(start(0), end(size() - 1));
    }

    /** The first range that does not end before a time; as many as there are ranges if all do. */
    public int firstEndingAtLeast(long time) {
        int found = Arrays.binarySearch(ends, from, to, time);
        return (found < 0 ? -found - 1 : found) - from;
    }

    /** The ranges, ascending. */
    public List<TimeRange> ranges() {
        List<TimeRange> ranges = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            ranges.add(new TimeRange(start(i), end(i)));
        }
        return ranges;
    }

    /** The first and the last time of each range, ascending. */
    public long[] bounds() {
        long[] bounds = new long[2 * size()];
        for (int i = 0; i < size(); i++) {
            bounds[2 * i] = start(i);
            bounds[2 * i + 1] = end(i);
        }
        return bounds;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimeSet set
                && Arrays.equals(starts, from, to, set.starts, set.from, set.to)
                && Arrays.equals(ends, from, to, set.ends, set.from, set.to);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * (31 * hash + Long.hashCode(starts[i])) + Long.hashCode(ends[i]);
        }
        return hash;
    }

    @Override
    public String toString() {
        return ranges().toString();
    }

    private static boolean continues(long end, long start) {
        // Written so that the end of all time does not overflow.
        return start == Long.MIN_VALUE || start - 1 <= end;
    }

    /** A part travels without the rest of its arrays. */
    @Serial
    private Object writeReplace() {
        return new Bounds(bounds());
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("Cannot read a set of times but by its bounds");
    }

    /** How a set travels. */
    private record Bounds(long[] bounds) implements Serializable {
        @Serial
        private Object readResolve() {
            return ofBounds(bounds);
        }
    }

    /** Puts ranges together that come in ascending order of their starts. */
    private static final class Joined {
        private final long[] starts;
        private final long[] ends;
        private int count;

        Joined(int most) {
            this.starts = new long[most];
            this.ends = new long[most];
        }

        void add(long start, long end) {
            if (count > 0 && continues(ends[count - 1], start)) {
                ends[count - 1] = Math.max(ends[count - 1], end);
            } else {
                starts[count] = start;
                ends[count++] = end;
            }
        }

        TimeSet set() {
            return count == starts.length
                    ? new TimeSet(starts, ends, 0, count)
                    : new TimeSet(Arrays.copyOf(starts, count), Arrays.copyOf(ends, count), 0, count);
        }
    }
}
