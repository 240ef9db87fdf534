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

import static io.tsfile.core.table.TableFixtures.SCHEMA;
import static io.tsfile.core.table.TableFixtures.append;
import static io.tsfile.core.table.TableFixtures.replace;
import static io.tsfile.core.table.TableFixtures.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.model.Tombstone;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table with a checkpoint after every third commit. */
class CheckpointTest {
    private static final UUID WRITER = UUID.fromString("00000000-0000-0000-0000-0000000000aa");
    private static final Map<String, String> EVERY_THIRD = Map.of(TableOptions.CHECKPOINT_INTERVAL, "3");

    private FileStore store;
    private Table table;

    @BeforeEach
    void makeTable(@TempDir Path folder) throws IOException {
        store = StoreLocation.of(folder.toString()).open();
        table = create(store, EVERY_THIRD);
    }

    @Test
    void comesAfterEverySoManyCommitsAndHoldsTheirState() throws IOException {
        appendTo(7);
        table.commit(replace(table, CommitId.unique(), List.of("data/0/3.tsfile"), write(store, "data/0/x.tsfile", 5)));
        appendTo(10);

        assertThat(new TableLog(store).list().checkpoints()).containsOnlyKeys(3L, 6L, 9L);
        for (long number : List.of(3L, 6L, 9L)) {
            LogState read = new CheckpointReader(store).read(number, TimeRange.ALL);
            assertThat(read.snapshot()).isEqualTo(replayed(number).snapshot());
            assertThat(read.writers()).isEqualTo(replayed(number).writers());
        }
    }

    @Test
    void holdsDeletionsHidesAndDoomedPaths() throws IOException {
        appendTo(4);
        DeviceScope one = DeviceScope.of(List.of(Devices.ofTable("sensors", "a")));
        List<Tombstone> many = new ArrayList<>();
        for (int i = 0; i <= TombstoneFiles.MOST_IN_LOG; i++) {
            many.add(Tombstone.open(i, Deletion.ofRows(one, new TimeRange(i, i + 1))));
        }
        UUID id = table.snapshot().metadata().id();
        table.commit(Commit.of(id, CommitId.unique(), "delete").delete(many).build());
        table.commit(Commit.of(id, CommitId.unique(), "mixed")
                .delete(List.of(
                        Tombstone.open(0, Deletion.ofRows(DeviceScope.ALL, new TimeRange(0, 1))),
                        Tombstone.open(1, new Deletion(one, List.of("temperature"), new TimeRange(5, 6)))))
                .hide(List.of(new Hide("data/0/3.tsfile", Deletion.ofRows(one, new TimeRange(3, 4)))))
                .doom(List.of("data/0/y.tsfile", "data/0/x.tsfile"))
                .build());
        Snapshot before = table.snapshot();
        assertThat(before.tombstoneFiles()).hasSize(1);
        deleteEntries(1, 6);

        assertThat(Table.open(store).snapshot()).isEqualTo(before);
    }

    @Test
    void aSnapshotOfSomeTimesReadsOnlyPartsThatMeetThem() throws IOException {
        UUID id = table.snapshot().metadata().id();
        DeviceScope one = DeviceScope.of(List.of(Devices.ofTable("sensors", "a")));
        for (int week = 1; week <= 20; week++) {
            table.commit(Commit.append(
                    id, new CommitId(WRITER, week), "append", List.of(at(week, "data/" + week + "/a.tsfile"))));
        }
        LogState state = replayed(18);
        store.delete(TableLog.checkpointPath(18));
        new CheckpointWriter(store, 4).write(state);
        CheckpointManifest manifest = new CheckpointReader(store).manifest(18);
        List<CheckpointPart> far = manifest.parts().stream()
                .filter(part -> part.kind() == PartKind.FILES && !part.times().overlaps(week(7)))
                .toList();
        assertThat(far).hasSizeGreaterThan(2);
        for (CheckpointPart part : far) {
            store.delete(part.path());
        }
        // Behind the checkpoint: one file goes and one comes, of these times and of others, and something is hidden and
        // deleted.
        table.commit(Commit.of(id, CommitId.unique(), "compaction")
                .add(List.of(at(7, "data/7/b.tsfile"), at(8, "data/8/b.tsfile")))
                .remove(List.of("data/7/a.tsfile", "data/2/a.tsfile"))
                .hide(List.of(
                        new Hide("data/7/b.tsfile", Deletion.ofRows(one, week(7))),
                        new Hide("data/3/a.tsfile", Deletion.ofRows(one, week(3)))))
                .delete(List.of(
                        Tombstone.open(0, Deletion.ofRows(one, week(7))),
                        Tombstone.open(1, Deletion.ofRows(one, week(9)))))
                .build());

        Snapshot part = Table.snapshot(store, week(7));

        assertThat(part.number()).isEqualTo(22);
        assertThat(part.files()).extracting(DataFile::path).containsExactly("data/7/b.tsfile");
        assertThat(part.hides()).containsOnlyKeys("data/7/b.tsfile");
        assertThat(part.tombstones())
                .singleElement()
                .satisfies(tombstone -> assertThat(tombstone.deletion().times()).isEqualTo(TimeSet.of(week(7))));
        assertThat(part.liveFiles(store, week(7))).isEqualTo(table.snapshot().liveFiles(store, week(7)));
    }

