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
import io.tsfile.core.flush.sort.SortedRows;
import io.tsfile.core.vector.HeapMeter;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.Arrays;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * The times at which something was deleted of one device, in the order of arrival, each with how many rows had arrived before
 * it. Not thread-safe; but what {@link #view} gave stays as it is.
 */
final class Deletions {
    /** Two objects, without what the vectors count. */
    private static final long SHELL_BYTES = 48;

    private static final int FIRST_TIMES = 4;

    private final LongVector times;
    /** Per series of the device, the rows that it had. */
    private final @Nullable Vector[] counts;

    private boolean ascending;

    private Deletions(LongVector times, @Nullable Vector[] counts, boolean ascending) {
        this.times = times;
        this.counts = counts;
        this.ascending = ascending;
    }

    /** No deletion of a device that has so many series. */
    static Deletions none(int series, HeapMeter meter) {
        @Nullable Vector[] counts = new Vector[series];
        for (int i = 0; i < series; i++) {
            counts[i] = Vector.of(TSDataType.INT32, FIRST_TIMES, meter);
        }
        LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, FIRST_TIMES, meter);
        meter.add(SHELL_BYTES + 4L * series);
        return new Deletions(times, counts, true);
    }

    /** Takes note that all that had arrived with this time is gone. */
    void add(long time, int[] arrived) {
        ascending &= times.size() == 0 || times.get(times.size() - 1) < time;
        times.append(time);
        for (int i = 0; i < arrived.length; i++) {
            ((IntVector) count(i)).append(arrived[i]);
        }
    }

    Deletions view() {
        @Nullable Vector[] views = new Vector[counts.length];
        for (int i = 0; i < views.length; i++) {
            views[i] = count(i).view();
        }
        return new Deletions((LongVector) times.view(), views, ascending);
    }

    /** The times, ascending, each once. */
    LongVector times() {
        return sorted().times();
    }

    long bytes() {
        long bytes = SHELL_BYTES + 4L * counts.length + times.bytes();
        for (int i = 0; i < counts.length; i++) {
            bytes += count(i).bytes();
        }
        return bytes;
    }

    /** What is left of a device: of each series, the rows that came behind the last deletion of their time. */
    ArrivedDevice apply(ArrivedDevice arrived) {
        // Of deletions of one time the last one counts: more rows had arrived before it.
        SortedRows sorted = sorted();
        if (arrived.rows() != null) {
            return ArrivedDevice.ofRows(survivors(arrived.rows(), sorted, 0));
        }
        @Nullable ArrivedSeries[] measurements = new ArrivedSeries[arrived.measurements().length];
        for (int field = 0; field < measurements.length; field++) {
            ArrivedSeries points = arrived.measurements()[field];
            ArrivedSeries left = points == null ? null : survivors(points, sorted, field);
            measurements[field] = left == null || left.times().size() == 0 ? null : left;
        }
        return ArrivedDevice.ofPoints(measurements);
    }

    private static ArrivedSeries survivors(ArrivedSeries series, SortedRows deleted, int ofSeries) {
        long[] deletedTimes = deleted.times().values();
        int deletions = deleted.times().size();
        int[] before = ((IntVector) taken(deleted, ofSeries)).values();
        int rows = series.times().size();
        int[] left = new int[rows];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            int place = Arrays.binarySearch(
                    deletedTimes, 0, deletions, series.times().get(row));
            if (place < 0 || row >= before[place]) {
                left[count++] = row;
            }
        }
        if (count == rows) {
            return series;
        }
        @Nullable Vector[] columns = new Vector[series.columns().length];
        for (int i = 0; i < columns.length; i++) {
            Vector column = series.columns()[i];
            columns[i] = column == null ? null : column.gather(left, count);
        }
        return new ArrivedSeries((LongVector) series.times().gather(left, count), columns, series.ascending());
    }

    private SortedRows sorted() {
        return SortedRows.of(new ArrivedSeries(times, counts, ascending));
    }

    private static Vector taken(SortedRows deleted, int ofSeries) {
        Vector taken = deleted.column(ofSeries, 0, deleted.times().size());
        if (taken == null) {
            throw new IllegalStateException("Cannot tell what was deleted of series " + ofSeries);
        }
        return taken;
    }

    private Vector count(int series) {
        Vector count = counts[series];
        if (count == null) {
            throw new IllegalStateException("Cannot tell what was deleted of series " + series);
        }
        return count;
    }
}
