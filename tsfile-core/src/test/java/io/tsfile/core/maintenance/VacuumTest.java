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
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.OutputFile;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.maintenance.VacuumItem.Reason;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.table.TableOptions;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.SimulatedCrash;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Times pass by setting those of files back. */
class VacuumTest {
    private static final TableSchema SCHEMA =
            TableSchema.ofTable("sensors", List.of(Column.tag("host"), Column.field("temperature", TSDataType.DOUBLE)));

    private Path folder;
    private FileStore store;
    private Table table;

    @BeforeEach
    void makeTable(@TempDir Path temporary) throws IOException {
        folder = temporary;
        store = StoreLocation.of(folder.toString()).open();
        table = create(store, Map.of());
    }

    @Test
    void keepsWhatASnapshotWithinRetentionHas() throws IOException {
        DataFile old = append(1);
        DataFile replacement = replace(old, 2);
        ago(Duration.ofHours(23));

        assertThat(Vacuum.run(table).items()).isEmpty();
        ago(Duration.ofHours(2));
        assertThat(Vacuum.plan(table).items())
                .singleElement()
                .satisfies(item -> assertThat(item.path()).isEqualTo(old.path()))
                .satisfies(item -> assertThat(item.reason()).isEqualTo(Reason.REMOVED))
                .satisfies(item -> assertThat(item.detail()).isEqualTo("commit 3 ('compaction') removed it"));
        assertThat(files()).contains(old.path());
        assertThat(Vacuum.run(table).items()).hasSize(1);
        assertThat(files()).containsExactly(replacement.path());
    }

    // A4: a path that was removed and added again, and is long gone from the newest snapshot, is in a young one.
    @Test
    void countsSnapshotsAndNotRemoves() throws IOException {
        DataFile file = append(1);
        DataFile other = replace(file, 2);
        ago(Duration.ofDays(2));
        commit("rollback", List.of(file), List.of(other.path()));
        commit("compaction", List.of(other.committed(2)), List.of(file.path()));

        assertThat(Vacuum.run(table).items()).isEmpty();
        assertThat(files()).hasSize(2);
    }

