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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Times, as closed ranges in ascending order with at least one time between each two. Immutable. */
public final class TimeSet {
    /** No time. */
    public static final TimeSet NONE = new TimeSet(new long[0], new long[0]);

    private final long[] starts;
    private final long[] ends;

    private TimeSet(long[] starts, long[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

    /** All times of these ranges, which may overlap and come in any order. */
    public static TimeSet of(Collection<TimeRange> ranges) {
        if (ranges.isEmpty()) {
            return NONE;
        }
        List<TimeRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(TimeRange::start));
        long[] starts = new long[sorted.size()];
        long[] ends = new long[sorted.size()];
        int count = 0;
        for (TimeRange range : sorted) {
            // Written so that the end of all time does not overflow.
            if (count > 0 && (range.start() == Long.MIN_VALUE || range.start() - 1 <= ends[count - 1])) {
                ends[count - 1] = Math.max(ends[count - 1], range.end());
            } else {
                starts[count] = range.start();
                ends[count++] = range.end();
            }
        }
        return new TimeSet(Arrays.copyOf(starts, count), Arrays.copyOf(ends, count));
    }

    /** The times that are in one of the two. */
    public TimeSet union(TimeSet other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        List<TimeRange> all = new ArrayList<>(ranges());
        all.addAll(other.ranges());
        return of(all);
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

    /** Whether there is no time. */
    public boolean isEmpty() {
        return starts.length == 0;
    }

    /** Whether a time of the range is one of them. */
    public boolean overlaps(TimeRange range) {
        int place = firstEndingAtLeast(range.start());
        return place < starts.length && starts[place] <= range.end();
    }

    /** Whether every time of the range is one of them. */
    public boolean covers(TimeRange range) {
        int place = firstEndingAtLeast(range.start());
        return place < starts.length && starts[place] <= range.start() && range.end() <= ends[place];
    }

    /** Whether the time is one of them. */
    public boolean contains(long time) {
        int place = firstEndingAtLeast(time);
        return place < starts.length && starts[place] <= time;
    }

    /** From the first to the last time; there must be one. */
    public TimeRange hull() {
        return new TimeRange(starts[0], ends[ends.length - 1]);
    }

    /** How many ranges there are. */
    public int size() {
        return starts.length;
    }

    /** The first time of a range. */
    public long start(int place) {
        return starts[place];
    }

    /** The last time of a range. */
    public long end(int place) {
        return ends[place];
    }

    /** The first range that does not end before a time; as many as there are ranges if all do. */
    public int firstEndingAtLeast(long time) {
        int found = Arrays.binarySearch(ends, time);
        return found < 0 ? -found - 1 : found;
    }

    /** The ranges, ascending. */
    public List<TimeRange> ranges() {
        List<TimeRange> ranges = new ArrayList<>(starts.length);
        for (int i = 0; i < starts.length; i++) {
            ranges.add(new TimeRange(starts[i], ends[i]));
        }
        return ranges;
    }

    @Override
    public String toString() {
        return ranges().toString();
    }
}
