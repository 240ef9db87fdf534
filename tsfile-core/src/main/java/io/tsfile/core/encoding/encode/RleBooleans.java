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
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.Vector;

/** BOOLEAN in RLE: as the 32-bit numbers 0 and 1. */
final class RleBooleans implements ValueEncoder {
    private final IntEncoding encoding = new RleInts();
    private int[] numbers = new int[0];

    @Override
    public boolean encode(Vector values, int from, int to, PageBuffer target) {
        int count = to - from;
        if (numbers.length < count) {
            numbers = new int[count];
        }
        long[] words = ((BooleanVector) values).words();
        for (int i = 0; i < count; i++) {
            numbers[i] = (int) (words[(from + i) >>> 6] >>> (from + i)) & 1;
        }
        encoding.encode(numbers, 0, count, target);
        return true;
    }
}
