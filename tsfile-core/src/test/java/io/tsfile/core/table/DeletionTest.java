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

import static io.tsfile.core.table.TableFixtures.append;
import static io.tsfile.core.table.TableFixtures.metadata;
import static io.tsfile.core.table.TableFixtures.paths;
import static io.tsfile.core.table.TableFixtures.replace;
import static io.tsfile.core.table.TableFixtures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hides, tombstones and doomed paths in the state of a table. The files of the fixture hold devices a to b, times 0 to 9. */
class DeletionTest {
    private static final Deletion ALL_ROWS = Deletion.ofRows(DeviceScope.ALL, TimeRange.ALL);
    private static final Deletion LATER_ROWS = Deletion.ofRows(DeviceScope.ALL, new TimeRange(10, 99));

    private FileStore store;
    private Table table;

    @BeforeEach
    void makeTable(@TempDir Path folder) throws IOException {
        store = StoreLocation.of(folder.toString()).open();
        table = Table.create(store, metadata());
    }

    @Test
    void aTombstoneConcernsFilesOfEarlierCommitsAndLowerOrders() throws IOException {
        table.commit(append(table, CommitId.unique(), write(store, "data/0/a.tsfile", 1)));
        table.commit(change("delete")
                .add(List.of(
                        write(store, "data/0/b.tsfile", 1).withOrder(0),
                        write(store, "data/0/c.tsfile", 1).withOrder(2)))
                .delete(List.of(Tombstone.open(1, ALL_ROWS)))
                .build());
        table.commit(append(table, CommitId.unique(), write(store, "data/0/d.tsfile", 1)));

        assertThat(table.snapshot().tombstones()).containsExactly(new Tombstone(new Version(3, 1), ALL_ROWS));
        assertThat(deletions("data/0/a.tsfile")).containsExactly(ALL_ROWS);
        assertThat(deletions("data/0/b.tsfile")).containsExactly(ALL_ROWS);
        assertThat(deletions("data/0/c.tsfile")).isEmpty();
        assertThat(deletions("data/0/d.tsfile")).isEmpty();
    }

    @Test
    void aTombstoneConcernsOnlyFilesThatItMeetsAndToWhichItIsNotApplied() throws IOException {
        table.commit(append(table, CommitId.unique(), write(store, "data/0/a.tsfile", 1)));
        Deletion elsewhere = Deletion.ofRows(DeviceScope.of(List.of(Devices.ofTable("sensors", "z"))), TimeRange.ALL);
        table.commit(change("delete")
                .delete(List.of(
                        Tombstone.open(0, elsewhere), Tombstone.open(0, LATER_ROWS), Tombstone.open(0, ALL_ROWS)))
                .build());
        assertThat(deletions("data/0/a.tsfile")).containsExactly(ALL_ROWS);

        DataFile clean = write(store, "data/0/clean.tsfile", 1).compacted(new Version(2, 0), 1, 3);
        table.commit(append(table, CommitId.unique(), clean));

        assertThat(deletions("data/0/clean.tsfile")).isEmpty();
    }

    @Test
    void hidesStayWithAFileThatIsMovedAndGoWithOneThatIsRemoved() throws IOException {
        DataFile file = write(store, "data/0/a.tsfile", 1);
        table.commit(append(table, CommitId.unique(), file));
        table.commit(change("hide")
                .hide(List.of(new Hide(file.path(), LATER_ROWS), new Hide(file.path(), ALL_ROWS)))
                .build());
        assertThat(table.snapshot().hides().get(file.path())).containsExactly(LATER_ROWS, ALL_ROWS);
        DataFile moved = file.committed(2).compacted(new Version(2, 0), 1, 1);

        table.commit(
                change("move").remove(List.of(file.path())).add(List.of(moved)).build());

        assertThat(table.snapshot().files()).containsExactly(moved);
        assertThat(table.snapshot().hides().get(file.path())).containsExactly(LATER_ROWS, ALL_ROWS);
        table.commit(replace(table, CommitId.unique(), List.of(file.path())));
        assertThat(table.snapshot().hides()).isEmpty();
        table.commit(append(table, CommitId.unique(), file));
        assertThat(deletions(file.path())).isEmpty();
    }

    @Test
    void aFileMayComeWithHidesOfItsOwn() throws IOException {
        DataFile file = write(store, "data/0/a.tsfile", 1);

        table.commit(change("register")
                .add(List.of(file))
                .hide(List.of(new Hide(file.path(), LATER_ROWS)))
                .build());

        assertThat(table.snapshot().hides().get(file.path())).containsExactly(LATER_ROWS);
    }

