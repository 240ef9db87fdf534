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

import io.tsfile.core.format.read.ChunkAhead;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ChunkGroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of devices together are the devices. */
class DevicePartsTest {
    private static final TableSchema TREE = TableSchema.ofTree("t", List.of(Column.field("m", TSDataType.INT64)));

    @TempDir
    Path folder;

    @Test
    void partsTogetherAreTheWhole() throws IOException {
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            List<ChunkGroups> files = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                ChunkGroups groups = new ChunkGroups(seed);
                for (String device : List.of("root.a.b.x", "root.a.b.y", "root.a.b.z")) {
                    List<Column> columns = columns(random.nextInt(100) + 1, 2_000, random);
                    if (!columns.isEmpty()) {
                        groups.series(Devices.ofPath(device), columns);
                    }
                }
                files.add(groups);
            }
            files.get(0).aligned(Devices.ofPath("root.a.c.aligned"), columns(30, 2_000, random));
            files.get(1).series(Devices.ofPath("root.a.c.aligned"), columns(30, 2_000, random));
            assertParts("seed " + seed, files);
        }
    }

    @Test
    void indexOfSeveralLevels() throws IOException {
        Random random = new Random(1);
        IDeviceID device = Devices.ofPath("root.a.b.wide");
        assertParts(
                "wide",
                List.of(
                        new ChunkGroups(1).series(device, columns(100, 66_000, random)),
                        new ChunkGroups(2).series(device, columns(3, 66_000, random))));
    }

    private static List<Column> columns(int percent, int of, Random random) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < of; i++) {
            if (random.nextInt(100) < percent) {
                columns.add(Column.field("m" + i, TSDataType.INT64));
            }
        }
        return columns;
    }

    private void assertParts(String name, List<ChunkGroups> files) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            List<String> paths = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                paths.add(name + "-" + i + ".tsfile");
                files.get(i).writeOurs(store, paths.get(i), TREE);
            }
            assertThat(read(store, paths, true)).as(name).isEqualTo(read(store, paths, false));
        }
    }

    /** Of each series, which files have which chunks of it. */
    private static Map<String, List<String>> read(FileStore store, List<String> paths, boolean inParts)
            throws IOException {
        Map<String, List<String>> found = new LinkedHashMap<>();
        List<OpenTsFile> open = new ArrayList<>();
        try {
            List<MergeInput> inputs = new ArrayList<>();
            for (String path : paths) {
                OpenTsFile file = OpenTsFile.open(store, path);
                open.add(file);
                inputs.add(new MergeInput(
                        new ChunkAhead(file, 0), TableModel.TREE, true, List.of(), file.devices(null, 20_000)));
            }
            DeviceMerge devices = new DeviceMerge(inputs);
            String before = "";
            while (inParts ? devices.nextPart() : devices.nextDevice()) {
                List<String> names = devices.measurements().stream().sorted().toList();
                assertThat(names).isNotEmpty();
                if (inParts && !devices.aligned()) {
                    // A block of the index of each file, at most.
                    assertThat(devices.files())
                            .allSatisfy(file -> assertThat(file.chunks().size()).isLessThanOrEqualTo(256));
                    assertThat(devices.device() + "." + names.get(0)).isGreaterThan(before);
                }
                before = devices.device() + "." + names.get(names.size() - 1);
                for (String measurement : names) {
                    List<String> chunks = new ArrayList<>();
                    for (DeviceMerge.DeviceFile file : devices.files()) {
                        for (ChunkEntry chunk : file.chunks().chunks(measurement)) {
                            chunks.add(file.input().file().path() + ": " + chunk);
                        }
                    }
                    assertThat(found.put(devices.device() + "." + measurement, chunks))
                            .isNull();
                }
            }
        } finally {
            Cleanup.closeAll(open);
        }
        return found;
    }
}
