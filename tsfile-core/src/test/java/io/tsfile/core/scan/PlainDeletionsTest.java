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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.scan.mods.ModFiles;
import io.tsfile.core.testing.Fleet;
import io.tsfile.core.testing.ModBytes;
import io.tsfile.core.testing.ValueFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the deletions beside a file hide in it: exact devices, measurements or rows, times. */
class PlainDeletionsTest {
    private static final IDeviceID D1 = Devices.ofPath("root.a.x.d1");
    private static final IDeviceID D2 = Devices.ofPath("root.a.x.d2");
    private static final IDeviceID E = Devices.ofPath("root.a.y.z.e");

    @TempDir
    Path folder;

    @Test
    void findsThoseOfARealServer() throws IOException {
        Fleet.unpack(folder);
        DeviceScope d1 = DeviceScope.of(List.of(Devices.ofPath("root.fleet.r1.d1")));
        DeviceScope a4 = DeviceScope.of(List.of(Devices.ofPath("root.fleet.r1.a4")));
        Deletion ofValues = new Deletion(d1, List.of("s0"), new TimeRange(1700001000000L, 1700001500000L));
        Deletion ofRows = Deletion.ofRows(a4, new TimeRange(1700002000000L, 1700002300000L));
        assertThat(deletions(folder.resolve("data/sequence/root.fleet/1")))
                .containsOnly(Map.entry("2810/1795206244073-2-0-0.tsfile", List.of(ofRows)));
        assertThat(deletions(folder.resolve("data/sequence/root.fleet/2")))
                .containsOnly(Map.entry("2810/1795206243674-1-0-0.tsfile", List.of(ofValues)));
        assertThat(deletions(folder.resolve("data/unsequence/root.fleet")))
                .containsOnly(
                        Map.entry("1/2810/1795206244299-4-0-0.tsfile", List.of(ofRows)),
                        Map.entry("2/2810/1795206244305-4-0-0.tsfile", List.of(ofValues)),
                        Map.entry("2/2810/1795206244398-5-0-0.tsfile", List.of(ofValues)));
        assertThat(deletions(folder.resolve("data/sequence/plant"))).isEmpty();
    }

    @Test
    void namesTheDevicesOfTheFileThatAPatternMatches() throws IOException {
        writeTree();
        assertThat(ofMods(new ModBytes().tree("root.a.x.*.s1", 3, 4)))
                .containsExactly(new Deletion(DeviceScope.of(List.of(D1, D2)), List.of("s1"), new TimeRange(3, 4)));
        assertThat(ofMods(new ModBytes().tree("root.a.*.d*.**", 3, 4)))
                .containsExactly(Deletion.ofRows(DeviceScope.of(List.of(D1, D2)), new TimeRange(3, 4)));
        assertThat(ofMods(new ModBytes().tree("root.a.**.s*", 3, 4)))
                .containsExactly(new Deletion(DeviceScope.ALL, List.of("s1", "s2"), new TimeRange(3, 4)));
        assertThat(ofMods(new ModBytes().tree("root.**", 3, 4)))
                .containsExactly(Deletion.ofRows(DeviceScope.ALL, new TimeRange(3, 4)));
        assertThat(ofMods(new ModBytes()
                        .tree("root.b.**", 3, 4)
                        .tree("root.a.x.d1.t", 3, 4)
                        .tree("root.a.x.d3.s1", 3, 4)))
                .isEmpty();
    }

    @Test
    void joinsTheTimesOfEqualTargets() throws IOException {
        writeTree();
        assertThat(ofMods(new ModBytes()
                        .tree("root.a.x.d1.s1", 8, 9)
                        .tree("root.a.x.d1.s1", 1, 3)
                        .tree("root.a.x.d1.s1", 4, 5)
                        .tree("root.a.x.d1.s1", 2, 2)))
                .containsExactly(
                        new Deletion(DeviceScope.of(List.of(D1)), List.of("s1"), TimeSet.ofTimes(1, 2, 3, 4, 5, 8, 9)));
        assertThat(ofMods(new ModBytes()
                        .tree("root.a.x.d1.s1", Long.MIN_VALUE, Long.MAX_VALUE)
                        .tree("root.a.x.d1.s1", 7, Long.MAX_VALUE)))
                .containsExactly(new Deletion(DeviceScope.of(List.of(D1)), List.of("s1"), TimeRange.ALL));
    }

