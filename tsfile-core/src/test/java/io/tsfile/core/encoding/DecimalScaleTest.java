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
package io.tsfile.core.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.encoding.encode.DecimalScale;
import io.tsfile.core.encoding.encode.PageEncoders;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.Vector;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.junit.jupiter.api.Test;

class DecimalScaleTest {
    @Test
    void countsTheDecimalsOfDoubles() {
        assertThat(decimals(0)).isZero();
        assertThat(decimals(1e15)).isZero();
        assertThat(decimals(-12, 4711)).isZero();
        assertThat(decimals(12.5)).isEqualTo(1);
        assertThat(decimals(12.25)).isEqualTo(2);
        assertThat(decimals(1, 2, 0.001, 7)).isEqualTo(3);
        assertThat(decimals(0.123456789)).isEqualTo(9);
        assertThat(decimals(new double[0])).isZero();
    }

    @Test
    void findsNoDecimalsWhereThereAreNone() {
        assertThat(decimals(0.1 + 0.2)).isEqualTo(-1);
        assertThat(decimals(-0.0)).isEqualTo(-1);
        assertThat(decimals(1, 2, 3, -0.0)).isEqualTo(-1);
        assertThat(decimals(Double.NaN)).isEqualTo(-1);
        assertThat(decimals(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(decimals(Double.MIN_VALUE)).isEqualTo(-1);
        assertThat(decimals(Double.MAX_VALUE)).isEqualTo(-1);
        assertThat(decimals(1.0 / 3)).isEqualTo(-1);
        assertThat(decimals(1e-10)).isEqualTo(-1);
    }

    @Test
    void looksAtValuesAgainWhenOneNeedsMoreDecimals() {
        // Alone a whole number, but with three decimals too large for a number.
        assertThat(decimals(1e18)).isZero();
        assertThat(decimals(1e18, 0.001)).isEqualTo(-1);
        assertThat(decimals(0.001, 1e18)).isEqualTo(-1);
    }

    @Test
    void countsTheDecimalsOfFloats() {
        assertThat(decimals(12.25f)).isEqualTo(2);
        assertThat(decimals(20.1f, 20.123f)).isEqualTo(3);
        assertThat(decimals(-0.0f)).isEqualTo(-1);
        assertThat(decimals(Float.NaN)).isEqualTo(-1);
        assertThat(decimals(1e9f)).isZero();
        assertThat(decimals(3e9f)).isEqualTo(-1);
        assertThat(decimals(Float.MIN_VALUE)).isEqualTo(-1);
    }

    @Test
    void looksOnlyAtTheRange() {
        DoubleVector values = (DoubleVector) Vector.of(TSDataType.DOUBLE, 0);
        for (double value : new double[] {-0.0, 1.5, 2.25, 0.1 + 0.2}) {
            values.append(value);
        }

        assertThat(DecimalScale.decimals(values, 1, 2)).isEqualTo(1);
        assertThat(DecimalScale.decimals(values, 1, 3)).isEqualTo(2);
        assertThat(DecimalScale.decimals(values, 1, 4)).isEqualTo(-1);
    }

    @Test
    void isTheLeastScaleThatTheEncoderKeeps() {
        long seed = 20_240_602L;
        Random random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            TSDataType type = random.nextBoolean() ? TSDataType.DOUBLE : TSDataType.FLOAT;
            Vector values = randomDecimals(type, random);
            int least = -1;
            for (int decimals = type == TSDataType.DOUBLE ? 9 : 6; decimals >= 0; decimals--) {
                if (PageEncoders.scaled(TSEncoding.TS_2DIFF, type, decimals)
                        .encode(values, 0, values.size(), new PageBuffer(0))) {
                    least = decimals;
                }
            }
            assertThat(DecimalScale.decimals(values, 0, values.size()))
                    .as("round " + round + ", seed " + seed)
                    .isEqualTo(least);
        }
    }

    @Test
    void refusesOtherTypes() {
        assertThatThrownBy(() -> DecimalScale.decimals(Vector.of(TSDataType.INT64, 0), 0, 0))
                .hasMessageStartingWith("Cannot")
                .hasMessageContaining("INT64");
    }

    private static Vector randomDecimals(TSDataType type, Random random) {
        Vector values = Vector.of(type, 0);
        double scale = Math.pow(10, random.nextInt(11));
        int size = 1 + random.nextInt(20);
        int digits = 1 + random.nextInt(40);
        for (int i = 0; i < size; i++) {
            double value = (random.nextLong() >> (63 - digits)) / scale;
            if (values instanceof DoubleVector doubles) {
                doubles.append(value);
            } else {
                ((FloatVector) values).append((float) value);
            }
        }
        return values;
    }

    private static int decimals(double... values) {
        DoubleVector vector = (DoubleVector) Vector.of(TSDataType.DOUBLE, 0);
        for (double value : values) {
            vector.append(value);
        }
        return DecimalScale.decimals(vector, 0, values.length);
    }

    private static int decimals(float... values) {
        FloatVector vector = (FloatVector) Vector.of(TSDataType.FLOAT, 0);
        for (float value : values) {
            vector.append(value);
        }
        return DecimalScale.decimals(vector, 0, values.length);
    }
}
