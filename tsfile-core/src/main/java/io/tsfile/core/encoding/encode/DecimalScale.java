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

import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.Vector;

/**
 * How many decimals values have, for {@link PageEncoders#scaled}.
 *
 * <p>The library reads a scaled value as {@code number / Math.pow(10, decimals)}, a division of doubles, for FLOAT rounded to
 * float. A value is <em>exact</em> with some decimals if that division gives back its bits for the number that the library's
 * encoder makes of it, {@code Math.round(value * Math.pow(10, decimals))}. Both here and there it is the same computation on
 * the same operands, and Java's arithmetic gives the same result on every machine, so what was exact when it was written
 * is so for every reader. That holds up to {@link #MOST_EXACT} decimals: so far powers of ten are doubles, and
 * {@link Math#pow} must return them; beyond, it may return a neighbour on another machine.
 *
 * <p>Never exact are NaN and -0.0 (their number is 0, which is read as 0.0), infinities, and whatever is no decimal
 * fraction in the first place, such as 0.1 + 0.2. A value whose number overflows is not exact either: the library marks it
 * instead of scaling it, which would be lossless for some, but not smaller than other encodings.
 */
public final class DecimalScale {
    /** The most decimals whose power of ten is a double. */
    static final int MOST_EXACT = 22;

    /** With more decimals, any value of two digits before the point takes about as many bits as it has as a double. */
    private static final int MOST_OF_DOUBLES = 9;

    /** With more decimals, nearly every float is some decimal, of as many bits as it has as a float. */
    private static final int MOST_OF_FLOATS = 6;

    private static final double[] POWERS = powers();

    private DecimalScale() {}

    /**
     * The smallest number of decimals, up to 9 of doubles and 6 of floats, with which all values are exact.
     *
     * @param values of type FLOAT or DOUBLE; none in the range is null
     * @param from the first value
     * @param to behind the last value
     * @return -1 if there is none; 0 for an empty range
     * @throws IllegalArgumentException for values of another type
     */
    public static int decimals(Vector values, int from, int to) {
        if (values instanceof DoubleVector doubles) {
            return decimals(doubles.values(), from, to);
        }
        if (values instanceof FloatVector floats) {
            return decimals(floats.values(), from, to);
        }
        throw new IllegalArgumentException("Cannot find decimals of values of type " + values.type());
    }

    // More decimals do not always hold what fewer hold, as products lose digits at last; so each time it takes one
    // more, all
    // values are looked at again. They are walked in a circle until all in a row were exact: a value that needs more
    // decimals is met at once again, and nothing is looked at twice without need.

    private static int decimals(double[] values, int from, int to) {
        int decimals = 0;
        int exact = 0;
        for (int i = from; exact < to - from; i = i + 1 == to ? from : i + 1) {
            exact++;
            while (!isExact(values[i], POWERS[decimals])) {
                exact = 1;
                if (++decimals > MOST_OF_DOUBLES) {
                    return -1;
                }
            }
        }
        return decimals;
    }

    private static int decimals(float[] values, int from, int to) {
        int decimals = 0;
        int exact = 0;
        for (int i = from; exact < to - from; i = i + 1 == to ? from : i + 1) {
            exact++;
            while (!isExact(values[i], POWERS[decimals])) {
                exact = 1;
                if (++decimals > MOST_OF_FLOATS) {
                    return -1;
                }
            }
        }
        return decimals;
    }

    private static boolean isExact(double value, double scale) {
        return Double.doubleToRawLongBits(Math.round(value * scale) / scale) == Double.doubleToRawLongBits(value);
    }

    private static boolean isExact(float value, double scale) {
        long number = Math.round(value * scale);
        return number == (int) number
                && Float.floatToRawIntBits((float) (number / scale)) == Float.floatToRawIntBits(value);
    }

    private static double[] powers() {
        double[] powers = new double[MOST_OF_DOUBLES + 1];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Math.pow(10, i);
        }
        return powers;
    }
}
