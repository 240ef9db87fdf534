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
package io.tsfile.flink.stage;

import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import io.tsfile.flink.bytes.ModelBytes;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Reads what {@link RowPacker} made, an array at a time, into vectors of its own. Valid until the next message. Not thread-safe. */
final class RowUnpacker implements RowValues {
    private static final int FIRST_ROWS = 256;

    private final List<TSDataType> types;
    private final LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, FIRST_ROWS);
    /** By field, from the first message on that has values of it. */
    private final @Nullable Vector[] kept;
    /** By field, where the message at hand has values. */
    private final @Nullable Vector[] columns;

    private final DataInputDeserializer head = new DataInputDeserializer();
    /** The bytes of the message at hand. */
    private byte[] all = new byte[0];

    private boolean isFull;
    private @Nullable ByteBuffer deletes;
    private int[] starts = new int[0];
    private int[] lengths = new int[0];
    /** Of which {@link RowValues} tells. */
    private int row;

    RowUnpacker(TableSchema schema) {
        this.types = schema.fields().stream().map(Column::type).toList();
        this.kept = new Vector[types.size()];
        this.columns = new Vector[types.size()];
    }

    /**
     * Reads a message.
     *
     * @return the device of its rows
     */
    IDeviceID read(PackedRows rows) throws IOException {
        all = rows.bytes();
        head.setBuffer(all);
        IDeviceID device = ModelBytes.readDevice(head);
        int count = head.readInt();
        int flags = head.readByte();
        int start = head.getPosition();
        try {
            read(ByteBuffer.wrap(all, start, all.length - start).order(ByteOrder.LITTLE_ENDIAN), count, flags);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("Cannot read " + rows + " of device " + device + ": the bytes are damaged", e);
        }
        return device;
    }

    private void read(ByteBuffer bytes, int count, int flags) {
        times.clear();
        readValues(times, bytes, count);
        deletes = null;
        if ((flags & RowPacker.DELETES) != 0) {
            deletes = bytes.slice();
            skip(bytes, bits(count));
        }
        isFull = (flags & RowPacker.FULL) != 0;
        if (isFull) {
            for (int i = 0; i < columns.length; i++) {
                readValues(emptied(i), bytes, count);
            }
            return;
        }
        Arrays.fill(columns, null);
        for (int left = bytes.getInt(); left > 0; left--) {
            Vector column = emptied(bytes.getInt());
            if (bytes.get() == 0) {
                readValues(column, bytes, count);
            } else {
                int bits = bytes.position();
                skip(bytes, bits(count));
                int present = 0;
                for (int i = bits; i < bytes.position(); i++) {
                    present += Integer.bitCount(bytes.get(i) & 0xff);
                }
                readValues(column, bytes, present);
                column.spread(0, all, bits, count);
            }
        }
    }

    /** Of all rows. */
    LongVector times() {
        return times;
    }

    /** One per field; null where no row has a value. */
    @Nullable
    Vector[] columns() {
        return columns;
    }

    /** Whether every row has all values. */
    boolean isFull() {
        return isFull;
    }

    /** The first row from {@code from} on that deletes, else the number of rows. */
    int nextDelete(int from) {
        int count = times.size();
        if (deletes == null) {
            return count;
        }
        int i = from;
        while (i < count && (deletes.get(i >>> 3) & (0x80 >>> (i & 7))) == 0) {
            i++;
        }
        return i;
    }

    /** One row's values; valid until the next call. */
    RowValues values(int ofRow) {
        row = ofRow;
        return this;
    }

    @Override
    public boolean isNull(int field) {
        Vector column = columns[field];
        return column == null || column.isNull(row);
    }

    @Override
    public void appendTo(int field, Vector target) {
        Vector column = columns[field];
        if (column == null) {
            throw new IllegalStateException("Cannot append field " + field + ": no row of the message has it");
        }
        // The ranges of one value that the vectors would copy cost several times as much.
        if (column instanceof DoubleVector doubles) {
            ((DoubleVector) target).append(doubles.get(row));
        } else if (column instanceof LongVector longs) {
            ((LongVector) target).append(longs.get(row));
        } else if (column instanceof IntVector ints) {
            ((IntVector) target).append(ints.get(row));
        } else {
            target.append(column, row);
        }
    }

    private Vector emptied(int field) {
        Vector column = kept[field];
        if (column == null) {
            column = Vector.of(types.get(field), FIRST_ROWS);
            kept[field] = column;
        }
        column.clear();
        columns[field] = column;
        return column;
    }

    private void readValues(Vector column, ByteBuffer bytes, int count) {
        if (column instanceof BinaryVector texts) {
            readTexts(texts, bytes, count);
            return;
        }
        int first = column.extend(count);
        if (column instanceof DoubleVector doubles) {
            bytes.asDoubleBuffer().get(doubles.values(), first, count);
            skip(bytes, Double.BYTES * count);
        } else if (column instanceof LongVector longs) {
            bytes.asLongBuffer().get(longs.values(), first, count);
            skip(bytes, Long.BYTES * count);
        } else if (column instanceof IntVector ints) {
            bytes.asIntBuffer().get(ints.values(), first, count);
            skip(bytes, Integer.BYTES * count);
        } else if (column instanceof FloatVector floats) {
            bytes.asFloatBuffer().get(floats.values(), first, count);
            skip(bytes, Float.BYTES * count);
        } else {
            BooleanVector booleans = (BooleanVector) column;
            for (int i = 0; i < count; i++) {
                booleans.set(first + i, bytes.get() != 0);
            }
        }
    }

    private void readTexts(BinaryVector texts, ByteBuffer bytes, int count) {
        if (lengths.length < count) {
            lengths = new int[count];
            starts = new int[count];
        }
        bytes.asIntBuffer().get(lengths, 0, count);
        skip(bytes, Integer.BYTES * count);
        int start = bytes.position();
        for (int i = 0; i < count; i++) {
            starts[i] = start;
            start = Math.addExact(start, lengths[i]);
        }
        bytes.position(start);
        texts.appendSlices(all, starts, lengths, count);
    }

    private static int bits(int rows) {
        return (rows + 7) >>> 3;
    }

    private static void skip(ByteBuffer bytes, int length) {
        bytes.position(bytes.position() + length);
    }
}
