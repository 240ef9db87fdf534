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
package io.tsfile.core.merge;

import io.tsfile.core.format.read.RowPage;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.RowRanges;
import io.tsfile.core.vector.Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The rows of a page that are seen, as bits; rows are taken out in ranges, and looked at 64 at a time. Not thread-safe. */
final class VisibleRows {
    private final LongVector times;
    private final int rows;
    private final long[] words;

    /** All rows of a page whose times ascend. */
    VisibleRows(LongVector times) {
        this.times = times;
        this.rows = times.size();
        this.words = new long[(rows + 63) >>> 6];
        Arrays.fill(words, -1L);
        if ((rows & 63) != 0) {
            words[words.length - 1] = -1L >>> -rows;
        }
    }

    /** Takes out the rows at these times. */
    void hide(TimeSet hidden) {
        forEachRange(times, hidden, (from, to) -> {
            for (int row = from; row < to; row = (row | 63) + 1) {
                long bits = -1L << row;
                if (to - (row & ~63) < 64) {
                    bits &= ~(-1L << to);
                }
                words[row >>> 6] &= ~bits;
            }
        });
    }

    /** Takes out the rows in which none of the columns has a value. */
    void requireValue(@Nullable Vector[] columns) {
        for (int word = 0; word < words.length; word++) {
            long present = 0;
            for (Vector column : columns) {
                if (column != null) {
                    present |= ~column.nullBits(word << 6);
                }
            }
            words[word] &= present;
        }
    }

    /** How many are left. */
    int count() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** The rows that are left of all columns, which have one for each time or are null. */
    RowPage of(@Nullable Vector[] columns) {
        int count = count();
        RowRanges runs = runs();
        @Nullable Vector[] left = new Vector[columns.length];
        for (int i = 0; i < left.length; i++) {
            Vector column = columns[i];
            left[i] = column == null ? null : of(column, runs, count);
        }
        return new RowPage((LongVector) of(times, runs, count), left);
    }

    private static Vector of(Vector column, RowRanges runs, int count) {
        Vector left = Vector.of(column.type(), count);
        left.appendRuns(column, runs.starts(), runs.lengths(), runs.count());
        return left;
    }

    private RowRanges runs() {
        RowRanges runs = new RowRanges();
        for (int from = next(0, true); from < rows; ) {
            int to = next(from, false);
            runs.addApart(0, from, to - from);
            from = next(to, true);
        }
        return runs;
    }

    /**
     * A column with nulls at these times.
     *
     * @return the column itself where there is nothing to hide, null where nothing is left
     */
    static @Nullable Vector blank(Vector column, LongVector times, TimeSet hidden) {
        Vector[] blanked = new Vector[1];
        int[] done = new int[1];
        forEachRange(times, hidden, (from, to) -> {
            if (blanked[0] == null) {
                blanked[0] = Vector.of(column.type(), column.size());
            }
            blanked[0].append(column, done[0], from);
            blanked[0].appendNulls(to - from);
            done[0] = to;
        });
        if (blanked[0] == null) {
            return column;
        }
        blanked[0].append(column, done[0], column.size());
        return blanked[0].nullCount() == blanked[0].size() ? null : blanked[0];
    }

    /** The first row from {@code row} on that is seen, or not; as many as there are rows if there is none. */
    private int next(int row, boolean seen) {
        for (int from = row; from < rows; from = (from | 63) + 1) {
            long bits = (seen ? words[from >>> 6] : ~words[from >>> 6]) & (-1L << from);
            if (bits != 0) {
                return Math.min(rows, (from & ~63) + Long.numberOfTrailingZeros(bits));
            }
        }
        return rows;
    }

    private interface RowRange {
        /** Rows from {@code from} (inclusive) to {@code to} (exclusive), at least one. */
        void accept(int from, int to);
    }

    private static void forEachRange(LongVector times, TimeSet hidden, RowRange action) {
        int rows = times.size();
        long[] values = times.values();
        int row = 0;
        long last = values[rows - 1];
        for (int i = hidden.firstEndingAtLeast(values[0]); i < hidden.size() && hidden.start(i) <= last; i++) {
            int from = Times.nextAtLeast(values, row, rows, hidden.start(i));
            row = Times.nextAbove(values, from, rows, hidden.end(i));
            if (row > from) {
                action.accept(from, row);
            }
        }
    }
}
