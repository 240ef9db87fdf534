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
package io.tsfile.core.vector;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.tsfile.enums.TSDataType;

/**
 * Writes vectors as bytes and reads them again, an array at a time: for messages between workers of an engine.
 *
 * <p>Little-endian: type (1 byte), whether there are nulls (1), size (4), bytes that follow (4); null bits in words of 8
 * bytes if there are nulls; values. Values of variable length are their end offsets (4 each), then their bytes.
 */
public final class VectorBytes {
    private static final int HEAD = 10;
    /** Vectors of so many bytes go through an array that their thread keeps: new ones for each cost more than the copy. */
    private static final int KEPT_BYTES = 64 << 10;

    private static final ThreadLocal<byte[]> KEPT = ThreadLocal.withInitial(() -> new byte[KEPT_BYTES]);

    private VectorBytes() {}

    /** Writes {@code vector}, which stays the caller's. */
    public static void write(Vector vector, DataOutput out) throws IOException {
        int size = vector.size();
        long[] nullWords = vector.nullWords();
        int words = nullWords == null ? 0 : words(size);
        int body = Math.toIntExact(8L * words + valueBytes(vector));
        byte[] array = room(Math.addExact(HEAD, body));
        ByteBuffer bytes = ByteBuffer.wrap(array, 0, HEAD + body).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(vector.type().serialize())
                .put((byte) (nullWords == null ? 0 : 1))
                .putInt(size)
                .putInt(body);
        if (nullWords != null) {
            // The bits may end before the last value does.
            bytes.asLongBuffer().put(Arrays.copyOf(nullWords, words));
            bytes.position(HEAD + 8 * words);
        }
        putValues(vector, bytes);
        out.write(array, 0, HEAD + body);
    }

    /** Reads a vector that {@link #write} wrote. */
    public static Vector read(DataInput in) throws IOException {
        return read(in, SpareVectors.NONE);
    }

    /** As {@link #read(DataInput)}, to a vector that is spare if there is one. */
    public static Vector read(DataInput in, SpareVectors spare) throws IOException {
        ByteBuffer head = readBytes(in, HEAD);
        TSDataType type = TSDataType.deserialize(head.get());
        boolean hasNulls = head.get() != 0;
        int size = head.getInt();
        ByteBuffer body = readBytes(in, head.getInt());
        long[] nullWords = new long[hasNulls ? words(size) : 0];
        if (hasNulls) {
            body.asLongBuffer().get(nullWords);
            body.position(8 * nullWords.length);
        }
        Vector vector = spare.take(type, size);
        getValues(vector, size, body);
        if (hasNulls) {
            vector.setNullWords(nullWords);
        }
        return vector;
    }

    private static int words(int size) {
        return (size + 63) >>> 6;
    }

    private static ByteBuffer readBytes(DataInput in, int length) throws IOException {
        byte[] bytes = room(length);
        in.readFully(bytes, 0, length);
        return ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** An array of so many bytes or more, with others in it; until the thread asks again. */
    private static byte[] room(int length) {
        return length <= KEPT_BYTES ? KEPT.get() : new byte[length];
    }

    private static long valueBytes(Vector vector) {
        long size = vector.size();
        if (vector instanceof BinaryVector binary) {
            return 4 * size + binary.start(vector.size());
        }
        if (vector instanceof BooleanVector) {
            return size;
        }
        return vector instanceof IntVector || vector instanceof FloatVector ? 4 * size : 8 * size;
    }

    private static void putValues(Vector vector, ByteBuffer bytes) {
        int size = vector.size();
        if (vector instanceof BooleanVector booleans) {
            for (int i = 0; i < size; i++) {
                bytes.put((byte) (booleans.get(i) ? 1 : 0));
            }
        } else if (vector instanceof IntVector ints) {
            bytes.asIntBuffer().put(ints.values(), 0, size);
        } else if (vector instanceof LongVector longs) {
            bytes.asLongBuffer().put(longs.values(), 0, size);
        } else if (vector instanceof FloatVector floats) {
            bytes.asFloatBuffer().put(floats.values(), 0, size);
        } else if (vector instanceof DoubleVector doubles) {
            bytes.asDoubleBuffer().put(doubles.values(), 0, size);
        } else {
            BinaryVector binary = (BinaryVector) vector;
            for (int i = 1; i <= size; i++) {
                bytes.putInt(binary.start(i));
            }
            bytes.put(binary.data(), 0, binary.start(size));
        }
    }

    private static void getValues(Vector vector, int size, ByteBuffer bytes) {
        if (vector instanceof BinaryVector binary) {
            int[] ends = new int[size];
            bytes.asIntBuffer().get(ends);
            bytes.position(bytes.position() + 4 * size);
            byte[] data = new byte[bytes.remaining()];
            bytes.get(data);
            for (int i = 0, from = 0; i < size; from = ends[i++]) {
                binary.append(data, from, ends[i] - from);
            }
            return;
        }
        vector.grow(size);
        if (vector instanceof BooleanVector booleans) {
            for (int i = 0; i < size; i++) {
                booleans.set(i, bytes.get() != 0);
            }
        } else if (vector instanceof IntVector ints) {
            bytes.asIntBuffer().get(ints.values(), 0, size);
        } else if (vector instanceof LongVector longs) {
            bytes.asLongBuffer().get(longs.values(), 0, size);
        } else if (vector instanceof FloatVector floats) {
            bytes.asFloatBuffer().get(floats.values(), 0, size);
        } else {
            bytes.asDoubleBuffer().get(((DoubleVector) vector).values(), 0, size);
        }
    }
}
