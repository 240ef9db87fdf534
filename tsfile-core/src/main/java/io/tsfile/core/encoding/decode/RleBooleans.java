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
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.Vector;

/** BOOLEAN in RLE: 32-bit numbers, of which 0 is false. */
final class RleBooleans implements ValueDecoder {
    private final IntSource source;

    RleBooleans(IntSource source) {
        this.source = source;
    }

    @Override
    public void decode(Vector target, int count) {
        BooleanVector booleans = (BooleanVector) target;
        int[] numbers = Portions.ints();
        for (int rest = count; rest > 0; rest -= Portions.VALUES) {
            int portion = Math.min(rest, Portions.VALUES);
            source.read(numbers, 0, portion);
            int first = booleans.extend(portion);
            setBits(numbers, booleans.words(), first, portion);
        }
    }

    @Override
    public void skip(int count) {
        source.skip(count);
    }

    private static void setBits(int[] numbers, long[] words, int first, int count) {
        for (int i = 0; i < count; ) {
            int bit = (first + i) & 63;
            int end = Math.min(count, i + 64 - bit);
            long bits = 0;
            for (int j = i, shift = bit; j < end; j++, shift++) {
                int number = numbers[j];
                bits |= (long) ((number | -number) >>> 31) << shift;
            }
            // What is in the word before the first bit stays; what is behind the last one is nobody's yet.
            int word = (first + i) >>> 6;
            words[word] = (words[word] & ((1L << bit) - 1)) | bits;
            i = end;
        }
    }
}
