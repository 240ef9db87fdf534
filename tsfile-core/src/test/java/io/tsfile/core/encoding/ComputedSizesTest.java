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

import io.tsfile.core.encoding.encode.NumberSizes;
import io.tsfile.core.encoding.encode.PageEncoders;
import io.tsfile.core.encoding.encode.XorBounds;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiConsumer;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sizes of pages that are computed without encoding, with the encoders as the reference. */
class ComputedSizesTest {
    @ParameterizedTest
    @EnumSource(
            value = TSDataType.class,
            names = {"INT32", "DATE", "INT64", "TIMESTAMP", "FLOAT", "DOUBLE"})
    void boundsOfXorsAreBelowWhatPagesTake(TSDataType type) {
        XorBounds bounds = XorBounds.of(type);
        forPages(type, (values, what) -> {
            int count = values.size();
            long[] bits = bits(values);
            // A head, a value, and a byte in advance: the end mark is not counted.
            int end = (14 + 64) / 8 + 2;
            assertThat(size(TSEncoding.GORILLA, values) - bounds.gorilla(bits, count))
                    .as("GORILLA, %s", what)
                    .isBetween(1L, (long) end);
            assertThat(bounds.chimp(bits, count)).as("CHIMP, %s", what).isLessThan(size(TSEncoding.CHIMP, values));
            assertThat(bounds.familiar()).as(what).isEqualTo(familiar(bits, width(type) == 64 ? 14 : 12));
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = TSDataType.class,
            names = {"INT32", "INT64"})
    void sizesOfNumbersAreWhatPagesTake(TSDataType type) {
        forPages(type, (values, what) -> {
            int count = values.size();
            long[] numbers = bits(values);
            assertThat(NumberSizes.deltas(numbers, count, width(type), 129))
                    .as("TS_2DIFF, %s", what)
                    .isEqualTo(size(TSEncoding.TS_2DIFF, values));
            long zigzag = NumberSizes.zigzag(numbers, count);
            assertThat(zigzag + varInt(zigzag) + varInt(count))
                    .as("ZIGZAG, %s", what)
                    .isEqualTo(size(TSEncoding.ZIGZAG, values));
            assertThat(NumberSizes.width(numbers, count, width(type)))
                    .as("width, %s", what)
                    .isEqualTo(widest(numbers, width(type)));
        });
    }

    /** CHIMP's bound is of use only if it is near where nothing comes again. */
    @ParameterizedTest
    @EnumSource(
            value = TSDataType.class,
            names = {"INT64", "DOUBLE"})
    void boundsOfNoiseAreNear(TSDataType type) {
        Vector values = Shapes.RANDOM.values(type, 500, new Random(7));
        assertThat(XorBounds.of(type).chimp(bits(values), 500)).isGreaterThan(size(TSEncoding.CHIMP, values) * 9L / 10);
    }

    private static void forPages(TSDataType type, BiConsumer<Vector, String> check) {
        for (Shapes shape : Shapes.values()) {
            for (int size : Shapes.SIZES) {
                check.accept(shape.values(type, size, new Random(size)), shape + " of " + size);
            }
        }
        for (int seed = 0; seed < 200; seed++) {
            check.accept(again(type, new Random(seed)), "values again, seed " + seed);
        }
    }

    /** Values that come again after a while, whole or in their lowest bits. */
    private static Vector again(TSDataType type, Random random) {
        Vector values = Vector.of(type, 1000);
        long[] pool = random.longs(1 + random.nextInt(300)).toArray();
        for (int i = 0; i < 1000; i++) {
            long value = pool[random.nextInt(pool.length)];
            long changed = value ^ (long) random.nextInt() << random.nextInt(64);
            XorEncodingContract.append(values, random.nextInt(3) == 0 ? changed : value);
        }
        return values;
    }

    private static int size(TSEncoding encoding, Vector values) {
        PageBuffer page = new PageBuffer(0);
        PageEncoders.of(encoding, values.type()).encode(values, 0, values.size(), page);
        return page.size();
    }

    private static int familiar(long[] bits, int keyBits) {
        long mask = (1L << keyBits) - 1;
        return bits.length
                - (int) Arrays.stream(bits)
                        .map(value -> value & mask)
                        .distinct()
                        .count();
    }

    private static int widest(long[] numbers, int size) {
        int widest = 1;
        for (long number : numbers) {
            int leading = Long.numberOfLeadingZeros(number << (64 - size));
            widest = Math.max(widest, size - leading);
        }
        return widest;
    }

    private static int varInt(long value) {
        return Math.max(1, (64 - Long.numberOfLeadingZeros(value) + 6) / 7);
    }

    private static int width(TSDataType type) {
        return switch (type) {
            case INT32, DATE, FLOAT -> 32;
            default -> 64;
        };
    }

    private static long[] bits(Vector values) {
        long[] bits = new long[values.size()];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = values instanceof LongVector longs
                    ? longs.get(i)
                    : values instanceof IntVector ints
                            ? ints.get(i)
                            : values instanceof DoubleVector doubles
                                    ? Double.doubleToRawLongBits(doubles.get(i))
                                    : Float.floatToRawIntBits(((FloatVector) values).get(i));
        }
        return bits;
    }
}
