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
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The actions that delete, byte for byte. */
class DeletionActionsTest {
    private static final UUID TABLE = UUID.fromString("0123abcd-0000-4000-8000-000000000001");
    private static final UUID WRITER = UUID.fromString("0123abcd-0000-4000-8000-000000000002");

    /** The bytes that {@code docs/table-log.md} shows. */
    private static final String GOLDEN = """
        {"version":1,"actions":[
        {"info":{"table":"0123abcd-0000-4000-8000-000000000001","writer":"0123abcd-0000-4000-8000-000000000002","sequence":"7","time":"1700000000001","rearranges":true,"operation":"delete","metrics":{}}},
        {"hide":{"path":"data/7/new.tsfile","devices":{"between":{"from":["sensors","a"],"to":["sensors","b",null,"c"]}},"times":["0","999"]}},
        {"forget":{"version":{"commit":"2","order":0},"devices":{"all":true},"times":["-9223372036854775808","0"]}},
        {"forget":{"path":"_tsfile/tombstones/0123abcd-0000-4000-8000-000000000003.json"}},
        {"tombstone":{"version":{"commit":"4","order":2},"devices":{"exactly":[["sensors",null,"x"],["sensors","a"]]},"measurements":["temperature","humidity"],"times":["5","5"]}},
        {"tombstone":{"version":{"commit":"4","order":3},"devices":{"below":"root.line1"},"times":["0","9223372036854775807"]}},
        {"tombstone":{"version":{"commit":"4","order":3},"devices":{"all":true},"times":["-1","5","7","7","9","12"]}},
        {"tombstones":{"path":"_tsfile/tombstones/0123abcd-0000-4000-8000-000000000004.json","length":"70000","crc32c":"3735928559","commit":"4","devices":[["sensors","a"],["sensors","b"]],"times":["0","9"],"count":"1000"}},
        {"doomed":{"paths":["data/6/orphan.tsfile","_tsfile/tombstones/0123abcd-0000-4000-8000-000000000005.json"]}},
        {"gone":{"paths":["data/5/orphan.tsfile"]}}
        ]}
        """;

