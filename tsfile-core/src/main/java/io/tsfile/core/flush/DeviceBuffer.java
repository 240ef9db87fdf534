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

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one device in the order of their arrival. A column is there from its first value on.
 *
 * <p>Its bytes are summed up anew only when arrays of numbers grow, which all columns do together, and else only those of
 * texts are looked at: sums over wide rows cost more than the rows.
 */
final class DeviceBuffer {
    private static final int FIRST_CAPACITY = 8;

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

    /** Takes in a row, or nothing of it if a value does not fit, and tells by how many bytes the buffer grew. */
    long append(long time, RowValues row) {
        int index = times.size();
        long before = bytes;
        boolean grown;
        try {
            grown = appendValues(row, index);
        } catch (RuntimeException e) {
            bytes = before;
            for (Vector column : columns) {
                if (column != null) {
                    column.truncate(index);
                }
            }
            throw e;
        }
        ascending &= index == 0 || times.get(index - 1) < time;
        int capacity = times.values().length;
        times.append(time);
        if (grown || times.values().length > capacity) {
            bytes = computeBytes();
        }
        return bytes - before;
    }

    /** Appends to all columns; whether arrays came into being whose bytes are not counted yet. */
    private boolean appendValues(RowValues row, int index) {
        boolean grown = false;
        for (int i = 0; i < columns.length; i++) {
            Vector column = columns[i];
            if (row.isNull(i)) {
                if (column != null) {
                    grown |= !column.hasNulls();
                    column.appendNull();
                }
                continue;
            }
            if (column == null) {
                // As long as the times, so that both grow with the same row.
                column = Vector.of(types.get(i), times.values().length);
                column.appendNulls(index);
                columns[i] = column;
                grown = true;
            }
            if (column instanceof BinaryVector) {
                long columnBytes = column.bytes();
                row.appendTo(i, column);
                bytes += column.bytes() - columnBytes;
            } else {
                row.appendTo(i, column);
            }
        }
        return grown;
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

    private long computeBytes() {
        long sum = 128 + 8L * columns.length + times.bytes();
        for (Vector column : columns) {
            sum += column == null ? 0 : column.bytes();
        }
        return sum;
    }
}
