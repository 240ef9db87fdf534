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
package io.tsfile.core.encoding.encode;

import static io.tsfile.core.encoding.encode.BitPacker.BIG_ENDIAN;

import io.tsfile.core.encoding.PageBuffer;
import io.tsfile.core.encoding.ValueEncoder;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * PLAIN of all types but INT32 and DATE. A NaN keeps its payload, which the library's encoder takes away and its decoder
 * gives back.
 */
final class PlainValues implements ValueEncoder {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    @Override
    public boolean encode(Vector values, int from, int to, PageBuffer target) {
        if (values instanceof LongVector longs) {
            encodeLongs(longs.values(), from, to, target);
        } else if (values instanceof DoubleVector doubles) {
            encodeDoubles(doubles.values(), from, to, target);
        } else if (values instanceof FloatVector floats) {
            encodeFloats(floats.values(), from, to, target);
        } else if (values instanceof BooleanVector booleans) {
            encodeBooleans(booleans, from, to, target);
        } else {
            BinaryVector binaries = (BinaryVector) values;
            for (int i = from; i < to; i++) {
                putBinary(binaries, i, target);
            }
        }
        return true;
    }

    /** Appends the length of value {@code i}, a signed var-int, and its bytes. */
    static void putBinary(BinaryVector values, int i, PageBuffer target) {
        target.putVarInt(values.length(i) << 1);
        target.put(values.data(), values.start(i), values.length(i));
    }

    private static void encodeLongs(long[] values, int from, int to, PageBuffer target) {
        byte[] array = target.reserve(8L * (to - from));
        int at = target.size();
        for (int i = from; i < to; i++) {
            BIG_ENDIAN.set(array, at + 8 * (i - from), values[i]);
        }
        target.advance(8 * (to - from));
    }

    private static void encodeDoubles(double[] values, int from, int to, PageBuffer target) {
        byte[] array = target.reserve(8L * (to - from));
        int at = target.size();
        for (int i = from; i < to; i++) {
            BIG_ENDIAN.set(array, at + 8 * (i - from), Double.doubleToRawLongBits(values[i]));
        }
        target.advance(8 * (to - from));
    }

    private static void encodeFloats(float[] values, int from, int to, PageBuffer target) {
        byte[] array = target.reserve(4L * (to - from));
        int at = target.size();
        for (int i = from; i < to; i++) {
            INTS.set(array, at + 4 * (i - from), Float.floatToRawIntBits(values[i]));
        }
        target.advance(4 * (to - from));
    }

    private static void encodeBooleans(BooleanVector values, int from, int to, PageBuffer target) {
        byte[] array = target.reserve(to - (long) from);
        int at = target.size();
        long[] words = values.words();
        for (int i = from; i < to; i++) {
            array[at + i - from] = (byte) ((words[i >>> 6] >>> i) & 1);
        }
        target.advance(to - from);
    }
}
