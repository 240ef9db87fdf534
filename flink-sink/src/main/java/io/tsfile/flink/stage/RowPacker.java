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

import io.tsfile.core.flush.memtable.DeviceBatches;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import io.tsfile.flink.bytes.ModelBytes;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Makes messages of rows; {@link RowUnpacker} reads them. Not thread-safe.
 *
 * <p>Big-endian: the device as {@link ModelBytes} writes it, rows (4 bytes), flags (1). Then little-endian: the times (8 each); a
 * bit for each row that deletes, if there is one; of each column its values behind each other. A column that is not full has its
 * place (4) and whether bits follow (1) in front, and then the bits of the rows that have a value; those without any are left out,
 * and the number of the others (4) comes first. Bits fill bytes from the highest on. Booleans take a byte; texts their lengths (4
 * each), then their bytes.
 */
final class RowPacker {
    /** Every column has a value in every row. */
    static final int FULL = 1;
    /** Some row deletes. */
    static final int DELETES = 2;

    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);
    private static final VarHandle FLOATS = view(float[].class);
    private static final VarHandle DOUBLES = view(double[].class);

    private static final int FIRST_BYTES = 1 << 12;
    private static final int COLUMN_HEAD = 5;

    private final DataOutputSerializer head = new DataOutputSerializer(64);
    private byte[] bytes = new byte[FIRST_BYTES];
    private int at;
    /** Rows that have a value in the column at hand. */
    private int[] present = new int[0];

    /** Values of the last message that are not null. */
    private long points;

    /** Packs rows {@code positions[from..to)} of a device. */
    PackedRows pack(IDeviceID device, DeviceBatches.Content content, int[] positions, int from, int to)
            throws IOException {
        int rows = to - from;
        boolean deletes = deletes(content, positions, from, to);
        boolean full = !deletes && isFull(content.columns());
        head.clear();
        ModelBytes.writeDevice(device, head);
        head.writeInt(rows);
        head.writeByte((full ? FULL : 0) | (deletes ? DELETES : 0));
        at = 0;
        points = 0;
        int start = reserve(head.length());
        System.arraycopy(head.getSharedBuffer(), 0, bytes, start, head.length());
        putLongs(content.times().values(), positions, from, to);
        if (deletes) {
            int bits = reserveBits(rows);
            for (int i = 0; i < rows; i++) {
                if (content.deletes().get(positions[from + i])) {
                    bytes[bits + (i >>> 3)] |= (byte) (0x80 >>> (i & 7));
                }
            }
        }
        if (full) {
            for (Vector column : content.columns()) {
                putValues(column, positions, from, to);
            }
        } else {
            putColumns(content.columns(), positions, from, to);
        }
        return new PackedRows(BucketRange.bucket(device), Arrays.copyOf(bytes, at));
    }

    /** Values of the last message that are not null. */
    long points() {
        return points;
    }

    private static boolean deletes(DeviceBatches.Content content, int[] positions, int from, int to) {
        if (content.deletes().isEmpty()) {
            return false;
        }
        int i = from;
        while (i < to && !content.deletes().get(positions[i])) {
            i++;
        }
        return i < to;
    }

    private static boolean isFull(Vector[] columns) {
        for (Vector column : columns) {
            if (column == null || column.hasNulls()) {
                return false;
            }
        }
        return true;
    }

    private void putColumns(Vector[] columns, int[] positions, int from, int to) {
        int count = reserve(Integer.BYTES);
        int found = 0;
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] != null && putColumn(i, columns[i], positions, from, to)) {
                found++;
            }
        }
        INTS.set(bytes, count, found);
    }

    /** Puts a column unless it has no values. */
    private boolean putColumn(int place, Vector column, int[] positions, int from, int to) {
        int rows = to - from;
        int start = reserve(COLUMN_HEAD);
        if (!column.hasNulls()) {
            putHead(start, place, 0);
            putValues(column, positions, from, to);
            return true;
        }
        if (present.length < rows) {
            present = new int[rows];
        }
        int bits = reserveBits(rows);
        int count = 0;
        for (int i = 0; i < rows; i++) {
            int position = positions[from + i];
            if (!column.isNull(position)) {
                bytes[bits + (i >>> 3)] |= (byte) (0x80 >>> (i & 7));
                present[count++] = position;
            }
        }
        if (count == 0) {
            at = start;
            return false;
        }
        if (count == rows) {
            at = bits;
        }
        putHead(start, place, count == rows ? 0 : 1);
        putValues(column, present, 0, count);
        return true;
    }

    private void putHead(int start, int place, int hasBits) {
        INTS.set(bytes, start, place);
        bytes[start + Integer.BYTES] = (byte) hasBits;
    }

    private void putValues(Vector column, int[] positions, int from, int to) {
        points += to - from;
        if (column instanceof DoubleVector doubles) {
            putDoubles(doubles.values(), positions, from, to);
        } else if (column instanceof LongVector longs) {
            putLongs(longs.values(), positions, from, to);
        } else if (column instanceof IntVector ints) {
            putInts(ints.values(), positions, from, to);
        } else if (column instanceof FloatVector floats) {
            putFloats(floats.values(), positions, from, to);
        } else if (column instanceof BooleanVector booleans) {
            int target = reserve(to - from);
            for (int i = from; i < to; i++) {
                bytes[target + i - from] = (byte) (booleans.get(positions[i]) ? 1 : 0);
            }
        } else {
            putTexts((BinaryVector) column, positions, from, to);
        }
    }

    private void putDoubles(double[] values, int[] positions, int from, int to) {
        int target = reserve(Math.multiplyExact(Double.BYTES, to - from));
        for (int i = from; i < to; i++, target += Double.BYTES) {
            DOUBLES.set(bytes, target, values[positions[i]]);
        }
    }

    private void putLongs(long[] values, int[] positions, int from, int to) {
        int target = reserve(Math.multiplyExact(Long.BYTES, to - from));
        for (int i = from; i < to; i++, target += Long.BYTES) {
            LONGS.set(bytes, target, values[positions[i]]);
        }
    }

    private void putInts(int[] values, int[] positions, int from, int to) {
        int target = reserve(Math.multiplyExact(Integer.BYTES, to - from));
        for (int i = from; i < to; i++, target += Integer.BYTES) {
            INTS.set(bytes, target, values[positions[i]]);
        }
    }

    private void putFloats(float[] values, int[] positions, int from, int to) {
        int target = reserve(Math.multiplyExact(Float.BYTES, to - from));
        for (int i = from; i < to; i++, target += Float.BYTES) {
            FLOATS.set(bytes, target, values[positions[i]]);
        }
    }

    private void putTexts(BinaryVector texts, int[] positions, int from, int to) {
        int lengths = reserve(Math.multiplyExact(Integer.BYTES, to - from));
        for (int i = from; i < to; i++) {
            int length = texts.length(positions[i]);
            INTS.set(bytes, lengths + Integer.BYTES * (i - from), length);
            int target = reserve(length);
            System.arraycopy(texts.data(), texts.start(positions[i]), bytes, target, length);
        }
    }

    /** Room for a bit per row, none of which is set. */
    private int reserveBits(int rows) {
        int length = (rows + 7) >>> 3;
        int start = reserve(length);
        Arrays.fill(bytes, start, start + length, (byte) 0);
        return start;
    }

    /** Room for so many bytes more. */
    private int reserve(int length) {
        int start = at;
        at = Math.addExact(start, length);
        if (at > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(at, 2L * bytes.length)));
        }
        return start;
    }

    private static VarHandle view(Class<?> arrays) {
        return MethodHandles.byteArrayViewVarHandle(arrays, ByteOrder.LITTLE_ENDIAN);
    }
}
