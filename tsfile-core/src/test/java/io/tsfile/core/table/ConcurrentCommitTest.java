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

import static io.tsfile.core.table.TableFixtures.metadata;
import static io.tsfile.core.table.TableFixtures.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.testing.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentCommitTest {
    private static final int THREADS = 8;
    private static final int COMMITS = 50;

    @Test
    void allCommitsOfManyWritersAreThereOnceAndInOneLine(@TempDir Path folder) throws Exception {
        FileStore store = StoreLocation.of(folder.toString()).open();
        Table shared = Table.create(store, metadata());
        UUID id = shared.snapshot().metadata().id();
        long before = shared.snapshot().timeMillis();

        List<Set<CommitId>> committed = Threads.together(THREADS, thread -> {
            // Half of the writers share a table object, the others have one of their own.
            Table table = thread % 2 == 0
                    ? shared
                    : Table.open(StoreLocation.of(folder.toString()).open());
            UUID writer = UUID.randomUUID();
            Set<CommitId> ids = new HashSet<>();
            for (int i = 0; i < COMMITS; i++) {
                CommitId commit = new CommitId(writer, i);
                DataFile file = write(store, "data/0/" + thread + "-" + i + ".tsfile", 1);
                assertThat(table.commit(Commit.append(id, commit, "append", List.of(file)))
                                .alreadyThere())
                        .isFalse();
                ids.add(commit);
            }
            return ids;
        });

        Set<CommitId> expected = new HashSet<>();
        committed.forEach(expected::addAll);
        List<CommitId> found = new ArrayList<>();
        TableLog log = new TableLog(store);
        long last = before;
        for (long number = 2; number <= 1 + THREADS * COMMITS; number++) {
            CommitInfo info = log.read(number).info();
            found.add(info.id());
            assertThat(info.timeMillis()).isGreaterThan(last);
            last = info.timeMillis();
        }
        assertThat(found).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
        assertThat(shared.snapshot()).isEqualTo(Table.open(store).snapshot());
        assertThat(shared.snapshot().number()).isEqualTo(1 + THREADS * COMMITS);
        assertThat(shared.snapshot().files()).hasSize(THREADS * COMMITS);
        assertThat(store.list("_tsfile", true))
                .extracting(StoredFile::path)
                .filteredOn(path -> !path.contains(".checkpoint"))
                .hasSize(1 + THREADS * COMMITS)
                .allMatch(path -> path.endsWith(".json"));
        assertThat(log.list().checkpoints()).containsOnlyKeys(100L, 200L, 300L, 400L);
    }

    @Test
    void ofRacingCreatorsOneMakesTheTableAndAllGetIt(@TempDir Path folder) throws Exception {
        for (int round = 0; round < 20; round++) {
            Path table = folder.resolve("t" + round);

            List<UUID> ids = Threads.together(
                    THREADS,
                    thread -> Table.openOrCreate(
                                    StoreLocation.of(table.toString()).open(), metadata())
                            .snapshot()
                            .metadata()
                            .id());

            assertThat(new HashSet<>(ids)).hasSize(1);
        }
    }

    @Test
    void ofRacingReplacementsOfOneFileOneWins(@TempDir Path folder) throws Exception {
        FileStore store = StoreLocation.of(folder.toString()).open();
        Table table = Table.create(store, metadata());
        UUID id = table.snapshot().metadata().id();
        table.commit(Commit.append(id, CommitId.unique(), "append", List.of(write(store, "data/0/a.tsfile", 1))));

        List<Boolean> won = Threads.together(THREADS, thread -> {
            DataFile file = write(store, "data/0/r" + thread + ".tsfile", 1);
            try {
                Table.open(store)
                        .commit(Commit.of(id, CommitId.unique(), "compaction")
                                .add(List.of(file))
                                .remove(List.of("data/0/a.tsfile"))
                                .build());
                return true;
            } catch (CommitConflictException e) {
                assertThat(e).hasMessageContaining("commit 3 ('compaction')");
                return false;
            }
        });

        assertThat(won).containsOnlyOnce(true);
        assertThat(table.snapshot().number()).isEqualTo(3);
        assertThat(table.snapshot().files()).hasSize(1);
    }

    @Test
    void twoProcessesThatOfferTheSameCommitBothFindItDone(@TempDir Path folder) throws Exception {
        FileStore store = StoreLocation.of(folder.toString()).open();
        Table table = Table.create(store, metadata());
        UUID id = table.snapshot().metadata().id();
        Commit commit = Commit.append(id, CommitId.unique(), "append", List.of(write(store, "data/0/a.tsfile", 1)));

        List<Long> numbers = Threads.together(
                THREADS, thread -> Table.open(store).commit(commit).number());

        assertThat(numbers).containsOnly(2L);
        assertThat(table.snapshot().number()).isEqualTo(2);
    }
}
