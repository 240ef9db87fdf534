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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.Names;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.vector.HeapMeter;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * What arrived, by device, as columns.
 *
 * <ul>
 *   <li>One thread appends, asks for numbers and clears.
 *   <li>Any thread may take a {@link #view} of a device meanwhile: all rows and batches of the device whose append has
 *       returned, each as a whole, or none of them once the memtable is cleared. Appends, views and the begin of a flush
 *       exclude each other by the memtable's lock; what a view holds is never written again, so it is read without a lock.
 *   <li>Values are copied in. A flush freezes the memtable and reads its arrays; it neither changes nor empties it, so that
 *       it can be flushed again if that fails. Whoever owns the memtable clears or drops it once its rows are safe.
 *   <li>More than 2 GiB of texts in one column of one device are refused with an {@link IllegalStateException}; what
 *       arrived before may then not be complete, and the memtable is of no use any more.
 * </ul>
 */
public final class MemTable {
    /** An entry of a map with its slot. */
    private static final long BYTES_PER_DEVICE = 40;
    /** Rows of one device behind each other that tell of a batch. */
    private static final int BATCH = 4;
    /** Tables of more fields are mostly empty, and empty fields cost nothing in the buffer of a device. */
    private static final int MAX_INBOX_FIELDS = 100;

    private final boolean tableModel;
    private final String name;
    private final int tags;
    private final boolean aligned;
    private final List<Column> fields;
    private final List<TSDataType> types;
    /** Guards all that follows. */
    private final Object lock = new Object();

    private final Map<IDeviceID, DeviceBuffer> devices = new HashMap<>();
    /** The device of the last row or batch, with its buffer. */
    private @Nullable IDeviceID lastDevice;

    private @Nullable DeviceBuffer lastBuffer;
    /** How many rows or batches in front of the last one were of the same device. */
    private int repeats;
    /** Rows that are not in the buffers yet; none if the memtable's rows never go there. */
    private @Nullable RowInbox inbox;

    private HeapMeter meter = new HeapMeter();

    /** As the thread that appends last saw it: views, which other threads take, leave it as it is. */
    private long rows;

    private long bytes;
    /** Whether a flush reads it, or has failed to. */
    private boolean frozen;

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
        this.fields = schema.fields();
        this.types = fields.stream().map(Column::type).toList();
    }

    /**
     * Takes in a row; the values are copied. A row without any value is a row all the same in the table model, and nothing in
     * the tree model (N4). A row that does not fit leaves nothing behind.
     *
     * @throws TsFileConnectorException if the device cannot be one of the table's
     */
    public void append(IDeviceID device, long time, RowValues row) {
        if (!tableModel && isEmpty(row)) {
            return;
        }
        synchronized (lock) {
            DeviceBuffer buffer = buffer(device);
            if (repeats < BATCH && takesDetour()) {
                appendToInbox(buffer, time, row);
            } else {
                deliver();
                buffer.append(time, row);
            }
            rows++;
            countBytes();
        }
    }

    /**
     * Takes in one point. In an aligned device it is a row that has no other value; in another one it takes no room in other
     * measurements.
     *
     * @param field the field's index among the table's fields
     * @param value a row of which this field alone is asked for; nothing happens if it is null
     * @throws TsFileConnectorException if the device cannot be one of the table's
     */
    public void append(IDeviceID device, int field, long time, RowValues value) {
        Objects.checkIndex(field, types.size());
        if (value.isNull(field)) {
            return;
        }
        synchronized (lock) {
            deliver();
            buffer(device).append(field, time, value);
            rows++;
            countBytes();
        }
    }

    /**
     * Takes in rows {@code from} (inclusive) to {@code to} (exclusive) of a batch, as if they came one by one; the values are
     * copied, an array at a time.
     *
     * @param times one per row, no null, in any order
     * @param columns one per field of the table, as long as the times; null where no row has a value
     * @throws TsFileConnectorException if the device cannot be one of the table's
     * @throws IllegalArgumentException if the columns are not the table's, or not of one length; then nothing is taken in
     */
    public void append(IDeviceID device, LongVector times, @Nullable Vector[] columns, int from, int to) {
        check(times, columns);
        Objects.checkFromToIndex(from, to, times.size());
        // In the tree model a row without a value is none (N4).
        boolean all = tableModel || hasFullColumn(columns, from, to);
        synchronized (lock) {
            deliver();
            for (int start = from; start < to; ) {
                int first = all ? start : firstRow(columns, start, to, true);
                int end = all ? to : firstRow(columns, first, to, false);
                if (first < end) {
                    buffer(device).append(times, columns, first, end);
                    rows += end - first;
                }
                start = end;
            }
            countBytes();
        }
    }

    /** Takes in all rows of a batch, as {@link #append(IDeviceID, LongVector, Vector[], int, int)} does. */
    public void append(IDeviceID device, LongVector times, @Nullable Vector[] columns) {
        append(device, times, columns, 0, times.size());
    }

    /** Whether nothing was appended since it was made or cleared. */
    public boolean isEmpty() {
        return rows == 0;
    }

    /** Rows appended; a point counts as one. */
    public long rows() {
        return rows;
    }

    /** Values that are not null. Looks at all devices. */
    public long points() {
        synchronized (lock) {
            deliver();
            return devices.values().stream().mapToLong(DeviceBuffer::points).sum();
        }
    }

    /** The least and the greatest time, or nothing of an empty memtable. Looks at all devices. */
    public Optional<TimeRange> times() {
        synchronized (lock) {
            deliver();
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
            for (DeviceBuffer buffer : devices.values()) {
                first = Math.min(first, buffer.first());
                last = Math.max(last, buffer.last());
            }
            return isEmpty() ? Optional.empty() : Optional.of(new TimeRange(first, last));
        }
    }

    /** Heap that it took after the last append, in bytes, with the devices' ids, which it may be the last to hold. */
    public long bytes() {
        return bytes;
    }

    /** The rows of a device so far, if it has any. For any thread; copies no value but booleans, which are few bytes. */
    public Optional<DeviceView> view(IDeviceID device) {
        ArrivedDevice arrived;
        synchronized (lock) {
            deliver();
            DeviceBuffer buffer = devices.get(device);
            if (buffer == null) {
                return Optional.empty();
            }
            arrived = buffer.view();
        }
        return arrived.isEmpty() ? Optional.empty() : Optional.of(new DeviceView(device, fields, arrived));
    }

    /**
     * Drops all rows, and takes in new ones if it was frozen. What was handed out for a flush or as a view stays as it is.
     */
    public void clear() {
        synchronized (lock) {
            devices.clear();
            lastDevice = null;
            lastBuffer = null;
            inbox = null;
            rows = 0;
            bytes = 0;
            meter = new HeapMeter();
            frozen = false;
        }
    }

    /**
     * Takes in no more rows until it is cleared, and hands out the devices that it has. May be called again.
     */
    List<Map.Entry<IDeviceID, DeviceBuffer>> freeze() {
        synchronized (lock) {
            deliver();
            frozen = true;
            return new ArrayList<>(devices.entrySet());
        }
    }

    /** The types of the fields. */
    List<TSDataType> types() {
        return types;
    }

    /** Of which table the rows are, in words. */
    String name() {
        return name;
    }

    /** Rows in front of a batch must be in the buffers before it. */
    private void deliver() {
        if (inbox != null && !inbox.isEmpty()) {
            inbox.deliver();
        }
    }

    private void countBytes() {
        bytes = meter.bytes() + (inbox == null ? 0 : inbox.bytes());
    }

    private boolean takesDetour() {
        // Not from the first row on: a memtable of one device never needs it.
        return inbox != null ? inbox.isWorthwhile() : aligned && types.size() <= MAX_INBOX_FIELDS && devices.size() > 1;
    }

    private void appendToInbox(DeviceBuffer buffer, long time, RowValues row) {
        if (inbox == null) {
            inbox = new RowInbox(types);
        }
        inbox.append(buffer, time, row);
        if (inbox.isFull()) {
            inbox.deliver();
        }
    }

    private DeviceBuffer buffer(IDeviceID device) {
        if (frozen) {
            throw new IllegalStateException("Cannot append to a memtable of '" + name
                    + "' that is being flushed; append to another one, or clear this one after its flush");
        }
        DeviceBuffer buffer = lastBuffer;
        if (buffer != null && device.equals(lastDevice)) {
            repeats++;
            return buffer;
        }
        repeats = 0;
        buffer = devices.get(device);
        if (buffer == null) {
            check(device);
            buffer = new DeviceBuffer(types, aligned, meter);
            devices.put(device, buffer);
            meter.add(BYTES_PER_DEVICE + device.ramBytesUsed());
        }
        lastDevice = device;
        lastBuffer = buffer;
        return buffer;
    }

    private void check(LongVector times, @Nullable Vector[] columns) {
        if (columns.length != types.size() || times.hasNulls()) {
            throw new IllegalArgumentException("Cannot append a batch of " + columns.length + " columns and "
                    + times.nullCount() + " rows without a time: there are " + types.size()
                    + " fields, and each row has a time");
        }
        for (int i = 0; i < columns.length; i++) {
            Vector column = columns[i];
            if (column != null && (column.type() != types.get(i) || column.size() != times.size())) {
                throw new IllegalArgumentException("Cannot append " + column.size() + " values of type "
                        + column.type() + " to field '" + fields.get(i).name() + "' of type " + types.get(i)
                        + ": the batch has " + times.size() + " rows");
            }
        }
    }

    private static boolean hasFullColumn(@Nullable Vector[] columns, int from, int to) {
        for (Vector column : columns) {
            if (column != null && column.presentCount(from, to) == to - from) {
                return true;
            }
        }
        return false;
    }

    /** The first row from {@code from} on that has a value, or has none, else {@code to}. */
    private static int firstRow(@Nullable Vector[] columns, int from, int to, boolean hasValue) {
        for (int row = from; row < to; row++) {
            boolean found = false;
            for (int i = 0; i < columns.length && !found; i++) {
                Vector column = columns[i];
                found = column != null && !column.isNull(row);
            }
            if (found == hasValue) {
                return row;
            }
        }
        return to;
    }

    /**
     * A file says of one table alone which tags its devices have: nobody would find those of another one in it. Nor a device
     * whose name becomes another one in the file.
     */
    private void check(IDeviceID device) {
        if (tableModel && !(device.getTableName().equals(name) && device.segmentNum() - 1 <= tags)) {
            throw new TsFileConnectorException("Cannot write device " + device + " to table '" + name
                    + "': its devices are named by that name, in lower case, and " + tags
                    + " tags; correct what makes the device's id");
        }
        for (String segment : Devices.segments(device)) {
            if (segment != null && !Names.isEncodable(segment)) {
                throw new TsFileConnectorException("Cannot write device " + device + " to table '" + name + "': '"
                        + segment + "' has half a character (an unpaired surrogate), which no file can hold; correct"
                        + " what makes the device's id");
            }
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
