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
package io.tsfile.core.flush.sort;

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.Vector;
import java.util.Arrays;

/**
 * An order of rows of which few arrived late: long runs of rows that stay together, copied as ranges.
 *
 * <p>The rows whose times are above all before them (the rows on time) ascend already; the late ones, sorted by themselves,
 * are merged into them. The cost of that goes with the number of late rows alone.
 */
final class RunOrder extends RowOrder {
    /** Rows of a run, on average, up to which copying them one by one takes less time than copying ranges. */
    private static final int SHORT_RUN = 12;

    /** Run i is the arrivals from position {@code starts[i]} on, and ends in front of row {@code ends[i]}. */
    private final int[] starts;

    private final int[] ends;
    private final int runs;
    private final Duplicates duplicates;

    private RunOrder(Builder built) {
        super(built.rows);
        this.duplicates = built.duplicates;
        this.starts = built.starts.values();
        this.ends = built.ends.values();
        this.runs = built.ends.size();
    }

    /**
     * Merges. The result is of positions where the runs came out short.
     *
     * @param late positions of the late rows, ascending, {@code count} of them
     */
    static RowOrder merge(long[] times, int size, int[] late, int count) {
        int[] sorted = Arrays.copyOf(late, count);
        StableSort.sort(times, sorted, 0, count);
        Builder builder = new Builder();
        int next = 0;
        // Row `position` is on time; `late[passed]` is the first late one behind it.
        int position = 0;
        int passed = 0;
        while (position < size) {
            if (passed < count && late[passed] == position) {
                passed++;
                position++;
                continue;
            }
            int end = passed < count ? late[passed] : size;
            long lastTime = times[end - 1];
            if (next == count || times[sorted[next]] >= lastTime) {
                builder.add(position, end);
                position = end;
                continue;
            }
            // A late row comes behind all rows on time that are not after it: those of its time arrived before it.
            int to = TimeOrder.firstAbove(times, position, end, times[sorted[next]]);
            builder.add(position, to);
            position = to;
            builder.addLate(times, sorted[next++]);
        }
        while (next < count) {
            builder.addLate(times, sorted[next++]);
        }
        RunOrder order = new RunOrder(builder);
        return (long) order.runs * SHORT_RUN < builder.rows
                ? order
                : new PositionOrder(order.positions(), builder.rows, builder.duplicates);
    }

    @Override
    void append(Vector column, int from, int to, Vector target) {
        if (!column.hasNulls() || duplicates.row(duplicates.firstFrom(from)) >= to) {
            appendRuns(column, from, to, target);
            return;
        }
        IntList partStarts = new IntList();
        IntList lengths = new IntList();
        int run = runOf(from);
        int duplicate = duplicates.firstFrom(from);
        for (int row = from; row < to; ) {
            int end = Math.min(to, ends[run]);
            int next = duplicates.row(duplicate);
            if (row == next) {
                // The last arrival may have a null, which hides nothing.
                partStarts.add(duplicates.arrival(duplicate++, column));
                end = row + 1;
            } else {
                partStarts.add(starts[run] + row - startRow(run));
                end = Math.min(end, next);
            }
            lengths.add(end - row);
            row = end;
            run += row == ends[run] ? 1 : 0;
        }
        target.appendRuns(column, partStarts.values(), lengths.values(), lengths.size());
    }

    /** Appends rows of which each has the value of its last arrival. */
    private void appendRuns(Vector column, int from, int to, Vector target) {
        int first = runOf(from);
        int count = runOf(to - 1) - first + 1;
        int[] partStarts = Arrays.copyOfRange(starts, first, first + count);
        int[] lengths = new int[count];
        partStarts[0] += from - startRow(first);
        for (int i = 0, row = from; i < count; i++) {
            int end = Math.min(to, ends[first + i]);
            lengths[i] = end - row;
            row = end;
        }
        target.appendRuns(column, partStarts, lengths, count);
    }

    @Override
    void addLengths(BinaryVector column, int from, int to, long[] sums) {
        int run = runOf(from);
        int entry = duplicates.firstFrom(from);
        for (int row = from; row < to; row++) {
            int arrival = duplicates.row(entry) == row
                    ? duplicates.arrival(entry++, column)
                    : starts[run] + row - startRow(run);
            sums[row - from] += column.length(arrival);
            run += row + 1 == ends[run] ? 1 : 0;
        }
    }

    private int[] positions() {
        int[] positions = new int[rows()];
        for (int run = 0, row = 0; run < runs; run++) {
            for (int position = starts[run]; row < ends[run]; row++) {
                positions[row] = position++;
            }
        }
        return positions;
    }

    private int startRow(int run) {
        return run == 0 ? 0 : ends[run - 1];
    }

    private int runOf(int row) {
        // The first run that ends behind the row.
        int found = Arrays.binarySearch(ends, 0, runs, row + 1);
        return found < 0 ? -found - 1 : found;
    }

    private static final class Builder {
        private final IntList starts = new IntList();
        private final IntList ends = new IntList();
        private final Duplicates duplicates = new Duplicates();
        private int rows;

        /** Adds arrivals {@code from} to {@code to} as rows of their own. */
        void add(int from, int to) {
            if (from == to) {
                return;
            }
            boolean joins = rows > 0 && lastPosition() + 1 == from;
            rows += to - from;
            if (joins) {
                ends.set(ends.size() - 1, rows);
            } else {
                starts.add(from);
                ends.add(rows);
            }
        }

        /** Adds a late row, in place of the last one if that has its time. */
        void addLate(long[] times, int arrival) {
            if (rows > 0 && times[lastPosition()] == times[arrival]) {
                duplicates.add(rows - 1, lastPosition(), arrival);
                removeLastRow();
            }
            add(arrival, arrival + 1);
        }

        private int lastPosition() {
            return starts.last() + rows - 1 - lastStartRow();
        }

        private int lastStartRow() {
            return ends.size() == 1 ? 0 : ends.get(ends.size() - 2);
        }

        private void removeLastRow() {
            rows--;
            if (rows == lastStartRow()) {
                starts.removeLast();
                ends.removeLast();
            } else {
                ends.set(ends.size() - 1, rows);
            }
        }
    }
}
