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
import java.util.Arrays;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * A device whose measurements have times of their own: a series per measurement that has a point, so that a point takes no
 * room in other measurements.
 *
 * <p>As long as each row has the very measurements of the first one, they share their times: these are kept, sorted and routed
 * once. The first row of other measurements parts them for good.
 */
final class PointsBuffer extends DeviceBuffer {
    private static final int FIRST_POINTS = 4;
    private static final long SHELL_BYTES = 32;
    private static final @Nullable SeriesBuffer[] NONE = {};

    private final BufferContext context;
    /** All rows, without a null in any column; nothing once the measurements are parted. */
    private @Nullable SeriesBuffer rows;
    /** By field; empty before the measurements are parted. */
    private @Nullable SeriesBuffer[] measurements = NONE;

    PointsBuffer(IDeviceID device, BufferContext context) {
        super(device);
        this.context = context;
        this.rows = SeriesBuffer.ofRows(context, FIRST_POINTS);
        context.meter().add(SHELL_BYTES);
    }

    @Override
    void append(long time, RowValues row) {
        SeriesBuffer together = rows;
        if (together != null && stage(together, row)) {
            try {
                together.requireStaged();
            } catch (IllegalStateException e) {
                together.rollBack();
                throw e;
            }
            together.commit(time);
            return;
        }
        part();
        try {
            for (int field = 0; field < measurements.length; field++) {
                if (!row.isNull(field)) {
                    SeriesBuffer series = measurement(field);
                    series.stagePoint(row, field);
                    series.requireStaged();
                }
            }
            for (SeriesBuffer series : measurements) {
                if (series != null && series.hasStaged()) {
                    series.commit(time);
                }
            }
        } catch (RuntimeException | Error e) {
            // Else what is staged would get the time of the next row.
            rollBack();
            throw e;
        }
    }

    @Override
    void append(int field, long time, RowValues row) {
        SeriesBuffer series = rows != null && hasOnly(rows, field) ? rows : null;
        if (series == null) {
            part();
            series = measurement(field);
        }
        try {
            series.stagePoint(row, field);
            series.requireStaged();
        } catch (RuntimeException | Error e) {
            series.rollBack();
            throw e;
        }
        series.commit(time);
    }

    @Override
    void append(LongVector times, @Nullable Vector[] columns, int from, int to) {
        if (rows != null && hasMeasurementsOf(rows, columns, from, to)) {
            rows.append(times, columns, from, to);
            return;
        }
        part();
        for (int field = 0; field < columns.length; field++) {
            Vector column = columns[field];
            int present = column == null ? 0 : column.presentCount(from, to);
            if (present == to - from && present > 0) {
                measurement(field).append(times, new Vector[] {column}, from, to);
            } else if (column != null && present > 0) {
                measurement(field).append(times, new Vector[] {column}, present(column, present, from, to), 0, present);
            }
        }
    }

    @Override
    void append(SeriesBuffer arrivals, int[] positions, int from, int to) {
        @Nullable Vector[] columns = arrivals.columns();
        if (rows != null && hasMeasurementsOf(rows, columns, positions, from, to)) {
            rows.append(arrivals.times(), columns, positions, from, to);
            return;
        }
        part();
        for (int field = 0; field < columns.length; field++) {
            Vector column = columns[field];
            int[] present = column == null ? positions : Arrays.copyOfRange(positions, from, to);
            int count = column == null ? 0 : keepPresent(column, present);
            if (column != null && count > 0) {
                measurement(field).append(arrivals.times(), new Vector[] {column}, present, 0, count);
            }
        }
    }

    @Override
    boolean aligned() {
        return false;
    }

    @Override
    int[] counts() {
        int[] counts = new int[context.types().size()];
        for (int field = 0; field < counts.length; field++) {
            // Those that share their times keep their places when they part.
            SeriesBuffer series = rows == null ? measurements[field] : rows.hasColumn(field) ? rows : null;
            counts[field] = series == null ? 0 : series.rows();
        }
        return counts;
    }

    @Override
    long points() {
        long points = rows == null ? 0 : rows.points();
        for (SeriesBuffer series : measurements) {
            points += series == null ? 0 : series.points();
        }
        return points;
    }

    @Override
    long first() {
        long first = rows == null ? Long.MAX_VALUE : rows.first();
        for (SeriesBuffer series : measurements) {
            first = series == null ? first : Math.min(first, series.first());
        }
        return first;
    }

    @Override
    long last() {
        long last = rows == null ? Long.MIN_VALUE : rows.last();
        for (SeriesBuffer series : measurements) {
            last = series == null ? last : Math.max(last, series.last());
        }
        return last;
    }

