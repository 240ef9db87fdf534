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

import io.tsfile.core.encoding.ValueDecoder;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.Vector;

/** DOUBLE values as the whole numbers that have the same bits. */
final class DoubleBits implements ValueDecoder {
    private final LongSource source;

    DoubleBits(LongSource source) {
        this.source = source;
    }

    @Override
    public void decode(Vector target, int count) {
        DoubleVector vector = (DoubleVector) target;
        long[] numbers = Portions.longs();
        for (int rest = count; rest > 0; rest -= Portions.VALUES) {
            int portion = Math.min(rest, Portions.VALUES);
            source.read(numbers, 0, portion);
            int first = vector.extend(portion);
            convert(numbers, vector.values(), first, portion);
        }
    }

    @Override
    public void skip(int count) {
        source.skip(count);
    }

    private static void convert(long[] numbers, double[] target, int offset, int count) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = Double.longBitsToDouble(numbers[i]);
        }
    }
}
