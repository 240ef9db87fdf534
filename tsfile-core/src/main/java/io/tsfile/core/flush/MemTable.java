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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/** Rows in the order of their arrival, by device, as columns. Not thread-safe. */
public final class MemTable {
    /** A map entry, and the device id that it may be the last to hold. */
    private static final long BYTES_PER_DEVICE = 64;

    private final boolean tableModel;
    private final String name;
    private final int tags;
    private final boolean aligned;
    private final List<TSDataType> types;
    private final Map<IDeviceID, DeviceBuffer> devices = new HashMap<>();
    private long rows;
    private long bytes;

    /**
     * An empty memtable.
     *
     * @param aligned whether the columns of a device share their times; always so in the table model
     */
    public MemTable(TableSchema schema, boolean aligned) {
        this.tableModel = schema.model() == TableModel.TABLE;
        this.name = schema.name();
        this.tags = schema.tags().size();
        this.aligned = aligned;
        this.types = schema.fields().stream().map(Column::type).toList();
    }

    /**
     * Takes in a row; the values are copied. A row without any value is a row all the same in the table model, and nothing in
     * the tree model (N4).
     *
     * @throws TsFileConnectorException if the device cannot be one of the table's
     */
    public void append(IDeviceID device, long time, RowValues row) {
        if (!tableModel && isEmpty(row)) {
            return;
        }
        DeviceBuffer buffer = devices.get(device);
        if (buffer == null) {
            check(device);
            buffer = new DeviceBuffer(types);
            devices.put(device, buffer);
            bytes += BYTES_PER_DEVICE + device.ramBytesUsed();
        }
        bytes += buffer.append(time, row);
        rows++;
    }

    /** Whether nothing was appended since it was made or drained. */
    public boolean isEmpty() {
        return rows == 0;
    }

    /** Rows appended. */
    public long rows() {
        return rows;
    }

    /** Heap that it takes, in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Whether the columns of a device share their times. */
    boolean aligned() {
        return aligned;
    }

    /** Hands out the buffers in ascending order of device, and is empty afterwards. */
    SortedMap<IDeviceID, DeviceBuffer> drain() {
        SortedMap<IDeviceID, DeviceBuffer> drained = new TreeMap<>(devices);
        devices.clear();
        rows = 0;
        bytes = 0;
        return drained;
    }

    /** A file says of one table alone which tags its devices have: nobody would find those of another one in it. */
    private void check(IDeviceID device) {
        if (tableModel && !(device.getTableName().equals(name) && device.segmentNum() - 1 <= tags)) {
            throw new TsFileConnectorException("Cannot write device " + device + " to table '" + name
                    + "': its devices are named by that name, in lower case, and " + tags
                    + " tags; correct what makes the device's id");
        }
    }

    private boolean isEmpty(RowValues row) {
        for (int i = 0; i < types.size(); i++) {
            if (!row.isNull(i)) {
                return false;
            }
        }
        return true;
    }
}
