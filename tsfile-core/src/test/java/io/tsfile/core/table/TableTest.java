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
import static io.tsfile.core.table.TableFixtures.dataFile;
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
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
    private static final UUID WRITER = UUID.fromString("00000000-0000-0000-0000-0000000000aa");

    private Path folder;
    private FileStore store;

    @BeforeEach
    void openStore(@TempDir Path temporary) throws IOException {
        folder = temporary;
        store = StoreLocation.of(folder.toString()).open();
    }

    @Test
    void startsEmptyWithItsMetadata() throws IOException {
        TableMetadata metadata = metadata();
        assertThat(Table.exists(store)).isFalse();

        Table created = Table.create(store, metadata);

        assertThat(Table.exists(store)).isTrue();
        assertThat(created.snapshot().number()).isEqualTo(1);
        assertThat(Table.open(store).snapshot().metadata()).isEqualTo(metadata);
        assertThat(Table.open(store).snapshot().files()).isEmpty();
        assertThat(store.list("", true)).extracting(StoredFile::path).containsExactly(TableLog.path(1));
    }

    @Test
    void refusesASecondCreate() throws IOException {
        Table.create(store, metadata());

        assertThatThrownBy(() -> Table.create(store, metadata()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot create a table in " + folder)
                .hasMessageContaining("there is one");
    }

    @Test
    void refusesToOpenAFolderWithoutLog() {
        assertThatThrownBy(() -> Table.open(store))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("it has no log");
    }

    @Test
    void refusesToCreateOverTsFilesOfOthers() throws IOException {
        write(store, "sub/a.tsfile", 1);

        assertThatThrownBy(() -> Table.create(store, metadata()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("sub/a.tsfile")
                .hasMessageContaining("Register");
        assertThat(Table.exists(store)).isFalse();
    }

    @Test
    void openOrCreateKeepsTheTableThatIsThere() throws IOException {
        UUID id = Table.openOrCreate(store, metadata()).snapshot().metadata().id();
        write(store, "data/0/a.tsfile", 1);

        assertThat(Table.openOrCreate(store, metadata()).snapshot().metadata().id())
                .isEqualTo(id);
    }

    @Test
    void openOrCreateRefusesAnotherSchema() throws IOException {
        Table.create(store, metadata());
        TableMetadata other = TableMetadata.of(
                TableSchema.ofTable("sensors", List.of(Column.field("speed", TSDataType.INT32))),
                TimePartitioning.NONE,
                Map.of());

        assertThatThrownBy(() -> Table.openOrCreate(store, other))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("speed")
                .hasMessageContaining("temperature");
    }

    @Test
    void givesAppendedFilesTheVersionOfTheirCommit() throws IOException {
        Table table = Table.create(store, metadata());
        DataFile first = write(store, "data/0/b.tsfile", 3);
        DataFile second = write(store, "data/0/a.tsfile", 4);

        CommitResult result = table.commit(append(table, new CommitId(WRITER, 1), first, second));

        assertThat(result).isEqualTo(new CommitResult(2, false));
        assertThat(table.snapshot().files()).containsExactly(second.committed(2), first.committed(2));
        assertThat(table.snapshot().files().get(0).version()).isEqualTo(new Version(2, 0));
    }

    @Test
    void keepsAnExplicitVersionAndSortsByIt() throws IOException {
        Table table = Table.create(store, metadata());
        table.commit(append(table, CommitId.unique(), write(store, "data/0/old.tsfile", 3)));
        table.commit(append(table, CommitId.unique(), write(store, "data/0/new.tsfile", 3)));
        write(store, "data/0/compacted.tsfile", 5);
        DataFile output = dataFile("data/0/compacted.tsfile", 5).committed(2);

        table.commit(replace(table, CommitId.unique(), List.of("data/0/old.tsfile"), output));

        assertThat(paths(table)).containsExactly("data/0/compacted.tsfile", "data/0/new.tsfile");
        assertThat(table.snapshot().files().get(0)).isEqualTo(output);
    }

    @Test
    void commitsTheSameIdOnce() throws IOException {
        Table table = Table.create(store, metadata());
        Commit seven = append(table, new CommitId(WRITER, 7), write(store, "data/0/7.tsfile", 1));
        Commit eight = append(table, new CommitId(WRITER, 8), write(store, "data/0/8.tsfile", 1));
        table.commit(seven);
        table.commit(append(table, CommitId.unique(), write(store, "data/0/x.tsfile", 1)));
        table.commit(eight);
        // Gone, as after a compaction and a clean-up.
        store.delete("data/0/7.tsfile");

        Table reopened = Table.open(store);

        assertThat(reopened.commit(eight)).isEqualTo(new CommitResult(4, true));
        assertThat(reopened.commit(seven)).isEqualTo(new CommitResult(2, true));
        assertThat(reopened.commit(append(table, new CommitId(WRITER, 6), dataFile("data/0/6.tsfile", 1))))
                .isEqualTo(new CommitResult(CommitResult.UNKNOWN_NUMBER, true));
        assertThat(reopened.snapshot().number()).isEqualTo(4);
    }

    @Test
    void aRemoveOfARemovedFileIsAConflictThatNamesTheWinner() throws IOException {
        Table table = Table.create(store, metadata());
        table.commit(append(table, CommitId.unique(), write(store, "data/0/a.tsfile", 1)));
        table.commit(replace(table, CommitId.unique(), List.of("data/0/a.tsfile"), write(store, "data/0/b.tsfile", 1)));
        table.commit(append(table, CommitId.unique(), write(store, "data/0/c.tsfile", 1)));
        write(store, "data/0/d.tsfile", 1);

        assertThatThrownBy(() -> table.commit(
                        replace(table, CommitId.unique(), List.of("data/0/a.tsfile"), dataFile("data/0/d.tsfile", 1))))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("data/0/a.tsfile")
                .hasMessageContaining("commit 3 ('test compaction')");
        assertThatThrownBy(() -> table.commit(replace(table, CommitId.unique(), List.of("data/0/z.tsfile"))))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("never was a file");
        assertThat(table.snapshot().number()).isEqualTo(4);
    }

    @Test
    void refusesAFileThatIsMissingOrOfAnotherLength() throws IOException {
        Table table = Table.create(store, metadata());
        write(store, "data/0/short.tsfile", 1);

        assertThatThrownBy(() -> table.commit(append(table, CommitId.unique(), dataFile("data/0/none.tsfile", 1))))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("none.tsfile should have 1 bytes and is not there");
        assertThatThrownBy(() -> table.commit(append(table, CommitId.unique(), dataFile("data/0/short.tsfile", 2))))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("short.tsfile should have 2 bytes and has 1");
        assertThat(table.snapshot().number()).isEqualTo(1);
    }

    @Test
    void refusesAPathThatIsLiveOrComesTwice() throws IOException {
        Table table = Table.create(store, metadata());
        DataFile file = write(store, "data/0/a.tsfile", 1);
        table.commit(append(table, CommitId.unique(), file));

        assertThatThrownBy(() -> table.commit(append(table, CommitId.unique(), file)))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("already a file of the table");
        assertThatThrownBy(() -> table.commit(append(table, CommitId.unique(), file, file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
        assertThat(table.snapshot().number()).isEqualTo(2);
    }

    @Test
    void refusesACommitThatChangesNothingOrLeavesTheFolder() throws IOException {
        Table table = Table.create(store, metadata());

        assertThatThrownBy(() -> table.commit(append(table, CommitId.unique())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("changes nothing");
        for (String path : List.of("../a.tsfile", "/a.tsfile", "data//a", "", "_tsfile/log/a.tsfile", "a\\..\\b")) {
            assertThatThrownBy(() -> table.commit(append(table, CommitId.unique(), dataFile(path, 1))))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Cannot use path '" + path + "'");
        }
        assertThat(table.snapshot().number()).isEqualTo(1);
    }

    @Test
    void anOldWritersCommitNeverGetsIntoATableMadeAnew() throws IOException {
        Table old = Table.create(store, metadata());
        Commit commit = append(old, CommitId.unique(), write(store, "data/0/a.tsfile", 1));
        store.deleteFolder(TableLog.ROOT);
        assertThatThrownBy(() -> old.commit(commit))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("dropped");
        store.deleteFolder("data");
        Table.create(store, metadata());

        assertThatThrownBy(() -> old.commit(commit))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("dropped and made again");
    }

    @Test
    void noticesThatTheTableWasMadeAnewBetweenTwoLooks() throws IOException {
        Table old = Table.create(store, metadata());
        Commit commit = append(old, CommitId.unique(), write(store, "data/0/a.tsfile", 1));
        store.deleteFolder(TableLog.ROOT);
        store.deleteFolder("data");
        Table made = Table.create(store, metadata());
        DataFile file = write(store, "data/0/a.tsfile", 1);

        assertThatThrownBy(() -> old.commit(commit))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("dropped and made again");
        made.commit(append(made, CommitId.unique(), file));
        assertThat(old.snapshot()).isEqualTo(made.snapshot());
    }

    @Test
    void readsEarlierSnapshots() throws IOException {
        Table table = Table.create(store, metadata());
        table.commit(append(table, CommitId.unique(), write(store, "data/0/a.tsfile", 1)));
        table.commit(replace(table, CommitId.unique(), List.of("data/0/a.tsfile"), write(store, "data/0/b.tsfile", 1)));

        assertThat(table.snapshot(1).files()).isEmpty();
        assertThat(table.snapshot(2).files()).extracting(DataFile::path).containsExactly("data/0/a.tsfile");
        assertThat(table.snapshot(3)).isEqualTo(table.snapshot());
        assertThatThrownBy(() -> table.snapshot(4))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("its commits are 1 to 3");
        assertThatThrownBy(() -> table.snapshot(0)).isInstanceOf(TsFileConnectorException.class);
    }

    @Test
    void tellsHowFarAWriterHasCome() throws IOException {
        Table table = Table.create(store, metadata());
        assertThat(table.committed(WRITER)).isEmpty();

        table.commit(append(table, new CommitId(WRITER, 3), write(store, "data/0/a.tsfile", 10)));
        table.commit(append(table, CommitId.unique(), write(store, "data/0/b.tsfile", 10)));
        table.commit(append(table, new CommitId(WRITER, 7), write(store, "data/0/c.tsfile", 10)));

        assertThat(table.committed(WRITER)).hasValue(7);
        assertThat(Table.open(store).committed(WRITER)).hasValue(7);
    }

    @Test
    void timesAscendAlthoughTheClockGoesBack() throws IOException {
        Table created = Table.create(store, metadata());
        long before = created.snapshot().timeMillis();
        Table table = Table.open(store, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

        table.commit(append(table, CommitId.unique(), write(store, "data/0/a.tsfile", 1)));
        table.commit(append(table, CommitId.unique(), write(store, "data/0/b.tsfile", 1)));

        assertThat(table.snapshot(2).timeMillis()).isEqualTo(before + 1);
        assertThat(table.snapshot(3).timeMillis()).isEqualTo(before + 2);
    }
}
