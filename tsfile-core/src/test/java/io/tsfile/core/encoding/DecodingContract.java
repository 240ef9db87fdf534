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
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.tsfile.encoding.decoder.Decoder;
import org.apache.tsfile.encoding.encoder.Encoder;
import org.apache.tsfile.encoding.encoder.TSEncodingBuilder;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.utils.Binary;
import org.apache.tsfile.utils.PublicBAOS;
import org.junit.jupiter.api.Test;

/** What the decoders of every encoding must do; the library's own decoder is the oracle. */
abstract class DecodingContract {
    /** Bytes that decoding may take beside the values: decoder, scratch arrays, an exception, classes that are loaded. */
    private static final long MEMORY_SLACK = 8 << 20;

    private final TSEncoding encoding;
    private final List<TSDataType> types;

    DecodingContract(TSEncoding encoding, TSDataType... types) {
        this.encoding = encoding;
        this.types = List.of(types);
    }

    /** A new encoder of the library. */
    Encoder libraryEncoder(TSDataType type) {
        return TSEncodingBuilder.getEncodingBuilder(encoding).getEncoder(type);
    }

    final TSEncoding encoding() {
        return encoding;
    }

    final List<TSDataType> types() {
        return types;
    }

    @Test
    void decodesWhatTheLibraryWrites() {
        forAllPages((values, what, random) -> {
            byte[] page = libraryPage(values);
            Vector decoded = Vector.of(values.type(), 0);

            decoder(values.type(), page, values.size()).decode(decoded, values.size());

            assertSame(decoded, libraryValues(values.type(), page, values.size()), what);
        });
    }

    @Test
    void decodesInPortionsBehindOtherValues() {
        forAllPages((values, what, random) -> {
            byte[] page = libraryPage(values);
            Vector expected = libraryValues(values.type(), page, values.size());
            Vector decoded = Vector.of(values.type(), 0);
            decoded.append(expected, 0, 1);
            Vector wanted = expected.slice(0, 1);
            ValueDecoder decoder = decoder(values.type(), page, values.size());
            for (int i = 0; i < values.size(); ) {
                int portion = Math.min(values.size() - i, portion(random));
                if (random.nextInt(3) == 0) {
                    decoder.skip(portion);
                } else {
                    decoder.decode(decoded, portion);
                    wanted.append(expected, i, i + portion);
                }
                i += portion;
            }

            assertSame(decoded, wanted, what);
        });
    }

    @Test
    void truncatedPagesGiveTheValuesOrAnError() {
        forAllPages((values, what, random) -> {
            byte[] page = libraryPage(values);
            Vector expected = libraryValues(values.type(), page, values.size());
            for (int cut = 0; cut < 20; cut++) {
                int length = cut < 10 ? Math.max(0, page.length - 1 - cut) : random.nextInt(page.length);
                Vector decoded = decodeOrFail(
                        values.type(), Arrays.copyOf(page, length), values.size(), what + " cut to " + length);
                if (decoded.size() == values.size()) {
                    assertSame(decoded, expected, what + " cut to " + length);
                }
            }
        });
    }

    @Test
    void damagedPagesGiveValuesOrAnError() {
        forAllPages((values, what, random) -> {
            byte[] page = libraryPage(values);
            for (int round = 0; round < 20; round++) {
                byte[] damaged = page.clone();
                // Heads are at the beginning: that is where damage hurts most.
                int flips = 1 + random.nextInt(4);
                for (int i = 0; i < flips; i++) {
                    int at = random.nextInt(random.nextBoolean() ? Math.min(32, page.length) : page.length);
                    damaged[at] = (byte) (random.nextBoolean() ? random.nextInt() : -random.nextInt(2));
                }
                decodeOrFail(values.type(), damaged, values.size(), what + " damaged");
                decodeOrFail(values.type(), damaged, 3 * values.size(), what + " damaged, more values");
            }
        });
    }

    @Test
    void garbageGivesValuesOrAnError() {
        Random random = new Random(7);
        for (int round = 0; round < 3000; round++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            if (random.nextBoolean()) {
                Arrays.fill(garbage, 0, random.nextInt(garbage.length + 1), (byte) -random.nextInt(2));
            }
            TSDataType type = types.get(random.nextInt(types.size()));
            decodeOrFail(type, garbage, 1 + random.nextInt(20_000), type + ", garbage of round " + round);
        }
    }

    @Test
    void skipsToTheEndAndNotFurther() {
        forAllPages((values, what, random) -> {
            byte[] page = libraryPage(values);
            ValueDecoder decoder = decoder(values.type(), page, values.size());
            decoder.skip(values.size());
            decoder.skip(0);
            decoder.decode(Vector.of(values.type(), 0), 0);
            if (!mayHaveMoreValuesThanWritten()) {
                assertThatThrownBy(() -> decoder.skip(1)).as(what).isInstanceOf(MalformedPageException.class);
            }
        });
    }

    /** Whether a page may go on behind its last value, as one does that is filled up to whole bytes or groups. */
    boolean mayHaveMoreValuesThanWritten() {
        return false;
    }

