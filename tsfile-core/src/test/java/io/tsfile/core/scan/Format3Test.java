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
package io.tsfile.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.MetadataCache;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of format 3 give back the values that they were written with; see {@code format-3/README.md}. */
class Format3Test {
    private static final List<String> COLUMNS = List.of("c0", "`m.1`", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9");
    private static final List<String> TYPES_DEVICES = List.of("root.sg.aligned", "root.sg.series");
    private static final List<String> PATHS_DEVICES = List.of(
            "root",
            "root.a",
            "root.a.zz",
            "root.a.b.c",
            "root.sg.p.x.y",
            "root.sg.p.x#1",
            "root.sg.p.x",
            "root.sg.p.q.r.s.t.u.v",
            "root.sg.`a.b`.d",
            "root.sg.`a.b`.`9 c`",
            "root.\u00fc.d");

    @TempDir
    Path folder;

    @BeforeEach
    void unpack() throws IOException {
        for (String name : List.of("types", "paths", "empty")) {
            Path target = folder.resolve(name + "/" + name + ".tsfile");
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            try (InputStream file = Format3Test.class.getResourceAsStream("/format-3/" + name + ".tsfile")) {
                Files.copy(Objects.requireNonNull(file), target);
            }
        }
    }

    @Test
    void valuesOfAllTypes() throws IOException {
        assertThat(rows("types", COLUMNS)).isEqualTo(expected(TYPES_DEVICES, COLUMNS.size()));
    }

    @Test
    void devicesInTheOrderOfTheirIds() throws IOException {
        // Writing order, path order and id order are three different ones here.
        List<String> sorted = new ArrayList<>(PATHS_DEVICES);
        Collections.sort(sorted);
        List<String> found = new ArrayList<>();
        try (FileStore store = store("paths");
                OpenTsFile file = OpenTsFile.open(store, "paths.tsfile", new MetadataCache(0))) {
            IDeviceID before = null;
            for (DeviceCursor cursor = file.devices(null); cursor.current() != null; cursor.advance()) {
                IDeviceID device = cursor.current();
                if (before != null) {
                    assertThat(device).isGreaterThan(before);
                }
                before = device;
                found.add(device.toString());
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(PATHS_DEVICES).isNotEqualTo(sorted);
        assertThat(rows("paths", COLUMNS.subList(0, 2))).isEqualTo(expected(PATHS_DEVICES, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"types", "paths"})
    void findsEachDeviceAlone(String name) throws IOException {
        List<String> devices = name.equals("types") ? TYPES_DEVICES : PATHS_DEVICES;
        try (FileStore store = store(name);
                OpenTsFile file = OpenTsFile.open(store, name + ".tsfile", new MetadataCache(0))) {
            assertThat(file.tableSchemas()).isEmpty();
            for (int i = 0; i < devices.size(); i++) {
                IDeviceID device = Devices.ofPath(devices.get(i));
                assertThat(file.chunks(device).aligned()).as(devices.get(i)).isEqualTo(i % 2 == 0);
                assertThat(file.chunks(device, Set.of("c0")).types())
                        .as(devices.get(i))
                        .containsOnlyKeys("c0");
                assertThat(file.mayContain(device, "`m.1`")).isTrue();
            }
            for (String absent : List.of("root.0", "root.a.y", "root.zz", "root.sg.p.x.z", "root.sg.`a.b`")) {
                assertThat(file.chunks(Devices.ofPath(absent)).types())
                        .as(absent)
                        .isEmpty();
            }
            assertThat(file.devices("root.sg").current()).isNull();
        }
    }

    @Test
    void aFileWithoutDevices() throws IOException {
        try (FileStore store = store("empty");
                OpenTsFile file = OpenTsFile.open(store, "empty.tsfile", new MetadataCache(0))) {
            assertThat(file.devices(null).current()).isNull();
            assertThat(file.chunks(Devices.ofPath("root.a")).types()).isEmpty();
        }
    }

    private FileStore store(String name) throws IOException {
        return StoreLocation.of(folder.resolve(name).toString()).open();
    }

    /** All rows in the order of device ids and times: device, time, values. */
    private List<String> rows(String name, List<String> columns) throws IOException {
        List<String> rows = new ArrayList<>();
        try (FileStore store = store(name)) {
            ScanSource source = PlainFolder.discover(store, Optional.empty(), Optional.empty());
            ScanRequest request = new ScanRequest(columns, TimeRange.ALL, DeviceFilter.ALL, Long.MAX_VALUE);
            for (ScanTask task : ScanPlanner.plan(source, request)) {
                try (SectionReader reader = new SectionReader(store, task, 7)) {
                    while (reader.next()) {
                        for (int row = 0; row < reader.times().size(); row++) {
                            StringBuilder text = new StringBuilder(
                                    reader.device() + "@" + reader.times().get(row));
                            for (int column = 0; column < columns.size(); column++) {
                                text.append(' ').append(text(reader.values(column), row));
                            }
                            rows.add(text.toString());
                        }
                    }
                }
            }
        }
        return rows;
    }

    private static String text(Vector vector, int row) {
        if (vector.isNull(row)) {
            return "-";
        } else if (vector instanceof BooleanVector values) {
            return String.valueOf(values.get(row));
        } else if (vector instanceof IntVector values) {
            return String.valueOf(values.get(row));
        } else if (vector instanceof LongVector values) {
            return String.valueOf(values.get(row));
        } else if (vector instanceof FloatVector values) {
            return String.valueOf(values.get(row));
        } else if (vector instanceof DoubleVector values) {
            return String.valueOf(values.get(row));
        }
        return HexFormat.of().formatHex(((BinaryVector) vector).get(row));
    }

    private static List<String> expected(List<String> devices, int columns) {
        TreeMap<IDeviceID, List<String>> byDevice = new TreeMap<>();
        for (int place = 0; place < devices.size(); place++) {
            List<String> rows = new ArrayList<>();
            for (int row = 0; row < 60; row++) {
                StringBuilder text = new StringBuilder(devices.get(place) + "@" + 10 * row);
                for (int column = 0; column < columns; column++) {
                    text.append(' ').append((row + column) % 5 == 0 ? "-" : value(column, 7 * place + row));
                }
                rows.add(text.toString());
            }
            byDevice.put(Devices.ofPath(devices.get(place)), rows);
        }
        return byDevice.values().stream().flatMap(List::stream).toList();
    }

    private static String value(int column, int n) {
        return switch (column) {
            case 0 -> String.valueOf(n % 3 == 0);
            case 1 -> String.valueOf(7 * n - 11);
            case 2 -> String.valueOf(n * 1_000_000_007L);
            case 3 -> String.valueOf(n / 4f - 2);
            case 4 -> String.valueOf(n / 8.0 - 1);
            case 5 -> HexFormat.of().formatHex(("t" + n).getBytes(StandardCharsets.UTF_8));
            case 6 -> HexFormat.of().formatHex(("s\u00e4" + n % 5).getBytes(StandardCharsets.UTF_8));
            case 7 -> HexFormat.of().formatHex(new byte[] {(byte) n, (byte) (n + 1)});
            case 8 -> String.valueOf(20_240_101 + n % 28);
            default -> String.valueOf(1000L * n);
        };
    }
}
