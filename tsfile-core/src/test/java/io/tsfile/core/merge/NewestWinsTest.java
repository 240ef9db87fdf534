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
package io.tsfile.core.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.testing.ObjectRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs as text, oldest first, with a slash between them: {@code 1 2 3 / 2 5}. A row is its time and the values of two
 * fields: {@code 7:a-}; a time alone has the run's number in the first field. Each run is a real file with small pages.
 */
class NewestWinsTest {
    private static final TableSchema SCHEMA =
            TableSchema.ofTree("tree", List.of(Column.field("a", TSDataType.TEXT), Column.field("b", TSDataType.TEXT)));
    private static final List<String> FIELDS = List.of("a", "b");
    private static final List<TSDataType> TYPES = List.of(TSDataType.TEXT, TSDataType.TEXT);
    private static final IDeviceID DEVICE = Devices.ofPath("root.a.b.d");

    private final FileStore store;

    NewestWinsTest(@TempDir Path folder) throws IOException {
        store = StoreLocation.of(folder.toString()).open();
    }

    @ParameterizedTest
    @CsvSource({
        "1 2 3,                              1:1- 2:1- 3:1-",
        "1 2 3 / 2 5,                        1:1- 2:2- 3:1- 5:2-",
        "2 5 / 1 2 3,                        1:2- 2:2- 3:2- 5:1-",
        "1 2 3 8 9 10 12 13 / 7 8 12,        1:1- 2:1- 3:1- 7:2- 8:2- 9:1- 10:1- 12:2- 13:1-",
        "1 / 1 / 1,                          1:3-",
        "1:ab / 1:c- / 1:-d,                 1:cd",
        "1:ab 2:x- / 1:-- 2:-y,              1:ab 2:xy",
        "1:a- 2:-b / 5:-z,                   1:a- 2:-b 5:-z",
        "1:-- / 1:--,                        1:--",
        "-9223372036854775808 9223372036854775807 / 9223372036854775807,"
                + " -9223372036854775808:1- 9223372036854775807:2-",
        "-9223372036854775808 / -9223372036854775808 0 / 9223372036854775807,"
                + " -9223372036854775808:2- 0:2- 9223372036854775807:3-",
        "9223372036854775807 / 9223372036854775807, 9223372036854775807:2-",
    })
    void theNewestValueCounts(String runs, String expected) throws IOException {
        for (int maxRows : new int[] {1, 2, 5, Integer.MAX_VALUE}) {
            assertThat(merge(runs, TimeRange.ALL, maxRows)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1 2 3 4 5 6 7 / 3 9, 3, 6, 3:2- 4:1- 5:1- 6:1-",
        "1 2 3 4 5 6 7 / 3 9, 8, 8, ''",
        "1 5 / 9,             2, 4, ''",
        "1 5 / 9,             6, 9223372036854775807, 9:2-",
        "1 5 / 9,             -9223372036854775808, 1, 1:1-",
    })
    void rowsOutsideOfTheRangeAreNotThere(String runs, long start, long end, String expected) throws IOException {
        assertThat(merge(runs, new TimeRange(start, end), 100)).isEqualTo(expected);
    }

    @Test
    void manyRunsGiveWhatAMapGives() throws IOException {
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            int range = 5 + random.nextInt(200);
            TreeMap<Integer, char[]> map = new TreeMap<>();
            List<String> runs = new ArrayList<>();
            for (int run = 1 + random.nextInt(20); run > 0; run--) {
                TreeMap<Integer, char[]> rows = new TreeMap<>();
                int start = random.nextInt(range);
                for (int i = 1 + random.nextInt(30); i > 0; i--) {
                    rows.put(start + random.nextInt(40), new char[] {letter(random), letter(random)});
                }
                List<String> tokens = new ArrayList<>();
                rows.forEach((time, values) -> {
                    tokens.add(time + ":" + new String(values));
                    char[] merged = map.computeIfAbsent(time, t -> "--".toCharArray());
                    for (int field = 0; field < 2; field++) {
                        merged[field] = values[field] == '-' ? merged[field] : values[field];
                    }
                });
                runs.add(String.join(" ", tokens));
            }
            List<String> expected = new ArrayList<>();
            map.forEach((time, values) -> expected.add(time + ":" + new String(values)));
            assertThat(merge(String.join(" / ", runs), TimeRange.ALL, 1 + random.nextInt(50)))
                    .as("seed %d: %s", seed, runs)
                    .isEqualTo(String.join(" ", expected));
        }
    }

