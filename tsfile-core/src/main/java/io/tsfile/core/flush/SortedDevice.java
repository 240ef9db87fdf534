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
import java.util.ArrayList;
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
        for (int field = 0; field < arrived.measurements().length; field++) {
            ArrivedSeries points = arrived.measurements()[field];
            if (points != null) {
                series.add(SortedRows.of(points));
                fields.add(field);
            }
        }
        return new SortedDevice(device, false, series, fields);
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