    @Test
    void findsTheSnapshotOfATime() throws IOException {
        appendTo(8);
        for (long number = 1; number <= 8; number++) {
            Snapshot snapshot = table.snapshot(number);
            assertThat(table.snapshotAt(snapshot.timeMillis()).number()).isEqualTo(number);
            long before = snapshot.timeMillis() - 1;
            if (number > 1) {
                assertThat(table.snapshotAt(before).number()).isEqualTo(number - 1);
            }
        }
        assertThat(table.snapshotAt(Long.MAX_VALUE).number()).isEqualTo(8);
        long oldest = table.snapshot(6).timeMillis();
        deleteEntries(1, 6);

        assertThat(table.snapshotAt(oldest).number()).isEqualTo(6);
        assertThatThrownBy(() -> table.snapshotAt(oldest - 1))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("its oldest commit is 6, made at " + Instant.ofEpochMilli(oldest))
                .hasMessageContaining("log-retention");
    }

    private DataFile at(int week, String path) throws IOException {
        DataFile file = write(store, path, 1);
        return new DataFile(
                path,
                1,
                file.crc32c(),
                file.version(),
                0,
                file.cleanThrough(),
                true,
                file.devices(),
                file.buckets(),
                week(week),
                1,
                1,
                file.chunks(),
                List.of());
    }

    private static TimeRange week(int week) {
        return new TimeRange(week * 604_800_000L, (week + 1) * 604_800_000L - 1);
    }

    // A2: a writer that is silent for long is forgotten, and the state says since when that may have happened.
    @Test
    void forgetsSilentWriters() throws IOException {
        appendTo(2);
        LogState state = replayed(2);
        LogState later = new LogState(
                state.table(),
                state.snapshot(),
                Map.of(
                        WRITER,
                        new WriterMark(2, 2, state.timeMillis() - 1001),
                        new UUID(0, 1),
                        new WriterMark(0, 1, state.timeMillis() - 1000)),
                Long.MIN_VALUE);

        LogState forgotten = Checkpoints.withoutSilentWriters(later, Duration.ofSeconds(1));

        assertThat(forgotten.writers()).containsOnlyKeys(new UUID(0, 1));
        assertThat(forgotten.horizonMillis()).isEqualTo(state.timeMillis() - 1000);
        new CheckpointWriter(store, 10).write(forgotten);
        LogState read = new CheckpointReader(store).read(2, TimeRange.ALL);
        assertThat(read.horizonMillis()).isEqualTo(state.timeMillis() - 1000);
        assertThat(read.writers()).isEqualTo(forgotten.writers());
        assertThat(Checkpoints.withoutSilentWriters(later, Duration.ofSeconds(2)))
                .isSameAs(later);
    }

    @Test
    void opensWithoutTheEntriesThatACheckpointSumsUp() throws IOException {
        appendTo(8);
        Snapshot before = table.snapshot();
        deleteEntries(1, 6);

        Table reopened = Table.open(store);

        assertThat(reopened.snapshot()).isEqualTo(before);
        assertThat(table.snapshot()).isEqualTo(before);
        assertThat(reopened.committed(WRITER)).hasValue(8);
        assertThat(reopened.commit(append(table, new CommitId(WRITER, 7), write(store, "data/0/again.tsfile", 1))))
                .isEqualTo(new CommitResult(7, true));
        assertThat(reopened.commit(append(table, new CommitId(WRITER, 4), write(store, "data/0/more.tsfile", 1))))
                .isEqualTo(new CommitResult(CommitResult.UNKNOWN_NUMBER, true));
        appendTo(9);
        assertThat(reopened.snapshot().files()).hasSize(8);
    }

    @Test
    void readsBackAsFarAsTheLogReaches() throws IOException {
        appendTo(8);
        Snapshot seven = table.snapshot(7);
        Snapshot six = table.snapshot(6);
        deleteEntries(1, 5);

        assertThat(table.snapshot(7)).isEqualTo(seven);
        assertThat(table.snapshot(6)).isEqualTo(six);
        assertThatThrownBy(() -> table.snapshot(5))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("Cannot read snapshot 5")
                .hasMessageContaining("its commits are 6 to 8; older ones were cleaned up")
                .hasMessageContaining("log-retention");
    }

