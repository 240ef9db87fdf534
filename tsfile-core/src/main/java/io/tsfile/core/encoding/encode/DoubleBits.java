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

import io.tsfile.core.encoding.PageBuffer;
import io.tsfile.core.encoding.ValueEncoder;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.Vector;

/** DOUBLE values as the whole numbers that have the same bits, so that every value is kept. */
final class DoubleBits implements ValueEncoder {
    private final LongEncoding encoding;
    private long[] numbers = {};

    DoubleBits(LongEncoding encoding) {
        this.encoding = encoding;
    }

    @Override
    public boolean encode(Vector values, int from, int to, PageBuffer target) {
        int count = to - from;
        if (numbers.length < count) {
            numbers = new long[count];
        }
        convert(((DoubleVector) values).values(), from, numbers, count);
        encoding.encode(numbers, 0, count, target);
        return true;
    }

    private static void convert(double[] values, int from, long[] numbers, int count) {
        for (int i = 0; i < count; i++) {
            numbers[i] = Double.doubleToRawLongBits(values[from + i]);
        }
    }
}
