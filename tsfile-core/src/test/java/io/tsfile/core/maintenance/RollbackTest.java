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

import static io.tsfile.core.maintenance.DeletedTable.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionCommitter;
import io.tsfile.core.compact.CompactionLimits;
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.compact.CompactionPolicy;
import io.tsfile.core.compact.CompactionResult;
import io.tsfile.core.compact.CompactionRunner;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.TagPredicate;
import io.tsfile.core.table.CommitConflictException;
import io.tsfile.core.table.CommitFeed;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableHistory;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.SimulatedCrash;
import io.tsfile.core.testing.VisibleRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goes back to what a table was. */
class RollbackTest {
    private static final CompactionOptions COMPACTION =
            CompactionOptions.of(DeletedTable.OPTIONS).withTasks(2_000, 4);

    private final DeletedTable rows = new DeletedTable();
    private Path folder;
    private FileStore store;
    private Table table;

    @BeforeEach
    void makeTable(@TempDir Path temporary) throws IOException {
        folder = temporary;
        store = store(temporary.resolve("original"));
        table = DeletedTable.create(store, Map.of());
    }

    @Test
    void goesBackToAnyCommitWhateverHappenedSince() throws IOException {
        boolean cutInTwo = false;
        for (long seed = 1; seed <= 8; seed++) {
            Random random = new Random(seed);
            Table one = DeletedTable.create(store(folder.resolve("seed" + seed)), Map.of());
            Map<Long, List<String>> answers = new TreeMap<>();
            answers.put(one.snapshot().number(), List.of());
            for (int step = 0; step < 14; step++) {
                String when = "seed " + seed + ", step " + step;
                switch (random.nextInt(5)) {
                    case 0, 1 -> rows.append(one, random, 60, 0, 2500);
                    case 2 -> {
                        long start = random.nextLong(2500);
                        Delete.where(
                                one,
                                TagPredicate.in(0, Set.of("s1")).not().filter(),
                                random.nextBoolean() ? List.of() : List.of("a"),
                                new TimeRange(start, start + random.nextLong(1500)));
                    }
                    case 3 ->
                        Compaction.of(one, COMPACTION)
                                .limits(CompactionLimits.NONE.withMaxBytes(1 + random.nextInt(3_000)))
                                .run();
                    default -> {
                        long to = List.copyOf(answers.keySet()).get(random.nextInt(answers.size()));
                        Rollback.to(one, to);
                        assertThat(VisibleRows.of(one.store(), one.snapshot()))
                                .as("%s, back to %d", when, to)
                                .isEqualTo(answers.get(to));
                    }
                }
                Snapshot now = one.snapshot();
                cutInTwo |= !now.hides().isEmpty();
                answers.put(now.number(), VisibleRows.of(one.store(), now));
                assertThat(Oracle.scan(one.store(), now)).as(when).isEqualTo(answers.get(now.number()));
                assertThat(VisibleRows.of(one.store(), Table.open(one.store()).snapshot()))
                        .as("%s, read again", when)
                        .isEqualTo(answers.get(now.number()));
            }
            List<String> last = VisibleRows.of(one.store(), one.snapshot());
            Compaction.run(one, COMPACTION, CompactionListener.NONE);
            assertThat(VisibleRows.of(one.store(), one.snapshot()))
                    .as("seed %d, compacted", seed)
                    .isEqualTo(last);
        }
        assertThat(cutInTwo).as("a compaction was cut short").isTrue();
    }

    @Test
    void saysWhatItDidAndDoesNothingTwice() throws IOException {
        rows.append(table, device("s1", "m1"), 1, 2, 3);
        long good = table.snapshot().number();
        Delete.where(table, DeviceFilter.ALL, List.of(), new TimeRange(2, 2));
        rows.append(table, device("s1", "m1"), 4);

        RollbackReport report = Rollback.to(table, good).orElseThrow();

        assertThat(report).isEqualTo(new RollbackReport(good + 3, 1, 1));
        assertThat(CommitFeed.of(store).read(good + 3).orElseThrow())
                .satisfies(news -> assertThat(news.deletes()).isTrue())
                .satisfies(news -> assertThat(news.added()).isEmpty());
        assertThat(Rollback.to(table, good)).isEmpty();
        assertThat(table.snapshot().number()).isEqualTo(good + 3);
        assertThat(operation(good + 3)).isEqualTo("rollback to " + good);
    }

