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
package io.tsfile.core.encoding.decode;

import static io.tsfile.core.encoding.decode.PageCursor.BIG_ENDIAN;

import io.tsfile.core.encoding.ValueDecoder;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** PLAIN of types whose values all have the same length: INT64, TIMESTAMP, FLOAT, DOUBLE, BOOLEAN. */
final class PlainFixed implements ValueDecoder {
    private static final VarHandle FLOATS = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle DOUBLES = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.BIG_ENDIAN);

    private final PageCursor page;
    private final int valueBytes;

    PlainFixed(PageCursor page, int valueBytes) {
        this.page = page;
        this.valueBytes = valueBytes;
    }

    @Override
    public void decode(Vector target, int count) {
        byte[] array = page.array();
        // Before the vector grows, so that a damaged count takes no memory.
        int from = page.take((long) count * valueBytes, "PLAIN values");
        int first = target.extend(count);
        if (target instanceof LongVector longs) {
            long[] values = longs.values();
            for (int i = 0; i < count; i++) {
                values[first + i] = (long) BIG_ENDIAN.get(array, from + 8 * i);
            }
        } else if (target instanceof DoubleVector doubles) {
            double[] values = doubles.values();
            for (int i = 0; i < count; i++) {
                values[first + i] = (double) DOUBLES.get(array, from + 8 * i);
            }
        } else if (target instanceof FloatVector floats) {
            float[] values = floats.values();
            for (int i = 0; i < count; i++) {
                values[first + i] = (float) FLOATS.get(array, from + 4 * i);
            }
        } else {
            setBits(((BooleanVector) target).words(), first, from, count);
        }
    }

    @Override
    public void skip(int count) {
        page.take((long) count * valueBytes, "PLAIN values");
    }

    /** A byte each; whatever is not 0 is true. */
    private void setBits(long[] words, int first, int from, int count) {
        byte[] array = page.array();
        for (int i = 0; i < count; ) {
            int bit = (first + i) & 63;
            int end = Math.min(count, i + 64 - bit);
            long bits = 0;
            for (int j = i, shift = bit; j < end; j++, shift++) {
                bits |= (long) (-(array[from + j] & 0xff) >>> 31) << shift;
            }
            // What is in the word before the first bit stays; what is behind the last one is nobody's yet.
            int word = (first + i) >>> 6;
            words[word] = (words[word] & ((1L << bit) - 1)) | bits;
            i = end;
        }
    }
}
