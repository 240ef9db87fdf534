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
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who conflicts with whom (L4). Two files, a and b, hold devices a to b and times 0 to 9; the snapshot that is read is 3. */
class ReadConflictsTest {
    private static final String A = "data/0/a.tsfile";
    private static final String B = "data/0/b.tsfile";
    private static final Cut EARLY = Cut.ofTimes(new TimeRange(0, 4));
    private static final Cut LATE = Cut.ofTimes(new TimeRange(5, 9));
    private static final Cut ELSEWHEN = Cut.ofTimes(new TimeRange(100, 199));

    private FileStore store;
    private Table table;

    @BeforeEach
    void makeTable(@TempDir Path folder) throws IOException {
        store = StoreLocation.of(folder.toString()).open();
        table = Table.create(store, metadata());
        table.commit(append(table, CommitId.unique(), write(store, A, 1)));
        table.commit(append(table, CommitId.unique(), write(store, B, 1)));
    }

    /** A7: the lost update. An update computed 2 from 1; meanwhile an append made it 100. */
    @Test
    void anUpdateConflictsWithAnAppendThatMayHaveChangedWhatItRead() throws IOException {
        table.commit(append(table, CommitId.unique(), write(store, "data/0/new.tsfile", 1)));

        assertThatThrownBy(() -> table.commit(update(Cut.ALL)))
                .isInstanceOf(CommitConflictException.class)
                .hasMessage(
                        "Cannot commit 'update': commit 4 ('test append') added data/0/new.tsfile, which may have rows"
                                + " among those that it read. Nothing was committed; plan it again from a new snapshot");
        assertThat(table.commit(update(ELSEWHEN)).number()).isEqualTo(5);
    }

    @Test
    void anUpdateConflictsWithADeleteOfWhatItRead() throws IOException {
        table.commit(change("delete")
                .delete(List.of(Tombstone.open(0, EARLY.deletion())))
                .build());

        assertThatThrownBy(() -> table.commit(update(Cut.ALL)))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("commit 4 ('delete') deleted among the rows");
        assertThat(table.commit(update(LATE)).number()).isEqualTo(5);
    }

    @Test
    void anUpdateConflictsWithADropOfWhatItRead() throws IOException {
        table.commit(replace(table, CommitId.unique(), List.of(A)));

        assertThatThrownBy(() -> table.commit(update(EARLY)))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("commit 4 ('test compaction') removed " + A + ", which it read");
        assertThat(table.commit(update(ELSEWHEN)).number()).isEqualTo(5);
    }

    @Test
    void anUpdateDoesNotConflictWithACompaction() throws IOException {
        table.commit(compaction(Cut.ALL)
                .remove(List.of(A, B))
                .add(List.of(output("data/0/c.tsfile")))
                .build());

        assertThat(table.commit(update(Cut.ALL)).number()).isEqualTo(5);
    }

    /** Blind commits take effect at their number. */
    @Test
    void blindCommitsConflictWithNobody() throws IOException {
        Commit blind = change("delete")
                .delete(List.of(Tombstone.open(0, Cut.ALL.deletion())))
                .build();
        Commit late = append(table, CommitId.unique(), write(store, "data/0/late.tsfile", 1));
        table.commit(append(table, CommitId.unique(), write(store, "data/0/new.tsfile", 1)));

        assertThat(table.commit(blind).number()).isEqualTo(5);
        assertThat(table.commit(late).number()).isEqualTo(6);
    }

    @Test
    void aCompactionConflictsNeitherWithAppendsNorWithDeletes() throws IOException {
        Commit compaction = compaction(Cut.ALL)
                .remove(List.of(A, B))
                .add(List.of(output("data/0/c.tsfile")))
                .build();
        table.commit(append(table, CommitId.unique(), write(store, "data/0/new.tsfile", 1)));
        table.commit(change("delete")
                .delete(List.of(Tombstone.open(0, EARLY.deletion())))
                .build());

        table.commit(compaction);

        assertThat(paths(table)).containsExactly("data/0/c.tsfile", "data/0/new.tsfile");
        // The delete came after the compaction's snapshot, and keeps applying (R4).
        assertThat(table.snapshot().liveFiles(store, TimeRange.ALL).get(0).deletions())
                .containsExactly(EARLY.deletion());
    }

    /** B2: a compaction that read a file without a hide would bring hidden points back. */
    @Test
    void aCompactionConflictsWithAHideInItsInputs() throws IOException {
        table.commit(patch(EARLY).hide(List.of(new Hide(A, EARLY.deletion()))).build());

        assertThatThrownBy(() ->
                        table.commit(compaction(Cut.ALL).remove(List.of(A, B)).build()))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("commit 4 ('patch') hid a part of " + A + " that it read");
    }

