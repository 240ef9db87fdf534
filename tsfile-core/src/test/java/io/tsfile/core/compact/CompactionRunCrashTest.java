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
package io.tsfile.core.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.SimulatedCrash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compactions of several tasks that are committed one by one, broken at every change to the store, and then run again. */
class CompactionRunCrashTest {
    private static final CompactionOptions OPTIONS = CompactionOptions.of(CompactionFixture.OPTIONS);

    private final Path folder;
    private final Oracle oracle = new Oracle(CompactionFixture.SMALL);

    CompactionRunCrashTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Files that overlap all over, in tasks of a part of their times: each hides it in them, and the last one removes them. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void goesOnBehindTheCutsThatAreDone(Fault fault) throws IOException {
        Table table = create();
        CompactionFixture.append(table, oracle, 2, 0, 59);
        CompactionFixture.append(table, oracle, 2, 20, 79);
        Deletion deletion = Deletion.ofRows(DeviceScope.ALL, new TimeRange(30, 34));
        table.commit(Commit.of(table.snapshot().metadata().id(), CommitId.unique(), "test delete")
                .delete(List.of(Tombstone.open(0, deletion)))
                .build());
        oracle.delete(deletion);
        long bytes =
                table.snapshot().files().stream().mapToLong(DataFile::length).sum();
        CompactionOptions options = OPTIONS.withTasks(bytes / 3 + 1, 8);

        CompactionReport whole = breakEverywhere(options, fault);

        assertThat(whole.taskCount(CompactionReason.OVERLAP)).isGreaterThan(2);
        Table done = Table.open(store("whole"));
        List<Snapshot> hiding = hiding(done, table.snapshot().number());
        assertThat(hiding).as("snapshots between the cuts").isNotEmpty();
        assertThat(done.snapshot().hides()).isEmpty();
    }

    /** A long file and a short one that lies in it: what both have is patched, and hidden in the long one for good. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void aPatchIsThereOrNot(Fault fault) throws IOException {
        Table table = create();
        CompactionFixture.append(table, oracle, 2, 0, 399);
        CompactionFixture.append(table, oracle, 2, 200, 209);

        CompactionReport whole = breakEverywhere(OPTIONS.withSmallChunkPoints(0), fault);

        assertThat(whole.tasks())
                .containsKey(new CompactionReport.Kind(CompactionReason.OVERLAP, CompactionStrategy.PATCH));
        assertThat(Table.open(store("whole")).snapshot().hides()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void patchesAreThereTogetherOrNot(Fault fault) throws IOException {
        Table table = create();
        CompactionFixture.append(table, oracle, 2, 0, 399);
        CompactionFixture.append(table, oracle, 2, 100, 104);
        CompactionFixture.append(table, oracle, 2, 300, 304);
        long before = table.snapshot().number();

        CompactionReport whole = breakEverywhere(OPTIONS.withSmallChunkPoints(0), fault);

        assertThat(whole.tasks())
                .isEqualTo(Map.of(new CompactionReport.Kind(CompactionReason.OVERLAP, CompactionStrategy.PATCH), 2));
        Snapshot after = Table.open(store("whole")).snapshot();
        assertThat(after.number()).isEqualTo(before + 1);
        assertThat(after.hides().values()).singleElement().asInstanceOf(LIST).hasSize(2);
    }

    /** Returns what an unbroken run did. */
    private CompactionReport breakEverywhere(CompactionOptions options, Fault fault) throws IOException {
        List<String> answer = oracle.lines();
        Snapshot before = Table.open(store("original")).snapshot();
        FaultPlan count = FaultPlan.none();
        CompactionReport whole = compact(new FaultyFileStore(copy("whole"), count), options);
        assertThat(whole.finished()).isTrue();
        assertThat(CompactionFixture.read(Table.open(store("whole")))).isEqualTo(answer);

        for (int step = 1; step <= count.steps(); step++) {
            String when = fault + " at step " + step + " of " + count.steps();
            FileStore store = copy("step" + step);
            FaultPlan plan = FaultPlan.at(step, fault);
            boolean failed = false;
            try {
                compact(new FaultyFileStore(store, plan), options);
            } catch (IOException | SimulatedCrash e) {
                failed = true;
            }
            assertThat(plan.fired()).as(when).isTrue();
            assertThat(failed || fault != Fault.CRASH).as(when).isTrue();
            if (fault != Fault.CRASH) {
                assertThat(plan.openFiles()).as(when).isZero();
            }
            Table broken = Table.open(store);
            assertThat(CompactionFixture.read(broken)).as(when).isEqualTo(answer);
            CompactionFixture.assertComplete(broken, before, broken.snapshot());

            assertThat(compact(store, options).finished()).as(when).isTrue();
            Table after = Table.open(store);
            assertThat(CompactionFixture.read(after)).as("%s, run again", when).isEqualTo(answer);
            CompactionFixture.assertComplete(after, before, broken.snapshot(), after.snapshot());
            assertThat(compact(store, options).taskCount())
                    .as("%s, run once more", when)
                    .isZero();
        }
        return whole;
    }

    private static CompactionReport compact(FileStore store, CompactionOptions options) throws IOException {
        return Compaction.run(Table.open(store), options, CompactionListener.NONE);
    }

    private static List<Snapshot> hiding(Table table, long first) throws IOException {
        Stream.Builder<Snapshot> hiding = Stream.builder();
        for (long number = first; number <= table.snapshot().number(); number++) {
            Snapshot snapshot = table.snapshot(number);
            if (!snapshot.hides().isEmpty()) {
                hiding.add(snapshot);
            }
        }
        return hiding.build().toList();
    }

    private Table create() throws IOException {
        return Table.create(
                store("original"), TableMetadata.of(CompactionFixture.SMALL, TimePartitioning.NONE, Map.of()));
    }

    private FileStore store(String name) throws IOException {
        return StoreLocation.of(folder.resolve(name).toString()).open();
    }

    private FileStore copy(String name) throws IOException {
        Path from = folder.resolve("original");
        Path to = folder.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return store(name);
    }
}