    @Override
    long bytes() {
        long bytes = SHELL_BYTES + arrayBytes(measurements) + (rows == null ? 0 : rows.bytes());
        for (SeriesBuffer series : measurements) {
            bytes += series == null ? 0 : series.bytes();
        }
        return bytes;
    }

    @Override
    long sortBytes() {
        long bytes = rows == null ? 0 : rows.sortBytes();
        for (SeriesBuffer series : measurements) {
            bytes += series == null ? 0 : series.sortBytes();
        }
        return bytes;
    }

    @Override
    ArrivedDevice content() {
        return arrived(false);
    }

    @Override
    ArrivedDevice view() {
        return arrived(true);
    }

    private ArrivedDevice arrived(boolean asView) {
        @Nullable ArrivedSeries[] points = new ArrivedSeries[context.types().size()];
        ArrivedSeries together = rows == null || rows.rows() == 0 ? null : asView ? rows.view() : rows.content();
        for (int field = 0; field < points.length; field++) {
            SeriesBuffer series = together == null && rows == null ? measurements[field] : null;
            if (together != null && together.columns()[field] != null) {
                points[field] = new ArrivedSeries(
                        together.times(), new Vector[] {together.columns()[field]}, together.ascending());
            } else if (series != null && series.rows() > 0) {
                points[field] = asView ? series.view() : series.content();
            }
        }
        return ArrivedDevice.ofPoints(points);
    }

    private boolean stage(SeriesBuffer together, RowValues row) {
        if (!isBlank(together)) {
            return together.stageFull(row);
        }
        together.stage(row);
        return true;
    }

    private boolean hasMeasurementsOf(SeriesBuffer together, @Nullable Vector[] columns, int from, int to) {
        boolean blank = isBlank(together);
        for (int field = 0; field < columns.length; field++) {
            Vector column = columns[field];
            int present = column == null ? 0 : column.presentCount(from, to);
            if (!fits(together, field, blank, present, to - from)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasMeasurementsOf(
            SeriesBuffer together, @Nullable Vector[] columns, int[] positions, int from, int to) {
        boolean blank = isBlank(together);
        for (int field = 0; field < columns.length; field++) {
            Vector column = columns[field];
            int present = column == null ? 0 : to - from;
            for (int i = from; column != null && column.hasNulls() && i < to; i++) {
                present -= column.isNull(positions[i]) ? 1 : 0;
            }
            if (!fits(together, field, blank, present, to - from)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a field that {@code present} of some rows have is one of the shared ones, or has no value as the others. */
    private static boolean fits(SeriesBuffer together, int field, boolean blank, int present, int rows) {
        return present == 0
                ? blank || !together.hasColumn(field)
                : present == rows && (blank || together.hasColumn(field));
    }

    private boolean hasOnly(SeriesBuffer together, int field) {
        for (int other = 0; other < context.types().size(); other++) {
            if (together.hasColumn(other) && other != field) {
                return false;
            }
        }
        return together.hasColumn(field) || together.rows() == 0;
    }

    private boolean isBlank(SeriesBuffer together) {
        boolean blank = together.rows() == 0;
        for (int field = 0; field < context.types().size() && blank; field++) {
            blank = !together.hasColumn(field);
        }
        return blank;
    }

    /** Gives each measurement times of its own. */
    private void part() {
        SeriesBuffer together = rows;
        if (together == null) {
            return;
        }
        measurements = new SeriesBuffer[context.types().size()];
        context.meter().add(arrayBytes(measurements));
        for (int field = 0; field < measurements.length; field++) {
            measurements[field] = together.hasColumn(field) ? together.takePoints(field) : null;
        }
        together.drop();
        rows = null;
    }

    private SeriesBuffer measurement(int field) {
        SeriesBuffer series = measurements[field];
        if (series == null) {
            series = SeriesBuffer.ofPoints(context, field, FIRST_POINTS);
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

    private static long arrayBytes(@Nullable SeriesBuffer[] array) {
        return array.length == 0 ? 0 : 16 + ((4L * array.length + 7) & ~7L);
    }

    /** Keeps the positions of values that are not null, at the front, and returns how many. */
    private static int keepPresent(Vector column, int[] positions) {
        int count = 0;
        for (int position : positions) {
            if (!column.isNull(position)) {
                positions[count++] = position;
            }
        }
        return count;
    }

    /** Where the values from {@code from} to {@code to} are that are not null, {@code count} of them. */
    private static int[] present(Vector column, int count, int from, int to) {
        int[] positions = new int[count];
        for (int i = from, next = 0; i < to; i++) {
            if (!column.isNull(i)) {
                positions[next++] = i;
            }
        }
        return positions;
    }
}
