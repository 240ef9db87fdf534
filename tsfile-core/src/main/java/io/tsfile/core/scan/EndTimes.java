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
package io.tsfile.core.scan;

import io.tsfile.core.merge.ChunkSight;
import io.tsfile.core.merge.DeviceMerge;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.vector.LongVector;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds out where the rows with the first or the last times of a task may be: of each device by what the index says, and never
 * behind the rows that were read of others. Not thread-safe.
 */
/*
 * Chunks that are seen as a whole and do not meet each other have at least as many rows together as they say, whatever else is
 * there. The last 300 rows of this device are not before 40, since the 150 + 200 rows of two chunks are not:
 *
 *   file 2             [30.. 100 rows ..60]         [70.. 150 rows ..99]
 *   file 1   [10.. 500 ..30]     [40.. 200 ..65]
 *   read                         |---------------------------------------
 */
final class EndTimes {
    private final boolean last;
    private final int rows;
    /** Ascending, the best times that were read; {@link #rows} at most. */
    private long[] best = new long[0];

    EndTimes(RowSelection.End end, int rows) {
        this.last = end == RowSelection.End.LAST;
        this.rows = rows;
    }

    /** The part of the range in which the device may have rows of the end. */
    Optional<TimeRange> of(DeviceMerge devices, TimeRange range) {
        TimeRange open = range;
        if (best.length == rows) {
            long bound = last ? best[0] : best[rows - 1];
            TimeRange better = last ? new TimeRange(bound, Long.MAX_VALUE) : new TimeRange(Long.MIN_VALUE, bound);
            if (!better.overlaps(range)) {
                return Optional.empty();
            }
            open = range.intersection(better);
        }
        TimeRange enough = enough(devices.sights(List.of(), List.of(), open));
        return enough.overlaps(open) ? Optional.of(open.intersection(enough)) : Optional.empty();
    }

    /** Takes note of rows that were read of any device. */
    void add(LongVector times) {
        int count = Math.min(rows, times.size());
        int from = last ? times.size() - count : 0;
        long[] all = Arrays.copyOf(best, best.length + count);
        System.arraycopy(times.values(), from, all, best.length, count);
        Arrays.sort(all);
        int kept = Math.min(rows, all.length);
        best = last ? Arrays.copyOfRange(all, all.length - kept, all.length) : Arrays.copyOf(all, kept);
    }

    /** Times that certainly have as many rows as are asked for; all times if none do. */
    private TimeRange enough(List<ChunkSight> sights) {
        sights.sort(
                last
                        ? Comparator.comparingLong(
                                        (ChunkSight sight) -> sight.times().start())
                                .reversed()
                        : Comparator.comparingLong(sight -> sight.times().end()));
        long certain = 0;
        TimeRange rest = TimeRange.ALL;
        for (ChunkSight sight : sights) {
            TimeRange times = sight.times();
            if (!sight.whole() || !sight.rows() || !rest.contains(times)) {
                continue;
            }
            certain += sight.chunk().main().count();
            if (certain >= rows) {
                // A chunk has a row at either end.
                return last
                        ? new TimeRange(rows == 1 ? times.end() : times.start(), Long.MAX_VALUE)
                        : new TimeRange(Long.MIN_VALUE, rows == 1 ? times.start() : times.end());
            }
            if (times.start() == Long.MIN_VALUE || times.end() == Long.MAX_VALUE) {
                break;
            }
            rest = last
                    ? new TimeRange(Long.MIN_VALUE, times.start() - 1)
                    : new TimeRange(times.end() + 1, Long.MAX_VALUE);
        }
        return TimeRange.ALL;
    }
}