    @Test
    void aHideOfARemovedFileIsAConflict() throws IOException {
        table.commit(append(table, CommitId.unique(), write(store, "data/0/a.tsfile", 1)));
        table.commit(replace(table, CommitId.unique(), List.of("data/0/a.tsfile")));

        assertThatThrownBy(() -> table.commit(change("hide")
                        .hide(List.of(new Hide("data/0/a.tsfile", ALL_ROWS)))
                        .build()))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("commit 3 ('test compaction')");
    }

    @Test
    void aMoveChangesNeitherLengthNorVersion() throws IOException {
        DataFile file = write(store, "data/0/a.tsfile", 1);
        table.commit(append(table, CommitId.unique(), file));
        DataFile newer = file.compacted(new Version(1, 0), 1, 1);

        assertThatThrownBy(() -> table.commit(change("move")
                        .remove(List.of(file.path()))
                        .add(List.of(newer))
                        .build()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("it moves data/0/a.tsfile and gives it another length or version");
        assertThat(table.snapshot().number()).isEqualTo(2);
    }

    @Test
    void tombstonesAreForgottenWithTheLastFileThatTheyConcern() throws IOException {
        table.commit(append(table, CommitId.unique(), write(store, "data/0/a.tsfile", 1)));
        table.commit(append(table, CommitId.unique(), write(store, "data/0/b.tsfile", 1)));
        table.commit(
                change("delete").delete(List.of(Tombstone.open(0, ALL_ROWS))).build());

        table.commit(replace(table, CommitId.unique(), List.of("data/0/a.tsfile")));
        assertThat(table.snapshot().tombstones()).hasSize(1);
        // The output of a compaction is clean.
        table.commit(replace(
                table,
                CommitId.unique(),
                List.of("data/0/b.tsfile"),
                write(store, "data/0/c.tsfile", 1).compacted(new Version(3, 0), 1, 4)));

        assertThat(table.snapshot().tombstones()).isEmpty();
        assertThat(table.snapshot(5).tombstones()).hasSize(1);
        assertThat(paths(table)).containsExactly("data/0/c.tsfile");
    }

    @Test
    void aTombstoneThatStillConcernsAFileIsNotForgotten() throws IOException {
        table.commit(append(table, CommitId.unique(), write(store, "data/0/a.tsfile", 1)));
        table.commit(change("delete")
                .delete(List.of(Tombstone.open(0, ALL_ROWS), Tombstone.open(1, LATER_ROWS)))
                .build());
        Tombstone needed = table.snapshot().tombstones().get(0);
        Tombstone idle = table.snapshot().tombstones().get(1);

        assertThatThrownBy(() ->
                        table.commit(change("clean").forget(List.of(needed)).build()))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("still concerns data/0/a.tsfile");
        table.commit(change("clean").forget(List.of(idle)).build());

        assertThat(table.snapshot().tombstones()).containsExactly(needed);
    }

    @Test
    void manyTombstonesGoIntoAFileBesideTheLog() throws IOException {
        table.commit(append(table, CommitId.unique(), write(store, "data/0/a.tsfile", 1)));
        List<Tombstone> many = new ArrayList<>();
        for (int i = 100; i >= 0; i--) {
            many.add(Tombstone.open(
                    i, Deletion.ofRows(DeviceScope.of(List.of(Devices.ofTable("sensors", "a" + i))), at(i))));
        }

        table.commit(change("delete").delete(many.subList(0, 100)).build());
        assertThat(table.snapshot().tombstones()).hasSize(100);
        assertThat(table.snapshot().tombstoneFiles()).isEmpty();
        table.commit(change("delete").delete(many).build());

        assertThat(table.snapshot().tombstones()).hasSize(100);
        TombstoneFile file = table.snapshot().tombstoneFiles().get(0);
        assertThat(file.commit()).isEqualTo(4);
        assertThat(file.count()).isEqualTo(101);
        assertThat(file.times()).isEqualTo(new TimeRange(0, 100));
        assertThat(file.devices()).hasValueSatisfying(range -> {
            assertThat(range.first()).isEqualTo(Devices.ofTable("sensors", "a0"));
            assertThat(range.last()).isEqualTo(Devices.ofTable("sensors", "a99"));
        });
        assertThat(store.list(TombstoneFiles.FOLDER, false))
                .extracting(StoredFile::path)
                .containsExactly(file.path());
        // One per device, of whichever commit.
        assertThat(deletions("data/0/a.tsfile")).hasSize(10);
        assertThat(Table.open(store).snapshot()).isEqualTo(table.snapshot());
        // Times that the file does not meet need not read it.
        store.delete(file.path());
        assertThat(table.snapshot().liveFiles(store, new TimeRange(101, 200))).isEmpty();
        assertThatThrownBy(() -> table.snapshot().liveFiles(store, TimeRange.ALL))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining(file.path() + ": it is missing, and commit 4 deleted rows by it");

        table.commit(replace(table, CommitId.unique(), List.of("data/0/a.tsfile")));
        assertThat(table.snapshot().tombstoneFiles()).isEmpty();
        assertThat(table.snapshot().tombstones()).isEmpty();
    }

    @Test
    void aDeletionOfManyDevicesGoesIntoAFile() throws IOException {
        table.commit(append(table, CommitId.unique(), write(store, "data/0/a.tsfile", 1)));
        DeviceScope many = DeviceScope.of(java.util.stream.IntStream.range(0, 101)
                .mapToObj(i -> Devices.ofTable("sensors", "a" + i))
                .toList());

        table.commit(change("delete")
                .delete(List.of(Tombstone.open(0, Deletion.ofRows(many, TimeRange.ALL))))
                .build());

        assertThat(table.snapshot().tombstones()).isEmpty();
        assertThat(table.snapshot().tombstoneFiles()).hasSize(1);
        assertThat(deletions("data/0/a.tsfile")).containsExactly(Deletion.ofRows(many, TimeRange.ALL));
    }

    @Test
    void aDamagedFileOfTombstonesIsRefused() throws IOException {
        table.commit(append(table, CommitId.unique(), write(store, "data/0/a.tsfile", 1)));
        List<Tombstone> many = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            many.add(Tombstone.open(i, Deletion.ofRows(DeviceScope.ALL, at(i))));
        }
        table.commit(change("delete").delete(many).build());
        TombstoneFile file = table.snapshot().tombstoneFiles().get(0);
        byte[] content = store.read(file.path());
        store.delete(file.path());
        content[content.length / 2] ^= 1;
        store.createIfAbsent(file.path(), content);

        assertThatThrownBy(() -> table.snapshot().liveFiles(store, TimeRange.ALL))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining(file.path() + ": it has " + content.length + " bytes and checksum")
                .hasMessageContaining("and the log says");
    }

    @Test
    void aCommitThatFailsLeavesNoFileOfTombstones() throws IOException {
        List<Tombstone> many = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            many.add(Tombstone.open(i, Deletion.ofRows(DeviceScope.ALL, at(i))));
        }
        Tombstone future = new Tombstone(new Version(99, 0), ALL_ROWS);

        assertThatThrownBy(() -> table.commit(
                        change("delete").delete(many).delete(List.of(future)).build()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("ahead of the commit");
        assertThat(store.list(TombstoneFiles.FOLDER, false)).isEmpty();
    }

    @Test
    void nobodyAddsADoomedPath() throws IOException {
        DataFile orphan = write(store, "data/0/orphan.tsfile", 1);
        table.commit(change("vacuum").doom(List.of(orphan.path())).build());
        assertThat(table.snapshot().doomed()).containsExactly(orphan.path());

        assertThatThrownBy(() -> table.commit(append(table, CommitId.unique(), orphan)))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("data/0/orphan.tsfile is doomed");
        table.commit(change("vacuum").gone(List.of(orphan.path())).build());

        assertThat(table.snapshot().doomed()).isEmpty();
        table.commit(append(table, CommitId.unique(), orphan));
        assertThat(paths(table)).containsExactly(orphan.path());
    }

    @Test
    void aLiveFileIsNotDoomed() throws IOException {
        DataFile file = write(store, "data/0/a.tsfile", 1);
        table.commit(append(table, CommitId.unique(), file));

        assertThatThrownBy(() ->
                        table.commit(change("vacuum").doom(List.of(file.path())).build()))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("which has become a file of the table");
        table.commit(change("drop")
                .remove(List.of(file.path()))
                .doom(List.of(file.path()))
                .build());

        assertThat(table.snapshot().doomed()).containsExactly(file.path());
    }

    @Test
    void refusesDeletionsThatMeanNothing() {
        Deletion noDevice = Deletion.ofRows(DeviceScope.of(List.of()), TimeRange.ALL);
        Deletion twice = new Deletion(DeviceScope.ALL, List.of("a", "a"), TimeRange.ALL);

        assertThatThrownBy(() -> table.commit(change("delete")
                        .delete(List.of(Tombstone.open(0, noDevice)))
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one of its deletions is of no device");
        assertThatThrownBy(() -> table.commit(change("delete")
                        .hide(List.of(new Hide("data/a.tsfile", twice)))
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names a measurement twice");
        assertThatThrownBy(() -> table.commit(
                        change("vacuum").doom(List.of(TableLog.path(1))).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is the log itself");
    }

    private Commit.Builder change(String operation) throws IOException {
        return Commit.of(table.snapshot().metadata().id(), CommitId.unique(), operation);
    }

    private List<Deletion> deletions(String path) throws IOException {
        return table.snapshot().liveFiles(store, TimeRange.ALL).stream()
                .filter(live -> live.file().path().equals(path))
                .findFirst()
                .map(LiveFile::deletions)
                .orElseThrow();
    }

    private static TimeRange at(long time) {
        return new TimeRange(time, time);
    }
}
