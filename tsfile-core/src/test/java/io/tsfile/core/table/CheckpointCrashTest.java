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
import static io.tsfile.core.table.TableFixtures.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.SimulatedCrash;
import io.tsfile.core.testing.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commits that write checkpoints and clean the log up at once, broken at every step, and by many threads. */
class CheckpointCrashTest {
    private static final UUID WRITER = UUID.fromString("00000000-0000-0000-0000-0000000000aa");
    private static final int COMMITS = 5;
    private static final Map<String, String> OPTIONS = Map.of(
            TableOptions.CHECKPOINT_INTERVAL, "2",
            TableOptions.LOG_RETENTION, "0 s",
            TableOptions.RETENTION, "0 s");

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyCommitIsThereOnceAfterARestart(Fault fault, @TempDir Path folder) throws IOException {
        FaultPlan count = FaultPlan.none();
        FileStore whole = store(folder.resolve("whole"));
        run(whole, new FaultyFileStore(whole, count), 0);
        assertThat(count.steps()).isGreaterThan(20);
        assertThat(new TableLog(whole).list().oldest()).isGreaterThan(1);

        for (int step = 1; step <= count.steps(); step++) {
            FileStore store = store(folder.resolve("step" + step));
            FaultPlan plan = FaultPlan.at(step, fault);
            try {
                run(store, new FaultyFileStore(store, plan), 0);
            } catch (IOException | SimulatedCrash e) {
                assertThat(e).hasMessageContaining("step " + step + " ");
            }
            assertThat(plan.fired()).isTrue();
            run(store, store, 1);

            check(store, "step " + step);
        }
    }

    @Test
    void aFailedCheckpointFailsNoCommit(@TempDir Path folder) throws IOException {
        FileStore store = store(folder);
        Table created = CheckpointTest.create(store, OPTIONS);
        DataFile file = write(store, "data/0/a.tsfile", 1);
        FaultPlan second = FaultPlan.at(2, Fault.FAILED);

        CommitResult result =
                Table.open(new FaultyFileStore(store, second)).commit(append(created, new CommitId(WRITER, 1), file));

        assertThat(second.fired()).isTrue();
        assertThat(result).isEqualTo(new CommitResult(2, false));
        assertThat(new TableLog(store).list().checkpoints()).isEmpty();
        assertThat(created.snapshot().files()).hasSize(1);
    }

    @Test
    void allCommitsOfManyWritersAreThereOnceWhileTheLogIsCleanedUp(@TempDir Path folder) throws Exception {
        int threads = 8;
        int commits = 15;
        FileStore store = store(folder);
        Table table = CheckpointTest.create(store, OPTIONS);
        UUID id = table.snapshot().metadata().id();

        List<Set<String>> committed = Threads.together(threads, thread -> {
            Table own = thread % 2 == 0 ? table : Table.open(store);
            UUID writer = UUID.randomUUID();
            Set<String> paths = new HashSet<>();
            for (int i = 0; i < commits; i++) {
                DataFile file = write(store, "data/0/" + thread + "-" + i + ".tsfile", 1);
                CommitResult result = own.commit(Commit.append(id, new CommitId(writer, i), "append", List.of(file)));
                assertThat(result.alreadyThere()).isFalse();
                paths.add(file.path());
            }
            return paths;
        });

        Snapshot last = Table.open(store).snapshot();
        assertThat(last.number()).isEqualTo(1 + threads * commits);
        assertThat(last.files()).hasSize(threads * commits);
        Set<String> expected = new HashSet<>();
        committed.forEach(expected::addAll);
        assertThat(last.files()).extracting(DataFile::path).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(last.files()).extracting(DataFile::version).doesNotHaveDuplicates();
        assertThat(new TableLog(store).list().oldest()).isGreaterThan(100);
    }

    /** The whole story; after a restart the writer offers the same commits again, with new files where it has to. */
    private static void run(FileStore plain, FileStore store, int attempt) throws IOException {
        Table table = Table.openOrCreate(
                store, TableMetadata.of(TableFixtures.SCHEMA, new TimePartitioning(604_800_000L), OPTIONS));
        for (int i = 1; i <= COMMITS; i++) {
            DataFile file = write(plain, "data/0/" + i + "-" + attempt + ".tsfile", 3);
            table.commit(append(table, new CommitId(WRITER, i), file));
        }
    }

    private static void check(FileStore store, String when) throws IOException {
        Snapshot last = Table.open(store).snapshot();
        assertThat(last.number()).as(when).isEqualTo(1 + COMMITS);
        assertThat(last.files())
                .as(when)
                .extracting(file -> file.path().charAt(7))
                .containsExactlyInAnyOrder('1', '2', '3', '4', '5');
        // Once more, and nothing of the broken try is left but what the next checkpoints will put below.
        Table table = Table.open(store);
        TableOptions options = TableOptions.of(OPTIONS);
        long future = Long.MAX_VALUE / 2;
        TableLog log = new TableLog(store);
        new LogCleaner(store, log, options).run(future, Integer.MAX_VALUE);
        LogListing left = log.list();
        assertThat(left.parts())
                .as(when)
                .extracting(TableLog::checkpointOf)
                .allMatch(number -> number >= left.checkpoints().firstKey());
        assertThat(left.entries().headMap(left.oldest() + 1)).as(when).isEmpty();
        assertThat(left.checkpoints().headMap(left.oldest())).as(when).hasSizeLessThanOrEqualTo(1);
        assertThat(Table.open(store).snapshot()).as(when).isEqualTo(table.snapshot());
        assertThat(store.list("data", true)).extracting(StoredFile::path).hasSizeGreaterThanOrEqualTo(COMMITS);
    }

    private static FileStore store(Path folder) throws IOException {
        return StoreLocation.of(folder.toString()).open();
    }
}
