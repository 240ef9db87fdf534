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
import java.util.Objects;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * What arrived of one device: one series of all fields if it is aligned, else a series per measurement that has a point, so
 * that a point takes no room in other measurements.
 *
 * <p>Not thread-safe; but what {@link #view} gave stays as it is.
 */
final class DeviceBuffer {
    private static final int FIRST_ROWS = 8;
    private static final int FIRST_POINTS = 4;
    /** The object, its array of series without the slots. */
    private static final long SHELL_BYTES = 48;

    private final List<TSDataType> types;
    private final HeapMeter meter;
    /** All rows of an aligned device. */
    private final @Nullable SeriesBuffer rows;
    /** By field, of a device that is not aligned. */
    private final @Nullable SeriesBuffer[] measurements;
    /** Rows in a {@link RowInbox}; between two deliveries 0. */
    int expected;

    DeviceBuffer(List<TSDataType> types, boolean aligned, HeapMeter meter) {
        this.types = types;
        this.meter = meter;
        this.rows = aligned ? new SeriesBuffer(types, FIRST_ROWS, meter) : null;
        this.measurements = new SeriesBuffer[aligned ? 0 : types.size()];
        meter.add(SHELL_BYTES + 4L * measurements.length);
    }

    /** Takes in a row, or nothing of it if a value does not fit. */
    void append(long time, RowValues row) {
        if (rows != null) {
            rows.append(time, row);
            return;
        }
        try {
            for (int field = 0; field < measurements.length; field++) {
                if (!row.isNull(field)) {
                    measurement(field).stagePoint(row, field);
                }
            }
        } catch (RuntimeException e) {
            rollBack();
            throw e;
        }
        for (SeriesBuffer series : measurements) {
            if (series != null) {
                series.commitPoint(time);
            }
        }
    }

    /** Takes in the rows of {@code arrivals} at {@code positions[from..to)}; only of an aligned device. */
    void append(SeriesBuffer arrivals, int[] positions, int from, int to) {
        Objects.requireNonNull(rows).append(arrivals, positions, from, to);
    }

    /** Takes in one field of a row, which has it. */
    void append(int field, long time, RowValues row) {
        if (rows != null) {
            rows.append(time, new OneField(row, field));
            return;
        }
        SeriesBuffer series = measurement(field);
        try {
            series.stagePoint(row, field);
        } catch (RuntimeException e) {
            series.rollBack();
            throw e;
        }
        series.commitPoint(time);
    }

    /** Takes in rows {@code from} (inclusive) to {@code to} (exclusive); null columns and values are none. */
    void append(LongVector times, @Nullable Vector[] columns, int from, int to) {
        if (rows != null) {
            rows.append(times, columns, from, to);
            return;
        }
        for (int field = 0; field < columns.length; field++) {
            Vector column = columns[field];
            if (column != null && column.presentCount(from, to) > 0) {
                appendPresent(field, times, column, from, to);
            }
        }
    }

    /** Values that are not null. */
    long points() {
        long points = rows == null ? 0 : rows.points();
        for (SeriesBuffer series : measurements) {
            points += series == null ? 0 : series.points();
        }
        return points;
    }

    /** The least time; above {@link #last} while there is none. */
    long first() {
        long first = rows == null ? Long.MAX_VALUE : rows.first();
        for (SeriesBuffer series : measurements) {
            first = series == null ? first : Math.min(first, series.first());
        }
        return first;
    }

    /** The greatest time. */
    long last() {
        long last = rows == null ? Long.MIN_VALUE : rows.last();
        for (SeriesBuffer series : measurements) {
            last = series == null ? last : Math.max(last, series.last());
        }
        return last;
    }

    /** What arrived, without a copy: only once nothing is appended any more. */
    ArrivedDevice content() {
        @Nullable ArrivedSeries[] points = new ArrivedSeries[measurements.length];
        for (int i = 0; i < points.length; i++) {
            SeriesBuffer series = measurements[i];
            points[i] = series == null ? null : series.content();
        }
        return new ArrivedDevice(rows == null ? null : rows.content(), points);
    }

    /** What arrived so far. */
    ArrivedDevice view() {
        @Nullable ArrivedSeries[] points = new ArrivedSeries[measurements.length];
        for (int i = 0; i < points.length; i++) {
            SeriesBuffer series = measurements[i];
            points[i] = series == null || series.rows() == 0 ? null : series.view();
        }
        return new ArrivedDevice(rows == null ? null : rows.view(), points);
    }

    private void appendPresent(int field, LongVector times, Vector column, int from, int to) {
        SeriesBuffer series = measurement(field);
        // Each run between two nulls at once.
        for (int start = from; start < to; ) {
            int end = start;
            while (end < to && !column.isNull(end)) {
                end++;
            }
            if (end > start) {
                series.append(times, new Vector[] {column}, start, end);
            }
            start = end + 1;
        }
    }

    private SeriesBuffer measurement(int field) {
        SeriesBuffer series = measurements[field];
        if (series == null) {
            series = new SeriesBuffer(List.of(types.get(field)), FIRST_POINTS, meter);
            measurements[field] = series;
        }
        return series;
    }

    private void rollBack() {
        for (SeriesBuffer series : measurements) {
            if (series != null) {
                series.rollBack();
            }
        }
    }

    /** A row without its other fields. */
    private record OneField(RowValues row, int field) implements RowValues {
        @Override
        public boolean isNull(int other) {
            return other != field;
        }

        @Override
        public void appendTo(int other, Vector target) {
            row.appendTo(other, target);
        }
    }
}
