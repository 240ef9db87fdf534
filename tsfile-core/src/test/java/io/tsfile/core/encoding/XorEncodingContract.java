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

import io.tsfile.core.encoding.decode.PageDecoders;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.junit.jupiter.api.Test;

/** What the encodings that write the bits in which values differ must do beside the rest: keep all bits there are. */
abstract class XorEncodingContract extends EncodingContract {
    XorEncodingContract(TSEncoding encoding) {
        super(
                encoding,
                TSDataType.INT32,
                TSDataType.DATE,
                TSDataType.INT64,
                TSDataType.TIMESTAMP,
                TSDataType.FLOAT,
                TSDataType.DOUBLE);
    }

    @Override
    boolean mayHaveMoreValuesThanWritten() {
        // The end mark is a value, and the bits that fill the last byte may be some.
        return true;
    }

    @Test
    void keepsValuesThatAreTheEndMark() {
        for (TSDataType type : types()) {
            for (int size : new int[] {1, 2, 3, 9, 1000}) {
                for (int marks = 0; marks < 3; marks++) {
                    Vector values = Vector.of(type, size);
                    for (int i = 0; i < size; i++) {
                        boolean mark = marks == 0 || i % 3 == marks;
                        append(values, mark ? endMark(type) : i * 0x9e3779b97f4a7c15L);
                    }
                    assertKept(values, type + ", " + size + " values, end marks " + marks);
                }
            }
        }
    }

    @Test
    void keepsEveryNumberOfEqualBitsAtBothEnds() {
        for (TSDataType type : types()) {
            int width = width(type);
            Vector values = Vector.of(type, 0);
            Random random = new Random(3);
            for (int leading = 0; leading < width; leading++) {
                for (int trailing = 0; leading + trailing < width; trailing++) {
                    int length = width - leading - trailing;
                    long between = random.nextLong() >>> (Long.SIZE - length) | 1L << (length - 1) | 1;
                    append(values, 0);
                    append(values, between << trailing);
                    append(values, between << trailing ^ -1L >>> random.nextInt(64));
                }
            }
            assertKept(values, type + ", every place of the bits that differ");
        }
    }

    @Test
    void keepsValuesThatAreNearAndFarApart() {
        Random random = new Random(5);
        for (TSDataType type : types()) {
            for (int round = 0; round < 60; round++) {
                int apart = 1 + random.nextInt(300);
                long[] again = random.longs(apart).toArray();
                Vector values = Vector.of(type, 0);
                for (int i = 0; i < 2000; i++) {
                    int kind = random.nextInt(8);
                    long value = again[kind == 0 ? random.nextInt(apart) : i % apart];
                    append(values, kind == 1 ? value ^ (long) random.nextInt() << random.nextInt(64) : value);
                }
                assertKept(values, type + ", round " + round + " of seed 5, values again after " + apart);
            }
        }
    }

    @Test
    void keepsWalksNoiseAndSubnormals() {
        for (TSDataType type : types()) {
            for (int size : new int[] {1, 2, 127, 128, 129, 256, 257, 10_000}) {
                Random random = new Random(size);
                Vector walk = Vector.of(type, size);
                Vector noise = Vector.of(type, size);
                Vector subnormals = Vector.of(type, size);
                double at = 100;
                for (int i = 0; i < size; i++) {
                    at = Math.round(100 * (at + random.nextGaussian())) / 100.0;
                    append(walk, bits(type, at));
                    append(noise, bits(type, 100 * random.nextDouble()));
                    append(subnormals, random.nextInt(1 << 20));
                }
                assertKept(walk, type + ", walk of " + size);
                assertKept(noise, type + ", noise of " + size);
                assertKept(subnormals, type + ", subnormals, " + size + " of them");
            }
        }
    }

    @Test
    void refusesMoreValuesThanThereAreBits() {
        for (TSDataType type : types()) {
            PageBytes page = PageBytes.copyOf(new byte[100]);

            ValueDecoder decoder = PageDecoders.of(encoding(), type, page, Integer.MAX_VALUE);

            assertThatThrownBy(() -> decoder.decode(Vector.of(type, 0), Integer.MAX_VALUE))
                    .isInstanceOf(MalformedPageException.class)
                    .hasMessageContaining("byte 100 of 100")
                    .hasMessageContaining(encoding().name());
        }
    }

    @Test
    void refusesTypesThatItDoesNotHave() {
        assertThatThrownBy(() -> PageDecoders.of(encoding(), TSDataType.TEXT, PageBytes.copyOf(new byte[9]), 1))
                .isInstanceOf(MalformedPageException.class)
                .hasMessageContaining("TEXT")
                .hasMessageContaining(encoding().name());
    }

    /** Ours to ours, ours to the library, the library to ours, and bytes equal. */
    private void assertKept(Vector values, String what) {
        PageBuffer page = new PageBuffer(0);
        assertThat(encoder(values.type()).encode(values, 0, values.size(), page))
                .as(what)
                .isTrue();
        byte[] bytes = page.toByteArray();
        Vector decoded = Vector.of(values.type(), 0);
        PageDecoders.of(encoding(), values.type(), PageBytes.copyOf(bytes), values.size())
                .decode(decoded, values.size());

        assertSame(decoded, values, what);
        assertSame(libraryValues(values.type(), bytes, values.size()), values, what + ", read by the library");
        assertThat(bytes).as(what).isEqualTo(libraryPage(values));
    }

    private static long bits(TSDataType type, double value) {
        return switch (type) {
            case FLOAT -> Float.floatToRawIntBits((float) value);
            case DOUBLE -> Double.doubleToRawLongBits(value);
            default -> (long) (100 * value);
        };
    }

    private static int width(TSDataType type) {
        return switch (type) {
            case INT32, DATE, FLOAT -> 32;
            default -> 64;
        };
    }

    private static long endMark(TSDataType type) {
        return switch (type) {
            case INT32, DATE -> Integer.MIN_VALUE;
            case FLOAT -> Float.floatToRawIntBits(Float.NaN);
            case DOUBLE -> Double.doubleToRawLongBits(Double.NaN);
            default -> Long.MIN_VALUE;
        };
    }

    /** Appends a number of 64 or 32 bits, or the floating point number that has them. */
    static void append(Vector values, long bits) {
        if (values instanceof LongVector longs) {
            longs.append(bits);
        } else if (values instanceof IntVector ints) {
            ints.append((int) bits);
        } else if (values instanceof DoubleVector doubles) {
            doubles.append(Double.longBitsToDouble(bits));
        } else {
            ((FloatVector) values).append(Float.intBitsToFloat((int) bits));
        }
    }
}