    @Test
    void whoeverWinsTheNumberOfACheckpointTheOtherLeavesNothing() throws IOException {
        appendTo(3);
        List<StoredFile> before = store.list(TableLog.FOLDER, false);

        assertThat(new CheckpointWriter(store, 10).write(replayed(3))).isFalse();

        assertThat(store.list(TableLog.FOLDER, false)).isEqualTo(before);
    }

    // A1: a writer holds snapshot 2 and sleeps; others commit, and what they committed is cleaned up.
    @Test
    void aNumberThatWasCleanedUpIsNotUsedAgain() throws IOException {
        appendTo(2);
        UUID late = UUID.randomUUID();
        DataFile file = write(store, "data/0/late.tsfile", 1);
        FileStore sleepy = before("createIfAbsent", TableLog.path(3), () -> {
            appendTo(7);
            deleteEntries(1, 6);
        });

        CommitResult result = Table.open(sleepy).commit(append(table, new CommitId(late, 0), file));

        assertThat(store.status(TableLog.path(3))).isPresent(); // it was created, and does not count
        assertThat(result).isEqualTo(new CommitResult(8, false));
        assertThat(Table.open(store).snapshot().files())
                .extracting(DataFile::path)
                .contains("data/0/late.tsfile", "data/0/3.tsfile")
                .hasSize(7);
        assertThat(Table.open(store).commit(append(table, new CommitId(late, 0), file)))
                .isEqualTo(new CommitResult(8, true));
        assertThatThrownBy(() -> table.snapshot(3)).hasMessageContaining("its commits are 6 to 8");
    }

    // A1 for who reads the log: what the sleeper left at number 3 says nothing of what commit 3 changed.
    @Test
    void whatASleeperLeftHidesNoConflict() throws IOException {
        UUID id = table.snapshot().metadata().id();
        for (int number = 2; number <= 7; number++) {
            DataFile file = at(number == 3 ? 5 : 9, "data/0/" + number + ".tsfile");
            table.commit(Commit.append(id, new CommitId(WRITER, number), "append", List.of(file)));
        }
        Commit update = Commit.of(id, CommitId.unique(), "update")
                .delete(List.of(Tombstone.open(0, Deletion.ofRows(DeviceScope.ALL, week(5)))))
                .reads(new Reads(2, List.of(), Cut.ofTimes(week(5))))
                .build();
        deleteEntries(1, 3);
        assertThat(store.createIfAbsent(TableLog.path(3), store.read(TableLog.path(4))))
                .isTrue();

        assertThatThrownBy(() -> table.commit(update))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("commit 3 is cleaned up");
    }

    // The other side of the same rule: a checkpoint that is there already counts the commit.
    @Test
    void aCommitThatACheckpointHoldsCounts() throws IOException {
        appendTo(2);
        UUID other = UUID.randomUUID();
        DataFile file = write(store, "data/0/b.tsfile", 1);
        FileStore sleepy = after("createIfAbsent", TableLog.path(3), () -> {
            appendTo(6);
            deleteEntries(1, 6);
        });

        assertThat(Table.open(sleepy).commit(append(table, new CommitId(other, 0), file)))
                .isEqualTo(new CommitResult(3, false));
        assertThat(table.snapshot().number()).isEqualTo(6);
    }

    // Otherwise the manifest names parts that are gone, and who saw them a moment before cleans up below it.
    @Test
    void aCleanUpLeavesThePartsOfACheckpointThatIsUnderWay() throws IOException {
        appendTo(8);
        TableOptions keepNothing =
                TableOptions.of(Map.of(TableOptions.LOG_RETENTION, "0 s", TableOptions.RETENTION, "0 s"));
        FileStore busy = before(
                "createIfAbsent",
                TableLog.checkpointPath(8),
                () -> assertThat(new LogCleaner(store, new TableLog(store), keepNothing)
                                .run(Long.MAX_VALUE / 2, Integer.MAX_VALUE))
                        .isPositive());

        new CheckpointWriter(busy, 3).write(replayed(8));

        new CheckpointReader(store).verify(8);
        assertThat(Table.open(store).snapshot()).isEqualTo(table.snapshot());
    }

    // A6: a hint that is torn, or that another process set back, misleads nobody.
    @Test
    void needsNoHint() throws IOException {
        appendTo(8);
        store.createIfAbsent(TableLog.FOLDER + "/_last_checkpoint", new byte[] {'{', '"'});
        deleteEntries(1, 6);

        assertThat(Table.open(store).snapshot()).isEqualTo(table.snapshot());
    }

