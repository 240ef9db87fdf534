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
package io.tsfile.core.scan.mods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.Fleet;
import io.tsfile.core.testing.ModBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of the files beside a TsFile hold its deletions. */
class ModFilesTest {
    private static final String FILE = "sequence/root.a/1/0/1-1-0-0.tsfile";

    @TempDir
    Path folder;

    @Test
    void readsThemOfBothVersionsAndThoseThatCameDuringACompaction() throws IOException {
        write(FILE + ".mods2", new ModBytes().tree("root.a.d.s", 1, 1).toBytes());
        write(
                FILE + ".compaction.mods2",
                new ModBytes().tree("root.a.d.s", 2, 2).toBytes());
        write(FILE + ".mods", "DELETION,root.a.d.s,77,3,3\n".getBytes(StandardCharsets.UTF_8));
        write(FILE + ".compaction.mods", "DELETION,root.a.d.s,88,4,4\n".getBytes(StandardCharsets.UTF_8));
        assertThat(read(FILE))
                .containsExactly(
                        entry(1, ModEntry.WHOLE_FILE), entry(2, ModEntry.WHOLE_FILE), entry(3, 77), entry(4, 88));
    }

    @Test
    void leavesThoseOfOtherFilesAlone() throws IOException {
        write(
                "sequence/root.a/1/0/2-2-0-0.tsfile.mods2",
                new ModBytes().tree("root.a.d.s", 1, 1).toBytes());
        write(
                "unsequence/root.a/1/0/1-1-0-0.tsfile.mods2",
                new ModBytes().tree("root.a.d.s", 1, 1).toBytes());
        write(FILE + ".mods2", new byte[0]);
        assertThat(read(FILE)).isEmpty();
    }

    @Test
    void readsAShorterCopyOnlyWhereItHasReplacedTheFile() throws IOException {
        write(FILE + ".mods2.settle", new ModBytes().tree("root.a.d.s", 1, 1).toBytes());
        assertThat(read(FILE)).containsExactly(entry(1, ModEntry.WHOLE_FILE));
        write(FILE + ".mods2", new ModBytes().tree("root.a.d.s", 2, 2).toBytes());
        write(FILE + ".mods2.settle", new byte[] {1, 0});
        assertThat(read(FILE)).containsExactly(entry(2, ModEntry.WHOLE_FILE));
    }

    @Test
    void readsSharedOnesFromWhereTheyConcernTheFile() throws IOException {
        byte[] first = new ModBytes().tree("root.a.d.s", 1, 1).toBytes();
        byte[] both =
                new ModBytes().tree("root.a.d.s", 1, 1).tree("root.a.d.s", 2, 2).toBytes();
        write("sequence/root.a/1/0/0-1.mods2", both);
        write(FILE + ".resource", resource("0-1.mods2", first.length));
        write(FILE.replace("1-1-", "2-2-") + ".resource", resource("0-1.mods2", 0));
        write(FILE.replace("1-1-", "3-3-") + ".resource", resource("0-1.mods2", both.length));
        assertThat(read(FILE)).containsExactly(entry(2, ModEntry.WHOLE_FILE));
        assertThat(read(FILE.replace("1-1-", "2-2-"))).hasSize(2);
        assertThat(read(FILE.replace("1-1-", "3-3-"))).isEmpty();
    }

    @Test
    void refusesAFolderWithoutTheSharedOnes() throws IOException {
        write(FILE + ".resource", resource("0-1.mods2", 30));
        assertThatThrownBy(() -> read(FILE))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("1-1-0-0.tsfile")
                .hasMessageContaining("sequence/root.a/1/0/0-1.mods2 from byte 30 on, and that file is not there");
        write("sequence/root.a/1/0/0-1.mods2", new byte[29]);
        assertThatThrownBy(() -> read(FILE)).hasMessageContaining("has 29 bytes");
    }

    @Test
    void findsNoSharedOnesInWhatAServerWrote(@TempDir Path fleet) throws IOException {
        Fleet.unpack(fleet);
        List<Path> resources;
        try (var files = Files.walk(fleet)) {
            resources =
                    files.filter(file -> file.toString().endsWith(".resource")).toList();
        }
        assertThat(resources).hasSize(16);
        for (Path resource : resources) {
            byte[] bytes = Files.readAllBytes(resource);
            write(FILE + ".resource", bytes);
            assertThat(read(FILE)).isEmpty();
            write(FILE + ".resource", Arrays.copyOf(bytes, 20));
            assertThatThrownBy(() -> read(FILE))
                    .isInstanceOf(CorruptTsFileException.class)
                    .hasMessageContaining("1-1-0-0.tsfile.resource");
        }
    }

    private static byte[] resource(String name, long from) {
        return new ModBytes()
                .resource("/var/iotdb/data/" + FILE.replace("1-1-0-0.tsfile", name), from)
                .toBytes();
    }

    private static ModEntry entry(long time, long before) {
        return new ModEntry(new ModTarget.Tree(PathPattern.parse("root.a.d.s")), new TimeRange(time, time), before);
    }

    private void write(String path, byte[] content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, content);
    }

    private List<ModEntry> read(String tsFile) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            return ModFiles.of(store.list("", true)).read(store, tsFile);
        }
    }
}
