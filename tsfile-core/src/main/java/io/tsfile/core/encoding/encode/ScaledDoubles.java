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

/**
 * DOUBLE values as whole numbers of the last of some decimals: the number of decimals (unsigned var-int), and the numbers in an
 * encoding of their own. Refuses a page with a value that would not come back bit for bit; see {@link DecimalScale}.
 */
final class ScaledDoubles implements ValueEncoder {
    /** Values that are converted before it is looked whether one of them was changed. */
    private static final int PORTION = 1024;

    /** From here on doubles are whole numbers, and adding a half may make another one of them. */
    private static final double EXACT_HALVES = 0x1p52;

    private final LongEncoding encoding;
    private final int decimals;
    private final double scale;
    private final double[] rounded = new double[PORTION];
    private final double[] quotients = new double[PORTION];
    private long[] numbers = new long[0];

    ScaledDoubles(LongEncoding encoding, int decimals) {
        this.encoding = encoding;
        this.decimals = decimals;
        this.scale = Math.pow(10, decimals);
    }

    @Override
    public boolean encode(Vector values, int from, int to, PageBuffer target) {
        int count = to - from;
        if (numbers.length < count) {
            numbers = new long[count];
        }
        if (count > 0) {
            if (decimals > DecimalScale.MOST_EXACT || !convert(((DoubleVector) values).values(), from, count)) {
                return false;
            }
            target.putVarInt(decimals);
        }
        encoding.encode(numbers, 0, count, target);
        return true;
    }

    private boolean convert(double[] values, int from, int count) {
        for (int done = 0; done < count; done += PORTION) {
            if (!convert(values, from + done, done, Math.min(count - done, PORTION))) {
                return false;
            }
        }
        return true;
    }

    private boolean convert(double[] values, int from, int offset, int count) {
        double factor = scale;
        // Loops of their own, which the compiler turns into steps of several values at once.
        for (int i = 0; i < count; i++) {
            rounded[i] = Math.floor(values[from + i] * factor + 0.5);
        }
        for (int i = 0; i < count; i++) {
            quotients[i] = rounded[i] / factor;
        }
        long changed = 0;
        for (int i = 0; i < count; i++) {
            if (!(Math.abs(rounded[i]) < EXACT_HALVES)) {
                return convertLarge(values, from, offset, count);
            }
            numbers[offset + i] = (long) rounded[i];
            changed |= Double.doubleToRawLongBits(quotients[i]) ^ Double.doubleToRawLongBits(values[from + i]);
        }
        return changed == 0;
    }

    /** The library's own rounding, which the other way equals as long as a half can be added without loss. */
    private boolean convertLarge(double[] values, int from, int offset, int count) {
        long changed = 0;
        for (int i = 0; i < count; i++) {
            double value = values[from + i];
            long number = Math.round(value * scale);
            numbers[offset + i] = number;
            changed |= Double.doubleToRawLongBits(number / scale) ^ Double.doubleToRawLongBits(value);
        }
        return changed == 0;
    }
}
