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

import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Appends the records of a segment to a memtable. Not thread-safe. */
final class RecordDecoder {
    private final List<TSDataType> types;
    private final MemTable target;
    private final Row row;

    RecordDecoder(TableSchema schema, MemTable target) {
        this.types = schema.fields().stream().map(Column::type).toList();
        this.target = target;
        this.row = new Row(types);
    }

    /**
     * Takes in one record, and gives the number of its rows.
     *
     * @param body little-endian, of a heap array
     * @throws IllegalArgumentException with what is wrong, if it is none that this version writes
     */
    int replay(ByteBuffer body) {
        try {
            byte kind = body.get();
            return switch (kind) {
                case RecordKind.ROW -> row(body);
                case RecordKind.POINT -> point(body);
                case RecordKind.BATCH -> batch(body);
                default -> throw new IllegalArgumentException("a record of kind " + kind + " is not known");
            };
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a record is shorter than what it holds", e);
        }
    }

    private int row(ByteBuffer body) {
        IDeviceID device = DeviceBytes.get(body);
        long time = body.getLong();
        int mask = body.position();
        Bits.skip(body, types.size());
        row.clear();
        for (int i = 0; i < types.size(); i++) {
            if (Bits.isSet(body, mask, i)) {
                row.read(i, body);
            }
        }
        requireEnd(body);
        target.append(device, time, row);
        return 1;
    }

    private int point(ByteBuffer body) {
        IDeviceID device = DeviceBytes.get(body);
        long time = body.getLong();
        int field = body.getInt();
        if (field < 0 || field >= types.size()) {
            throw new IllegalArgumentException(
                    "a record holds a value of field " + field + " of " + types.size() + " fields");
        }
        row.clear();
        row.read(field, body);
        requireEnd(body);
        target.append(device, field, time, row);
        return 1;
    }

    private int batch(ByteBuffer body) {
        IDeviceID device = DeviceBytes.get(body);
        int rows = Fields.length(body.getInt());
        Fields.require(body, 8L * rows);
        LongVector times = (LongVector) Vector.of(TSDataType.INT64, rows);
        ValueBytes.get(times, rows, body);
        int mask = body.position();
        Bits.skip(body, types.size());
        @Nullable Vector[] columns = new Vector[types.size()];
        for (int i = 0; i < columns.length; i++) {
            if (Bits.isSet(body, mask, i)) {
                columns[i] = column(types.get(i), rows, body);
            }
        }
        requireEnd(body);
        target.append(device, times, columns);
        return rows;
    }

    private static Vector column(TSDataType type, int rows, ByteBuffer body) {
        byte nulls = body.get();
        if (nulls != 0 && nulls != 1) {
            throw new IllegalArgumentException("a column is marked with " + nulls + ", which is neither 0 nor 1");
        }
        byte[] bits = nulls == 0 ? new byte[0] : Bits.get(rows, body);
        int present = nulls == 0 ? rows : Bits.countSet(bits, rows);
        Vector column = Vector.of(type, 0);
        ValueBytes.get(column, present, body);
        if (nulls != 0) {
            column.spread(0, bits, 0, rows);
        }
        return column;
    }

    private static void requireEnd(ByteBuffer body) {
        if (body.hasRemaining()) {
            throw new IllegalArgumentException("a record is longer than what it holds");
        }
    }

    /** A row whose values are each in a vector of its own. */
    private static final class Row implements RowValues {
        private final List<TSDataType> types;
        private final @Nullable Vector[] values;
        private final boolean[] present;

        Row(List<TSDataType> types) {
            this.types = types;
            this.values = new Vector[types.size()];
            this.present = new boolean[types.size()];
        }

        void clear() {
            Arrays.fill(present, false);
        }

        void read(int field, ByteBuffer body) {
            Vector value = values[field];
            if (value == null) {
                value = Vector.of(types.get(field), 1);
                values[field] = value;
            }
            value.clear();
            ValueBytes.get(value, 1, body);
            present[field] = true;
        }

        @Override
        public boolean isNull(int field) {
            return !present[field];
        }

        @Override
        public void appendTo(int field, Vector target) {
            target.append(Objects.requireNonNull(values[field]), 0);
        }
    }
}