    @Test
    void namesTheDevicesOfATableByTheirTags() throws IOException {
        IDeviceID m1 = Devices.ofTable("t", "m1");
        IDeviceID m2 = Devices.ofTable("t", "m2");
        try (ValueFile file = new ValueFile(folder.resolve("f.tsfile"), "t", "v", "w")) {
            file.aligned(m1, 0, 9, 0).aligned(m2, 0, 9, 0);
        }
        assertThat(ofMods(new ModBytes().table("t", "m1", List.of(), 3, 4)))
                .containsExactly(Deletion.ofRows(DeviceScope.of(List.of(m1)), new TimeRange(3, 4)));
        assertThat(ofMods(new ModBytes().table("t", "m2", List.of("w", "v"), 3, 4)))
                .containsExactly(new Deletion(DeviceScope.of(List.of(m2)), List.of("v", "w"), new TimeRange(3, 4)));
        assertThat(ofMods(new ModBytes()
                        .table("u", "m1", List.of(), 3, 4)
                        .table("t", "m3", List.of(), 3, 4)
                        .tree("root.**", 3, 4)))
                .isEmpty();
    }

    @Test
    void concernsOnlyChunksBeforeTheByteThatAnOldServerNames() throws IOException {
        long between;
        try (ValueFile file = new ValueFile(folder.resolve("f.tsfile"), null, "s1", "s2")) {
            file.aligned(D1, 0, 9, 0).series(E, "s1", 0, 9, 0).series(E, "s2", 0, 9, 0);
            between = file.position();
            file.aligned(D1, 20, 29, 0).series(E, "s1", 20, 29, 0);
        }
        DeviceScope d1 = DeviceScope.of(List.of(D1));
        DeviceScope e = DeviceScope.of(List.of(E));
        // All chunks, the first ones, none of them.
        assertThat(ofText("root.a.x.d1.s1", Long.MAX_VALUE, 5, 25))
                .containsExactly(new Deletion(DeviceScope.of(List.of(D1)), List.of("s1"), new TimeRange(5, 25)));
        assertThat(ofText("root.a.x.d1.s1", between, 5, 25))
                .containsExactly(new Deletion(d1, List.of("s1"), new TimeRange(5, 9)));
        assertThat(ofText("root.a.x.d1.**", between, 5, 25)).containsExactly(Deletion.ofRows(d1, new TimeRange(5, 9)));
        assertThat(ofText("root.a.x.d1.**", 7, 5, 25)).isEmpty();
        // Without later chunks at these times, the times stay as they are.
        assertThat(ofText("root.a.x.d1.**", between, 5, 15)).containsExactly(Deletion.ofRows(d1, new TimeRange(5, 15)));
        assertThat(ofText("root.a.**.z.e.*", between, 5, 25))
                .containsExactlyInAnyOrder(
                        new Deletion(e, List.of("s1"), new TimeRange(5, 9)),
                        new Deletion(e, List.of("s2"), new TimeRange(5, 25)));
    }

    @Test
    void refusesWhatTimesAloneCannotSay() throws IOException {
        long between;
        try (ValueFile file = new ValueFile(folder.resolve("f.tsfile"), null, "s1", "s2")) {
            file.aligned(D1, 0, 9, 0);
            between = file.position();
            file.aligned(D1, 5, 14, 0);
        }
        assertThatThrownBy(() -> ofText("root.a.x.d1.s1", between, 3, 7))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("root.a.x.d1")
                .hasMessageContaining("before byte " + between);
        assertThat(ofText("root.a.x.d1.s1", between, 0, 4)).hasSize(1);
    }

    private void writeTree() throws IOException {
        try (ValueFile file = new ValueFile(folder.resolve("f.tsfile"), null, "s1", "s2")) {
            file.aligned(D1, 0, 9, 0).aligned(D2, 0, 9, 0).series(E, "s1", 0, 9, 0);
        }
    }

    private List<Deletion> ofMods(ModBytes mods) throws IOException {
        Files.write(folder.resolve("f.tsfile.mods2"), mods.toBytes());
        return deletions(folder).getOrDefault("f.tsfile", List.of());
    }

    private List<Deletion> ofText(String path, long before, long start, long end) throws IOException {
        Files.writeString(
                folder.resolve("f.tsfile.mods"), "DELETION," + path + "," + before + "," + start + "," + end + "\n");
        return deletions(folder).getOrDefault("f.tsfile", List.of());
    }

    /** The deletions of every file that has some. */
    private static Map<String, List<Deletion>> deletions(Path folder) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            List<StoredFile> listed = store.list("", true);
            List<StoredFile> tsFiles = listed.stream()
                    .filter(file -> file.path().endsWith(".tsfile"))
                    .toList();
            PlainFile.Inspector inspector = new PlainFile.Inspector(store, ModFiles.of(listed), Optional.empty());
            return new SealedFiles(store, PlainOptions.Unsealed.FAIL, inspector, CompactionLogs.of(listed))
                    .inspect(tsFiles).stream()
                            .filter(file -> !file.deletions().isEmpty())
                            .collect(Collectors.toMap(file -> file.stored().path(), PlainFile::deletions));
        }
    }
}
