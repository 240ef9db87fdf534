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

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.nio.ByteBuffer;

/** How values, none of which is null, stand in a record: an array at a time, bit for bit. */
final class ValueBytes {
    private ValueBytes() {}

    /** Bytes of the values {@code from} (inclusive) to {@code to} (exclusive). */
    static long size(Vector values, int from, int to) {
        long count = (long) to - from;
        if (values instanceof BinaryVector binaries) {
            return 4 * count + binaries.start(to) - binaries.start(from);
        }
        if (values instanceof BooleanVector) {
            return Bits.bytes(to - from);
        }
        return values instanceof IntVector || values instanceof FloatVector ? 4 * count : 8 * count;
    }

    /** Writes the values {@code from} (inclusive) to {@code to} (exclusive). */
    static void put(Vector values, int from, int to, LogBytes out) {
        int count = to - from;
        int size = (int) size(values, from, to);
        ByteBuffer bytes = out.room(size);
        int start = bytes.position();
        if (values instanceof BooleanVector booleans) {
            Bits.put(booleans, from, to, bytes);
        } else if (values instanceof IntVector ints) {
            bytes.asIntBuffer().put(ints.values(), from, count);
        } else if (values instanceof LongVector longs) {
            bytes.asLongBuffer().put(longs.values(), from, count);
        } else if (values instanceof FloatVector floats) {
            bytes.asFloatBuffer().put(floats.values(), from, count);
        } else if (values instanceof DoubleVector doubles) {
            bytes.asDoubleBuffer().put(doubles.values(), from, count);
        } else {
            BinaryVector binaries = (BinaryVector) values;
            for (int i = from; i < to; i++) {
                bytes.putInt(binaries.length(i));
            }
            bytes.put(binaries.data(), binaries.start(from), binaries.start(to) - binaries.start(from));
        }
        bytes.position(start + size);
    }

    /**
     * Appends {@code count} values to {@code target}.
     *
     * @param in of a heap array; no length in it is believed that does not fit
     * @throws java.nio.BufferUnderflowException if there are not as many
     */
    static void get(Vector target, int count, ByteBuffer in) {
        if (target instanceof BinaryVector binaries) {
            getBinaries(binaries, count, in);
            return;
        }
        if (target instanceof BooleanVector booleans) {
            Bits.get(booleans, count, in);
            return;
        }
        int width = target instanceof IntVector || target instanceof FloatVector ? 4 : 8;
        Fields.require(in, (long) width * count);
        int first = target.extend(count);
        if (target instanceof IntVector ints) {
            in.asIntBuffer().get(ints.values(), first, count);
        } else if (target instanceof LongVector longs) {
            in.asLongBuffer().get(longs.values(), first, count);
        } else if (target instanceof FloatVector floats) {
            in.asFloatBuffer().get(floats.values(), first, count);
        } else {
            in.asDoubleBuffer().get(((DoubleVector) target).values(), first, count);
        }
        in.position(in.position() + width * count);
    }

    private static void getBinaries(BinaryVector target, int count, ByteBuffer in) {
        Fields.require(in, 4L * count);
        int[] lengths = new int[count];
        int[] starts = new int[count];
        in.asIntBuffer().get(lengths);
        int data = in.position() + 4 * count;
        long length = 0;
        for (int i = 0; i < count; i++) {
            // The sum is checked before it can grow past the buffer, so starts do not overflow.
            Fields.require(in, Fields.length(lengths[i]) + length + 4L * count);
            starts[i] = in.arrayOffset() + data + (int) length;
            length += lengths[i];
        }
        target.appendSlices(in.array(), starts, lengths, count);
        in.position(data + (int) length);
    }
}
