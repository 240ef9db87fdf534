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
package io.tsfile.core.flush.memtable;

import io.tsfile.core.flush.sort.ArrivedSeries;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * Columns that share their times, in the order of arrival: rows of all fields, or the points of one. A column is there from
 * its first value on. A row that fails leaves nothing behind.
 *
 * <p>Not thread-safe; but what {@link #view} gave stays as it is.
 */
final class SeriesBuffer {
    /** Positions, keys to sort by, and the sorted times, some of them twice. */
    private static final long SORT_BYTES_PER_ROW = 32;

    /** The object, its array of columns without the slots. */
    private static final long SHELL_BYTES = 32 + 16;

    private static final int ALL = -1;

    private final BufferContext context;
    /** Whose points these are, or {@link #ALL}. */
    private final int field;

    private final LongVector times;
    private final @Nullable Vector[] columns;
    private boolean ascending = true;

    private SeriesBuffer(BufferContext context, int field, LongVector times, @Nullable Vector[] columns) {
        this.context = context;
        this.field = field;
        this.times = times;
        this.columns = columns;
        context.meter().add(shellBytes());
    }

    /**
     * A buffer of rows.
     *
     * @param capacity rows that fit before arrays grow
     */
    static SeriesBuffer ofRows(BufferContext context, int capacity) {
        return new SeriesBuffer(
                context,
                ALL,
                times(context, capacity),
                new Vector[context.types().size()]);
    }

    /** A buffer of the points of one field. */
    static SeriesBuffer ofPoints(BufferContext context, int field, int capacity) {
        return new SeriesBuffer(context, field, times(context, capacity), new Vector[1]);
    }

    /** A buffer of one column of these rows, which takes the column over. Its times are a copy. */
    SeriesBuffer takePoints(int column) {
        LongVector own = times(context, times.values().length);
        own.append(times, 0, times.size());
        SeriesBuffer points = new SeriesBuffer(context, column, own, new Vector[] {columns[column]});
        points.ascending = ascending;
        columns[column] = null;
        return points;
    }

    /** Takes note that the buffer is not used any more, when its columns were taken. */
    void drop() {
        context.meter().add(-bytes());
    }

    /** Bytes of heap that sorting the rows takes at most, for a while or until they are encoded. */
    long sortBytes() {
        return ascending ? 0 : SORT_BYTES_PER_ROW * times.size();
    }

    /** Bytes of heap. */
    long bytes() {
        long bytes = shellBytes() + times.bytes();
        for (Vector column : columns) {
            bytes += column == null ? 0 : column.bytes();
        }
        return bytes;
    }

    /** Takes in a row with a field per column. */
    void append(long time, RowValues row) {
        stage(row);
        commit(time);
    }

    /** Puts a row's values into the columns, where nobody sees them before {@link #commit} gives them their time. */
    void stage(RowValues row) {
        try {
            for (int i = 0; i < columns.length; i++) {
                Vector column = columns[i];
                boolean isNull = row.isNull(i);
                if (column == null) {
                    if (isNull) {
                        continue;
                    }
                    column = addColumn(i);
                }
                if (isNull) {
                    column.appendNull();
                } else {
                    row.appendTo(i, column);
                }
            }
        } catch (RuntimeException | Error e) {
            rollBack();
            throw e;
        }
    }

    /**
     * As {@link #stage}, of a row that has a value for each column that is there and no other; stages nothing of another row.
     *
     * @return whether it is such a row
     */
    boolean stageFull(RowValues row) {
        int i = 0;
        try {
            while (i < columns.length && row.isNull(i) == (columns[i] == null)) {
                Vector column = columns[i];
                if (column != null) {
                    row.appendTo(i, column);
                }
                i++;
            }
        } catch (RuntimeException | Error e) {
            rollBack();
            throw e;
        }
        if (i < columns.length) {
            rollBack();
        }
        return i == columns.length;
    }

    /** Puts a value into its column, as {@link #stage}. */
    void stagePoint(RowValues row, int ofField) {
        int slot = field == ALL ? ofField : 0;
        Vector column = columns[slot];
        row.appendTo(ofField, column == null ? addColumn(slot) : column);
    }

    /** Fails if a column has no staged value, or several. */
    void requireStaged() {
        for (Vector column : columns) {
            if (column != null && column.size() != times.size() + 1) {
                throw new IllegalStateException("Cannot take in a point of type " + column.type() + ": its row gave "
                        + (column.size() - times.size()) + " values; RowValues.appendTo must append exactly one value");
            }
        }
    }

    /** Completes what is staged. */
    void commit(long time) {
        boolean follows = times.size() == 0 || times.get(times.size() - 1) < time;
        try {
            times.append(time);
        } catch (Error e) {
            // No heap for longer arrays.
            rollBack();
            throw e;
        }
        ascending &= follows;
    }

    /** Whether values are staged in the only column. */
    boolean hasStaged() {
        Vector column = columns[0];
        return column != null && column.size() > times.size();
    }

    /** Drops values whose times are not there. */
    void rollBack() {
        for (Vector column : columns) {
            if (column != null) {
                column.truncate(times.size());
            }
        }
    }

    /**
     * Takes in rows {@code from} (inclusive) to {@code to} (exclusive) of a batch.
     *
     * @param values one per column, each as long as {@code batchTimes}; null where no row has a value
     */
    void append(LongVector batchTimes, @Nullable Vector[] values, int from, int to) {
        try {
            for (int i = 0; i < columns.length; i++) {
                Vector value = values[i];
                Vector column = columns[i];
                if (value != null && (column != null || value.presentCount(from, to) > 0)) {
                    (column == null ? addColumn(i) : column).append(value, from, to);
                } else if (column != null) {
                    column.appendNulls(to - from);
                }
            }
            times.append(batchTimes, from, to);
        } catch (RuntimeException | Error e) {
            rollBack();
            throw e;
        }
        checkAscending(times.size() - (to - from));
    }

    /** Takes in the rows of a batch at {@code positions[from..to)}, in that order. */
    void append(LongVector batchTimes, @Nullable Vector[] values, int[] positions, int from, int to) {
        try {
            for (int i = 0; i < columns.length; i++) {
                Vector value = values[i];
                Vector column = columns[i];
                if (value != null && (column != null || anyPresent(value, positions, from, to))) {
                    (column == null ? addColumn(i) : column).append(value, positions, from, to);
                } else if (column != null) {
                    column.appendNulls(to - from);
                }
            }
            times.append(batchTimes, positions, from, to);
        } catch (RuntimeException | Error e) {
            rollBack();
            throw e;
        }
        checkAscending(times.size() - (to - from));
    }

    /** Drops all rows and keeps the arrays. */
    void clear() {
        times.clear();
        ascending = true;
        for (Vector column : columns) {
            if (column != null) {
                column.clear();
            }
        }
    }

    /** The times, the buffer's own. */
    LongVector times() {
        return times;
    }

    /** The columns, the buffer's own. */
    @Nullable
    Vector[] columns() {
        return columns;
    }

    /** Rows appended. */
    int rows() {
        return times.size();
    }

    /** Whether there is a column at {@code index}. */
    boolean hasColumn(int index) {
        return columns[index] != null;
    }

    /** Values that are not null. */
    long points() {
        long points = 0;
        for (Vector column : columns) {
            points += column == null ? 0 : column.size() - column.nullCount();
        }
        return points;
    }

    /** The least time; above {@link #last} while there is no row. Looks at all times unless they ascend. */
    long first() {
        long first = Long.MAX_VALUE;
        for (int i = 0, end = ascending ? Math.min(1, times.size()) : times.size(); i < end; i++) {
            first = Math.min(first, times.get(i));
        }
        return first;
    }

    /** The greatest time. */
    long last() {
        long last = Long.MIN_VALUE;
        for (int i = ascending ? Math.max(0, times.size() - 1) : 0; i < times.size(); i++) {
            last = Math.max(last, times.get(i));
        }
        return last;
    }

    /** All rows, without a copy: only once nothing is appended any more. */
    ArrivedSeries content() {
        requireWhole();
        return new ArrivedSeries(times, columns, ascending);
    }

    /** The rows so far. */
    ArrivedSeries view() {
        requireWhole();
        Vector[] views = columns.clone();
        for (int i = 0; i < views.length; i++) {
            views[i] = views[i] == null ? null : views[i].view();
        }
        return new ArrivedSeries((LongVector) times.view(), views, ascending);
    }

    /** Fails if a row gave no value where it said it had one, or gave two, and so shifted all that followed. */
    void requireWhole() {
        for (int i = 0; i < columns.length; i++) {
            Vector column = columns[i];
            if (column != null && column.size() != times.size()) {
                throw new IllegalStateException("Cannot tell which row has which value: column " + i + " of type "
                        + column.type() + " has " + column.size() + " values in " + times.size()
                        + " rows; RowValues.appendTo must append exactly one value");
            }
        }
    }

    private static boolean anyPresent(Vector vector, int[] positions, int from, int to) {
        int i = from;
        while (i < to && vector.isNull(positions[i])) {
            i++;
        }
        return i < to;
    }

    private Vector addColumn(int i) {
        TSDataType type = context.types().get(field == ALL ? i : field);
        // As long as the times, so that both grow with the same row.
        Vector column = Vector.of(type, times.values().length, context.meter());
        column.appendNulls(times.size());
        columns[i] = column;
        return column;
    }

    /** Looks at the times from {@code from} on, which are new. */
    private void checkAscending(int from) {
        long[] all = times.values();
        for (int i = Math.max(1, from); i < times.size() && ascending; i++) {
            ascending = all[i - 1] < all[i];
        }
    }

    private long shellBytes() {
        return SHELL_BYTES + ((4L * columns.length + 7) & ~7L);
    }

    private static LongVector times(BufferContext context, int capacity) {
        return (LongVector) Vector.of(TSDataType.TIMESTAMP, capacity, context.meter());
    }
}
