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
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.model.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointCodecTest {
    /** The bytes that {@code docs/table-log.md} shows. */
    private static final String MANIFEST = """
            {"version":1,"actions":[
            {"checkpoint":{"number":"3","time":"1700000000000","horizon":"1692224000000"}},
            {"table":{"id":"0123abcd-0000-4000-8000-000000000001","model":"TABLE","name":"sensors","timeColumn":"time","precision":"MILLIS","columns":[{"name":"host","type":"STRING","category":"TAG"},{"name":"temperature","type":"DOUBLE","category":"FIELD"}],"partitionInterval":"604800000","options":{}}},
            {"part":{"name":"00000000000000000003.checkpoint.0123abcd-0000-4000-8000-000000000003.0000","kind":"files","length":"112","crc32c":"3735928559","count":"1","times":["0","604799999"]}},
            {"part":{"name":"00000000000000000003.checkpoint.0123abcd-0000-4000-8000-000000000003.0001","kind":"writers","length":"37","crc32c":"12345","count":"1"}}
            ]}
            """;

    /** As the documentation takes it apart. */
    private static final String PART =
            "5453435001010707646174612f372f0773656e736f7273016102c3bc01620261620b74656d7065726174757265030402030004020205020206010f000123abcd0000400080000000000000048020deadbeef02010102000100ff7f018088b2a00264c8010c010280100101010101060009";

    @Test
    void writesTheManifestOfTheDocumentation() {
        CheckpointManifest manifest = CheckpointManifestCodec.decode(3, MANIFEST.getBytes(UTF_8), "m");

        assertThat(new String(CheckpointManifestCodec.encode(manifest), UTF_8)).isEqualTo(MANIFEST);
        assertThat(manifest.parts()).extracting(CheckpointPart::kind).containsExactly(PartKind.FILES, PartKind.WRITERS);
        assertThat(manifest.parts().get(0).times()).isEqualTo(new TimeRange(0, 604_799_999));
        assertThat(manifest.metadata())
                .isEqualTo(new TableMetadata(
                        UUID.fromString("0123abcd-0000-4000-8000-000000000001"),
                        TableSchema.ofTable(
                                "sensors", List.of(Column.tag("host"), Column.field("temperature", TSDataType.DOUBLE))),
                        new TimePartitioning(604_800_000L),
                        new TreeMap<>()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"version\":1|\"version\":2|written by a newer version",
                "\"number\":\"3\"|\"number\":\"4\"|one checkpoint of commit 3 is expected",
                "{\"checkpoint\":{\"number\":\"3\",\"time\":\"1700000000000\",\"horizon\":\"1692224000000\"}},|~~|does not say which checkpoint it is",
                "\"writers\"|\"readers\"|actions[3].part.kind: parts of kind 'readers' are unknown to this release",
                "{\"part\":{\"name\":\"00|{\"lump\":{\"name\":\"00|actions[2]: the action 'lump' is unknown",
                ".0001|.0000|actions[3].part.name: the part is named twice",
                "00000000000000000003.checkpoint.0123abcd-0000-4000-8000-000000000003.0000|../a|actions[2].part.name",
                "\"length\":\"37\"|\"length\":\"-37\"|actions[3].part.length",
                "[\"0\",\"604799999\"]|[\"1\",\"0\"]|actions[2].part.times",
            })
    void refusesAManifestThatIsWrong(String from, String to, String message) {
        String damaged = MANIFEST.replaceFirst(Pattern.quote(from), to == null ? "" : to);
        assertThat(damaged).isNotEqualTo(MANIFEST);

        assertThatThrownBy(() -> CheckpointManifestCodec.decode(3, damaged.getBytes(UTF_8), "log/3.checkpoint"))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("Cannot read log/3.checkpoint")
                .hasMessageContaining(message);
    }

    @Test
    void writesThePartOfTheDocumentation() {
        byte[] part = FilesPart.write(List.of(file()), Map.of(file().path(), List.of(hide())));

        assertThat(HexFormat.of().formatHex(part)).isEqualTo(PART);
        assertThat(read(part)).containsExactly(Map.entry(file(), List.of(hide())));
    }

    @Test
    void keepsAllThatALogEntryKeeps() {
        DataFile plain = new DataFile(
                "top.tsfile",
                0,
                DataFile.UNKNOWN_CRC,
                new Version(1, Integer.MAX_VALUE),
                0,
                0,
                false,
                new DeviceRange(Devices.ofPath("root.a.b.c"), Devices.ofTable("z", null, "ü\0")),
                BucketRange.ALL,
                TimeRange.ALL,
                Long.MAX_VALUE,
                0,
                DataFile.UNKNOWN_CHUNKS,
                List.of());
        DeviceScope from = new DeviceScope.Between(Devices.ofTable("a"), null);
        DeviceScope to = new DeviceScope.Between(null, Devices.ofTable("b"));
        List<Deletion> hides = List.of(
                Deletion.ofRows(DeviceScope.ALL, TimeRange.ALL),
                Deletion.ofRows(from, new TimeRange(-5, -5)),
                Deletion.ofRows(to, new TimeRange(Long.MIN_VALUE, 0)),
                Deletion.ofRows(new DeviceScope.Between(null, null), new TimeRange(0, Long.MAX_VALUE)),
                new Deletion(new DeviceScope.Below("root.a"), List.of("x", "y"), new TimeRange(1, 2)),
                new Deletion(new DeviceScope.Below("root.a"), List.of("x"), TimeSet.ofTimes(1, 2, 4)),
                Deletion.ofRows(DeviceScope.ALL, TimeSet.ofTimes(Long.MIN_VALUE, 0, Long.MAX_VALUE)),
                Deletion.ofRows(from, TimeSet.ofTimes(-1, 1)),
                Deletion.ofRows(DeviceScope.of(List.of(Devices.ofTable("a"))), TimeSet.ofTimes(5, 7)),
                Deletion.ofRows(DeviceScope.of(List.of(Devices.ofTable("a"), Devices.ofTable("b"))), TimeRange.ALL));

        byte[] part = FilesPart.write(List.of(plain, file()), Map.of(plain.path(), hides));

        assertThat(read(part)).containsExactly(Map.entry(plain, hides), Map.entry(file(), List.of()));
    }

    @Test
    void marksSeveralRangesOfTimesWhereItSaysOfWhichDevices() {
        Deletion several = new Deletion(hide().devices(), hide().measurements(), TimeSet.ofTimes(0, 7, 8));

        byte[] part = FilesPart.write(List.of(file()), Map.of(file().path(), List.of(several)));

        // As the one of the documentation, but for the last line.
        String head = PART.substring(0, PART.length() - 16);
        assertThat(HexFormat.of().formatHex(part))
                .isEqualTo(head + "01" + "09" + "0101" + "0106" + "02" + "0000" + "0e01");
        assertThat(read(part)).containsExactly(Map.entry(file(), List.of(several)));
    }

    @Test
    void refusesEveryTruncationAndAnythingBehindTheEnd() {
        byte[] part = FilesPart.write(List.of(file()), Map.of(file().path(), List.of(hide())));

        for (int length = 0; length < part.length; length++) {
            byte[] truncated = Arrays.copyOf(part, length);
            assertThatThrownBy(() -> read(truncated))
                    .as("%d bytes", length)
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageContaining("Cannot read log/part before byte ");
        }
        assertThatThrownBy(() -> read(Arrays.copyOf(part, part.length + 1)))
                .hasMessageContaining("1 bytes follow its end");
    }

    @Test
    void refusesADamagedByteOrReadsSomethingElse() {
        byte[] part = FilesPart.write(List.of(file()), Map.of(file().path(), List.of(hide())));

        for (int i = 0; i < part.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = part.clone();
                damaged[i] ^= (byte) (1 << bit);
                try {
                    // The checksum tells; here it only must not end in another kind of error.
                    read(damaged);
                } catch (TsFileConnectorException e) {
                    assertThat(e).hasMessageContaining("log/part");
                }
            }
        }
    }

    @Test
    void refusesANewerPart() {
        byte[] part = WritersPart.write(List.of());
        part[4] = 2;

        assertThatThrownBy(() -> new PartInput(part, "log/part", PartKind.WRITERS, UnaryOperator.identity()))
                .isInstanceOf(NewerLogException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("written by a newer version");
    }

    private static DataFile file() {
        return new DataFile(
                "data/7/0123abcd-0000-4000-8000-000000000004.tsfile",
                4096,
                0xdeadbeefL,
                new Version(2, 1),
                1,
                2,
                true,
                new DeviceRange(Devices.ofTable("sensors", "a", null, "ü"), Devices.ofTable("sensors", "b")),
                new BucketRange(0, 16383),
                new TimeRange(-1, 604_799_999),
                100,
                200,
                12,
                List.of(new DeviceSplit(Devices.ofTable("sensors", "ab"), 2048)));
    }

    private static Deletion hide() {
        return new Deletion(
                DeviceScope.of(List.of(Devices.ofTable("sensors", "b"))), List.of("temperature"), new TimeRange(0, 9));
    }

    private static List<Map.Entry<DataFile, List<Deletion>>> read(byte[] part) {
        List<Map.Entry<DataFile, List<Deletion>>> files = new ArrayList<>();
        FilesPart.read(
                new PartInput(part, "log/part", PartKind.FILES, UnaryOperator.identity()),
                (file, hides) -> files.add(Map.entry(file, hides)));
        return files;
    }
}
