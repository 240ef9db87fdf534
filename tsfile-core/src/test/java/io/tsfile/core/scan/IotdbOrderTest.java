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
import io.tsfile.core.model.Devices;
import io.tsfile.core.scan.PlainOptions.Unsealed;
import io.tsfile.core.testing.SourceRows;
import io.tsfile.core.testing.ValueFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a copied data folder of an IoTDB can look like, and no server shows at once: which value counts. */
class IotdbOrderTest {
    private static final IDeviceID D = Devices.ofPath("root.a.x.d");
    private static final IDeviceID M = Devices.ofTable("t", "m");

    @TempDir
    Path folder;

    @Test
    void takesTheLaterOfChunksThatOverlapInOneFile() throws IOException {
        try (ValueFile file = tree("unsequence/root.a/1/0/1-1-0-0.tsfile")) {
            file.series(D, "s", 0, 5, 100).series(D, "s", 3, 8, 200).series(D, "s", 4, 4, 300);
        }
        assertThat(read())
                .containsExactly(
                        row(0, 100),
                        row(1, 101),
                        row(2, 102),
                        row(3, 203),
                        row(4, 304),
                        row(5, 205),
                        row(6, 206),
                        row(7, 207),
                        row(8, 208));
    }

    @Test
    void takesTheLaterOfAlignedChunksThatOverlapInOneFile() throws IOException {
        try (ValueFile file = tree("unsequence/root.a/1/0/1-1-0-0.tsfile")) {
            file.aligned(D, 2, 4, 100).aligned(D, 0, 3, 200);
        }
        assertThat(read()).containsExactly(row(0, 200), row(1, 201), row(2, 202), row(3, 203), row(4, 104));
    }

    @Test
    void provesThatAFileDoesNotOverlapItself() throws IOException {
        try (ValueFile file = tree("sequence/root.a/1/0/1-1-0-0.tsfile")) {
            file.series(D, "s", 5, 9, 0).series(D, "s", 0, 4, 0);
        }
        try (ValueFile file = tree("sequence/root.a/1/0/2-2-0-0.tsfile")) {
            file.series(D, "s", 10, 15, 0).series(D, "s", 15, 19, 0);
        }
        assertThat(open(PlainOptions.DEFAULT).source().files())
                .extracting(file -> file.file().ordered())
                .containsExactly(true, false);
        assertThat(read()).hasSize(20);
    }

    @Test
    void ordersByKindThenVersionThenTimeAsNumbers() throws IOException {
        write("unsequence/root.a/1/0/5-2-0-0.tsfile", 500);
        write("sequence/root.a/1/0/10-9-0-0.tsfile", 200);
        write("sequence/root.a/1/0/9-10-0-0.tsfile", 400);
        write("sequence/root.a/1/0/100-9-0-0.tsfile", 300);
        assertThat(open(PlainOptions.DEFAULT).source().files())
                .extracting(file -> file.file().path())
                .containsExactly(
                        "sequence/root.a/1/0/10-9-0-0.tsfile",
                        "sequence/root.a/1/0/100-9-0-0.tsfile",
                        "sequence/root.a/1/0/9-10-0-0.tsfile",
                        "unsequence/root.a/1/0/5-2-0-0.tsfile");
        assertThat(read()).containsExactly(row(0, 500), row(1, 501));
        Files.delete(folder.resolve("unsequence/root.a/1/0/5-2-0-0.tsfile"));
        assertThat(read()).containsExactly(row(0, 400), row(1, 401));
        Files.delete(folder.resolve("sequence/root.a/1/0/9-10-0-0.tsfile"));
        assertThat(read()).containsExactly(row(0, 300), row(1, 301));
    }

    @Test
    void readsRegionsAndPartitionsTogether() throws IOException {
        write("sequence/root.a/1/0/1-1-0-0.tsfile", 100);
        try (ValueFile file = tree("sequence/root.a/1/7/1-1-0-0.tsfile")) {
            file.series(D, "s", 70, 70, 0);
        }
        try (ValueFile file = tree("sequence/root.a/2/0/1-1-0-0.tsfile")) {
            file.series(Devices.ofPath("root.a.x.e"), "s", 0, 0, 0);
        }
        try (ValueFile file = tree("sequence/root.b/3/0/1-1-0-0.tsfile")) {
            file.series(Devices.ofPath("root.b.x.d"), "s", 0, 0, 0);
        }
        assertThat(read())
                .containsExactlyInAnyOrder(
                        row(0, 100), row(1, 101), row(70, 70), "root.a.x.e@0 s=0", "root.b.x.d@0 s=0");
    }

