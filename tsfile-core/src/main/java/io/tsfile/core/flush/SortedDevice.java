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

import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a device with one row per time, ascending.
 *
 * @param times the times
 * @param columns a vector per field, as long as the times; null where no row has a value
 */
record SortedDevice(LongVector times, @Nullable Vector[] columns) {
    /**
     * Sorts a buffer and merges rows of one time: per column, the value that arrived last counts (N2, N3). Takes the
     * buffer's own arrays where they are in order already.
     */
    static SortedDevice of(DeviceBuffer buffer, int fields) {
        LongVector times = buffer.times();
        Vector[] columns = new Vector[fields];
        if (buffer.ascending()) {
            for (int i = 0; i < fields; i++) {
                columns[i] = buffer.column(i);
            }
            return new SortedDevice(times, columns);
        }
        int[] positions = TimeOrder.of(times.values(), times.size());
        // Row r of the result merges the arrivals at positions[groups[r]..groups[r + 1]).
        int[] groups = new int[positions.length + 1];
        LongVector merged = (LongVector) Vector.of(TSDataType.TIMESTAMP, positions.length);
        for (int i = 0; i < positions.length; i++) {
            long time = times.get(positions[i]);
            if (i == 0 || time != merged.get(merged.size() - 1)) {
                groups[merged.size()] = i;
                merged.append(time);
            }
        }
        int rows = merged.size();
        groups[rows] = positions.length;
        for (int i = 0; i < fields; i++) {
            Vector column = buffer.column(i);
            columns[i] = column == null ? null : lastValues(column, positions, groups, rows);
        }
        return new SortedDevice(merged, columns);
    }

    private static Vector lastValues(Vector column, int[] positions, int[] groups, int rows) {
        if (rows == positions.length) {
            return column.gather(positions, rows);
        }
        int[] last = new int[rows];
        for (int row = 0; row < rows; row++) {
            int i = groups[row + 1] - 1;
            while (i > groups[row] && column.isNull(positions[i])) {
                i--;
            }
            last[row] = positions[i];
        }
        return column.gather(last, rows);
    }
}
