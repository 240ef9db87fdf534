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
package io.tsfile.core.format.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.statistics.DoubleStatistics;
import org.apache.tsfile.file.metadata.statistics.FloatStatistics;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.apache.tsfile.utils.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statistics in bulk are those that the library gets value by value. */
class PageStatisticsTest {
    private static final double[] NUMBERS = {
        0.0,
        -0.0,
        Double.NaN,
        Double.longBitsToDouble(0x7ff8_0000_0000_1234L),
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE,
        1e16,
        1,
        -1e16,
        0.1
    };

    @ParameterizedTest
    @EnumSource(
            value = TSDataType.class,
            names = {"BOOLEAN", "INT32", "INT64", "FLOAT", "DOUBLE", "TEXT", "STRING", "BLOB", "DATE", "TIMESTAMP"})
    void areThoseOfTheLibrary(TSDataType type) throws IOException {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Vector values = Vector.of(type, 50);
            int size = 1 + random.nextInt(50);
            for (int i = 0; i < size; i++) {
                append(values, random);
            }
            int from = random.nextInt(size);
            int to = from + 1 + random.nextInt(size - from);
            Statistics<? extends Serializable> expected = Statistics.getStatsByType(type);
            for (int i = from; i < to; i++) {
                update(expected, 1000L * i, values, i);
            }

            Statistics<? extends Serializable> actual =
                    PageStatistics.of(values, from, to, 1000L * from, 1000L * (to - 1));

            assertThat(bytes(actual)).as("seed %d", seed).isEqualTo(bytes(expected));
            assertThat(actual.isEmpty()).isEqualTo(expected.isEmpty());
            assertThat(actual.getClass()).isEqualTo(expected.getClass());
            assertThat(rawBits(actual)).as("seed %d", seed).isEqualTo(rawBits(expected));
        }
    }

    @Test
    void ofTimesAreThoseOfTheLibrary() throws IOException {
        LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, 10);
        for (long time : new long[] {Long.MIN_VALUE, -5, 0, 7, Long.MAX_VALUE}) {
            times.append(time);
        }
        Statistics<? extends Serializable> expected = Statistics.getStatsByType(TSDataType.VECTOR);
        expected.update(times.values(), 3, 1);
        assertThat(bytes(PageStatistics.ofTimes(times, 1, 4))).isEqualTo(bytes(expected));
    }

    private static void append(Vector vector, Random random) {
        if (vector instanceof DoubleVector doubles) {
            doubles.append(random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextGaussian());
        } else if (vector instanceof FloatVector floats) {
            floats.append(
                    (float) (random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextGaussian()));
        } else if (vector instanceof LongVector longs) {
            longs.append(random.nextBoolean() ? random.nextLong() : Long.MIN_VALUE + random.nextInt(2));
        } else if (vector instanceof IntVector ints) {
            ints.append(random.nextBoolean() ? random.nextInt() : Integer.MAX_VALUE - random.nextInt(2));
        } else if (vector instanceof BooleanVector booleans) {
            booleans.append(random.nextBoolean());
        } else {
            byte[] bytes = new byte[random.nextInt(3)];
            random.nextBytes(bytes);
            ((BinaryVector) vector).append(bytes);
        }
    }

    private static void update(Statistics<?> statistics, long time, Vector values, int i) {
        if (values instanceof DoubleVector doubles) {
            statistics.update(time, doubles.get(i));
        } else if (values instanceof FloatVector floats) {
            statistics.update(time, floats.get(i));
        } else if (values instanceof LongVector longs) {
            statistics.update(time, longs.get(i));
        } else if (values instanceof IntVector ints) {
            statistics.update(time, ints.get(i));
        } else if (values instanceof BooleanVector booleans) {
            statistics.update(time, booleans.get(i));
        } else {
            statistics.update(time, new Binary(((BinaryVector) values).get(i)));
        }
    }

    private static byte[] bytes(Statistics<? extends Serializable> statistics) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        statistics.serialize(out);
        return out.toByteArray();
    }

    /** What the library holds in memory, which has more NaNs than its bytes. The sum of two NaNs is either of them. */
    private static long[] rawBits(Statistics<? extends Serializable> statistics) {
        if (statistics instanceof DoubleStatistics doubles) {
            return new long[] {
                Double.doubleToRawLongBits(doubles.getMinValue()),
                Double.doubleToRawLongBits(doubles.getMaxValue()),
                Double.doubleToRawLongBits(doubles.getFirstValue()),
                Double.doubleToRawLongBits(doubles.getLastValue()),
                Double.doubleToLongBits(doubles.getSumDoubleValue())
            };
        }
        if (statistics instanceof FloatStatistics floats) {
            return new long[] {
                Float.floatToRawIntBits(floats.getMinValue()),
                Float.floatToRawIntBits(floats.getMaxValue()),
                Float.floatToRawIntBits(floats.getFirstValue()),
                Float.floatToRawIntBits(floats.getLastValue()),
                Double.doubleToLongBits(floats.getSumDoubleValue())
            };
        }
        return new long[0];
    }
}
