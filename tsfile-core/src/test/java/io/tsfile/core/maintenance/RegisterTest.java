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
package io.tsfile.core.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.scan.PlainFolder;
import io.tsfile.core.scan.PlainOptions;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.scan.SkippedFile;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.LateFolder;
import io.tsfile.core.testing.SimulatedCrash;
import io.tsfile.core.testing.SourceRows;
import io.tsfile.core.testing.ValueFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plain folder becomes a table as a whole or not at all, and answers as before. */
class RegisterTest {
    private static final long WEEK = 604_800_000L;

    @TempDir
    Path folder;

    @Test
    void answersAsBeforeWithoutMovingAByte() throws IOException {
        LateFolder.write(folder);
        LateFolder.delete(folder);
        try (FileStore store = store()) {
            List<StoredFile> before = store.list("", true);
            assertThat(SourceRows.read(
                            store, PlainFolder.open(store, PlainOptions.DEFAULT).source()))
                    .isEqualTo(LateFolder.VISIBLE);

            RegisterPlan done = new Register(store, RegisterOptions.DEFAULT).run();

            Snapshot snapshot = Table.open(store).snapshot();
            assertThat(SourceRows.read(store, ScanSource.of(store, snapshot))).isEqualTo(LateFolder.VISIBLE);
            assertThat(snapshot.number()).isEqualTo(1);
            assertThat(snapshot.metadata()).isEqualTo(done.metadata());
            assertThat(snapshot.metadata().partitioning()).isEqualTo(new TimePartitioning(WEEK));
            assertThat(store.list("", true)).containsAll(before).hasSize(before.size() + 1);
        }
    }

