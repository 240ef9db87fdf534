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
import io.tsfile.core.vector.HeapMeter;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Rows and deletes of many devices in the order of arrival, to be handed on by device, as columns: in front of a memtable that is
 * elsewhere.
 *
 * <ul>
 *   <li>Not thread-safe. Values are copied in.
 *   <li>It takes what a memtable takes, and refuses with the same words what that refuses.
 *   <li>Its rows lie behind each other and not by device, so that it has a bound in bytes however many devices there are, and
 *       touches the same few cache lines for each row.
 * </ul>
 */
public final class DeviceBatches {
    /** Rows at most while they are enough; so few that a column stays in the processor's nearest cache. */
    private static final int FEW_ROWS = 2048;
    /** As many times more where devices get too few of those. */
    private static final int GROWTH = 4;

    private static final int MAX_ROWS = 65_536;
    /** Fewer rows are not worth their hand-out, however wide they are. */
    private static final int LEAST_ROWS = 64;
    /** Of a time, and of a value of most types. */
    private static final long VALUE_BYTES = 8;
    /** Rows of a device that pay for a batch of its own. */
    private static final int WORTHWHILE = 64;
    /** Devices that are remembered from one hand-out to the next. */
    private static final int MAX_KNOWN = 16_384;

    private static final int FIRST_ROWS = 16;
    /** A row that deletes has a time and no values. */
    private static final RowValues NO_VALUES = new RowValues() {
        @Override
        public boolean isNull(int field) {
            return true;
        }

        @Override
        public void appendTo(int field, Vector target) {
            throw new IllegalStateException("Cannot append a value of a row that deletes");
        }
    };

    private final Admission admission;
    private final List<TSDataType> types;
    private final long maxBytes;
    private final int maxRows;
    private final Map<IDeviceID, Owner> known = new HashMap<>();
    private final BitSet deletes = new BitSet();
    private Owner[] owners;
    private HeapMeter meter = new HeapMeter();
    private SeriesBuffer rows;

    /**
     * No rows yet.
     *
     * @param maxBytes heap of the rows, of which it may take twice as much while arrays grow, and more for long texts
     */
    public DeviceBatches(TableSchema schema, long maxBytes) {
        this.admission = new Admission(schema);
        this.types = schema.fields().stream().map(Column::type).toList();
        long rowBytes = VALUE_BYTES * (types.size() + 1);
        this.maxBytes = Math.max(maxBytes, LEAST_ROWS * rowBytes);
        this.maxRows = (int) Math.min(MAX_ROWS, this.maxBytes / rowBytes);
        this.owners = new Owner[Math.min(FEW_ROWS, maxRows)];
        this.rows = noRows();
    }

    /** Takes over what is handed on. */
    @FunctionalInterface
    public interface Taker {
        /** Takes rows {@code positions[from..to)}, which are all those of {@code device}, in the order of arrival. */
        void take(IDeviceID device, Content content, int[] positions, int from, int to) throws IOException;
    }

    /**
     * Rows of all devices, only to be read, and only until the hand-out ends.
     *
     * @param times one per row
     * @param columns one per field of the table, as long as the times; null where no row has a value
     * @param deletes the rows that delete, and have no values
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Content(LongVector times, @Nullable Vector[] columns, BitSet deletes) {}

    /**
     * Takes in a row. One that does not fit leaves nothing behind.
     *
     * @throws TsFileConnectorException if the device cannot be one of the table's
     */
    public void append(IDeviceID device, long time, RowValues row) {
        Owner owner = owner(device);
        rows.append(time, row);
        owners[rows.rows() - 1] = owner;
    }

    /**
     * Takes in that the row of a device and time is gone.
     *
     * @throws TsFileConnectorException if the device cannot be one of the table's
     */
    public void delete(IDeviceID device, long time) {
        append(device, time, NO_VALUES);
        deletes.set(rows.rows() - 1);
    }

    /** Rows and deletes. */
    public int size() {
        return rows.rows();
    }

    /** Whether there are neither rows nor deletes. */
    public boolean isEmpty() {
        return rows.rows() == 0;
    }

    /** Whether everything has to be handed on before the next row. */
    public boolean isFull() {
        return rows.rows() >= owners.length || isLarge();
    }

    /** Heap of the rows, in bytes. */
    public long bytes() {
        return meter.bytes();
    }

    /**
     * Hands everything on, device by device in the order of their first rows, and is empty then; of no use any more if {@code
     * taker} fails.
     *
     * @throws IllegalStateException if some row gave no value, or two, where it said it had one
     */
    public void handOut(Taker taker) throws IOException {
        rows.requireWhole();
        int count = rows.rows();
        Owner[] devices = new Owner[count];
        int[] positions = new int[count];
        int distinct = RowOwner.group(owners, count, devices, positions);
        Content content = new Content(rows.times(), rows.columns(), deletes);
        int from = 0;
        for (int i = 0; i < distinct; i++) {
            Owner owner = devices[i];
            int to = owner.expected;
            owner.expected = 0;
            taker.take(owner.device, content, positions, from, to);
            from = to;
        }
        clear(count >= owners.length && count < (long) WORTHWHILE * distinct);
    }

    private void clear(boolean tooFew) {
        boolean large = isLarge();
        rows.clear();
        deletes.clear();
        if (tooFew && owners.length < maxRows) {
            owners = new Owner[Math.min(maxRows, GROWTH * owners.length)];
        }
        if (large) {
            // One long text must not make it full for ever.
            meter = new HeapMeter();
            rows = noRows();
        }
        if (known.size() > MAX_KNOWN) {
            known.clear();
        }
    }

    private boolean isLarge() {
        return meter.bytes() >= 2 * maxBytes;
    }

    private Owner owner(IDeviceID device) {
        Owner owner = known.get(device);
        if (owner == null) {
            admission.check(device);
            owner = new Owner(device);
            known.put(device, owner);
        }
        return owner;
    }

    private SeriesBuffer noRows() {
        return SeriesBuffer.ofRows(new BufferContext(types, meter), FIRST_ROWS);
    }

    /** A device. */
    private static final class Owner extends RowOwner {
        final IDeviceID device;

        Owner(IDeviceID device) {
            this.device = device;
        }
    }
}
