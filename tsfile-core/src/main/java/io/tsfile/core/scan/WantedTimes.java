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

import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.merge.ChunkSight;
import io.tsfile.core.merge.DeviceMerge;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.vector.LongVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * Finds out at which times a device may have rows that a selection is about: first by the index, then, some times after the other, by
 * what stands before the pages of chunks. Not thread-safe.
 */
/*
 * A row that meets a condition has a value of that field which does, in one of the files; so it is at a time of a chunk, and of a
 * page, that may have such a value. At all other times nothing is read, of any field and any file. At these times, all is read:
 * a newer value may hide the one that meets the condition, and rows come out as they are.
 *
 *   file 2, field a          [0..5 |6..9]           a > 7
 *   file 1, field a   [0..3 |2..9 |1..5 ]
 *           field b   [           |     ]
 *   read                     |----|----|            the second page of each file's chunk, and what others have there
 */
final class WantedTimes {
    /** Bytes, before they are encoded, of chunks whose pages are looked at before those of the first one are read. */
    private static final long LOOK_BYTES = 16L << 20;

    /** After so many looks at pages that spared nothing, one of so many is enough to notice that they do. */
    private static final int VAIN_LOOKS = 16;

    private final RowSelection selection;
    private final TableSchema schema;
    private final long lookBytes;
    private final @Nullable EndTimes ends;
    /** Of the device, whether pages may tell more than the index. */
    private boolean pagesMayTell;
    /** Parts behind each other of whose pages none was ruled out, or that were not looked at for that. */
    private int vain;

    private long spared;

    WantedTimes(RowSelection selection, TableSchema schema) {
        this(selection, schema, LOOK_BYTES);
    }

    /** @param lookBytes as {@link #LOOK_BYTES} */
    WantedTimes(RowSelection selection, TableSchema schema, long lookBytes) {
        this.selection = selection;
        this.schema = schema;
        this.lookBytes = lookBytes;
        this.ends = selection.end() == RowSelection.End.NONE ? null : new EndTimes(selection.end(), selection.rows());
    }

    /** Takes note of rows that were read. */
    void add(LongVector times) {
        if (ends != null) {
            ends.add(times);
        }
    }

    /** How many chunks of rows the index left out so far. */
    long sparedChunks() {
        return spared;
    }

    /** The times in a range at which the device may have wanted rows, by the index; in ascending parts, to be read one by one. */
    List<TimeSet> of(DeviceMerge devices, TimeRange range) {
        pagesMayTell = false;
        if (selection.equals(RowSelection.ALL)) {
            return List.of(TimeSet.of(range));
        }
        TimeSet wanted = ends == null
                ? TimeSet.of(range)
                : TimeSet.of(ends.of(devices, range).stream().toList());
        List<ChunkSight> untold = new ArrayList<>();
        for (ValueCondition condition : selection.conditions()) {
            wanted = wanted.common(meeting(condition, devices, range, untold));
        }
        for (ChunkSight sight : devices.sights(List.of(), List.of(), range)) {
            spared += wanted.overlaps(sight.times()) ? 0 : 1;
        }
        return parts(wanted, untold);
    }

    /** The times of a part at which the device may have wanted rows, by pages, too. */
    TimeSet meeting(DeviceMerge devices, TimeSet part) throws IOException {
        if (!pagesMayTell || (vain > VAIN_LOOKS && vain++ % VAIN_LOOKS != 0)) {
            return part;
        }
        devices.forgetPages();
        TimeSet meeting = part;
        for (ValueCondition condition : selection.conditions()) {
            meeting = devices.meeting(condition.field(), type(condition), meeting, condition);
        }
        vain = meeting.ranges().equals(part.ranges()) ? vain + 1 : 0;
        return meeting;
    }

    private TimeSet meeting(ValueCondition condition, DeviceMerge devices, TimeRange range, List<ChunkSight> untold) {
        List<TimeRange> meeting = new ArrayList<>();
        for (ChunkSight sight : devices.sights(List.of(condition.field()), List.of(type(condition)), range)) {
            ChunkEntry values = sight.chunk().valuesOf(0);
            if (values != null && condition.mayMeet(values)) {
                meeting.add(sight.times());
                if (sight.pagesMayTell(condition)) {
                    untold.add(sight);
                }
            }
        }
        return TimeSet.of(meeting);
    }

    private TSDataType type(ValueCondition condition) {
        return schema.fieldType(condition.field());
    }

    /** Cuts times so that the chunks whose pages are looked at for one part fit into memory. */
    private List<TimeSet> parts(TimeSet wanted, List<ChunkSight> untold) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        untold.removeIf(sight -> !wanted.overlaps(sight.times()));
        pagesMayTell = !untold.isEmpty();
        if (!pagesMayTell) {
            return List.of(wanted);
        }
        untold.sort(Comparator.comparingLong(sight -> sight.times().start()));
        List<TimeSet> parts = new ArrayList<>();
        long start = Long.MIN_VALUE;
        long bytes = 0;
        for (ChunkSight sight : untold) {
            long next = sight.times().start();
            if (bytes > lookBytes && next > start) {
                parts.add(within(wanted, start, next - 1));
                start = next;
                bytes = 0;
            }
            ChunkEntry values = sight.chunk().valuesOf(0);
            bytes += values == null ? 0 : values.count() * (values.type().isBinary() ? 32 : Long.BYTES);
        }
        parts.add(within(wanted, start, Long.MAX_VALUE));
        return parts;
    }

    private static TimeSet within(TimeSet times, long start, long end) {
        return times.common(TimeSet.of(new TimeRange(start, end)));
    }
}
