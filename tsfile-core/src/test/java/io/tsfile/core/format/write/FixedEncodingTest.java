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
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the user fixed is what chunks have, unless it would lose a value. */
class FixedEncodingTest {
    private static final LongVector TIMES = AdaptiveEncodingTest.times(3000);

    @ParameterizedTest
    @EnumSource(
            value = TSDataType.class,
            names = {"BOOLEAN", "INT32", "INT64", "FLOAT", "DOUBLE", "TEXT", "STRING", "BLOB", "DATE", "TIMESTAMP"})
    void chunksOfAnySizeHaveIt(TSDataType type) throws IOException {
        for (ColumnShape shape : ColumnShape.values()) {
            if (shape.type != type || shape.name().startsWith("ANY_")) {
                continue;
            }
            for (TSEncoding encoding : Encodings.possible(type)) {
                ChunkEncoder encoder = encoder("encoding.v", encoding.name().toLowerCase(Locale.ROOT));
                for (int size : new int[] {3, 3000}) {
                    Vector values = shape.column(size, 1);
                    LongVector times = (LongVector) TIMES.slice(0, size);
                    EncodedChunk chunk = encoder.series("v", times, values);
                    if (encoder.fallbacks() == 0) {
                        assertThat(chunk.encoding()).as("%s", shape).isEqualTo(encoding);
                    }
                    Vector read = LibraryChunks.read(chunk, (LongVector) Vector.of(TSDataType.TIMESTAMP, 0));
                    assertThat(read.size()).isEqualTo(size);
                    for (int i = 0; i < size; i++) {
                        assertThat(read.sameValue(i, values, i))
                                .as("%s %s %d", shape, encoding, i)
                                .isTrue();
                    }
                }
                if (!Encodings.scaled(encoding, type)) {
                    assertThat(encoder.fallbacks()).as("%s %s", shape, encoding).isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionType.class,
            names = {"UNCOMPRESSED", "LZ4", "SNAPPY", "ZSTD", "GZIP", "LZMA2"})
    void chunksAreCompressedSo(CompressionType compression) throws IOException {
        ChunkEncoder encoder = new ChunkEncoder(1000, EncodingOptions.compressed(compression));
        Vector values = ColumnShape.TWO_DECIMAL_WALK.column(3000, 1);
        EncodedChunk times = encoder.times(TIMES);
        EncodedChunk chunk = encoder.alignedValues("v", TIMES, values);
        assertThat(times.compression()).isEqualTo(compression);
        assertThat(chunk.compression()).isEqualTo(compression);
        LongVector readTimes = (LongVector) Vector.of(TSDataType.TIMESTAMP, 0);
        Vector read = LibraryChunks.readAligned(times, chunk, readTimes);
        assertThat(read.size()).isEqualTo(3000);
        for (int i = 0; i < 3000; i++) {
            assertThat(read.sameValue(i, values, i)).isTrue();
            assertThat(readTimes.get(i)).isEqualTo(TIMES.get(i));
        }
    }

    @Test
    void aColumnIsAboveAllColumns() {
        EncodingOptions options = new EncodingOptions(new TreeMap<>(Map.of(
                "encoding",
                "chimp",
                "encoding.w",
                "plain",
                "encoding.x",
                "auto",
                "compression",
                "snappy",
                "compression.w",
                "gzip")));
        ChunkEncoder encoder = new ChunkEncoder(1000, options);
        Vector values = ColumnShape.TWO_DECIMAL_WALK.column(3000, 1);
        assertThat(encoder.series("v", TIMES, values).encoding()).isEqualTo(TSEncoding.CHIMP);
        assertThat(encoder.series("v", TIMES, values).compression()).isEqualTo(CompressionType.SNAPPY);
        assertThat(encoder.series("w", TIMES, values).encoding()).isEqualTo(TSEncoding.PLAIN);
        assertThat(encoder.series("w", TIMES, values).compression()).isEqualTo(CompressionType.GZIP);
        assertThat(encoder.series("x", TIMES, values).encoding()).isEqualTo(TSEncoding.TS_2DIFF);
        assertThat(encoder.series("v", TIMES, ColumnShape.RARE_FLAGS.column(3000, 1))
                        .encoding())
                .as("a type that does not have it")
                .isEqualTo(TSEncoding.RLE);
        assertThat(encoder.times(TIMES).encoding()).isEqualTo(TSEncoding.TS_2DIFF);
    }

    @Test
    void countsChunksThatItWouldHarm() {
        ChunkEncoder encoder = encoder("encoding", "ts_2diff");
        assertThat(encoder.series("v", TIMES, ColumnShape.TWO_DECIMAL_WALK.column(3000, 1))
                        .encoding())
                .isEqualTo(TSEncoding.TS_2DIFF);
        assertThat(encoder.fallbacks()).isZero();
        assertThat(encoder.series("v", TIMES, ColumnShape.FULL_PRECISION_NOISE.column(3000, 1))
                        .encoding())
                .isEqualTo(TSEncoding.GORILLA);
        assertThat(encoder.fallbacks()).isEqualTo(1);
        encoder.series("v", TIMES, ColumnShape.WALK_WITH_NAN_GAPS.column(3000, 1));
        assertThat(encoder.fallbacks()).isEqualTo(2);
    }

    private static ChunkEncoder encoder(String option, String value) {
        return new ChunkEncoder(1000, new EncodingOptions(new TreeMap<>(Map.of(option, value))));
    }
}
