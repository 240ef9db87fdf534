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

import io.tsfile.core.encoding.encode.PageEncoders;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.Vector;
import java.util.Map;
import org.apache.tsfile.encoding.encoder.Encoder;
import org.apache.tsfile.encoding.encoder.TSEncodingBuilder;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * FLOAT and DOUBLE as scaled whole numbers: what the library makes of any values, lossy or not, we read as it does; and we write
 * only what comes back.
 */
class ScaledEncodingTest {
    @Test
    void refusesEachValueThatWouldNotComeBack() {
        double[] refused = {
            Double.NaN,
            Double.longBitsToDouble(0x7ff8000000000001L),
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            -0.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            0.1 + 0.2,
            0.125,
            1e300
        };
        for (TSEncoding encoding : new TSEncoding[] {TSEncoding.TS_2DIFF, TSEncoding.RLE}) {
            for (double value : refused) {
                DoubleVector doubles = (DoubleVector) Vector.of(TSDataType.DOUBLE, 0);
                FloatVector floats = (FloatVector) Vector.of(TSDataType.FLOAT, 0);
                for (int i = 0; i < 3000; i++) {
                    doubles.append(i == 1234 ? value : i / 100.0);
                    floats.append(i == 1234 ? (float) value : (float) (i / 100.0));
                }
                assertThat(kept(encoding, doubles, 2)).as("double " + value).isFalse();
                // As floats, the sum is a decimal, and the smallest double is zero.
                boolean exactAsFloat = value == 0.1 + 0.2 || value == Double.MIN_VALUE;
                assertThat(kept(encoding, floats, 2)).as("float " + value).isEqualTo(exactAsFloat);
            }
        }
    }

    @Test
    void keepsLargeNumbersUpToWhereTheyOverflow() {
        DoubleVector doubles = (DoubleVector) Vector.of(TSDataType.DOUBLE, 0);
        for (int shift = 40; shift < 63; shift++) {
            for (long near = -2; near <= 2; near++) {
                doubles.append((double) ((1L << shift) + near));
                doubles.append((double) (-(1L << shift) - near));
            }
        }
        assertThat(kept(TSEncoding.TS_2DIFF, doubles, 0)).isTrue();

        doubles.append(0x1p64);
        assertThat(kept(TSEncoding.TS_2DIFF, doubles, 0)).isFalse();
    }

    @Test
    void doesNotTrustPowersOfTenThatAreNoDoubles() {
        DoubleVector doubles = (DoubleVector) Vector.of(TSDataType.DOUBLE, 0);
        doubles.append(0.0);

        assertThat(kept(TSEncoding.TS_2DIFF, doubles, 22)).isTrue();
        assertThat(kept(TSEncoding.TS_2DIFF, doubles, 23)).isFalse();
    }

    @Test
    void refusesEncodingsAndTypesWithoutDecimals() {
        assertThatThrownBy(() -> PageEncoders.scaled(TSEncoding.GORILLA, TSDataType.DOUBLE, 2))
                .hasMessageStartingWith("Cannot");
        assertThatThrownBy(() -> PageEncoders.scaled(TSEncoding.RLE, TSDataType.INT64, 2))
                .hasMessageStartingWith("Cannot");
        assertThatThrownBy(() -> PageEncoders.scaled(TSEncoding.RLE, TSDataType.DOUBLE, -1))
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> PageEncoders.of(TSEncoding.TS_2DIFF, TSDataType.DOUBLE))
                .hasMessageContaining("decimals");
    }

    private static boolean kept(TSEncoding encoding, Vector values, int decimals) {
        return PageEncoders.scaled(encoding, values.type(), decimals)
                .encode(values, 0, values.size(), new PageBuffer(0));
    }

    @Nested
    class Delta extends Contract {
        Delta() {
            super(TSEncoding.TS_2DIFF, 0);
        }
    }

    @Nested
    class DeltaOfTwoDecimals extends Contract {
        DeltaOfTwoDecimals() {
            super(TSEncoding.TS_2DIFF, 2);
        }
    }

    @Nested
    class DeltaOfSixDecimals extends Contract {
        DeltaOfSixDecimals() {
            super(TSEncoding.TS_2DIFF, 6);
        }
    }

    @Nested
    class DeltaOfTooManyDecimals extends Contract {
        DeltaOfTooManyDecimals() {
            super(TSEncoding.TS_2DIFF, 25);
        }
    }

    @Nested
    class RleOfTwoDecimals extends Contract {
        RleOfTwoDecimals() {
            super(TSEncoding.RLE, 2);
        }
    }

    private abstract static class Contract extends EncodingContract {
        private final int decimals;

        Contract(TSEncoding encoding, int decimals) {
            super(encoding, TSDataType.FLOAT, TSDataType.DOUBLE);
            this.decimals = decimals;
        }

        @Override
        Encoder libraryEncoder(TSDataType type) {
            TSEncodingBuilder builder = TSEncodingBuilder.getEncodingBuilder(encoding());
            builder.initFromProps(Map.of(Encoder.MAX_POINT_NUMBER, String.valueOf(decimals)));
            return builder.getEncoder(type);
        }

        @Override
        ValueEncoder encoder(TSDataType type) {
            return PageEncoders.scaled(encoding(), type, decimals);
        }

        @Override
        void clearFillBits(TSDataType type, byte[] page) {
            if (encoding() == TSEncoding.TS_2DIFF) {
                // Behind the number of decimals; pages with more in front are none that we write.
                DeltaEncodingTest.clearFillBits(page, 1, type == TSDataType.FLOAT ? Integer.BYTES : Long.BYTES);
            }
        }

        @Override
        boolean mustKeep(Vector values) {
            double scale = Math.pow(10, decimals);
            for (int i = 0; i < values.size(); i++) {
                if (!isExact(values, i, scale)) {
                    return false;
                }
            }
            return decimals <= 22;
        }

        /** The rule in the plainest form: scaled as the library does, read as it does, the same bits. */
        private static boolean isExact(Vector values, int i, double scale) {
            if (values instanceof DoubleVector doubles) {
                double value = doubles.get(i);
                double product = value * scale;
                return Double.doubleToRawLongBits(Math.round(product) / scale) == Double.doubleToRawLongBits(value);
            }
            float value = ((FloatVector) values).get(i);
            double product = value * scale;
            // The library takes another way for what is larger than an int.
            return Math.abs(product) < Integer.MAX_VALUE - 1
                    && Float.floatToRawIntBits((float) (Math.round(product) / scale)) == Float.floatToRawIntBits(value);
        }
    }
}