    // A6: a process that slept while it wrote checkpoint 3 publishes it when 4 and 5 are gone.
    @Test
    void anOldCheckpointThatComesLateMisleadsNobody() throws IOException {
        appendTo(8);
        LogState old = replayed(2);
        deleteEntries(1, 5);
        new CheckpointWriter(store, 10).write(old);

        assertThat(Table.open(store).snapshot()).isEqualTo(table.snapshot());
        assertThatThrownBy(() -> table.snapshot(3)).hasMessageContaining("its commits are 6 to 8");
        assertThatThrownBy(() -> table.snapshot(2)).hasMessageContaining("its commits are 6 to 8");
    }

    @Test
    void aHoleMakesAReaderLookAgain() throws IOException {
        appendTo(5);
        // The listing is made, and then the log goes on and is cleaned up.
        FileStore late = after("list", TableLog.FOLDER, () -> {
            appendTo(8);
            deleteEntries(1, 6);
            store.delete(TableLog.checkpointPath(3));
        });

        assertThat(Table.open(late).snapshot()).isEqualTo(table.snapshot());
    }

    @Test
    void aHoleThatStaysIsAnError() throws IOException {
        appendTo(8);
        store.delete(TableLog.path(7));

        assertThatThrownBy(() -> Table.open(store))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining(TableLog.path(7) + " is missing, although commit 8 is there");
    }

    @Test
    void aDamagedPartIsRefusedUnlessTheEntriesAreThere() throws IOException {
        appendTo(7);
        String part = firstPart(6);
        byte[] content = store.read(part);
        content[content.length / 2] ^= 1;
        overwrite(part, content);

        assertThat(Table.open(store).snapshot()).isEqualTo(table.snapshot());

        deleteEntries(1, 6);
        assertThatThrownBy(() -> Table.open(store))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining(part)
                .hasMessageContaining("checksum");
    }

    @Test
    void aMissingPartIsRefusedUnlessTheEntriesAreThere() throws IOException {
        appendTo(7);
        String part = firstPart(6);
        store.delete(part);

        assertThat(Table.open(store).snapshot()).isEqualTo(table.snapshot());

        deleteEntries(1, 6);
        assertThatThrownBy(() -> Table.open(store))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining(part);
    }

    @Test
    void aNewerCheckpointIsRefusedAlthoughTheEntriesAreThere() throws IOException {
        appendTo(7);
        String manifest = TableLog.checkpointPath(6);
        String content = new String(store.read(manifest), UTF_8);
        overwrite(manifest, content.replace("\"version\":1", "\"version\":2").getBytes(UTF_8));

        assertThatThrownBy(() -> Table.open(store))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining(manifest)
                .hasMessageContaining("written by a newer version");
    }

    /** Appends until the newest commit has that number; commit n adds the file of that number with n bytes. */
    private void appendTo(long number) throws IOException {
        for (long next = table.snapshot().number() + 1; next <= number; next++) {
            table.commit(
                    append(table, new CommitId(WRITER, next), write(store, "data/0/" + next + ".tsfile", (int) next)));
        }
    }

    private void deleteEntries(long first, long last) throws IOException {
        for (long number = first; number <= last; number++) {
            store.delete(TableLog.path(number));
        }
    }

    private LogState replayed(long number) throws IOException {
        LogReplay replay = new LogReplay(store.location().uri());
        new LogReader(store, new TableLog(store)).replay(replay, number, TimeRange.ALL);
        return replay.state();
    }

    private String firstPart(long number) throws IOException {
        return new CheckpointReader(store).manifest(number).parts().get(0).path();
    }

    private void overwrite(String path, byte[] content) throws IOException {
        store.delete(path);
        assertThat(store.createIfAbsent(path, content)).isTrue();
    }

    static Table create(FileStore store, Map<String, String> options) throws IOException {
        return Table.create(store, TableMetadata.of(SCHEMA, new TimePartitioning(604_800_000L), options));
    }

    private interface Story {
        void happen() throws IOException;
    }

    private FileStore before(String method, String path, Story story) {
        return around(method, path, story, () -> {});
    }

    private FileStore after(String method, String path, Story story) {
        return around(method, path, () -> {}, story);
    }

    /** A store in which something happens around the first call of that method with that path. */
    private FileStore around(String method, String path, Story before, Story after) {
        boolean[] happened = new boolean[1];
        return (FileStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {FileStore.class}, (proxy, called, arguments) -> {
                    boolean now = !happened[0]
                            && called.getName().equals(method)
                            && arguments.length > 0
                            && path.equals(arguments[0]);
                    try {
                        if (now) {
                            happened[0] = true;
                            before.happen();
                        }
                        Object result = called.invoke(store, arguments);
                        if (now) {
                            after.happen();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
