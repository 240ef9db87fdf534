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

/** How many decimals floating point numbers have. */
public final class DecimalScale {
    private static final int MAX_DECIMALS = 12;

    private DecimalScale() {}

    /**
     * The smallest number of decimals with which all values are whole numbers of the last decimal, so that these give back every
     * value bit for bit; -1 if there is none.
     */
    public static int decimals(Vector values, int from, int to) {
        int decimals = 0;
        for (int i = from; i < to; i++) {
            while (!exact(values, i, Math.pow(10, decimals))) {
                if (++decimals > MAX_DECIMALS) {
                    return -1;
                }
            }
        }
        return decimals;
    }

    private static boolean exact(Vector values, int i, double scale) {
        if (values instanceof DoubleVector doubles) {
            double value = doubles.get(i);
            double back = Math.round(value * scale) / scale;
            return Double.doubleToRawLongBits(back) == Double.doubleToRawLongBits(value);
        }
        float value = ((FloatVector) values).get(i);
        float back = (float) ((int) Math.round(value * scale) / scale);
        return Float.floatToRawIntBits(back) == Float.floatToRawIntBits(value);
    }
}