    private String operation(long number) throws IOException {
        return TableHistory.of(store).commits(1).stream()
                .filter(commit -> commit.number() == number)
                .findFirst()
                .orElseThrow()
                .operation();
    }

    @Test
    void aCompactionThatWasPlannedBeforeIsInVain() throws IOException {
        rows.append(table, device("s1", "m1"), 1, 2, 3);
        rows.append(table, device("s1", "m1"), 2, 3, 4);
        long good = table.snapshot().number();
        List<String> before = VisibleRows.of(store, table.snapshot());
        Delete.where(table, DeviceFilter.ALL, List.of(), new TimeRange(2, 2));
        Snapshot planned = table.snapshot();
        CompactionTask task = CompactionPolicy.plan(planned, planned.liveFiles(store, TimeRange.ALL), COMPACTION)
                .get(0);
        CompactionResult late =
                CompactionRunner.run(store, planned.metadata(), COMPACTION, task, CompactionListener.NONE);

        Rollback.to(table, good);

        // Its output has the deletion applied that the rollback took back.
        assertThatThrownBy(() -> CompactionCommitter.commit(table, List.of(late)))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("('rollback to " + good + "') removed");
        assertThat(VisibleRows.of(store, table.snapshot())).isEqualTo(before);
    }

    @Test
    void refusesWhatAVacuumDeleted() throws IOException {
        Table brief = DeletedTable.create(store(folder.resolve("brief")), Map.of("retention", "0 ms"));
        rows.append(brief, device("s1", "m1"), 1, 2, 3);
        long good = brief.snapshot().number();
        Delete.where(brief, DeviceFilter.ALL, List.of(), TimeRange.ALL);
        Vacuum.run(brief);
        Snapshot before = brief.snapshot();

        assertThatThrownBy(() -> Rollback.to(brief, good))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot roll ")
                .hasMessageContaining("a vacuum deleted 1 of its files, such as data/")
                .hasMessageContaining("'retention'");
        assertThatThrownBy(() -> Rollback.to(brief, 99)).hasMessageContaining("its commits are 1 to ");
        assertThat(brief.snapshot().number()).isEqualTo(before.number());
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void isDoneOrNotWhereverItBreaks(Fault fault) throws IOException {
        rows.append(table, new Random(4), 60, 0, 3000);
        long good = table.snapshot().number();
        List<String> after = VisibleRows.of(store, table.snapshot());
        Delete.where(table, DeviceFilter.ALL, List.of(), new TimeRange(500, Long.MAX_VALUE));
        rows.append(table, device("s1", "m1"), 5000);
        List<String> before = VisibleRows.of(store, table.snapshot());
        FaultPlan count = FaultPlan.none();
        Rollback.to(Table.open(new FaultyFileStore(store(copy("whole")), count)), good);

        for (int step = 1; step <= count.steps(); step++) {
            String when = fault + " at step " + step;
            FileStore broken = store(copy("step" + step));
            try {
                Rollback.to(Table.open(new FaultyFileStore(broken, FaultPlan.at(step, fault))), good);
            } catch (IOException | SimulatedCrash e) {
                assertThat(VisibleRows.of(broken, Table.open(broken).snapshot()))
                        .as(when)
                        .isIn(before, after);
            }
            Rollback.to(Table.open(broken), good);
            assertThat(VisibleRows.of(broken, Table.open(broken).snapshot()))
                    .as(when)
                    .isEqualTo(after);
        }
    }

    private static FileStore store(Path folder) throws IOException {
        return StoreLocation.of(folder.toString()).open();
    }

    private Path copy(String name) throws IOException {
        Path from = folder.resolve("original");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, folder.resolve(name).resolve(from.relativize(file).toString()));
            }
        }
        return folder.resolve(name);
    }
}
