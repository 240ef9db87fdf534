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
package io.tsfile.core.wal;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Writes records. Of one that is refused a part may be left behind, which the caller drops. Not thread-safe. */
final class RecordEncoder {
    /** Bytes from which on a batch becomes several records; a single row is never parted. */
    static final int BATCH_BYTES = 1 << 20;
    /** A vector of one value that is larger was for a rare value, and is not kept. */
    private static final int MAX_SCRATCH_BYTES = 1 << 20;

    private final TSDataType[] types;
    private final DeviceBytes devices = new DeviceBytes();
    /** A value of each field, once it was used. */
    private final @Nullable Vector[] scratch;

    private final CRC32C crc = new CRC32C();
    private final byte[] salt = new byte[4];

    RecordEncoder(TableSchema schema) {
        this.types = schema.fields().stream().map(Column::type).toArray(TSDataType[]::new);
        this.scratch = new Vector[types.length];
    }

    /** Begins another segment. */
    void salt(int value) {
        for (int i = 0; i < 4; i++) {
            salt[i] = (byte) (value >>> (8 * i));
        }
    }

    void row(IDeviceID device, long time, RowValues row, LogBytes out) {
        int start = begin(RecordKind.ROW, device, out);
        out.room(8).putLong(time);
        int mask = mask(out);
        for (int i = 0; i < types.length; i++) {
            if (!row.isNull(i)) {
                set(mask, i, out);
                value(i, row, out);
            }
        }
        end(start, out);
    }

    void point(IDeviceID device, int field, long time, RowValues value, LogBytes out) {
        int start = begin(RecordKind.POINT, device, out);
        out.room(12).putLong(time).putInt(field);
        value(field, value, out);
        end(start, out);
    }

    /**
     * Writes rows as one or more records.
     *
     * @throws IllegalArgumentException if they are not of this table: nobody could read them
     */
    void batch(IDeviceID device, LongVector times, @Nullable Vector[] columns, int from, int to, LogBytes out) {
        Objects.checkFromToIndex(from, to, times.size());
        boolean fits = columns.length == types.length && !times.hasNulls();
        for (int i = 0; i < columns.length && fits; i++) {
            Vector column = columns[i];
            fits = column == null || (column.type() == types[i] && column.size() == times.size());
        }
        if (!fits) {
            throw new IllegalArgumentException("Cannot log a batch of " + columns.length + " columns and "
                    + times.size()
                    + " rows: it needs a time per row, and a column of its type, or none, for each of " + types.length
                    + " fields");
        }
        if (from < to) {
            rows(device, times, columns, from, to, out);
        }
    }

    private void rows(IDeviceID device, LongVector times, @Nullable Vector[] columns, int from, int to, LogBytes out) {
        int rows = to - from;
        long bytes = batchBytes(columns, from, to);
        if (rows > 1 && bytes > BATCH_BYTES) {
            int middle = from + rows / 2;
            rows(device, times, columns, from, middle, out);
            rows(device, times, columns, middle, to, out);
            return;
        }
        checkLength(bytes);
        int start = begin(RecordKind.BATCH, device, out);
        out.room(4).putInt(rows);
        ValueBytes.put(times, from, to, out);
        int mask = mask(out);
        for (int i = 0; i < columns.length; i++) {
            Vector column = columns[i];
            int present = column == null ? 0 : column.presentCount(from, to);
            if (column != null && present > 0) {
                set(mask, i, out);
                column(column, present, from, to, out);
            }
        }
        end(start, out);
    }

    /** The mark that nothing follows. */
    void end(LogBytes out) {
        int start = out.size();
        out.room(RecordKind.FRAME_BYTES + 1L).putLong(0).put(RecordKind.END);
        end(start, out);
    }

    /** The note that all before {@code position} of the file is durable. */
    void durable(long position, LogBytes out) {
        int start = out.size();
        out.room(RecordKind.FRAME_BYTES + RecordKind.DURABLE_BYTES)
                .putLong(0)
                .put(RecordKind.DURABLE)
                .putLong(position);
        end(start, out);
    }

    /** Begins a record, and says where it starts. */
    private int begin(byte kind, IDeviceID device, LogBytes out) {
        int start = out.size();
        // Length and checksum come at the end.
        out.room(RecordKind.FRAME_BYTES + 1L).putLong(0).put(kind);
        devices.put(device, out);
        return start;
    }

    /** Appends a bit for each field, none of them set, and says where they are. */
    private int mask(LogBytes out) {
        int mask = out.size();
        int bytes = Bits.bytes(types.length);
        out.room(bytes);
        for (int i = 0; i < bytes; i++) {
            out.room(1).put((byte) 0);
        }
        return mask;
    }

    private static void set(int mask, int field, LogBytes out) {
        out.array()[mask + (field >>> 3)] |= (byte) (0x80 >>> (field & 7));
    }

    private void value(int field, RowValues row, LogBytes out) {
        Vector value = scratch[field];
        if (value == null) {
            value = Vector.of(types[field], 1);
            scratch[field] = value;
        }
        value.clear();
        row.appendTo(field, value);
        if (value.size() != 1 || value.hasNulls()) {
            throw new IllegalArgumentException(
                    "Cannot log a row: it says that it has a value for field " + field + ", and gives none");
        }
        checkLength(ValueBytes.size(value, 0, 1));
        ValueBytes.put(value, 0, 1, out);
        if (value.bytes() > MAX_SCRATCH_BYTES) {
            scratch[field] = null;
        }
    }

    private static void column(Vector column, int present, int from, int to, LogBytes out) {
        if (present == to - from) {
            out.room(1).put((byte) 0);
            ValueBytes.put(column, from, to, out);
            return;
        }
        out.room(1).put((byte) 1);
        Bits.putPresent(column, from, to, out.room(Bits.bytes(to - from)));
        Vector values = Vector.of(column.type(), present);
        values.appendPresent(column.slice(from, to));
        ValueBytes.put(values, 0, present, out);
    }

    private static long batchBytes(@Nullable Vector[] columns, int from, int to) {
        long bytes = 8L * (to - from);
        for (Vector column : columns) {
            bytes += column == null ? 0 : ValueBytes.size(column, from, to);
        }
        return bytes;
    }

    /** Before memory is taken for it, where that is much. */
    private static void checkLength(long length) {
        if (length > RecordKind.MAX_BODY_BYTES) {
            throw new TsFileConnectorException("Cannot log a row of " + length + " bytes: " + RecordKind.MAX_BODY_BYTES
                    + " are the most. Part its long values");
        }
    }

    /** Ends a record with its length and checksum, which stand in front. */
    private void end(int start, LogBytes out) {
        int end = out.size();
        int length = end - start - RecordKind.FRAME_BYTES;
        checkLength(length);
        out.truncate(start);
        out.room(4).putInt(length);
        crc.reset();
        crc.update(salt, 0, salt.length);
        crc.update(out.array(), start, 4);
        crc.update(out.array(), start + RecordKind.FRAME_BYTES, length);
        out.room(4).putInt((int) crc.getValue());
        out.truncate(end);
    }
}
