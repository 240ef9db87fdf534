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

import io.tsfile.core.vector.HeapMeter;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * Rows of many devices in the order of arrival, on their way to the devices' buffers. Not thread-safe.
 *
 * <p>Rows that come from a device each in turn would touch all columns of another buffer each time, and wait for the memory
 * of each. Here they are written into the same few cache lines, and later handed to a device many at a time, a column after
 * the other.
 */
final class RowInbox {
    /** Rows at most while they are enough; so few that a page of each column stays in the processor's nearest cache. */
    private static final int FEW_ROWS = 2048;
    /** As many times more where devices get too few of those; a column then stays in the next cache. */
    private static final int GROWTH = 8;
    /** Rows at most. */
    private static final int MAX_ROWS = 65_536;
    /** Bytes at most, more or less: long texts are better copied once. */
    private static final long MAX_BYTES = 4 << 20;
    /** Rows that a device must get at once for the detour to pay. */
    private static final int WORTHWHILE = 4;

    private static final int FIRST_ROWS = 16;

    private final List<TSDataType> types;
    private @Nullable DeviceBuffer[] owners = new DeviceBuffer[FEW_ROWS];
    private HeapMeter meter = new HeapMeter();
    private SeriesBuffer rows;
    private boolean worthwhile = true;
    /** From the begin of a delivery to its good end. */
    private boolean delivering;

    RowInbox(List<TSDataType> types) {
        this.types = types;
        this.rows = SeriesBuffer.ofRows(new BufferContext(types, meter), FIRST_ROWS);
    }

    /** Takes in a row of {@code owner}, or nothing of it if a value does not fit. */
    void append(DeviceBuffer owner, long time, RowValues row) {
        rows.append(time, row);
        owners[rows.rows() - 1] = owner;
    }

    boolean isEmpty() {
        return rows.rows() == 0;
    }

    boolean isFull() {
        return rows.rows() >= owners.length || meter.bytes() > MAX_BYTES;
    }

    /** Whether the devices got many rows each when the inbox was last full. */
    boolean isWorthwhile() {
        return worthwhile;
    }

    /** Bytes of heap. */
    long bytes() {
        return meter.bytes() + 4L * owners.length;
    }

    /**
     * Hands all rows to their owners, in the order of arrival each, and is empty then.
     *
     * @throws IllegalStateException ever after a delivery failed: some owners have their rows, others have not
     */
    void deliver() {
        if (delivering) {
            throw new IllegalStateException("Cannot tell which rows have reached their device: taking them in failed"
                    + " before, and the memtable is of no use any more; start again from what was committed");
        }
        rows.requireWhole();
        delivering = true;
        int count = rows.rows();
        DeviceBuffer[] devices = new DeviceBuffer[count];
        int[] positions = new int[count];
        int distinct = RowOwner.group(owners, count, devices, positions);
        int from = 0;
        for (int i = 0; i < distinct; i++) {
            DeviceBuffer device = devices[i];
            int to = device.expected;
            device.expected = 0;
            device.append(rows, positions, from, to);
            from = to;
        }
        boolean enough = !isFull() || count >= WORTHWHILE * distinct;
        worthwhile = enough || owners.length < MAX_ROWS;
        rows.clear();
        delivering = false;
        if (!enough && worthwhile) {
            owners = new DeviceBuffer[Math.min(MAX_ROWS, GROWTH * owners.length)];
        }
        if (meter.bytes() > MAX_BYTES) {
            meter = new HeapMeter();
            rows = SeriesBuffer.ofRows(new BufferContext(types, meter), FIRST_ROWS);
        }
    }
}
