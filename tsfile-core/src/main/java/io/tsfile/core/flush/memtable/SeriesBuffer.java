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
import io.tsfile.core.vector.HeapMeter;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * Columns that share their times, in the order of arrival: the rows of an aligned device, or the points of one measurement of
 * another. A column is there from its first value on. A row that fails leaves nothing behind.
 *
 * <p>Not thread-safe; but what {@link #view} gave stays as it is.
 */
final class SeriesBuffer {
    /** The object, its array of columns without the slots. */
    private static final long SHELL_BYTES = 80;

    private final List<TSDataType> types;
    private final HeapMeter meter;
    private final LongVector times;
    private final @Nullable Vector[] columns;
    private boolean ascending = true;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    /**
     * @param capacity rows that fit before arrays grow
     * @param meter counts the buffer's bytes
     */
    SeriesBuffer(List<TSDataType> types, int capacity, HeapMeter meter) {
        this.types = types;
        this.meter = meter;
        this.times = (LongVector) Vector.of(TSDataType.TIMESTAMP, capacity, meter);
        this.columns = new Vector[types.size()];
        meter.add(SHELL_BYTES + 4L * columns.length);
    }

    /** Takes in a row with a field per column. */
    void append(long time, RowValues row) {
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
        } catch (RuntimeException e) {
            rollBack();
            throw e;
        }
        times.append(time);
        arrived(time);
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
        } catch (RuntimeException e) {
            rollBack();
            throw e;
        }
        times.append(batchTimes, from, to);
        for (int i = from; i < to; i++) {
            arrived(batchTimes.get(i));
        }
    }

    /** Takes in the rows of another buffer of the same columns at {@code positions[from..to)}, in that order. */
    void append(SeriesBuffer rows, int[] positions, int from, int to) {
        for (int i = 0; i < columns.length; i++) {
            Vector value = rows.columns[i];
            Vector column = columns[i];
            if (value != null && (column != null || anyPresent(value, positions, from, to))) {
                (column == null ? addColumn(i) : column).append(value, positions, from, to);
            } else if (column != null) {
                column.appendNulls(to - from);
            }
        }
        times.append(rows.times, positions, from, to);
        for (int i = from; i < to; i++) {
            arrived(rows.times.get(positions[i]));
        }
    }

    /** Drops all rows and keeps the arrays. */
    void clear() {
        times.clear();
        for (Vector column : columns) {
            if (column != null) {
                column.clear();
            }
        }
    }

    /** Puts a value into the only column, where nobody sees it before {@link #commitPoint} gives it its time. */
    void stagePoint(RowValues row, int field) {
        Vector column = columns[0] == null ? addColumn(0) : columns[0];
        row.appendTo(field, column);
        if (column.size() != times.size() + 1) {
            throw new IllegalStateException("Cannot take in a point of type " + column.type() + ": its row gave "
                    + (column.size() - times.size()) + " values; RowValues.appendTo must append exactly one value");
        }
    }

    /** Completes the staged value, if there is one. */
    void commitPoint(long time) {
        Vector column = columns[0];
        if (column != null && column.size() > times.size()) {
            times.append(time);
            arrived(time);
        }
    }

    /** Drops values whose times are not there. */
    void rollBack() {
        for (Vector column : columns) {
            if (column != null) {
                column.truncate(times.size());
            }
        }
    }

    /** Rows appended. */
    int rows() {
        return times.size();
    }

    /** Values that are not null. */
    long points() {
        long points = 0;
        for (Vector column : columns) {
            points += column == null ? 0 : column.size() - column.nullCount();
        }
        return points;
    }

    /** The least time; above {@link #last} while there is no row. */
    long first() {
        return first;
    }

    /** The greatest time. */
    long last() {
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
        // As long as the times, so that both grow with the same row.
        Vector column = Vector.of(types.get(i), times.values().length, meter);
        column.appendNulls(times.size());
        columns[i] = column;
        return column;
    }

    private void arrived(long time) {
        if (time > last) {
            first = Math.min(first, time);
            last = time;
        } else {
            // Of all times the very first alone may be no greater than the initial one.
            ascending &= first > last;
            first = Math.min(first, time);
        }
    }
}