    @Test
    void staysAtTheEnd() throws IOException {
        try (MergeFiles files = MergeFiles.open(store, SCHEMA, LiveFile.of(List.of(write("1 2", 1))))) {
            DeviceMerge devices = new DeviceMerge(files.inputs());
            assertThat(devices.nextDevice()).isTrue();
            NewestWins rows = devices.rows(FIELDS, TYPES, TimeRange.ALL);
            assertThat(rows.next(10)).isTrue();
            assertThat(rows.next(10)).isFalse();
            assertThat(rows.next(10)).isFalse();
            assertThat(devices.nextDevice()).isFalse();
            assertThat(devices.nextDevice()).isFalse();
            assertThat(new NewestWins(TYPES, List.of()).next(10)).isFalse();
        }
    }

    private String merge(String runs, TimeRange range, int maxRows) throws IOException {
        List<DataFile> files = new ArrayList<>();
        for (String run : runs.split("/", -1)) {
            files.add(write(run.trim(), files.size() + 1));
        }
        List<String> rows = new ArrayList<>();
        try (MergeFiles open = MergeFiles.open(store, SCHEMA, LiveFile.of(files))) {
            DeviceMerge devices = new DeviceMerge(open.inputs());
            assertThat(devices.nextDevice()).isTrue();
            assertThat(devices.device()).isEqualTo(DEVICE);
            NewestWins merged = devices.rows(FIELDS, TYPES, range);
            while (merged.next(maxRows)) {
                assertThat(merged.times().size()).isLessThanOrEqualTo(maxRows);
                for (int row = 0; row < merged.times().size(); row++) {
                    rows.add(merged.times().get(row) + ":" + cell(merged, 0, row) + cell(merged, 1, row));
                }
            }
            assertThat(devices.nextDevice()).isFalse();
        }
        return String.join(" ", rows);
    }

    private static String cell(NewestWins rows, int field, int row) {
        Object value = ObjectRow.read(rows.values(field), row);
        return value instanceof ObjectRow.Bytes bytes ? new String(bytes.array(), StandardCharsets.UTF_8) : "-";
    }

    private DataFile write(String run, int version) throws IOException {
        TableSchema table = TableSchema.ofTable(
                "root.a.b",
                List.of(Column.tag("id"), Column.field("a", TSDataType.TEXT), Column.field("b", TSDataType.TEXT)));
        FlushOptions options = new FlushOptions(3, 8, 1 << 20, 1, CompressionType.UNCOMPRESSED);
        try (FusedFlush flush = new FusedFlush(store, table, TimePartitioning.NONE, options)) {
            MemTable rows = new MemTable(table, true);
            for (String token : run.split(" +", -1)) {
                int colon = token.indexOf(':');
                String values = colon < 0 ? version + "-" : token.substring(colon + 1);
                long time = Long.parseLong(colon < 0 ? token : token.substring(0, colon));
                rows.append(DEVICE, time, ObjectRow.of(value(values.charAt(0)), value(values.charAt(1))));
            }
            flush.drain(rows);
            DataFile file = flush.finish().get(0);
            return file.compacted(new Version(version, 0), 0, version);
        }
    }

    private static @Nullable Object value(char letter) {
        return letter == '-' ? null : ObjectRow.Bytes.of(new byte[] {(byte) letter});
    }

    private static char letter(Random random) {
        return random.nextInt(3) == 0 ? '-' : (char) ('a' + random.nextInt(26));
    }
}
