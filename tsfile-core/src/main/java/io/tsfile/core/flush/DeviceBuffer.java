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
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/** The rows of one device in the order of their arrival. A column is there from its first value on. */
final class DeviceBuffer {
    private static final int FIRST_CAPACITY = 8;
    /** Bytes are summed up anew only every so many rows: sums over wide rows cost more than the rows. */
    private static final int ROWS_PER_ACCOUNT = 32;

    private final List<TSDataType> types;
    private final LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, FIRST_CAPACITY);
    private final @Nullable Vector[] columns;
    private boolean ascending = true;
    private long bytes;

    DeviceBuffer(List<TSDataType> types) {
        this.types = types;
        this.columns = new Vector[types.size()];
        this.bytes = computeBytes();
    }

    /** Takes in a row and tells by how many bytes the buffer grew. */
    long append(long time, RowValues row) {
        int index = times.size();
        ascending &= index == 0 || times.get(index - 1) < time;
        for (int i = 0; i < columns.length; i++) {
            Vector column = columns[i];
            if (row.isNull(i)) {
                if (column != null) {
                    column.appendNull();
                }
                continue;
            }
            if (column == null) {
                column = Vector.of(types.get(i), Math.max(FIRST_CAPACITY, index + 1));
                column.appendNulls(index);
                columns[i] = column;
            }
            row.appendTo(i, column);
        }
        times.append(time);
        return index % ROWS_PER_ACCOUNT == 0 ? account() : 0;
    }

    LongVector times() {
        return times;
    }

    /** Whether each row arrived with a time above the one before. */
    boolean ascending() {
        return ascending;
    }

    /** The values of a field, or nothing if no row had one. */
    @Nullable
    Vector column(int field) {
        return columns[field];
    }

    private long account() {
        long before = bytes;
        bytes = computeBytes();
        return bytes - before;
    }

    private long computeBytes() {
        long sum = 128 + 8L * columns.length + times.bytes();
        for (Vector column : columns) {
            sum += column == null ? 0 : column.bytes();
        }
        return sum;
    }
}
