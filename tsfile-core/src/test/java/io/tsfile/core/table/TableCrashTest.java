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
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.SimulatedCrash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A writer that makes a table, appends, replaces and deletes, broken at every step, and then started again. */
class TableCrashTest {
    private static final UUID WRITER = UUID.fromString("00000000-0000-0000-0000-0000000000aa");

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyCommitIsThereOnceAfterARestart(Fault fault, @TempDir Path folder) throws IOException {
        FaultPlan count = FaultPlan.none();
        run(new FaultyFileStore(store(folder.resolve("whole")), count), 0);
        assertThat(count.steps()).isGreaterThan(6);

        for (int step = 1; step <= count.steps(); step++) {
            FileStore store = store(folder.resolve("step" + step));
            FaultPlan plan = FaultPlan.at(step, fault);
            boolean interrupted = false;
            try {
                run(new FaultyFileStore(store, plan), 0);
            } catch (IOException | SimulatedCrash e) {
                assertThat(e).hasMessageContaining("step " + step + " ");
                interrupted = true;
            }
            assertThat(plan.fired()).isTrue();
            if (interrupted) {
                run(store, 1);
            }
            checkHistory(store, "step " + step);
        }
    }

    @Test
    void aCommitSettlesAFailedCreateByItself(@TempDir Path folder) throws IOException {
        for (Fault fault : List.of(Fault.DONE_BUT_FAILED, Fault.FAILED)) {
            FileStore store = store(folder.resolve(fault.name()));
            UUID id = Table.create(store, metadata()).snapshot().metadata().id();
            DataFile file = write(store, "data/0/a.tsfile", 1);
            FaultPlan plan = FaultPlan.at(1, fault);

            CommitResult result = Table.open(new FaultyFileStore(store, plan))
                    .commit(Commit.append(id, new CommitId(WRITER, 1), "test", List.of(file)));

            assertThat(plan.fired()).isTrue();
            assertThat(result).as(fault.name()).isEqualTo(new CommitResult(2, false));
            assertThat(Table.open(store).snapshot().files()).hasSize(1);
        }
    }

    /** The whole story; after a restart the writer makes new files and offers the same commits again. */
    private static void run(FileStore store, int attempt) throws IOException {
        Table table = Table.openOrCreate(store, metadata());
        UUID id = table.snapshot().metadata().id();

        DataFile appended = write(store, "data/0/append-" + attempt + ".tsfile", 5000);
        table.commit(Commit.append(id, new CommitId(WRITER, 1), "append", List.of(appended)));

        DataFile replacement = write(store, "data/0/replace-" + attempt + ".tsfile", 3);
        List<String> live =
                table.snapshot().files().stream().map(DataFile::path).toList();
        table.commit(Commit.of(id, new CommitId(WRITER, 2), "replace")
                .add(List.of(replacement))
                .remove(live)
                .build());

        for (String path : live) {
            if (path.contains("append")) {
                store.delete(path);
            }
        }
    }

    private static void checkHistory(FileStore store, String when) throws IOException {
        Table table = Table.open(store);
        TableLog log = new TableLog(store);
        List<Long> sequences = new ArrayList<>();
        for (long number = 2; number <= table.snapshot().number(); number++) {
            assertThat(log.read(number).info().id().writer()).isEqualTo(WRITER);
            sequences.add(log.read(number).info().id().sequence());
        }
        assertThat(sequences).as(when).containsExactly(1L, 2L);
        assertThat(table.snapshot().files())
                .as(when)
                .singleElement()
                .satisfies(file -> assertThat(file.path()).startsWith("data/0/replace-"))
                .satisfies(file -> assertThat(store.status(file.path()))
                        .get()
                        .extracting(StoredFile::length)
                        .isEqualTo(file.length()));
    }

    private static FileStore store(Path folder) throws IOException {
        return StoreLocation.of(folder.toString()).open();
    }
}
