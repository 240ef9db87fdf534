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
package io.tsfile.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ChunkGroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything is found, and nothing else, where a level of the index is just full: a node has 256 entries. */
class IndexBoundsTest {
    private static final TableSchema TREE = TableSchema.ofTree("a", List.of(Column.field("m", TSDataType.INT32)));

    private final FileStore store;

    IndexBoundsTest(@TempDir Path folder) throws IOException {
        this.store = StoreLocation.of(folder.toString()).open();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255, 256, 257, 512, 65_535, 65_536, 65_537})
    void devices(int count) throws IOException {
        ChunkGroups groups = new ChunkGroups(count);
        for (int i = 0; i < count; i++) {
            groups.series(Devices.ofPath("root.a." + name(i)), TREE.fields());
        }
        groups.writeOurs(store, "file", TREE);
        try (OpenTsFile file = open()) {
            int seen = 0;
            for (DeviceCursor cursor = file.devices(null); cursor.current() != null; cursor.advance()) {
                assertThat(cursor.current()).isEqualTo(Devices.ofPath("root.a." + name(seen)));
                seen++;
            }
            assertThat(seen).isEqualTo(count);
            for (int i : places(count)) {
                assertThat(file.chunks(Devices.ofPath("root.a." + name(i))).chunks("m"))
                        .as("device %d", i)
                        .hasSize(1);
                assertThat(file.chunks(Devices.ofPath("root.a." + name(i) + "x"))
                                .size())
                        .as("behind device %d", i)
                        .isZero();
            }
            assertThat(file.chunks(Devices.ofPath("root.a.a")).size()).isZero();
            assertThat(file.chunks(Devices.ofPath("root.a.z")).size()).isZero();
            assertThat(file.chunks(Devices.ofPath("root.b.m")).size()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 65_535, 65_536, 65_537, 100_000})
    void measurements(int count) throws IOException {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(Column.field(name(i), TSDataType.INT32));
        }
        ChunkGroups groups = new ChunkGroups(count);
        // With the times, one more.
        for (boolean aligned : new boolean[] {true, false}) {
            IDeviceID device = Devices.ofPath("root.a." + (aligned ? "aligned" : "series"));
            if (aligned) {
                groups.aligned(device, columns);
            } else {
                groups.series(device, columns);
            }
        }
        groups.writeOurs(store, "file", TREE);
        try (OpenTsFile file = open()) {
            for (String last : List.of("aligned", "series")) {
                IDeviceID device = Devices.ofPath("root.a." + last);
                DeviceChunks all = file.chunks(device);
                assertThat(all.size()).isEqualTo(count);
                assertThat(all.aligned()).isEqualTo(last.equals("aligned"));
                for (int i : places(count)) {
                    String name = name(i);
                    DeviceChunks one = file.chunks(device, Set.of(name, name + "x", "a", "z"));
                    assertThat(one.types()).as(name).containsOnlyKeys(name);
                    assertThat(one.chunks(name).get(0).offset())
                            .isEqualTo(all.chunks(name).get(0).offset());
                    assertThat(one.aligned()).isEqualTo(all.aligned());
                }
            }
        }
    }

    /** Names that a path, a node or a text may choke on, as values of tags and as names of measurements. */
    @Test
    void oddNames() throws IOException {
        List<String> names = List.of(
                "",
                " ",
                ".",
                "a.b",
                "`a`",
                "``",
                "n\u0000l",
                "\ud83d\ude00",
                "\uffff",
                "\u00e9",
                "x".repeat(1 << 20),
                "y".repeat(70_000));
        TableSchema table = TableSchema.ofTable(
                "t", List.of(Column.tag("tag"), Column.tag("other"), Column.field("m", TSDataType.INT32)));
        List<Column> columns = names.stream()
                .filter(name -> !name.isEmpty())
                .map(name -> Column.field(name, TSDataType.INT32))
                .toList();
        ChunkGroups groups = new ChunkGroups(1);
        List<IDeviceID> devices = new ArrayList<>();
        for (String name : names) {
            devices.add(Devices.ofTable("t", name, "b"));
            devices.add(Devices.ofTable("t", null, name));
            devices.add(Devices.ofTable("t", name.isEmpty() ? null : name));
        }
        devices.forEach(device -> groups.aligned(device, columns));
        groups.writeOurs(store, "file", table);
        try (OpenTsFile file = open()) {
            List<IDeviceID> seen = new ArrayList<>();
            for (DeviceCursor cursor = file.devices("t"); cursor.current() != null; cursor.advance()) {
                seen.add(cursor.current());
            }
            assertThat(seen.equals(devices.stream().distinct().sorted().toList()))
                    .isTrue();
            for (int i = 0; i < devices.size(); i++) {
                for (Column column : columns) {
                    assertThat(file.chunks(devices.get(i), Set.of(column.name()))
                                    .chunks(column.name()))
                            .as("device %d", i)
                            .isNotEmpty();
                }
            }
        }
    }

    private OpenTsFile open() throws IOException {
        return OpenTsFile.open(store, "file", new MetadataCache(1 << 20));
    }

    private static String name(int number) {
        return String.format("m%06d", number);
    }

    /** The first, the last, and both sides of where nodes may end. */
    private static List<Integer> places(int count) {
        List<Integer> places = new ArrayList<>();
        for (int edge : new int[] {0, 255, 256, 257, 511, 512, 65_280, 65_535, 65_536, count - 1}) {
            if (edge < count) {
                places.add(edge);
            }
        }
        return places;
    }
}