    @Test
    void neverMergesTablesOfTwoDatabases() throws IOException {
        for (String database : List.of("plant1", "plant2")) {
            try (ValueFile file =
                    new ValueFile(folder.resolve("sequence/" + database + "/1/0/1-1-0-0.tsfile"), "t", "v")) {
                file.aligned(M, 0, 1, database.equals("plant1") ? 100 : 200);
            }
        }
        assertThatThrownBy(() -> open(PlainOptions.DEFAULT))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("plant1.t, plant2.t");
        assertThatThrownBy(() -> open(table("t"))).hasMessageContaining("several databases have a table 't'");
        assertThat(read(table("plant2.t"))).containsExactly("t.m@0 v=200", "t.m@1 v=201");
        assertThat(open(table("plant2.t")).others()).containsExactly("plant1.t");
    }

    @Test
    void ignoresTheFilesThatCompactionsWereWriting() throws IOException {
        write("sequence/root.a/1/0/1-1-0-0.tsfile", 100);
        for (String suffix :
                List.of(".inner", ".cross", ".settle", ".tsfile.inner", ".tsfile.settle", ".tsfile.temp")) {
            Files.copy(
                    folder.resolve("sequence/root.a/1/0/1-1-0-0.tsfile"),
                    folder.resolve("sequence/root.a/1/0/1-1-1-0" + suffix));
        }
        assertThat(open(PlainOptions.DEFAULT).source().files()).hasSize(1);
        assertThat(open(PlainOptions.DEFAULT).skipped()).isEmpty();
    }

    @Test
    void refusesFilesThatAServerWasWriting() throws IOException {
        write("sequence/root.a/1/0/1-1-0-0.tsfile", 100);
        byte[] whole = Files.readAllBytes(folder.resolve("sequence/root.a/1/0/1-1-0-0.tsfile"));
        Files.write(folder.resolve("sequence/root.a/1/0/2-2-0-0.tsfile"), Arrays.copyOf(whole, 40));
        Files.write(folder.resolve("sequence/root.a/1/0/3-3-0-0.tsfile"), new byte[0]);
        assertThatThrownBy(() -> open(PlainOptions.DEFAULT))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("2-2-0-0.tsfile: it is no complete TsFile (40 bytes")
                .hasMessageContaining("flush it there")
                .hasMessageContaining("unsealed to 'skip'");
        PlainFolder skipping = open(skip());
        assertThat(skipping.skipped())
                .extracting(SkippedFile::path)
                .containsExactly("sequence/root.a/1/0/2-2-0-0.tsfile", "sequence/root.a/1/0/3-3-0-0.tsfile");
        assertThat(read(skip())).containsExactly(row(0, 100), row(1, 101));
    }

    @Test
    void neverSkipsAFileThatIsDamagedOtherwise() throws IOException {
        write("sequence/root.a/1/0/1-1-0-0.tsfile", 100);
        Path file = folder.resolve("sequence/root.a/1/0/1-1-0-0.tsfile");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 8] = 0x7f;
        Files.write(file, bytes);
        assertThatThrownBy(() -> open(skip()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("1-1-0-0.tsfile");
    }

    @Test
    void refusesPartitionsInWhichACompactionWasInterrupted() throws IOException {
        write("sequence/root.a/1/0/1-1-0-0.tsfile", 100);
        write("unsequence/root.a/1/0/2-2-0-0.tsfile", 200);
        write("sequence/root.a/1/7/1-1-0-0.tsfile", 700);
        write("sequence/root.a/2/0/1-1-0-0.tsfile", 800);
        for (String kind : List.of("inner", "cross", "insertion", "settle")) {
            Path log = folder.resolve("sequence/root.a/1/0/1-1-1-0.tsfile." + kind + "-compaction.log");
            Files.writeString(log, "source");
            assertThatThrownBy(() -> open(PlainOptions.DEFAULT))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageContaining("was compacting")
                    .hasMessageContaining(kind + "-compaction.log")
                    .hasMessageContaining("unsealed to 'skip'");
            assertThat(open(skip()).source().files())
                    .extracting(file -> file.file().path())
                    .containsExactlyInAnyOrder(
                            "sequence/root.a/1/7/1-1-0-0.tsfile", "sequence/root.a/2/0/1-1-0-0.tsfile");
            Files.delete(log);
        }
    }

    private static String row(long time, long value) {
        return "root.a.x.d@" + time + " s=" + value;
    }

    private void write(String path, long base) throws IOException {
        try (ValueFile file = tree(path)) {
            file.series(D, "s", 0, 1, base);
        }
    }

    private ValueFile tree(String path) throws IOException {
        return new ValueFile(folder.resolve(path), null, "s");
    }

    private static PlainOptions table(String name) {
        return new PlainOptions(Optional.of(name), Optional.empty(), Unsealed.FAIL);
    }

    private static PlainOptions skip() {
        return new PlainOptions(Optional.empty(), Optional.empty(), Unsealed.SKIP);
    }

    private PlainFolder open(PlainOptions options) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            return PlainFolder.open(store, options);
        }
    }

    private List<String> read() throws IOException {
        return read(PlainOptions.DEFAULT);
    }

    private List<String> read(PlainOptions options) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            return SourceRows.read(store, PlainFolder.open(store, options).source());
        }
    }
}