    /** Calls {@code test} with pages of all types, shapes and sizes. */
    final void forAllPages(PageTest test) {
        long seed = 20_240_601L;
        for (TSDataType type : types) {
            for (Shapes shape : Shapes.values()) {
                for (int size : Shapes.SIZES) {
                    test(type, shape, size, seed++, test);
                }
                test(type, shape, 1 + new Random(seed).nextInt(3000), seed++, test);
            }
        }
    }

    private void test(TSDataType type, Shapes shape, int size, long seed, PageTest test) {
        Random random = new Random(seed);
        Vector values = shape.values(type, size, random);
        test.run(values, encoding + " of " + size + " " + type + ", " + shape + ", seed " + seed, random);
    }

    private static int portion(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 1;
            case 1 -> 1 + random.nextInt(10);
            case 2 -> 1 + random.nextInt(150);
            default -> 1 + random.nextInt(3000);
        };
    }

    private ValueDecoder decoder(TSDataType type, byte[] page, int count) {
        // Neither the first nor the last bytes of the array are the page's, as in a reader.
        byte[] array = new byte[3 + page.length + PageBytes.PADDING];
        Arrays.fill(array, (byte) 0x55);
        System.arraycopy(page, 0, array, 3, page.length);
        return PageDecoders.of(encoding, type, new PageBytes(array, 3, 3 + page.length), count);
    }

    /** The values, fewer if there was the one error that is allowed. */
    private Vector decodeOrFail(TSDataType type, byte[] page, int count, String what) {
        Vector decoded = Vector.of(type, 0);
        long before = allocatedBytes();
        try {
            ValueDecoder decoder = decoder(type, page, count);
            decoder.decode(decoded, count);
        } catch (MalformedPageException e) {
            assertThat(e).as(what).message().isNotBlank();
            decoded.truncate(0);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what + ": " + e, e);
        }
        if (!(decoded instanceof BinaryVector)) {
            assertThat(allocatedBytes() - before)
                    .as(what + ", allocated bytes")
                    .isLessThan(MEMORY_SLACK + 64L * count + 16L * page.length);
        }
        return decoded;
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    final byte[] libraryPage(Vector values) {
        Encoder encoder = libraryEncoder(values.type());
        PublicBAOS out = new PublicBAOS();
        for (int i = 0; i < values.size(); i++) {
            if (values instanceof DoubleVector doubles) {
                encoder.encode(doubles.get(i), out);
            } else if (values instanceof LongVector longs) {
                encoder.encode(longs.get(i), out);
            } else if (values instanceof IntVector ints) {
                encoder.encode(ints.get(i), out);
            } else if (values instanceof FloatVector floats) {
                encoder.encode(floats.get(i), out);
            } else if (values instanceof BooleanVector booleans) {
                encoder.encode(booleans.get(i), out);
            } else {
                encoder.encode(new Binary(((BinaryVector) values).get(i)), out);
            }
        }
        try {
            encoder.flush(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    final Vector libraryValues(TSDataType type, byte[] page, int count) {
        Decoder decoder = Decoder.getDecoderByType(encoding, type);
        ByteBuffer bytes = ByteBuffer.wrap(page);
        Vector values = Vector.of(type, count);
        for (int i = 0; i < count; i++) {
            if (values instanceof DoubleVector doubles) {
                doubles.append(decoder.readDouble(bytes));
            } else if (values instanceof LongVector longs) {
                longs.append(decoder.readLong(bytes));
            } else if (values instanceof IntVector ints) {
                ints.append(decoder.readInt(bytes));
            } else if (values instanceof FloatVector floats) {
                floats.append(decoder.readFloat(bytes));
            } else if (values instanceof BooleanVector booleans) {
                booleans.append(decoder.readBoolean(bytes));
            } else if (values instanceof BinaryVector binaries) {
                binaries.append(decoder.readBinary(bytes).getValues());
            }
        }
        return values;
    }

    static void assertSame(Vector actual, Vector expected, String what) {
        assertThat(actual.size()).as(what).isEqualTo(expected.size());
        int difference = firstDifference(actual, expected);
        if (difference < actual.size()) {
            throw new AssertionError(what + ": value " + difference + " is " + text(actual, difference) + " instead of "
                    + text(expected, difference));
        }
    }

    static int firstDifference(Vector actual, Vector expected) {
        for (int i = 0; i < actual.size(); i++) {
            if (!actual.sameValue(i, expected, i)) {
                return i;
            }
        }
        return actual.size();
    }

    private static String text(Vector values, int i) {
        if (values instanceof DoubleVector doubles) {
            return doubles.get(i) + " (bits " + Long.toHexString(Double.doubleToRawLongBits(doubles.get(i))) + ")";
        } else if (values instanceof FloatVector floats) {
            return floats.get(i) + " (bits " + Integer.toHexString(Float.floatToRawIntBits(floats.get(i))) + ")";
        } else if (values instanceof LongVector longs) {
            return "" + longs.get(i);
        } else if (values instanceof IntVector ints) {
            return "" + ints.get(i);
        } else if (values instanceof BooleanVector booleans) {
            return "" + booleans.get(i);
        }
        return Arrays.toString(((BinaryVector) values).get(i));
    }

    /** What is done with the values of one page. */
    @FunctionalInterface
    interface PageTest {
        /**
         * Runs the test.
         *
         * @param what says which values they are, with the seed
         */
        void run(Vector values, String what, Random random);
    }
}
