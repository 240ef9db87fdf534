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

import java.io.Serializable;

/**
 * A closed range of times in the table's unit.
 *
 * @param start the first time inside
 * @param end the last time inside, not before {@code start}
 */
public record TimeRange(long start, long end) implements Serializable {
    /** Every time. */
    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    /** Checks the order of the ends. */
    public TimeRange {
        if (start > end) {
            throw new IllegalArgumentException(
                    "Cannot make a time range that starts at " + start + " and ends at " + end);
        }
    }

    /** Whether both have a time in common. */
    public boolean overlaps(TimeRange other) {
        return start <= other.end && other.start <= end;
    }

    /** Whether {@code time} lies inside. */
    public boolean contains(long time) {
        return start <= time && time <= end;
    }

    /** Whether {@code other} lies inside as a whole. */
    public boolean contains(TimeRange other) {
        return start <= other.start && other.end <= end;
    }

    /** The times of both; they must have one in common. */
    public TimeRange intersection(TimeRange other) {
        return new TimeRange(Math.max(start, other.start), Math.min(end, other.end));
    }

    /** The smallest range that holds both. */
    public TimeRange union(TimeRange other) {
        return new TimeRange(Math.min(start, other.start), Math.max(end, other.end));
    }
}
