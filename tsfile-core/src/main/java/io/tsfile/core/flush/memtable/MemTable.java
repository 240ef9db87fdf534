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
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.vector.HeapMeter;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.Arrays;
import java.util.List;
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
    /** Rows of one device behind each other that tell of a batch. */
    private static final int BATCH = 4;
    /** Tables of more fields are mostly empty, and empty fields cost nothing in the buffer of a device. */
    private static final int MAX_INBOX_FIELDS = 100;

    private final TableSchema schema;
    private final String name;
    private final Admission admission;
    private final boolean aligned;
    private final List<Column> fields;
    private final List<TSDataType> types;
    /** Guards all that follows. */
    private final Object lock = new Object();

    private final DeviceTable devices = new DeviceTable();
    /** Of the device of the last row or batch. */
    private @Nullable DeviceBuffer last;
    /** Whether the buffer at hand is not among the devices yet, because it has no row. */
    private boolean isNew;
    /** How many rows or batches in front of the last one were of the same device. */
    private int repeats;
    /** Rows that are not in the buffers yet; none if the memtable's rows never go there. */
    private @Nullable RowInbox inbox;

    private BufferContext context;

    /** As the thread that appends last saw it: views, which other threads take, leave it as it is. */
    private long rows;

    private long deletions;
    private long bytes;
    /** Whether a flush reads it, or has failed to. */
    private boolean frozen;

    /**
     * An empty memtable.
     *
     * @param aligned whether the columns of a device share their times; always so in the table model
     */
    public MemTable(TableSchema schema, boolean aligned) {
        this.schema = schema;
        this.name = schema.name();
        this.admission = new Admission(schema);
        this.aligned = aligned;
        this.fields = schema.fields();
        this.types = fields.stream().map(Column::type).toList();
        this.context = new BufferContext(types, new HeapMeter());
    }

    /**
     * Takes in a row; the values are copied. A row without any value is a row all the same in the table model, and nothing in
     * the tree model (N4). A row that does not fit leaves nothing behind.
     *
     * @throws TsFileConnectorException if the device cannot be one of the table's
     */
    public void append(IDeviceID device, long time, RowValues row) {
        if (admission.isNone(row)) {
            return;
        }
        synchronized (lock) {
            DeviceBuffer buffer = buffer(device);
            try {
                if (repeats < BATCH && takesDetour()) {
                    appendToInbox(buffer, time, row);
                } else {
                    deliver();
                    buffer.append(time, row);
                }
            } catch (RuntimeException | Error e) {
                forget(buffer);
                throw e;
            }
            taken(buffer, 1);
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
            DeviceBuffer buffer = buffer(device);
            try {
                buffer.append(field, time, value);
            } catch (RuntimeException | Error e) {
                forget(buffer);
                throw e;
            }
            taken(buffer, 1);
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
        admission.check(times, columns);
        Objects.checkFromToIndex(from, to, times.size());
        synchronized (lock) {
            deliver();
            for (int start = admission.firstRow(columns, from, to); start < to; ) {
                int end = admission.endOfRows(columns, start, to);
                DeviceBuffer buffer = buffer(device);
                try {
                    buffer.append(times, columns, start, end);
                } catch (RuntimeException | Error e) {
                    forget(buffer);
                    throw e;
                }
                taken(buffer, end - start);
                start = admission.firstRow(columns, end, to);
            }
        }
    }

    /** Takes in all rows of a batch, as {@link #append(IDeviceID, LongVector, Vector[], int, int)} does. */
    public void append(IDeviceID device, LongVector times, @Nullable Vector[] columns) {
        append(device, times, columns, 0, times.size());
    }

    /**
     * Deletes the row of a device and time: what arrived here before is gone, what arrives later stays, and {@link
     * io.tsfile.core.flush.SortStage#sort} tells what older files must not show any more.
     *
     * @throws TsFileConnectorException if the device cannot be one of the table's
     */
    public void delete(IDeviceID device, long time) {
        synchronized (lock) {
            deliver();
            ChangedBuffer buffer = changed(buffer(device));
            buffer.delete(time);
            deletions++;
            taken(buffer, 0);
        }
    }

    /**
     * Takes in a row in place of all that is older: as {@link #delete}, then {@link #append(IDeviceID, long, RowValues)}. A row
     * that does not fit changes nothing.
     *
     * @throws TsFileConnectorException if the device cannot be one of the table's
     */
    public void replace(IDeviceID device, long time, RowValues row) {
        if (admission.isFull(row)) {
            // Each of its values counts in place of an older one.
            append(device, time, row);
            return;
        }
        if (admission.isNone(row)) {
            delete(device, time);
            return;
        }
        synchronized (lock) {
            deliver();
            ChangedBuffer buffer = changed(buffer(device));
            try {
                buffer.replace(time, row);
            } catch (RuntimeException | Error e) {
                forget(buffer);
                throw e;
            }
            deletions++;
            taken(buffer, 1);
        }
    }

    /** What its rows are of. */
    public TableSchema schema() {
        return schema;
    }

    /** Whether nothing was appended or deleted since it was made or cleared. */
    public boolean isEmpty() {
        return rows == 0 && deletions == 0;
    }

    /** Times of devices that were deleted, each as often as it was. */
    public long deletions() {
        return deletions;
    }

    /** Rows appended, with those that were deleted since; a point counts as one. */
    public long rows() {
        return rows;
    }

    /** Values that are not null, with those that were deleted since. Looks at all devices. */
    public long points() {
        synchronized (lock) {
            deliver();
            return Arrays.stream(devices.buffers())
                    .mapToLong(DeviceBuffer::points)
                    .sum();
        }
    }

    /** The least and the greatest time of its rows, or nothing if there is none. Looks at all devices. */
    public Optional<TimeRange> times() {
        synchronized (lock) {
            deliver();
            long first = Long.MAX_VALUE;
            long latest = Long.MIN_VALUE;
            for (DeviceBuffer buffer : devices.buffers()) {
                first = Math.min(first, buffer.first());
                latest = Math.max(latest, buffer.last());
            }
            return rows == 0 ? Optional.empty() : Optional.of(new TimeRange(first, latest));
        }
    }

    /** Heap that it took after the last append, in bytes, with the devices' ids, which it may be the last to hold. */
    public long bytes() {
        return bytes;
    }

    /** Bytes of heap that sorting takes at most, one device after the other. Looks at all devices. */
    public long sortBytes() {
        synchronized (lock) {
            deliver();
            return Arrays.stream(devices.buffers())
                    .mapToLong(DeviceBuffer::sortBytes)
                    .max()
                    .orElse(0);
        }
    }

    /** The rows of a device so far, if it has any. For any thread; copies no value but booleans, which are few bytes. */
    public Optional<DeviceView> view(IDeviceID device) {
        ArrivedDevice arrived;
        synchronized (lock) {
            deliver();
            DeviceBuffer buffer = devices.find(device);
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
            last = null;
            inbox = null;
            rows = 0;
            deletions = 0;
            bytes = 0;
            context = new BufferContext(types, new HeapMeter());
            frozen = false;
        }
    }

    /**
     * Takes in no more rows until it is cleared, and hands out the devices that it has. May be called again.
     */
    DeviceBuffer[] freeze() {
        synchronized (lock) {
            deliver();
            frozen = true;
            return devices.buffers();
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
        bytes = context.meter().bytes() + devices.bytes() + (inbox == null ? 0 : inbox.bytes());
    }

    private boolean takesDetour() {
        // Not from the first row on: a memtable of one device never needs it.
        return inbox != null ? inbox.isWorthwhile() : types.size() <= MAX_INBOX_FIELDS && devices.size() > 1;
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
        isNew = false;
        DeviceBuffer buffer = last;
        if (buffer != null && device.equals(buffer.device)) {
            repeats++;
            return buffer;
        }
        repeats = 0;
        buffer = devices.find(device);
        isNew = buffer == null;
        if (buffer == null) {
            admission.check(device);
            buffer = DeviceBuffer.of(device, context, aligned);
        }
        return buffer;
    }

    /** The buffer as one that can delete; it takes the place of another one. */
    private ChangedBuffer changed(DeviceBuffer buffer) {
        ChangedBuffer changed = ChangedBuffer.of(buffer, context);
        if (changed != buffer && !isNew) {
            devices.replace(changed);
            last = changed;
        }
        return changed;
    }

    /** Takes note that the buffer has so many rows more. */
    private void taken(DeviceBuffer buffer, int more) {
        if (isNew) {
            devices.add(buffer);
            context.meter().add(buffer.device.ramBytesUsed());
            isNew = false;
        }
        last = buffer;
        rows += more;
        countBytes();
    }

    /** Rows that fail must not fill the memory with devices. */
    private void forget(DeviceBuffer buffer) {
        if (isNew) {
            context.meter().add(-buffer.bytes());
            isNew = false;
        }
    }
}