    private static LogEntry goldenEntry() {
        DeviceScope exactly = DeviceScope.of(
                List.of(Devices.ofTable("sensors", "a"), Devices.ofTable("sensors", (String) null, "x")));
        return new LogEntry(
                4,
                new CommitInfo(TABLE, new CommitId(WRITER, 7), 1_700_000_000_001L, true, "delete", new TreeMap<>()),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(new Hide(
                        "data/7/new.tsfile",
                        Deletion.ofRows(
                                new DeviceScope.Between(
                                        Devices.ofTable("sensors", "a"), Devices.ofTable("sensors", "b", null, "c")),
                                new TimeRange(0, 999)))),
                new TombstoneChanges(
                        List.of(
                                new Tombstone(
                                        new Version(4, 2),
                                        new Deletion(exactly, List.of("temperature", "humidity"), new TimeRange(5, 5))),
                                new Tombstone(
                                        new Version(4, 3),
                                        Deletion.ofRows(
                                                new DeviceScope.Below("root.line1"), new TimeRange(0, Long.MAX_VALUE))),
                                new Tombstone(
                                        new Version(4, 3),
                                        Deletion.ofRows(DeviceScope.ALL, TimeSet.ofBounds(-1, 5, 7, 7, 9, 12)))),
                        List.of(new TombstoneFile(
                                "_tsfile/tombstones/0123abcd-0000-4000-8000-000000000004.json",
                                70_000,
                                0xdeadbeefL,
                                4,
                                Optional.of(new DeviceRange(
                                        Devices.ofTable("sensors", "a"), Devices.ofTable("sensors", "b"))),
                                new TimeRange(0, 9),
                                1000)),
                        List.of(new Tombstone(
                                new Version(2, 0), Deletion.ofRows(DeviceScope.ALL, new TimeRange(Long.MIN_VALUE, 0)))),
                        List.of("_tsfile/tombstones/0123abcd-0000-4000-8000-000000000003.json")),
                new DoomedChanges(
                        List.of("data/6/orphan.tsfile", "_tsfile/tombstones/0123abcd-0000-4000-8000-000000000005.json"),
                        List.of("data/5/orphan.tsfile")));
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"all\":true}|{\"all\":false}|actions[2].forget.devices.all: true is expected",
                "{\"all\":true}|{\"some\":true}|'some' is unknown to this release",
                "{\"all\":true}|{}|actions[2].forget.devices: one name is expected",
                "{\"all\":true}|[]|actions[2].forget.devices: an object",
                "\"devices\":{\"all\":true},|~~|actions[2].forget.devices: it is missing",
                "[[\"sensors\",null,\"x\"],[\"sensors\",\"a\"]]|[]|exactly: at least one device",
                "[[\"sensors\",null,\"x\"],[\"sensors\",\"a\"]]|[[\"b\"],[\"a\"]]|exactly: devices ascend",
                "[[\"sensors\",null,\"x\"],[\"sensors\",\"a\"]]|[[\"b\"],[\"b\"]]|exactly: devices ascend",
                "[[\"sensors\",null,\"x\"],[\"sensors\",\"a\"]]|[[]]|exactly: a device starts with a name",
                "[[\"sensors\",null,\"x\"],[\"sensors\",\"a\"]]|[7]|exactly[0]: an array",
                "\"from\":[\"sensors\",\"a\"]|\"from\":[\"sensors\",\"c\"]|no device lies between its bounds",
                "\"below\":\"root.line1\"|\"below\":\"\"|below: the path of a device",
                "\"below\":\"root.line1\"|\"below\":7|below: a string",
                "\"times\":[\"5\",\"5\"]|\"times\":[\"5\",\"4\"]|times: Cannot make a time range",
                "\"7\",\"7\",\"9\"|\"7\",\"9\"|actions[6].tombstone.times: Cannot make ranges of times from 5 bounds",
                "\"7\",\"7\",\"9\"|\"7\",\"8\",\"9\"|times: Cannot make ranges of times of which one starts at 9",
                "\"7\",\"7\",\"9\"|\"7\",\"6\",\"9\"|times: Cannot make a time range that starts at 7",
                "\"7\",\"7\",\"9\"|7,\"7\",\"9\"|times: a string with a decimal number",
                "[\"5\",\"5\"]|[]|actions[4].tombstone.times: at least one range",
                "[\"temperature\",\"humidity\"]|[]|measurements: at least one name",
                "[\"temperature\",\"humidity\"]|[\"a\",\"a\"]|measurements: at least one name",
                "[\"temperature\",\"humidity\"]|[null]|measurements: names are expected",
                "\"order\":2|\"order\":-2|actions[4].tombstone.version.order",
                "data/7/new.tsfile|_tsfile/log/1.json|actions[1].hide.path",
                "data/7/new.tsfile|../new.tsfile|actions[1].hide.path",
                "_tsfile/tombstones/0123abcd-0000-4000-8000-000000000004|data/4|they lie in _tsfile/tombstones",
                "_tsfile/tombstones/0123abcd-0000-4000-8000-000000000004|_tsfile/tombstones/../../4|Cannot use path",
                "_tsfile/tombstones/0123abcd-0000-4000-8000-000000000003|/3|actions[3].forget.path: Cannot use path",
                "\"length\":\"70000\"|\"length\":\"-1\"|actions[7].tombstones.length",
                "\"crc32c\":\"3735928559\"|\"crc32c\":\"4294967296\"|actions[7].tombstones.crc32c",
                "\"count\":\"1000\"|\"count\":1000|actions[7].tombstones.count",
                "data/6/orphan|_tsfile/log/orphan|actions[8].doomed.paths: Cannot use path",
                "data/6/orphan|data/../../orphan|actions[8].doomed.paths: Cannot use path",
                "[\"data/5/orphan.tsfile\"]|[null]|actions[9].gone.paths",
                "[\"data/5/orphan.tsfile\"]|7|actions[9].gone.paths: an array",
            })
    void refusesAbsurdContentsWithFileAndPlace(String from, String to, String message) {
        String damaged = GOLDEN.replace(from, to == null ? "" : to);
        assertThat(damaged).isNotEqualTo(GOLDEN);

        assertThatThrownBy(() -> decode(damaged))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("Cannot read log/4.json at ")
                .hasMessageContaining(message);
    }

    @Test
    void keepsBoundsThatAreOpen() {
        for (DeviceScope scope : List.of(
                new DeviceScope.Between(null, null),
                new DeviceScope.Between(Devices.ofTable("t", "a"), null),
                new DeviceScope.Between(null, Devices.ofTable("t", "a")))) {
            LogEntry entry = new LogEntry(
                    4,
                    goldenEntry().info(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    List.of(new Hide("data/a.tsfile", Deletion.ofRows(scope, TimeRange.ALL))),
                    TombstoneChanges.NONE,
                    DoomedChanges.NONE);

            assertThat(LogEntryCodec.decode(4, LogEntryCodec.encode(entry), "f"))
                    .isEqualTo(entry);
        }
    }

    @Test
    void damageIsRefusedOrReadsAsAnEntryThatIsWritable() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = GOLDEN.getBytes(UTF_8);
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] =
                        random.nextBoolean() ? whole[random.nextInt(whole.length)] : (byte) random.nextInt();
            }
            String what = "round " + round + " of seed " + seed + ": " + new String(damaged, UTF_8);
            try {
                LogEntry entry = LogEntryCodec.decode(4, damaged, "log/4.json");
                assertThat(LogEntryCodec.decode(4, LogEntryCodec.encode(entry), "f"))
                        .as(what)
                        .isEqualTo(entry);
            } catch (TsFileConnectorException e) {
                assertThat(e).as(what).hasMessageContaining("log/4.json");
            } catch (RuntimeException e) {
                throw new AssertionError(what, e);
            }
        }
    }

    private static LogEntry decode(String content) {
        return LogEntryCodec.decode(4, content.getBytes(UTF_8), "log/4.json");
    }
}
