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

import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.format.Encodings;
import io.tsfile.core.testing.Threads;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which encodings are chosen for columns of all kinds, and that they lose nothing and depend on nothing else. */
class AdaptiveEncodingTest {
    private static final int PAGE_ROWS = 2500;
    private static final int ROWS = 20_000;

    private final ChunkEncoder encoder = new ChunkEncoder(PAGE_ROWS, EncodingOptions.DEFAULT);

    @ParameterizedTest
    @CsvSource({
        "TWO_DECIMAL_WALK, TS_2DIFF",
        "SMALL_WALK, TS_2DIFF",
        "FULL_PRECISION_NOISE, PLAIN",
        "STEPS, RLE",
        "EQUAL_DOUBLES, RLE",
        "NOISE_WHERE_NOT_SAMPLED, CHIMP",
        "FLOAT_DECIMALS, TS_2DIFF",
        "COUNTER, TS_2DIFF",
        "STATES, RLE",
        "CONSTANT_STEP, TS_2DIFF",
        "JITTER, TS_2DIFF",
        "GAPS, TS_2DIFF",
        "RARE_FLAGS, RLE",
        "FEW_STRINGS, DICTIONARY",
        "FREE_TEXT, PLAIN",
        "BLOBS, PLAIN"
    })
    void choosesByTheValues(ColumnShape shape, TSEncoding expected) {
        assertThat(aligned(shape.column(ROWS, 1)).encoding()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(ColumnShape.class)
    void isNeverMuchLargerThanTheLibrary(ColumnShape shape) {
        LongVector times = times(ROWS);
        Vector values = shape.column(ROWS, 2);
        long usual = LibraryChunks.usualBytes(times, values);
        int bytes = new ChunkEncoder(10_000, EncodingOptions.DEFAULT)
                .series("v", times, values)
                .data()
                .length;
        assertThat((double) bytes / usual).isLessThan(1.01);

        // Without times, which are the same for both.
        int auto = new ChunkEncoder(10_000, EncodingOptions.DEFAULT)
                .alignedValues("v", times, values)
                .data()
                .length;
        int fixed = fixed(Encodings.of(shape.type).name().toLowerCase(Locale.ROOT), 10_000)
                .alignedValues("v", times, values)
                .data()
                .length;
        assertThat((double) auto / fixed).isLessThan(1.01);
    }

    /**
     * What encodes all values in every way is the reference; CHIMP must save a sixth. Left out are shapes that a sample cannot show.
     */
    @ParameterizedTest
    @EnumSource(
            value = ColumnShape.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "NOISE_ONLY_WHERE_SAMPLED",
                "NOISE_WHERE_NOT_SAMPLED",
                "DECIMAL_THEN_NOISE",
                "REPEATED_NOISE",
                "DAYS"
            })
    void isAsShortAsTheBest(ColumnShape shape) {
        for (int size : new int[] {1300, 2000, 4000, 6000}) {
            Vector values = withNulls(shape.column(size, size), size);
            LongVector times = times(size);
            double best = Double.MAX_VALUE;
            for (TSEncoding encoding : Encodings.possible(shape.type)) {
                String name = encoding.name().toLowerCase(Locale.ROOT);
                int bytes = new ChunkEncoder(10_000, new EncodingOptions(new TreeMap<>(Map.of("encoding", name))))
                        .alignedValues("v", times, values)
                        .data()
                        .length;
                best = Math.min(best, encoding == TSEncoding.CHIMP ? bytes * 1.2 : bytes);
            }
            assertThat(new ChunkEncoder(10_000, EncodingOptions.DEFAULT)
                            .alignedValues("v", times, values)
                            .data()
                            .length)
                    .as("%s of %d", shape, size)
                    .isLessThan((int) (best * 1.02) + 16);
        }
    }

    @Test
    void makesDecimalsSmall() {
        EncodedChunk walk = aligned(ColumnShape.TWO_DECIMAL_WALK.column(ROWS, 3));
        EncodedChunk usual = fixed("gorilla", PAGE_ROWS)
                .alignedValues("v", times(ROWS), ColumnShape.TWO_DECIMAL_WALK.column(ROWS, 3));
        assertThat((double) walk.data().length / usual.data().length).isLessThan(0.35);
        assertThat((double) aligned(ColumnShape.SMALL_WALK.column(ROWS, 3)).data().length / ROWS)
                .as("bytes per value where values change little")
                .isLessThan(1.0);
    }

    @ParameterizedTest
    @EnumSource(ColumnShape.class)
    void losesNothing(ColumnShape shape) throws IOException {
        for (int size : new int[] {1, 2, 999, 1000, 1001, 2500, 2501, 9000}) {
            LongVector times = times(size);
            Vector values = shape.column(size, size);
            LongVector readTimes = times(0);
            Vector read = LibraryChunks.read(encoder.series("v", times, values), readTimes);
            assertSame(readTimes, times, size);
            assertSame(read, values, size);

            Vector sparse = withNulls(values, size);
            LongVector alignedTimes = times(0);
            Vector alignedRead = LibraryChunks.readAligned(
                    encoder.times(times), encoder.alignedValues("v", times, sparse), alignedTimes);
            LongVector presentTimes = times(0);
            for (int i = 0; i < size; i++) {
                if (!sparse.isNull(i)) {
                    presentTimes.append(times.get(i));
                }
            }
            Vector present = Vector.of(values.type(), size);
            present.appendPresent(sparse);
            assertSame(alignedTimes, presentTimes, size);
            assertSame(alignedRead, present, size);
        }
    }

    @ParameterizedTest
    @EnumSource(ColumnShape.class)
    void dependsOnNothingButTheValues(ColumnShape shape) throws Exception {
        Vector values = withNulls(shape.column(6000, 5), 5);
        LongVector times = times(6000);
        EncodedChunk expected = new ChunkEncoder(PAGE_ROWS, EncodingOptions.DEFAULT).alignedValues("v", times, values);
        List<EncodedChunk> all = new ArrayList<>();
        for (ColumnShape other : ColumnShape.values()) {
            encoder.series("v", times, other.column(6000, 6));
            all.add(encoder.alignedValues("v", times, values));
        }
        all.addAll(Threads.together(
                3, thread -> new ChunkEncoder(PAGE_ROWS, EncodingOptions.DEFAULT).alignedValues("v", times, values)));
        for (EncodedChunk chunk : all) {
            assertThat(chunk.data()).isEqualTo(expected.data());
            assertThat(chunk.encoding()).isEqualTo(expected.encoding());
            assertThat(chunk.compression()).isEqualTo(expected.compression());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TWO_DECIMAL_WALK, TS_2DIFF",
        "EQUAL_DOUBLES, TS_2DIFF",
        "FLOAT_DECIMALS, TS_2DIFF",
        "FULL_PRECISION_NOISE, GORILLA",
        "COUNTER, TS_2DIFF",
        "STATES, TS_2DIFF",
        "RARE_FLAGS, RLE",
        "FEW_STRINGS, PLAIN"
    })
    void smallChunksOfASeriesAreAlike(ColumnShape shape, TSEncoding expected) {
        Vector values = shape.column(999, 7);
        for (int size : new int[] {1, 40, 999}) {
            EncodedChunk small = encoder.series("v", times(size), values.slice(0, size));
            assertThat(small.encoding()).isEqualTo(expected);
            assertThat(small.compression()).isEqualTo(CompressionType.LZ4);
        }
    }

    @Test
    void nullsDoNotMakeAChunkLarger() {
        Vector states = Vector.of(TSDataType.INT32, 1);
        states.appendNulls(9000);
        states.append(ColumnShape.STATES.column(1000, 7), 0, 999);
        assertThat(encoder.alignedValues("v", times(9999), states).encoding()).isEqualTo(TSEncoding.TS_2DIFF);
        states.append(ColumnShape.STATES.column(1000, 7), 999, 1000);
        assertThat(encoder.alignedValues("v", times(10_000), states).encoding()).isEqualTo(TSEncoding.RLE);
    }

    @Test
    void aColumnWithoutValuesIsEmpty() {
        Vector nulls = Vector.of(TSDataType.DOUBLE, 1);
        nulls.appendNulls(5000);
        EncodedChunk chunk = encoder.alignedValues("v", times(5000), nulls);
        assertThat(chunk.pages()).isZero();
        assertThat(chunk.data()).isEmpty();
        assertThat(chunk.statistics().getCount()).isZero();
    }

    @Test
    void compressesWhereItPays() {
        assertThat(aligned(ColumnShape.STEPS.column(ROWS, 8)).compression()).isEqualTo(CompressionType.LZ4);
        assertThat(aligned(ColumnShape.FREE_TEXT.column(ROWS, 8)).compression()).isEqualTo(CompressionType.ZSTD);
        Random random = new Random(8);
        LongVector noise = (LongVector) Vector.of(TSDataType.INT64, ROWS);
        LongVector times = times(0);
        for (int i = 0; i < ROWS; i++) {
            noise.append(random.nextLong());
            times.append(((long) i << 40) + (random.nextLong() >>> 24));
        }
        assertThat(encoder.series("v", times, noise).compression()).isEqualTo(CompressionType.UNCOMPRESSED);
    }

    private EncodedChunk aligned(Vector values) {
        return encoder.alignedValues("v", times(values.size()), values);
    }

    private static ChunkEncoder fixed(String encoding, int pageRows) {
        return new ChunkEncoder(
                pageRows, new EncodingOptions(new TreeMap<>(Map.of("encoding", encoding, "compression", "lz4"))));
    }

    static LongVector times(int size) {
        LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, size);
        for (int i = 0; i < size; i++) {
            times.append(1_700_000_000_000L + 1000L * i + i % 7);
        }
        return times;
    }

    /** Every seventh value or so missing, and a whole page. */
    static Vector withNulls(Vector values, long seed) {
        Random random = new Random(seed);
        Vector sparse = Vector.of(values.type(), values.size());
        for (int i = 0; i < values.size(); i++) {
            if (random.nextInt(7) == 0 || i / PAGE_ROWS == 1) {
                sparse.appendNull();
            } else {
                sparse.append(values, i);
            }
        }
        return sparse;
    }

    private static void assertSame(Vector actual, Vector expected, int size) {
        assertThat(actual.size()).as("size %d", size).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            if (!actual.sameValue(i, expected, i)) {
                throw new AssertionError("value " + i + " of " + size + " came back changed");
            }
        }
    }
}
