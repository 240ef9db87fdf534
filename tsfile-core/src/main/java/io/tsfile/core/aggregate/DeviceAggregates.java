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

import io.tsfile.core.aggregate.AggregatePlan.Selection;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.merge.ChunkSight;
import io.tsfile.core.merge.DeviceMerge;
import io.tsfile.core.merge.NewestWins;
import io.tsfile.core.model.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

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
 * Pages are not decided on one by one: their statistics stand in the chunk, which would have to be read for them.
 *
 * The rows of an aligned device are gone through once. Of another device each measurement is, since points of others do not hide
 * its own; and the chunks of all together, for what is asked of its rows.
 */
final class DeviceAggregates {
    private static final int BATCH_ROWS = 10_000;

    /** Each part goes through the index of the device again: of more parts, one that has all the rest is read. */
    private static final int MOST_PARTS = 100;

    private final AggregatePlan plan;
    private final DeviceMerge devices;
    private final TimeRange range;
    private final Group group;
    private long spared;

    /** Aggregates that are to be computed from merged rows in a range. */
    private record Unread(TimeRange times, BitSet aggregates) {}

    /** How merged rows, or points, are read. */
    @FunctionalInterface
    private interface Reading {
        NewestWins open(Selection selection, TimeRange times);
    }

    /**
     * Adds to {@code group}.
     *
     * @param devices at the device
     * @param range only rows inside
     */
    DeviceAggregates(AggregatePlan plan, DeviceMerge devices, TimeRange range, Group group) {
        this.plan = plan;
        this.devices = devices;
        this.range = range;
        this.group = group;
    }

    /** How many chunks of rows were not read, because the index says all that is asked of them. */
    long sparedChunks() {
        return spared;
    }

    /** Adds the device's rows. */
    void add() throws IOException {
        List<ChunkSight> rows;
        if (devices.aligned()) {
            Selection all = plan.all();
            rows = devices.sights(all.fields(), all.types(), range);
            add(rows, all, this::rows);
        } else {
            for (int field = 0; field < plan.fields().size(); field++) {
                Selection ofField = plan.of(field);
                List<ChunkSight> points = devices.pointSights(
                        ofField.fields().get(0), ofField.types().get(0), range);
                add(points, ofField, this::points);
            }
            rows = devices.sights(List.of(), List.of(), range);
            add(rows, plan.of(AggregatePlan.TIMES), this::rows);
        }
        if (!group.hasRows()
                && !rows.isEmpty()
                && devices.rows(List.of(), List.of(), range).next(1)) {
            group.foundRows();
        }
    }

    /**
     * Adds chunks.
     *
     * @param sights with the selection's fields
     */
    private void add(List<ChunkSight> sights, Selection wanted, Reading reading) throws IOException {
        sights.sort(Comparator.comparingLong(sight -> sight.times().start()));
        List<Unread> unread = new ArrayList<>();
        boolean follows = false;
        int to;
        for (int from = 0; from < sights.size(); from = to) {
            TimeRange times = sights.get(from).times();
            for (to = from + 1; to < sights.size() && sights.get(to).times().start() <= times.end(); to++) {
                times = times.union(sights.get(to).times());
            }
            BitSet left;
            if (unread.size() >= MOST_PARTS) {
                left = wanted.aggregates();
            } else {
                left = to == from + 1 ? addAlone(sights.get(from), wanted) : addTimes(sights.subList(from, to), wanted);
            }
            spared += left.isEmpty() ? to - from : 0;
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
    private BitSet addAlone(ChunkSight sight, Selection wanted) {
        if (!sight.whole()) {
            return wanted.aggregates();
        }
        findRows(sight);
        BitSet left = new BitSet();
        for (int i = first(wanted.aggregates()); i >= 0; i = wanted.aggregates().nextSetBit(i + 1)) {
            int place = wanted.places()[i];
            boolean added;
            if (place == AggregatePlan.TIMES) {
                added = sight.rows() && group.accumulator(i).add(sight.chunk().main());
            } else {
                ChunkEntry values = sight.chunk().valuesOf(place);
                added = values == null || group.accumulator(i).add(values);
            }
            left.set(i, !added);
        }
        return left;
    }

    /** Adds the first and the last times of chunks that meet each other: whatever hides their values, the rows are there. */
    private BitSet addTimes(List<ChunkSight> sights, Selection wanted) {
        BitSet left = (BitSet) wanted.aggregates().clone();
        for (int i = first(left); i >= 0; i = left.nextSetBit(i + 1)) {
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
        for (int i = first(left); i >= 0; i = left.nextSetBit(i + 1)) {
            left.set(i, !group.accumulator(i).isSettled(part.times));
        }
        if (left.isEmpty()) {
            return;
        }
        Selection selection = plan.selection(left);
        NewestWins rows = reading.open(selection, part.times);
        while (rows.next(BATCH_ROWS)) {
            group.foundRows();
            for (int i = first(left); i >= 0; i = left.nextSetBit(i + 1)) {
                int place = selection.places()[i];
                group.accumulator(i).add(place == AggregatePlan.TIMES ? rows.times() : rows.values(place));
            }
        }
    }

    private static int first(BitSet aggregates) {
        return aggregates.nextSetBit(0);
    }

    private NewestWins rows(Selection selection, TimeRange times) {
        return devices.rows(selection.fields(), selection.types(), times);
    }

    /** Of one measurement, which is the only field. */
    private NewestWins points(Selection selection, TimeRange times) {
        return devices.points(selection.fields().get(0), selection.types().get(0), times);
    }
}
