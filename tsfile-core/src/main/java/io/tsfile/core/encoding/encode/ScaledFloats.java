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
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.Vector;

/**
 * FLOAT values as whole numbers of the last of some decimals: the number of decimals (unsigned var-int), and the numbers in an
 * encoding of their own. Refuses a page with a value that would not come back bit for bit; see {@link DecimalScale}.
 */
final class ScaledFloats implements ValueEncoder {
    /** Values that are converted before it is looked whether one of them was changed. */
    private static final int PORTION = 1024;

    private final IntEncoding encoding;
    private final int decimals;
    private final double scale;
    private final double[] rounded = new double[PORTION];
    private final double[] quotients = new double[PORTION];
    private int[] numbers = new int[0];

    ScaledFloats(IntEncoding encoding, int decimals) {
        this.encoding = encoding;
        this.decimals = decimals;
        this.scale = Math.pow(10, decimals);
    }

    @Override
    public boolean encode(Vector values, int from, int to, PageBuffer target) {
        int count = to - from;
        if (numbers.length < count) {
            numbers = new int[count];
        }
        if (count > 0) {
            if (decimals > DecimalScale.MOST_EXACT || !convert(((FloatVector) values).values(), from, count)) {
                return false;
            }
            target.putVarInt(decimals);
        }
        encoding.encode(numbers, 0, count, target);
        return true;
    }

    private boolean convert(float[] values, int from, int count) {
        for (int done = 0; done < count; done += PORTION) {
            if (!convert(values, from + done, done, Math.min(count - done, PORTION))) {
                return false;
            }
        }
        return true;
    }

    private boolean convert(float[] values, int from, int offset, int count) {
        double factor = scale;
        // Loops of their own, which the compiler turns into steps of several values at once.
        for (int i = 0; i < count; i++) {
            // Math.round's result: a half is added without loss to all that an int holds, but for what is nearly a
            // half, and
            // then no rounding gives the value back.
            rounded[i] = Math.floor(values[from + i] * factor + 0.5);
        }
        for (int i = 0; i < count; i++) {
            quotients[i] = rounded[i] / factor;
        }
        int changed = 0;
        for (int i = 0; i < count; i++) {
            if (!(Math.abs(rounded[i]) < Integer.MAX_VALUE)) {
                return false;
            }
            numbers[offset + i] = (int) rounded[i];
            changed |= Float.floatToRawIntBits((float) quotients[i]) ^ Float.floatToRawIntBits(values[from + i]);
        }
        return changed == 0;
    }
}