    @Test
    void saysOfEachFileWhatItsIndexProves() throws IOException {
        LateFolder.write(folder);
        LateFolder.delete(folder);
        try (FileStore store = store()) {
            new Register(store, RegisterOptions.DEFAULT).run();
            List<DataFile> files = Table.open(store).snapshot().files();
            assertThat(files)
                    .extracting(DataFile::path)
                    .containsExactly(
                            "sequence/root.a/1/0/1-1-0-0.tsfile",
                            "sequence/root.a/1/0/2-2-0-0.tsfile",
                            "unsequence/root.a/1/0/3-3-0-0.tsfile");
            assertThat(files)
                    .extracting(DataFile::version)
                    .containsExactly(new Version(1, 0), new Version(1, 1), new Version(1, 2));
            assertThat(files).extracting(DataFile::ordered).containsExactly(true, true, false);
            assertThat(files).extracting(DataFile::rows).containsExactly(9L, 3L, 8L);
            assertThat(files).extracting(DataFile::points).containsExactly(12L, 3L, 9L);
            assertThat(files).extracting(DataFile::chunks).containsExactly(3L, 1L, 4L);
            assertThat(files)
                    .extracting(DataFile::times)
                    .containsExactly(new TimeRange(0, 5), new TimeRange(6, 8), new TimeRange(1, 6));
            assertThat(files).allSatisfy(file -> {
                assertThat(file.crc32c()).isEqualTo(DataFile.UNKNOWN_CRC);
                assertThat(file.level()).isZero();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void canBeCompacted(boolean force) throws IOException {
        LateFolder.write(folder);
        LateFolder.delete(folder);
        try (FileStore store = store()) {
            new Register(store, RegisterOptions.DEFAULT).run();
            Table table = Table.open(store);
            Compaction.run(table, CompactionOptions.DEFAULT.withForce(force), CompactionListener.NONE);
            Snapshot snapshot = table.snapshot();
            assertThat(snapshot.files())
                    .extracting(DataFile::path)
                    .doesNotContain("sequence/root.a/1/0/1-1-0-0.tsfile", "unsequence/root.a/1/0/3-3-0-0.tsfile");
            assertThat(snapshot.files()).allMatch(DataFile::ordered);
            assertThat(snapshot.hides().isEmpty()).isEqualTo(force);
            assertThat(SourceRows.read(store, ScanSource.of(store, snapshot))).isEqualTo(LateFolder.VISIBLE);
        }
    }

    @Test
    void saysWhatItWouldDoAndWritesNothing() throws IOException {
        LateFolder.write(folder);
        LateFolder.delete(folder);
        try (FileStore store = store()) {
            List<StoredFile> before = store.list("", true);
            RegisterPlan plan = new Register(store, RegisterOptions.DEFAULT).plan();
            assertThat(store.list("", true)).isEqualTo(before);
            assertThat(plan.files()).hasSize(3);
            assertThat(plan.rows()).isEqualTo(20);
            assertThat(plan.points()).isEqualTo(24);
            assertThat(plan.deletions()).isEqualTo(6);
            assertThat(plan.ordered()).isEqualTo(2);
            assertThat(plan.bytes())
                    .isEqualTo(before.stream()
                            .filter(file -> file.path().endsWith(".tsfile"))
                            .mapToLong(StoredFile::length)
                            .sum());
            assertThat(Table.exists(store)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void isATableWithAllOfItOrNone(Fault fault) throws IOException {
        FaultPlan count = FaultPlan.none();
        LateFolder.write(folder.resolve("whole"));
        LateFolder.delete(folder.resolve("whole"));
        new Register(new FaultyFileStore(store("whole"), count), RegisterOptions.DEFAULT).run();
        assertThat(count.steps()).isPositive();
        for (int step = 1; step <= count.steps(); step++) {
            String name = "step" + step;
            LateFolder.write(folder.resolve(name));
            LateFolder.delete(folder.resolve(name));
            FileStore store = store(name);
            FaultPlan plan = FaultPlan.at(step, fault);
            FaultyFileStore faulty = new FaultyFileStore(store, plan);
            try {
                new Register(faulty, RegisterOptions.DEFAULT).run();
            } catch (IOException | SimulatedCrash e) {
                assertThat(e).hasMessageContaining("step " + step + " ");
            }
            faulty.endProcess();
            assertThat(plan.fired()).isTrue();
            if (!Table.exists(store)) {
                new Register(store, RegisterOptions.DEFAULT).run();
            }
            assertThat(SourceRows.read(
                            store, ScanSource.of(store, Table.open(store).snapshot())))
                    .as(name)
                    .isEqualTo(LateFolder.VISIBLE);
        }
    }

    @Test
    void refusesATable() throws IOException {
        LateFolder.write(folder);
        LateFolder.delete(folder);
        try (FileStore store = store()) {
            new Register(store, RegisterOptions.DEFAULT).run();
            assertThatThrownBy(() -> new Register(store, RegisterOptions.DEFAULT).run())
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageContaining("it is a table already");
        }
    }

    @Test
    void refusesAFolderThatAServerUses() throws IOException {
        LateFolder.write(folder.resolve("data"));
        Files.writeString(folder.resolve("data/.iotdb-lock"), "4711");
        Files.writeString(folder.resolve(".iotdb-lock"), "4711");
        for (String locked : List.of("data/.iotdb-lock", ".iotdb-lock")) {
            try (FileStore above = store();
                    FileStore store = store("data")) {
                Closeable lock = above.lock(locked);
                try (lock) {
                    assertThatThrownBy(() -> new Register(store, RegisterOptions.DEFAULT).plan())
                            .isInstanceOf(TsFileConnectorException.class)
                            .hasMessageStartingWith("Cannot register a folder that a server uses")
                            .hasMessageContaining("Stop the server, or register a copy");
                }
                assertThat(Table.exists(store)).isFalse();
            }
        }
        // The locks of a server that has ended mean nothing, and are free again afterwards.
        try (FileStore above = store();
                FileStore store = store("data")) {
            new Register(store, RegisterOptions.DEFAULT).run();
            above.lock("data/.iotdb-lock").close();
            above.lock(".iotdb-lock").close();
        }
    }

    @Test
    void refusesAFolderOfSeveralTables() throws IOException {
        for (String table : List.of("t", "u")) {
            try (ValueFile file = new ValueFile(folder.resolve(table + ".tsfile"), table, "v")) {
                file.aligned(Devices.ofTable(table, "m"), 0, 1, 0);
            }
        }
        PlainOptions only = new PlainOptions(Optional.of("t"), Optional.empty(), PlainOptions.Unsealed.FAIL);
        try (FileStore store = store()) {
            assertThatThrownBy(() -> new Register(store, RegisterOptions.DEFAULT).run())
                    .hasMessageContaining("more than one table");
            assertThatThrownBy(() -> new Register(store, options(only, Optional.empty())).run())
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageContaining("as table 't': its files hold others as well, such as u");
            Files.delete(folder.resolve("u.tsfile"));
            new Register(store, options(only, Optional.empty())).run();
        }
    }

    @Test
    void refusesUnsealedFilesUnlessTheyMayStayOut() throws IOException {
        LateFolder.write(folder);
        LateFolder.delete(folder);
        Files.write(folder.resolve("sequence/root.a/1/0/9-9-0-0.tsfile"), new byte[] {1, 2, 3});
        try (FileStore store = store()) {
            assertThatThrownBy(() -> new Register(store, RegisterOptions.DEFAULT).run())
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageContaining("9-9-0-0.tsfile: it is no complete TsFile");
            PlainOptions skip = new PlainOptions(Optional.empty(), Optional.empty(), PlainOptions.Unsealed.SKIP);
            RegisterPlan done = new Register(store, options(skip, Optional.empty())).run();
            assertThat(done.skipped())
                    .extracting(SkippedFile::path)
                    .containsExactly("sequence/root.a/1/0/9-9-0-0.tsfile");
            assertThat(Table.open(store).snapshot().files()).hasSize(3);
        }
    }

    @Test
    void cutsTimeAsTheFilesDo() throws IOException {
        try (ValueFile file = new ValueFile(folder.resolve("f.tsfile"), null, "s")) {
            file.series(Devices.ofPath("root.a.d"), "s", WEEK - 1, WEEK, 0);
        }
        try (FileStore store = store()) {
            assertThat(new Register(store, RegisterOptions.DEFAULT)
                            .plan()
                            .metadata()
                            .partitioning())
                    .isEqualTo(TimePartitioning.NONE);
            assertThatThrownBy(() -> new Register(
                                    store, options(PlainOptions.DEFAULT, Optional.of(new TimePartitioning(WEEK))))
                            .plan())
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageContaining("f.tsfile holds times from " + (WEEK - 1) + " to " + WEEK);
            TimePartitioning longer = new TimePartitioning(2 * WEEK);
            assertThat(new Register(store, options(PlainOptions.DEFAULT, Optional.of(longer)))
                            .plan()
                            .metadata()
                            .partitioning())
                    .isEqualTo(longer);
        }
    }

    private static RegisterOptions options(PlainOptions reading, Optional<TimePartitioning> partitioning) {
        return new RegisterOptions(reading, TimePrecision.MILLIS, partitioning, Map.of());
    }

    private FileStore store() throws IOException {
        return StoreLocation.of(folder.toString()).open();
    }

    private FileStore store(String child) throws IOException {
        return StoreLocation.of(folder.resolve(child).toString()).open();
    }
}
