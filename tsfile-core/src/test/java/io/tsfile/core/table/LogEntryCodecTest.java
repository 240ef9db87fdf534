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
package io.tsfile.core.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LogEntryCodecTest {
    private static final UUID TABLE = UUID.fromString("0123abcd-0000-4000-8000-000000000001");
    private static final UUID WRITER = UUID.fromString("0123abcd-0000-4000-8000-000000000002");

    /** The bytes that {@code docs/table-log.md} shows. */
    private static final String GOLDEN = """
        {"version":1,"actions":[
        {"info":{"table":"0123abcd-0000-4000-8000-000000000001","writer":"0123abcd-0000-4000-8000-000000000002","sequence":"9007199254740993","time":"1700000000000","operation":"flink append","metrics":{"addedFiles":"1","removedFiles":"1"}}},
        {"table":{"id":"0123abcd-0000-4000-8000-000000000001","model":"TABLE","name":"sensors","timeColumn":"time","precision":"MILLIS","columns":[{"name":"host","type":"STRING","category":"TAG"},{"name":"temperature","type":"DOUBLE","category":"FIELD"}],"partitionInterval":"604800000","options":{"encoding":"auto"}}},
        {"remove":{"path":"data/7/old.tsfile"}},
        {"add":{"path":"data/7/new.tsfile","length":"4096","crc32c":"3735928559","version":{"commit":"2","order":1},"level":1,"cleanThrough":"2","ordered":true,"devices":[["sensors","a",null,"ü"],["sensors","b"]],"buckets":[0,16383],"times":["-9223372036854775808","9223372036854775807"],"rows":"100","points":"200","chunks":"12","splits":[{"device":["sensors","ab"],"bytes":"2048"}]}}
        ]}
        """;

    private static LogEntry goldenEntry() {
        TableSchema schema = TableSchema.ofTable(
                "sensors", List.of(Column.tag("host"), Column.field("temperature", TSDataType.DOUBLE)));
        DataFile file = new DataFile(
                "data/7/new.tsfile",
                4096,
                0xdeadbeefL,
                new Version(2, 1),
                1,
                2,
                true,
                new DeviceRange(Devices.ofTable("sensors", "a", null, "ü"), Devices.ofTable("sensors", "b")),
                new BucketRange(0, 16383),
                TimeRange.ALL,
                100,
                200,
                12,
                List.of(new DeviceSplit(Devices.ofTable("sensors", "ab"), 2048)));
        return new LogEntry(
                3,
                new CommitInfo(
                        TABLE,
                        new CommitId(WRITER, (1L << 53) + 1),
                        1_700_000_000_000L,
                        false,
                        "flink append",
                        new TreeMap<>(Map.of("addedFiles", 1L, "removedFiles", 1L))),
                Optional.of(new TableMetadata(
                        TABLE, schema, new TimePartitioning(604_800_000L), new TreeMap<>(Map.of("encoding", "auto")))),
                List.of(file),
                List.of("data/7/old.tsfile"));
    }

    @Test
    void writesExactlyTheseBytes() {
        assertThat(new String(LogEntryCodec.encode(goldenEntry()), UTF_8)).isEqualTo(GOLDEN);
    }

    @Test
    void theDocumentationShowsTheseBytes() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "table-log.md"))).contains("```json\n" + GOLDEN + "```");
    }

    @Test
    void readsTheseBytes() {
        assertThat(decode(GOLDEN)).isEqualTo(goldenEntry());
    }

    @Test
    void letsUnknownFieldsThrough() {
        String newer = GOLDEN.replace("\"version\":1,", "\"version\":1,\"hint\":[1],")
                .replace("\"rows\"", "\"sketch\":[{\"x\":1}],\"rows\"")
                .replace("\"operation\"", "\"host\":null,\"operation\"");
        assertThat(newer).contains("hint", "sketch", "host\":null");

        assertThat(decode(newer)).isEqualTo(goldenEntry());
    }

    @Test
    void leavesAnUnknownChecksumOut() {
        DataFile file = withCrc(goldenEntry().adds().get(0), DataFile.UNKNOWN_CRC);
        LogEntry entry = new LogEntry(3, goldenEntry().info(), Optional.empty(), List.of(file), List.of());

        byte[] content = LogEntryCodec.encode(entry);

        assertThat(new String(content, UTF_8)).doesNotContain("crc32c");
        assertThat(LogEntryCodec.decode(3, content, "f")).isEqualTo(entry);
    }

    @ParameterizedTest
    @EnumSource(TableModel.class)
    void keepsEveryTypeAndUnit(TableModel model) {
        List<Column> columns = new ArrayList<>();
        for (TSDataType type : List.of(
                TSDataType.BOOLEAN,
                TSDataType.INT32,
                TSDataType.INT64,
                TSDataType.FLOAT,
                TSDataType.DOUBLE,
                TSDataType.TEXT,
                TSDataType.STRING,
                TSDataType.BLOB,
                TSDataType.DATE,
                TSDataType.TIMESTAMP)) {
            columns.add(Column.field("f_" + type.name().toLowerCase(java.util.Locale.ROOT), type));
        }
        for (TimePrecision precision : TimePrecision.values()) {
            TableMetadata metadata = TableMetadata.of(
                    new TableSchema(model, "t \"quoted\" \u2028 \ud83d\ude00", "ts", precision, columns),
                    TimePartitioning.NONE,
                    Map.of("a\nb", ""));
            LogEntry entry = new LogEntry(1, goldenEntry().info(), Optional.of(metadata), List.of(), List.of());

            assertThat(LogEntryCodec.decode(1, LogEntryCodec.encode(entry), "f"))
                    .isEqualTo(entry);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"length\":\"4096\"|\"length\":\"-1\"|actions[3].add.length: a number that is not negative",
                "\"length\":\"4096\"|\"length\":4096|actions[3].add.length: a string with a decimal number of 64 bits",
                "\"length\":\"4096\"|\"length\":\"9223372036854775808\"|actions[3].add.length",
                "\"length\":\"4096\"|\"length\":\"007\"|actions[3].add.length",
                "\"length\":\"4096\"|\"length\":\"+7\"|actions[3].add.length",
                "\"length\":\"4096\"|\"length\":null|actions[3].add.length",
                "\"length\":\"4096\",|~~|actions[3].add.length: it is missing",
                "\"crc32c\":\"3735928559\"|\"crc32c\":\"4294967296\"|actions[3].add.crc32c",
                "\"commit\":\"2\"|\"commit\":\"-1\"|actions[3].add.version.commit",
                "\"order\":1|\"order\":-1|actions[3].add.version.order",
                "\"order\":1|\"order\":1.5|actions[3].add.version.order: a number of 32 bits",
                "\"order\":1|\"order\":2147483648|actions[3].add.version.order",
                "\"ordered\":true|\"ordered\":1|actions[3].add.ordered: true or false",
                "[0,16383]|[0,32768]|actions[3].add.buckets: Cannot use device buckets",
                "[0,16383]|[7,3]|actions[3].add.buckets",
                "[0,16383]|[0]|actions[3].add.buckets: an array of two",
                "\"-9223372036854775808\",\"9223372036854775807\"|\"2\",\"1\"|actions[3].add.times: Cannot make a time"
                        + " range",
                "[\"sensors\",\"b\"]|[\"a\"]|actions[3].add.devices: the first device comes after the last",
                "[\"sensors\",\"b\"]|[]|actions[3].add.devices: a device starts with a name",
                "[\"sensors\",\"b\"]|[null,\"b\"]|actions[3].add.devices: a device starts with a name",
                "[\"sensors\",\"b\"]|[\"sensors\",7]|actions[3].add.devices[1]: strings and nulls",
                "[\"sensors\",\"b\"]|\"sensors\"|actions[3].add.devices[1]: an array",
                "data/7/new.tsfile|../new.tsfile|actions[3].add.path: Cannot use path '../new.tsfile'",
                "data/7/new.tsfile|/new.tsfile|actions[3].add.path",
                "data/7/new.tsfile|data/../../new.tsfile|actions[3].add.path",
                "data/7/new.tsfile|_tsfile/log/new.tsfile|actions[3].add.path",
                "data/7/new.tsfile|data\\\\..\\\\new.tsfile|actions[3].add.path",
                "data/7/old.tsfile|data//old.tsfile|actions[2].remove.path",
                "\"TABLE\"|\"GRAPH\"|actions[1].table.model",
                "\"DOUBLE\"|\"VECTOR\"|actions[1].table.columns[1]: Cannot use type VECTOR",
                "\"STRING\"|\"INT32\"|actions[1].table.columns[0]: Cannot use type INT32 for tag",
                "\"name\":\"temperature\"|\"name\":\"host\"|actions[1].table.columns: Cannot define table",
                "\"604800000\"|\"-1\"|actions[1].table.partitionInterval",
                "{\"encoding\":\"auto\"}|{\"encoding\":1}|actions[1].table.options.encoding: a string",
                "{\"encoding\":\"auto\"}|[]|actions[1].table.options: an object",
                "\"sequence\":\"9007199254740993\"|\"sequence\":\"-1\"|actions[0].info.sequence",
                "\"writer\":\"0123abcd|\"writer\":\"0123ABCD|actions[0].info.writer",
                "\"writer\":\"0123abcd|\"writer\":\"x|actions[0].info.writer",
                "\"addedFiles\":\"1\"|\"addedFiles\":1|actions[0].info.metrics.addedFiles",
                "{\"remove\":{\"path\":\"data/7/old.tsfile\"}}|{}|actions[2]: one name is expected",
                "{\"remove\":{\"path\":\"data/7/old.tsfile\"}}|7|actions[2]: an object is expected",
                "{\"remove\":{\"path\":\"data/7/old.tsfile\"}}|{\"remove\":[]}|actions[2].remove: an object",
                "\"version\":1,|~~|version: it is missing",
                "\"actions\":|\"acts\":|actions: it is missing",
            })
    void refusesAbsurdContentsWithFileAndPlace(String from, String to, String message) {
        String damaged = GOLDEN.replace(from, to == null ? "" : to);
        assertThat(damaged).isNotEqualTo(GOLDEN);

        assertThatThrownBy(() -> decode(damaged))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("Cannot read log/3.json at ")
                .hasMessageContaining(message);
    }

    @Test
    void refusesANewerVersion() {
        assertThatThrownBy(() -> decode(GOLDEN.replace("\"version\":1,", "\"version\":2,")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("log/3.json at version")
                .hasMessageContaining("written by a newer version");
    }

    @Test
    void refusesAnUnknownAction() {
        assertThatThrownBy(() -> decode(GOLDEN.replace("{\"remove\":{", "{\"frob\":{")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("log/3.json at actions[2]")
                .hasMessageContaining("'frob' is unknown")
                .hasMessageContaining("written by a newer version");
    }

    @Test
    void refusesAnEntryWithoutOrWithTwoInfos() {
        assertThatThrownBy(() -> decode("{\"version\":1,\"actions\":[]}"))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("none of its 0 actions is the commit's info");
        String info = GOLDEN.lines()
                .filter(line -> line.startsWith("{\"info\""))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> decode(GOLDEN.replace(info, info + info)))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("actions[1].info: it is the second one");
    }

    @Test
    void refusesEveryTruncation() {
        byte[] whole = GOLDEN.getBytes(UTF_8);
        // The last byte is a line end, which is no loss.
        for (int length = 0; length < whole.length - 1; length++) {
            String part = new String(whole, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1);
            byte[] truncated = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> LogEntryCodec.decode(3, truncated, "log/3.json"))
                    .as(part)
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageContaining("log/3.json");
        }
    }

    @Test
    void saysWhereJsonIsBroken() {
        assertThatThrownBy(() -> decode(GOLDEN.replace("{\"remove\":{", "{\"remove\":}")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("Cannot read log/3.json at line 4, column ")
                .hasMessageContaining("it is no JSON");
        assertThatThrownBy(() -> decode(GOLDEN + "{}"))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("it is no JSON");
        assertThatThrownBy(() -> decode(GOLDEN.replace("\"level\":1", "\"level\":1,\"level\":2")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("level");
    }

    private static LogEntry decode(String content) {
        return LogEntryCodec.decode(3, content.getBytes(UTF_8), "log/3.json");
    }

    private static DataFile withCrc(DataFile file, long crc) {
        return new DataFile(
                file.path(),
                file.length(),
                crc,
                file.version(),
                file.level(),
                file.cleanThrough(),
                file.ordered(),
                file.devices(),
                file.buckets(),
                file.times(),
                file.rows(),
                file.points(),
                file.chunks(),
                file.splits());
    }
}
