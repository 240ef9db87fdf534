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
package io.tsfile.core.vector;

import org.apache.tsfile.enums.TSDataType;

/** Which values may be read as values of a wider type, and how: INT32 as INT64, FLOAT as DOUBLE; both are exact. */
public final class Widening {
    private Widening() {}

    /** Whether values of one type may be read as values of another: the same, a wider one, or texts by their other name. */
    public static boolean allows(TSDataType stored, TSDataType wanted) {
        return stored == wanted || isWidening(stored, wanted) || (isText(stored) && isText(wanted));
    }

    /** Whether values change their width on the way. */
    public static boolean isWidening(TSDataType stored, TSDataType wanted) {
        return (stored == TSDataType.INT32 && wanted == TSDataType.INT64)
                || (stored == TSDataType.FLOAT && wanted == TSDataType.DOUBLE);
    }

    /** Appends all values of {@code source}, none of which is null, to a vector of the wider type. */
    public static void append(Vector source, Vector target) {
        if (source instanceof IntVector ints && target instanceof LongVector longs) {
            int first = longs.extend(ints.size());
            for (int i = 0; i < ints.size(); i++) {
                longs.values()[first + i] = ints.values()[i];
            }
        } else if (source instanceof FloatVector floats && target instanceof DoubleVector doubles) {
            int first = doubles.extend(floats.size());
            for (int i = 0; i < floats.size(); i++) {
                doubles.values()[first + i] = widened(floats.values()[i]);
            }
        } else {
            throw new IllegalArgumentException("Cannot widen values of type " + source.type() + " to " + target.type());
        }
    }

    /** A NaN keeps its payload, which a cast of a signalling one would change. */
    private static double widened(float value) {
        if (!Float.isNaN(value)) {
            return value;
        }
        long bits = Float.floatToRawIntBits(value);
        return Double.longBitsToDouble((bits & 0x8000_0000L) << 32 | 0x7ffL << 52 | (bits & 0x7f_ffffL) << 29);
    }

    private static boolean isText(TSDataType type) {
        return type == TSDataType.TEXT || type == TSDataType.STRING;
    }
}
