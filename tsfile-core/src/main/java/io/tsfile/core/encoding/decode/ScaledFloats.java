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
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.Vector;
import java.util.function.Function;

/** FLOAT values as whole numbers of the last of some decimals. */
final class ScaledFloats implements ValueDecoder {
    private final ScaleHead head;
    private final IntSource source;
    private int position;

    /**
     * Starts at the cursor.
     *
     * @param encoding of the whole numbers that follow the head
     */
    ScaledFloats(PageCursor page, Function<PageCursor, IntSource> encoding) {
        this.head = new ScaleHead(page);
        this.source = encoding.apply(page);
    }

    @Override
    public void decode(Vector target, int count) {
        FloatVector floats = (FloatVector) target;
        int[] numbers = Portions.ints();
        for (int rest = count; rest > 0; rest -= Portions.VALUES) {
            int portion = Math.min(rest, Portions.VALUES);
            if (head.hasExceptions()) {
                head.checkExceptions((long) position + portion);
            }
            source.read(numbers, 0, portion);
            int first = floats.extend(portion);
            if (head.hasExceptions()) {
                convertWithExceptions(numbers, floats.values(), first, portion);
            } else {
                convert(numbers, floats.values(), first, portion);
            }
            position += portion;
        }
    }

    @Override
    public void skip(int count) {
        if (head.hasExceptions()) {
            head.checkExceptions((long) position + count);
        }
        source.skip(count);
        position += count;
    }

    /** The library's rule: a division in double, never a multiplication with the reciprocal. */
    private void convert(int[] numbers, float[] target, int offset, int count) {
        double[] quotients = Portions.doubles();
        for (int i = 0; i < count; i++) {
            quotients[i] = numbers[i];
        }
        // A loop of its own, which the compiler turns into divisions of several values at once.
        double divisor = head.divisor();
        for (int i = 0; i < count; i++) {
            quotients[i] /= divisor;
        }
        for (int i = 0; i < count; i++) {
            target[offset + i] = (float) quotients[i];
        }
    }

    private void convertWithExceptions(int[] numbers, float[] target, int offset, int count) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = head.isRaw(position + i)
                    ? Float.intBitsToFloat(numbers[i])
                    : (float) (numbers[i] / (head.isScaled(position + i) ? head.divisor() : 1));
        }
    }
}
