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
package io.tsfile.core.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.TableMetadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingOptionsTest {
    private static final TableSchema SCHEMA = TableSchema.ofTable(
            "motors",
            List.of(
                    Column.tag("site"),
                    Column.field("speed", TSDataType.DOUBLE),
                    Column.field("state", TSDataType.STRING)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encoding         | camel   | Cannot use 'encoding' = 'camel': the encodings of the types of table 'motors' are auto, gorilla, chimp, ts_2diff, rle, plain, dictionary",
                "encoding         | zigzag  | Cannot use 'encoding' = 'zigzag': the encodings of the types",
                "encoding         |         | Cannot use 'encoding' = '': the encodings",
                "encoding.speed   | sprintz | Cannot use 'encoding.speed' = 'sprintz': the encodings of DOUBLE are auto, gorilla, chimp, ts_2diff, rle, plain",
                "encoding.state   | gorilla | Cannot use 'encoding.state' = 'gorilla': the encodings of STRING are auto, plain, dictionary",
                "compression      | brotli  | Cannot use 'compression' = 'brotli': the compressions are auto, uncompressed, lz4, zstd, snappy, gzip, lzma2",
                "compression.torque | lz4   | Cannot use option 'compression.torque': table 'motors' has no field 'torque'. The fields are speed, state",
                "encoding.site    | plain   | Cannot use option 'encoding.site': table 'motors' has no field 'site'",
                "encoding.time    | plain   | Cannot use option 'encoding.time': times are always in ts_2diff and compressed as 'compression' says",
            })
    void refusesWhatCanNeverBe(String option, String value, String message) {
        Map<String, String> options = Map.of(option, value == null ? "" : value);
        assertThatThrownBy(() -> EncodingOptions.of(SCHEMA, options))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith(message);
        assertThatThrownBy(() -> TableMetadata.of(SCHEMA, TimePartitioning.NONE, options))
                .as("when a table is made")
                .isInstanceOf(TsFileConnectorException.class);
    }

    @Test
    void namesAndValuesAreInAnyCase() {
        EncodingOptions options = EncodingOptions.of(
                SCHEMA, Map.of("Encoding.SPEED", "Chimp", "COMPRESSION", "Zstd", "owner", "somebody"));
        assertThat(options.settings()).isEqualTo(Map.of("encoding.speed", "chimp", "compression", "zstd"));
        assertThat(options.encoding("speed", TSDataType.DOUBLE)).contains(TSEncoding.CHIMP);
        assertThat(options.encoding("state", TSDataType.STRING)).isEmpty();
        assertThat(options.compression("state")).contains(CompressionType.ZSTD);
    }

    @Test
    void measurementsOfTheTreeModelKeepTheirCase() {
        TableSchema tree = TableSchema.ofTree("t", List.of(Column.field("Speed", TSDataType.DOUBLE)));
        assertThat(EncodingOptions.of(tree, Map.of("encoding.Speed", "plain")).settings())
                .containsOnlyKeys("encoding.Speed");
        assertThatThrownBy(() -> EncodingOptions.of(tree, Map.of("encoding.speed", "plain")))
                .isInstanceOf(TsFileConnectorException.class);
    }

    @Test
    void thoseOfAJobAreAboveThoseOfTheTable() {
        EncodingOptions table =
                EncodingOptions.of(SCHEMA, Map.of("encoding", "plain", "encoding.speed", "rle", "compression", "zstd"));
        EncodingOptions job = EncodingOptions.of(SCHEMA, Map.of("encoding.speed", "auto", "compression", "lz4"));
        EncodingOptions both = job.over(table);
        assertThat(both.encoding("speed", TSDataType.DOUBLE)).isEqualTo(Optional.empty());
        assertThat(both.encoding("state", TSDataType.STRING)).contains(TSEncoding.PLAIN);
        assertThat(both.compression("speed")).contains(CompressionType.LZ4);
    }

    @Test
    void aTableWithoutThemHasTheDefaults() {
        assertThat(EncodingOptions.of(SCHEMA, Map.of())).isEqualTo(EncodingOptions.DEFAULT);
    }
}