    @Test
    void severalCommitsHideDisjointCutsOfOneInput() throws IOException {
        table.commit(
                compaction(EARLY).hide(List.of(new Hide(A, EARLY.deletion()))).build());
        table.commit(
                compaction(LATE).hide(List.of(new Hide(A, LATE.deletion()))).build());

        assertThat(table.snapshot().hides().get(A)).containsExactly(EARLY.deletion(), LATE.deletion());
        assertThatThrownBy(() -> table.commit(compaction(LATE)
                        .hide(List.of(new Hide(A, LATE.deletion())))
                        .build()))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("commit 5 ('compaction') hid a part of " + A);
    }

    @Test
    void aCompactionConflictsWithTheRemovalOfAnInputThatItOnlyRead() throws IOException {
        table.commit(replace(table, CommitId.unique(), List.of(B)));

        assertThatThrownBy(() -> table.commit(compaction(Cut.ALL)
                        .hide(List.of(new Hide(A, EARLY.deletion())))
                        .build()))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("commit 4 ('test compaction') removed " + B + ", which it read");
    }

    @Test
    void aMoveOfAnInputIsNoConflict() throws IOException {
        DataFile a = table.snapshot().files().get(0);
        table.commit(change("move")
                .remove(List.of(A))
                .add(List.of(a.compacted(a.version(), 1, a.cleanThrough())))
                .build());

        table.commit(compaction(Cut.ALL)
                .remove(List.of(A, B))
                .add(List.of(output("data/0/c.tsfile")))
                .build());

        assertThat(paths(table)).containsExactly("data/0/c.tsfile");
    }

    /** A file that was removed and came back, as a rollback does it, is no longer what was read with its hides. */
    @Test
    void aRemovalIsAConflictAlthoughTheFileIsBack() throws IOException {
        DataFile a = table.snapshot().files().get(0);
        table.commit(replace(table, CommitId.unique(), List.of(A)));
        table.commit(append(table, CommitId.unique(), a));

        assertThatThrownBy(() ->
                        table.commit(compaction(Cut.ALL).remove(List.of(A, B)).build()))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("commit 4 ('test compaction') removed " + A);
    }

    @Test
    void entriesThatAreCleanedUpAreAConflict() throws IOException {
        Commit update = update(ELSEWHEN);
        table.commit(append(table, CommitId.unique(), write(store, "data/0/new.tsfile", 1)));
        table.commit(append(table, CommitId.unique(), write(store, "data/0/newer.tsfile", 1)));
        table.snapshot();
        store.delete(TableLog.path(4));

        assertThatThrownBy(() -> table.commit(update))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("commit 4 is cleaned up")
                .hasMessageContaining("log-retention");
    }

    @Test
    void aSnapshotThatIsNotThereCannotHaveBeenRead() throws IOException {
        Commit commit = change("update")
                .delete(List.of(Tombstone.open(0, EARLY.deletion())))
                .reads(new Reads(4, List.of(), Cut.ALL))
                .build();

        assertThatThrownBy(() -> table.commit(commit))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("it read snapshot 4, and the table's newest is 3");
    }

    @Test
    void cutsMeetDeletionsByDevice() {
        Cut cut = new Cut(Devices.ofTable("t", "b"), Devices.ofTable("t", "d"), TimeRange.ALL);

        assertThat(cut.mayMeet(of(DeviceScope.ALL))).isTrue();
        assertThat(cut.mayMeet(of(new DeviceScope.Below("root.a")))).isTrue();
        assertThat(cut.mayMeet(of(DeviceScope.of(List.of(Devices.ofTable("t", "a"), Devices.ofTable("t", "d"))))))
                .isFalse();
        assertThat(cut.mayMeet(of(DeviceScope.of(List.of(Devices.ofTable("t", "b"))))))
                .isTrue();
        assertThat(cut.mayMeet(of(new DeviceScope.Between(Devices.ofTable("t", "d"), null))))
                .isFalse();
        assertThat(cut.mayMeet(of(new DeviceScope.Between(null, Devices.ofTable("t", "b")))))
                .isFalse();
        assertThat(cut.mayMeet(of(new DeviceScope.Between(Devices.ofTable("t", "c"), null))))
                .isTrue();
    }

    private static Deletion of(DeviceScope devices) {
        return Deletion.ofRows(devices, TimeRange.ALL);
    }

    private Commit.Builder change(String operation) throws IOException {
        return Commit.of(table.snapshot().metadata().id(), CommitId.unique(), operation);
    }

    /** An update of all rows of a cut, computed from snapshot 3. */
    private Commit update(Cut cut) throws IOException {
        return change("update")
                .delete(List.of(Tombstone.open(0, cut.deletion())))
                .reads(new Reads(3, List.of(), cut))
                .build();
    }

    private Commit.Builder compaction(Cut cut) throws IOException {
        return change("compaction").reads(new Reads(3, List.of(A, B), cut));
    }

    private Commit.Builder patch(Cut cut) throws IOException {
        return change("patch").reads(new Reads(3, List.of(A), cut));
    }

    private DataFile output(String path) throws IOException {
        return write(store, path, 1).compacted(new Version(3, 0), 1, 3);
    }
}
