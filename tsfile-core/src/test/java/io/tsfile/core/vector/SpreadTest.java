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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;

/** Dense values and the bits of rows against appending row by row. */
class SpreadTest {
    private static final TSDataType[] TYPES = {
        TSDataType.BOOLEAN, TSDataType.INT32, TSDataType.INT64, TSDataType.FLOAT, TSDataType.DOUBLE, TSDataType.STRING
    };

    @Test
    void spreadsValuesOverTheRowsThatHaveOne() {
        long seed = 20_240_603L;
        Random random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            TSDataType type = TYPES[round % TYPES.length];
            Vector expected = Vector.of(type, 0);
            Vector spread = Vector.of(type, 0);
            int first = random.nextInt(3) * random.nextInt(100);
            for (int i = 0; i < first; i++) {
                append(i, random.nextInt(4) == 0, expected, spread);
            }
            // A byte before the bits, and often none behind them.
            int rows = random.nextInt(400);
            byte[] bits = new byte[1 + (rows + 7) / 8 + random.nextInt(2) * random.nextInt(20)];
            bits[bits.length - 1] = (byte) random.nextInt();
            int nulls = random.nextInt(5);
            boolean runs = random.nextBoolean();
            boolean isNull = false;
            for (int i = 0; i < rows; i++) {
                if (!runs || random.nextInt(50) == 0) {
                    isNull = random.nextInt(4) < nulls;
                }
                int mask = 0x80 >>> (i & 7);
                if (isNull) {
                    expected.appendNull();
                    bits[1 + i / 8] &= (byte) ~mask;
                } else {
                    append(first + i, false, expected, spread);
                    bits[1 + i / 8] |= (byte) mask;
                }
            }

            spread.spread(first, bits, 1, rows);

            assertSame(spread, expected, type + ", round " + round + ", seed " + seed);
            // The vector goes on as any other.
            append(7, false, expected, spread);
            append(7, true, expected, spread);
            assertSame(spread, expected, type + " with more values, round " + round + ", seed " + seed);
        }
    }

    @Test
    void refusesBitsOfAnotherNumberOfValues() {
        Vector values = Vector.of(TSDataType.INT64, 0);
        append(1, false, values, Vector.of(TSDataType.INT64, 0));

        assertThatThrownBy(() -> values.spread(0, new byte[] {(byte) 0xc0}, 0, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot spread 1 values over 8 rows of which 2 have one");
        assertThatThrownBy(() -> values.spread(0, new byte[] {0}, 0, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThat(values.size()).isEqualTo(1);
    }

    @Test
    void appendsSlicesOfAnyLength() {
        long seed = 20_240_604L;
        Random random = new Random(seed);
        for (int round = 0; round < 1000; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            int count = random.nextInt(100);
            int[] starts = new int[count];
            int[] lengths = new int[count];
            BinaryVector expected = (BinaryVector) Vector.of(TSDataType.BLOB, 0);
            BinaryVector slices = (BinaryVector) Vector.of(TSDataType.BLOB, 0);
            append(round, false, expected, slices);
            for (int i = 0; i < count; i++) {
                starts[i] = random.nextInt(bytes.length + 1);
                lengths[i] = random.nextInt(Math.min(bytes.length - starts[i], 1 + random.nextInt(100)) + 1);
                expected.append(bytes, starts[i], lengths[i]);
            }

            slices.appendSlices(bytes, starts, lengths, count);

            append(round, false, expected, slices);
            assertSame(slices, expected, "round " + round + ", seed " + seed);
        }
    }

    private static void append(int value, boolean isNull, Vector... targets) {
        for (Vector target : targets) {
            if (isNull) {
                target.appendNull();
            } else if (target instanceof LongVector longs) {
                longs.append(value);
            } else if (target instanceof IntVector ints) {
                ints.append(value);
            } else if (target instanceof DoubleVector doubles) {
                doubles.append(value);
            } else if (target instanceof FloatVector floats) {
                floats.append((float) value);
            } else if (target instanceof BooleanVector booleans) {
                booleans.append(value % 3 == 0);
            } else {
                ((BinaryVector) target).append(("x".repeat(value % 11) + value).getBytes(UTF_8));
            }
        }
    }

    private static void assertSame(Vector actual, Vector expected, String what) {
        assertThat(actual.size()).as(what).isEqualTo(expected.size());
        assertThat(actual.nullCount()).as(what).isEqualTo(expected.nullCount());
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.sameValue(i, expected, i))
                    .as(what + ", value " + i)
                    .isTrue();
        }
    }
}
