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
package io.tsfile.core.flush;

import io.tsfile.core.flush.memtable.ArrivedDevice;
import io.tsfile.core.flush.sort.ArrivedSeries;
import io.tsfile.core.flush.sort.SortedRows;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * A device whose order is known, before it is cut into parts: all fields of an aligned device as one series, else a series of
 * one column per measurement that has points. Immutable.
 *
 * @param device whose it is
 * @param aligned whether there is one series, of all fields
 * @param series sorted
 * @param fields of a device that is not aligned, which field each series is; else empty
 */
public record SortedDevice(IDeviceID device, boolean aligned, List<SortedRows> series, List<Integer> fields) {
    /**
     * Sorts and merges duplicates: the last arrival wins, per column in an aligned device (N2, N3). A pure function for any
     * thread.
     */
    public static SortedDevice of(IDeviceID device, ArrivedDevice arrived) {
        if (arrived.rows() != null) {
            return new SortedDevice(device, true, List.of(SortedRows.of(arrived.rows())), List.of());
        }
        List<SortedRows> series = new ArrayList<>();
        List<Integer> fields = new ArrayList<>();
        @Nullable LongVector times = null;
        @Nullable SortedRows sorted = null;
        for (int field = 0; field < arrived.measurements().length; field++) {
            ArrivedSeries points = arrived.measurements()[field];
            if (points != null) {
                // Measurements that share their times have one order.
                sorted = sorted != null && points.times() == times
                        ? sorted.withColumns(points.columns())
                        : SortedRows.of(points);
                times = points.times();
                series.add(sorted);
                fields.add(field);
            }
        }
        return new SortedDevice(device, false, series, fields);
    }

    /**
     * Those of {@code times} at which some of the table's fields has no value here, so that an older value would be seen.
     *
     * @param times ascending
     * @param tableFields how many fields the table has
     */
    LongVector lacking(LongVector times, int tableFields) {
        if (!aligned && fields.size() < tableFields) {
            return times;
        }
        boolean[] lacks = new boolean[times.size()];
        for (int field = 0; field < tableFields; field++) {
            SortedRows rows = aligned ? series.get(0) : series.get(fields.indexOf(field));
            Vector arrived = rows.columns()[aligned ? field : 0];
            if (arrived == null) {
                return times;
            }
            Vector column = arrived.hasNulls()
                    ? rows.column(aligned ? field : 0, 0, rows.times().size())
                    : null;
            for (int i = 0; i < lacks.length; i++) {
                int row = Arrays.binarySearch(
                        rows.times().values(), 0, rows.times().size(), times.get(i));
                lacks[i] |= row < 0 || (column != null && column.isNull(row));
            }
        }
        LongVector lacking = (LongVector) Vector.of(times.type(), 0);
        for (int i = 0; i < lacks.length; i++) {
            if (lacks[i] || tableFields == 0) {
                lacking.append(times.get(i));
            }
        }
        return lacking;
    }

    /** Bytes of heap that this takes besides what arrived, about. */
    public long bytes() {
        long bytes = 0;
        @Nullable LongVector counted = null;
        for (SortedRows rows : series) {
            // Measurements may share their times.
            bytes += rows.times() == counted ? 0 : rows.bytes();
            counted = rows.times();
        }
        return bytes;
    }
}
