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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The times at which a device may have rows that are wanted. Not thread-safe. */
/*
 * A row that meets a condition has a value that does, and that value stands in a chunk whose times hold the row's. So outside of
 * the chunks that may have such a value no row meets it, whatever else is stored there. Inside, all files are merged, since a newer
 * value may hide the one that meets it:
 *
 *   v > 5, file 2 (newest)    [ 1..4 ]          [ 2..9 ]
 *          file 1         [ 3..8 ]      [ 1..2 ]
 *   read                  |------|              |------|     of both files
 */
final class WantedTimes {
    /** Each part goes through the index of the device again: of more parts, what lies between them is read, too. */
    private static final int MOST_PARTS = 100;

    private final RowSelection selection;
    private final TableSchema schema;
    private final @Nullable EndTimes ends;
    private long spared;

    WantedTimes(RowSelection selection, TableSchema schema) {
        this.selection = selection;
        this.schema = schema;
        this.ends = selection.end() == RowSelection.End.NONE ? null : new EndTimes(selection.end(), selection.rows());
    }

    /** Takes note of rows that were read. */
    void add(LongVector times) {
        if (ends != null) {
            ends.add(times);
        }
    }

    /** How many chunks of rows were left out so far. */
    long sparedChunks() {
        return spared;
    }

    /** The times in a range at which the device may have wanted rows. */
    List<TimeRange> of(DeviceMerge devices, TimeRange range) {
        if (selection.equals(RowSelection.ALL)) {
            return List.of(range);
        }
        TimeSet wanted = ends == null
                ? TimeSet.of(List.of(range))
                : TimeSet.of(ends.of(devices, range).stream().toList());
        for (ValueCondition condition : selection.conditions()) {
            wanted = wanted.common(meeting(condition, devices, range));
        }
        List<TimeRange> parts = joined(wanted);
        TimeSet read = TimeSet.of(parts);
        for (ChunkSight sight : devices.sights(List.of(), List.of(), range)) {
            spared += read.overlaps(sight.times()) ? 0 : 1;
        }
        return parts;
    }

    private TimeSet meeting(ValueCondition condition, DeviceMerge devices, TimeRange range) {
        List<TimeRange> meeting = new ArrayList<>();
        List<String> field = List.of(condition.field());
        for (ChunkSight sight : devices.sights(field, List.of(schema.fieldType(condition.field())), range)) {
            ChunkEntry values = sight.chunk().valuesOf(0);
            if (values != null && condition.mayMeet(values)) {
                meeting.add(sight.times());
            }
        }
        return TimeSet.of(meeting);
    }

    private static List<TimeRange> joined(TimeSet wanted) {
        List<TimeRange> all = wanted.ranges();
        if (all.size() <= MOST_PARTS) {
            return all;
        }
        List<TimeRange> parts = new ArrayList<>(all.subList(0, MOST_PARTS));
        parts.set(MOST_PARTS - 1, all.get(MOST_PARTS - 1).union(all.get(all.size() - 1)));
        return parts;
    }
}
