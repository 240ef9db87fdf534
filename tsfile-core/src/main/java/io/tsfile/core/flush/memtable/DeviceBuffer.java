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

import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** What arrived of one device. Not thread-safe; but what {@link #view} gave stays as it is. */
abstract sealed class DeviceBuffer extends RowOwner permits RowsBuffer, PointsBuffer, ChangedBuffer {
    private static final LongVector NOTHING = (LongVector) Vector.of(TSDataType.TIMESTAMP, 0);

    /** Whose rows they are. */
    final IDeviceID device;

    DeviceBuffer(IDeviceID device) {
        this.device = device;
    }

    /** An empty buffer. */
    static DeviceBuffer of(IDeviceID device, BufferContext context, boolean aligned) {
        return aligned ? new RowsBuffer(device, context) : new PointsBuffer(device, context);
    }

    /** Takes in a row, or nothing of it if a value does not fit. */
    abstract void append(long time, RowValues row);

    /** Takes in one field of a row, which has it. */
    abstract void append(int field, long time, RowValues row);

    /** Takes in rows {@code from} (inclusive) to {@code to} (exclusive); null columns and values are none. */
    abstract void append(LongVector times, @Nullable Vector[] columns, int from, int to);

    /** Takes in the rows of {@code arrivals}, of all fields, at {@code positions[from..to)}. */
    abstract void append(SeriesBuffer arrivals, int[] positions, int from, int to);

    /** Whether its measurements share their times. */
    abstract boolean aligned();

    /** Rows that arrived so far, of each series that it may have: all rows of an aligned device, else the points per field. */
    abstract int[] counts();

    /** The times at which something was deleted, ascending, each once: older files may hold something of them. */
    LongVector deleted() {
        return NOTHING;
    }

    /** Values that are not null. */
    abstract long points();

    /** The least time; above {@link #last} while there is none. */
    abstract long first();

    /** The greatest time. */
    abstract long last();

    /** Bytes of heap, as they were added to the meter; without the device's id. */
    abstract long bytes();

    /** Bytes of heap that sorting takes at most; none of rows that are in order. */
    abstract long sortBytes();

    /** What arrived, without a copy: only once nothing is appended any more. */
    abstract ArrivedDevice content();

    /** What arrived so far. */
    abstract ArrivedDevice view();
}