    // A3: the job that wrote the file may be down, and commit it when it is restored.
    @Test
    void keepsFilesOfUnfinishedCommits() throws IOException {
        DataFile file = write(1);
        ago(Duration.ofDays(6));
        assertThat(Vacuum.run(table).items()).isEmpty();

        ago(Duration.ofDays(2));
        assertThat(Vacuum.run(table).items()).extracting(VacuumItem::reason).containsExactly(Reason.ORPHAN);

        assertThat(files()).isEmpty();
        assertThatThrownBy(() -> commit("late append", List.of(file), List.of()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining(file.path())
                .hasMessageContaining("doomed");
    }

    // A3: between the look and the deletion the job is restored, and commits.
    @Test
    void keepsAFileThatIsCommittedBetweenTheLookAndTheDeletion() throws IOException {
        DataFile file = write(1);
        DataFile other = write(2);
        ago(Duration.ofDays(8));
        FileStore racing = afterFirst("list", "", () -> commit("late append", List.of(file), List.of()));

        VacuumPlan deleted = Vacuum.run(Table.open(racing));

        assertThat(deleted.items()).extracting(VacuumItem::path).containsExactly(other.path());
        assertThat(files()).containsExactly(file.path());
        assertThat(Table.open(store).snapshot().files())
                .extracting(DataFile::path)
                .containsExactly(file.path());
    }

    // The same, and the file is compacted away again before it would be doomed: the snapshot between has it.
    @Test
    void keepsAFileThatCameAndWentBetweenTheLookAndTheDeletion() throws IOException {
        DataFile file = write(1);
        DataFile other = write(2);
        ago(Duration.ofDays(8));
        FileStore racing = afterFirst("list", "", () -> {
            commit("late append", List.of(file), List.of());
            commit("compaction", List.of(other), List.of(file.path()));
        });

        assertThat(Vacuum.run(Table.open(racing)).items()).isEmpty();
        assertThat(files()).hasSize(2);

        ago(Duration.ofDays(2));
        assertThat(Vacuum.run(table).items())
                .singleElement()
                .satisfies(item -> assertThat(item.path()).isEqualTo(file.path()));
    }

    @Test
    void forgetsDoomedPathsThatAreGone() throws IOException {
        DataFile file = write(1);
        ago(Duration.ofDays(8));
        Vacuum.run(table);
        assertThat(table.snapshot().doomed()).containsExactly(file.path());
        long number = table.snapshot().number();

        Vacuum.run(table);
        assertThat(table.snapshot().doomed()).isEmpty();
        Vacuum.run(table);
        // A vacuum with nothing to say makes no commit.
        assertThat(table.snapshot().number()).isEqualTo(number + 1);
    }

    @Test
    void leavesFilesOfOthersAlone() throws IOException {
        for (String path : List.of("data/notes.txt", "data/0/mine.tsfile", "backup/x.tsfile", "_tsfile/mine")) {
            store.createIfAbsent(path, new byte[] {1});
        }
        ago(Duration.ofDays(100));

        assertThat(Vacuum.run(table).items()).isEmpty();
        assertThat(store.list("", true)).hasSize(5);
    }

    @Test
    void cleansTheLogUp() throws IOException {
        store = StoreLocation.of(folder.resolve("b").toString()).open();
        table = create(store, Map.of(TableOptions.CHECKPOINT_INTERVAL, "4"));
        folder = folder.resolve("b");
        for (int i = 0; i < 5; i++) {
            append(i + 1);
        }
        ago(Duration.ofDays(8));

        assertThat(Vacuum.plan(table).count(Reason.LOG)).isEqualTo(4);
        Vacuum.run(table);

        assertThat(store.list("_tsfile/log", false))
                .extracting(file -> file.path().substring(31))
                .allMatch(name -> name.startsWith("4.checkpoint") || name.matches("[56]\\.json"));
        assertThat(Table.open(store).snapshot().files()).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void isCompletedAfterACrashAtAnyStep(Fault fault) throws IOException {
        FaultPlan count = FaultPlan.none();
        Snapshot whole = story(folder.resolve("whole"), count);
        assertThat(count.steps()).isGreaterThan(6);

        for (int step = 1; step <= count.steps(); step++) {
            FaultPlan plan = FaultPlan.at(step, fault);
            Snapshot now = story(folder.resolve(fault + "-" + step), plan);

            assertThat(plan.fired()).isTrue();
            assertThat(now.files()).hasSameSizeAs(whole.files());
        }
    }

    /** A vacuum that breaks, and one after it. */
    private Snapshot story(Path where, FaultPlan plan) throws IOException {
        folder = where;
        store = StoreLocation.of(where.toString()).open();
        table = create(store, Map.of(TableOptions.CHECKPOINT_INTERVAL, "3"));
        DataFile replaced = append(1);
        DataFile live = replace(replaced, 2);
        write(3);
        ago(Duration.ofDays(8));
        DataFile young = append(4);
        DataFile orphan = write(5);
        try {
            Vacuum.run(Table.open(new FaultyFileStore(store, plan)));
        } catch (IOException | SimulatedCrash e) {
            assertThat(e).hasMessageContaining("step ");
        }
        assertThat(files()).contains(live.path(), young.path(), orphan.path());

        Vacuum.run(Table.open(store));

        assertThat(files()).containsExactlyInAnyOrder(live.path(), young.path(), orphan.path());
        Vacuum.run(Table.open(store));
        Snapshot snapshot = Table.open(store).snapshot();
        assertThat(snapshot.doomed()).isEmpty();
        assertThat(snapshot.files()).extracting(DataFile::path).containsExactlyInAnyOrder(live.path(), young.path());
        assertThat(store.list("_tsfile", false))
                .allMatch(file -> file.modifiedMillis() > 0 && file.path().startsWith("_tsfile/now-"));
        return snapshot;
    }

    private static Table create(FileStore store, Map<String, String> options) throws IOException {
        return Table.create(store, TableMetadata.of(SCHEMA, new TimePartitioning(604_800_000L), options));
    }

    private DataFile append(int bytes) throws IOException {
        DataFile file = write(bytes);
        commit("append", List.of(file), List.of());
        return file;
    }

    private DataFile replace(DataFile file, int bytes) throws IOException {
        DataFile replacement = write(bytes).committed(2);
        commit("compaction", List.of(replacement), List.of(file.path()));
        return replacement;
    }

    private void commit(String operation, List<DataFile> adds, List<String> removes) throws IOException {
        Table now = Table.open(store);
        now.commit(Commit.of(now.snapshot().metadata().id(), CommitId.unique(), operation)
                .add(adds)
                .remove(removes)
                .build());
    }

    private DataFile write(int bytes) throws IOException {
        String path = "data/0/" + UUID.randomUUID() + ".tsfile";
        try (OutputFile out = store.create(path)) {
            out.write(new byte[bytes]);
        }
        return new DataFile(
                path,
                bytes,
                DataFile.UNKNOWN_CRC,
                new Version(DataFile.UNCOMMITTED, 0),
                0,
                DataFile.UNCOMMITTED,
                true,
                new DeviceRange(Devices.ofTable("sensors", "a"), Devices.ofTable("sensors", "b")),
                BucketRange.ALL,
                new TimeRange(0, 9),
                bytes,
                bytes,
                DataFile.UNKNOWN_CHUNKS,
                List.of());
    }

    private List<String> files() throws IOException {
        return store.list("data", true).stream().map(StoredFile::path).toList();
    }

    /** Lets time pass: every file is that much older. */
    private void ago(Duration time) throws IOException {
        for (StoredFile file : store.list("", true)) {
            Files.setLastModifiedTime(
                    folder.resolve(file.path()),
                    FileTime.from(Instant.ofEpochMilli(file.modifiedMillis()).minus(time)));
        }
    }

    private interface Story {
        void happen() throws IOException;
    }

    private FileStore afterFirst(String method, String path, Story story) {
        List<String> happened = new ArrayList<>();
        return (FileStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {FileStore.class}, (proxy, called, arguments) -> {
                    try {
                        Object result = called.invoke(store, arguments);
                        if (happened.isEmpty() && called.getName().equals(method) && path.equals(arguments[0])) {
                            happened.add(method);
                            story.happen();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
