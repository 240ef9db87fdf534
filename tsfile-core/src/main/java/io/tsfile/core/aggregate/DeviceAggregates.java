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
package io.tsfile.core.aggregate;

import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.merge.ChunkSight;
import io.tsfile.core.merge.DeviceMerge;
import io.tsfile.core.merge.NewestWins;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.ScanTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/** Adds the rows of one device to a group. Not thread-safe. */
/*
 * Chunks that meet no other one and are seen as a whole are added from the index, unless it does not say what is asked. The rest is
 * read, at the times where that is:
 *
 *   chunks:   [a....]  [b....]    [d....]   [e....]
 *                          [c....]
 *   index:    a, d                           e, but for an aggregate that its statistics do not tell
 *   merged:            all at b and c        that one
 *
 * The rows of an aligned device are gone through once. Of another device each measurement is, since points of others do not hide
 * its own; and the chunks of all together, for what is asked of its rows.
 */
final class DeviceAggregates {
    private static final int BATCH_ROWS = 10_000;

    private final ScanTask task;
    private final AggregateRequest request;
    private final DeviceMerge devices;
    private final Group group;

    /** Aggregates that are to be computed from merged rows in a range. */
    private record Unread(TimeRange times, BitSet aggregates) {}

    /** How merged rows, or points, are read: a batch of rows with some of the fields. */
    @FunctionalInterface
    private interface Reading {
        NewestWins open(List<String> fields, TimeRange times);
    }

    /**
     * Adds to {@code group}.
     *
     * @param devices at the device
     */
    DeviceAggregates(ScanTask task, AggregateRequest request, DeviceMerge devices, Group group) {
        this.task = task;
        this.request = request;
        this.devices = devices;
        this.group = group;
    }

    /** Adds the device's rows. */
    void add() throws IOException {
        TimeRange range = task.cut().times();
        List<ChunkSight> rows;
        if (devices.aligned()) {
            List<String> fields = request.fields();
            rows = devices.sights(fields, types(fields), range);
            BitSet all = new BitSet();
            all.set(0, request.aggregates().size());
            add(rows, fields, all, this::rows);
        } else {
            for (String field : request.fields()) {
                List<ChunkSight> points = devices.pointSights(field, type(field), range);
                add(points, List.of(field), aggregatesOf(field), this::points);
            }
            rows = devices.sights(List.of(), List.of(), range);
            add(rows, List.of(), aggregatesOf(null), this::rows);
        }
        if (!group.hasRows() && !rows.isEmpty() && rows(List.of(), range).next(1)) {
            group.foundRows();
        }
    }

    private void add(List<ChunkSight> sights, List<String> fields, BitSet wanted, Reading reading) throws IOException {
        sights.sort(Comparator.comparingLong(sight -> sight.times().start()));
        List<Unread> unread = new ArrayList<>();
        boolean follows = false;
        int to;
        for (int from = 0; from < sights.size(); from = to) {
            TimeRange times = sights.get(from).times();
            for (to = from + 1; to < sights.size() && sights.get(to).times().start() <= times.end(); to++) {
                times = times.union(sights.get(to).times());
            }
            BitSet left = to == from + 1
                    ? addAlone(sights.get(from), fields, wanted)
                    : addTimes(sights.subList(from, to), wanted);
            int last = unread.size() - 1;
            if (follows && unread.get(last).aggregates.equals(left)) {
                unread.set(last, new Unread(unread.get(last).times.union(times), left));
            } else if (!left.isEmpty()) {
                unread.add(new Unread(times, left));
            }
            follows = !left.isEmpty();
        }
        for (Unread part : unread) {
            read(part, reading);
        }
    }

    /** Adds a chunk that meets no other one, and returns the aggregates for which it has to be read. */
    private BitSet addAlone(ChunkSight sight, List<String> fields, BitSet wanted) {
        if (!sight.whole()) {
            return wanted;
        }
        findRows(sight);
        BitSet left = new BitSet();
        for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
            String column = request.aggregates().get(i).column();
            boolean added;
            if (column == null) {
                added = sight.rows() && group.accumulator(i).add(sight.chunk().main());
            } else {
                ChunkEntry values = sight.chunk().valuesOf(fields.indexOf(column));
                added = values == null || group.accumulator(i).add(values);
            }
            left.set(i, !added);
        }
        return left;
    }

    /** Adds the first and the last times of chunks that meet each other: whatever hides their values, the rows are there. */
    private BitSet addTimes(List<ChunkSight> sights, BitSet wanted) {
        BitSet left = (BitSet) wanted.clone();
        for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
            if (group.accumulator(i) instanceof TimeBound bound) {
                boolean all = true;
                for (ChunkSight sight : sights) {
                    all &= sight.whole()
                            && sight.rows()
                            && bound.add(sight.chunk().main());
                }
                left.set(i, !all);
            }
        }
        sights.forEach(this::findRows);
        return left;
    }

    private void findRows(ChunkSight sight) {
        if (sight.whole() && sight.rows()) {
            group.foundRows();
        }
    }

    private void read(Unread part, Reading reading) throws IOException {
        BitSet left = (BitSet) part.aggregates.clone();
        List<String> fields = new ArrayList<>();
        for (int i = left.nextSetBit(0); i >= 0; i = left.nextSetBit(i + 1)) {
            String column = request.aggregates().get(i).column();
            if (group.accumulator(i).isSettled(part.times)) {
                left.clear(i);
            } else if (column != null && !fields.contains(column)) {
                fields.add(column);
            }
        }
        if (left.isEmpty()) {
            return;
        }
        NewestWins rows = reading.open(fields, part.times);
        while (rows.next(BATCH_ROWS)) {
            group.foundRows();
            for (int i = left.nextSetBit(0); i >= 0; i = left.nextSetBit(i + 1)) {
                String column = request.aggregates().get(i).column();
                group.accumulator(i).add(column == null ? rows.times() : rows.values(fields.indexOf(column)));
            }
        }
    }

    private NewestWins rows(List<String> fields, TimeRange times) {
        return devices.rows(fields, types(fields), times);
    }

    /** Of one measurement, which is the only field. */
    private NewestWins points(List<String> fields, TimeRange times) {
        return devices.points(fields.get(0), type(fields.get(0)), times);
    }

    private List<TSDataType> types(List<String> fields) {
        return fields.stream().map(this::type).toList();
    }

    private TSDataType type(String field) {
        return task.schema().fieldType(field);
    }

    private BitSet aggregatesOf(@Nullable String column) {
        BitSet found = new BitSet();
        for (int i = 0; i < request.aggregates().size(); i++) {
            String own = request.aggregates().get(i).column();
            found.set(i, column == null ? own == null : column.equals(own));
        }
        return found;
    }
}
