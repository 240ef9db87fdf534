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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Writes records, each as a whole or, if it is refused, not at all. Not thread-safe. */
final class RecordEncoder {
    /** Bytes from which on a batch becomes several records; a single row is never parted. */
    static final int BATCH_BYTES = 1 << 20;
    /** A vector of one value that is larger was for a rare value. */
    private static final int MAX_SCRATCH_BYTES = 1 << 20;

    private final List<Column> fields;
    private final DeviceBytes devices = new DeviceBytes();
    private final Map<TSDataType, Vector> scratch = new EnumMap<>(TSDataType.class);
    private final CRC32C crc = new CRC32C();
    private final byte[] salt = new byte[4];

    RecordEncoder(TableSchema schema) {
        this.fields = schema.fields();
    }

    /** Begins another segment. */
    void salt(int value) {
        for (int i = 0; i < 4; i++) {
            salt[i] = (byte) (value >>> (8 * i));
        }
    }

    void row(IDeviceID device, long time, RowValues row, LogBytes out) {
        record(out, () -> {
            head(RecordKind.ROW, device, out);
            out.room(8).putLong(time);
            int mask = out.size();
            out.room(Bits.bytes(fields.size())).put(new byte[Bits.bytes(fields.size())]);
            for (int i = 0; i < fields.size(); i++) {
                if (!row.isNull(i)) {
                    out.array()[mask + (i >>> 3)] |= (byte) (0x80 >>> (i & 7));
                    value(i, row, out);
                }
            }
        });
    }

    void point(IDeviceID device, int field, long time, RowValues value, LogBytes out) {
        record(out, () -> {
            head(RecordKind.POINT, device, out);
            out.room(12).putLong(time).putInt(field);
            value(field, value, out);
        });
    }

    void batch(IDeviceID device, LongVector times, @Nullable Vector[] columns, int from, int to, LogBytes out) {
        int rows = to - from;
        if (rows > 1 && batchBytes(columns, from, to) > BATCH_BYTES) {
            int middle = from + rows / 2;
            batch(device, times, columns, from, middle, out);
            batch(device, times, columns, middle, to, out);
            return;
        }
        record(out, () -> {
            head(RecordKind.BATCH, device, out);
            out.room(4).putInt(rows);
            ValueBytes.put(times, from, to, out);
            int mask = out.size();
            out.room(Bits.bytes(fields.size())).put(new byte[Bits.bytes(fields.size())]);
            for (int i = 0; i < columns.length; i++) {
                Vector column = columns[i];
                int present = column == null ? 0 : column.presentCount(from, to);
                if (column != null && present > 0) {
                    out.array()[mask + (i >>> 3)] |= (byte) (0x80 >>> (i & 7));
                    column(column, present, from, to, out);
                }
            }
        });
    }

    /** The mark that nothing follows. */
    void end(LogBytes out) {
        record(out, () -> out.room(1).put(RecordKind.END));
    }

    private void head(byte kind, IDeviceID device, LogBytes out) {
        out.room(1).put(kind);
        devices.put(device, out);
    }

    private void value(int field, RowValues row, LogBytes out) {
        TSDataType type = fields.get(field).type();
        Vector value = scratch.computeIfAbsent(type, t -> Vector.of(t, 1));
        value.clear();
        row.appendTo(field, value);
        ValueBytes.put(value, 0, 1, out);
        if (value.bytes() > MAX_SCRATCH_BYTES) {
            scratch.remove(type);
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

    /** Puts a frame around what {@code body} writes. */
    private void record(LogBytes out, Runnable body) {
        int start = out.size();
        boolean whole = false;
        try {
            out.room(RecordKind.FRAME_BYTES).putLong(0);
            body.run();
            int length = out.size() - start - RecordKind.FRAME_BYTES;
            if (length > RecordKind.MAX_BODY_BYTES) {
                throw new TsFileConnectorException("Cannot log a row of " + length + " bytes: "
                        + RecordKind.MAX_BODY_BYTES + " are the most. Part its long values");
            }
            frame(out, start, length);
            whole = true;
        } finally {
            if (!whole) {
                out.truncate(start);
            }
        }
    }

    private void frame(LogBytes out, int start, int length) {
        int end = out.size();
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
