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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.SimulatedCrash;
import io.tsfile.core.testing.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compactions of many small cuts that are ended early, go on, run with several threads, and meet each other. */
class CompactionResumeTest {
    /** Files so short that the outputs of tasks are not gathered, which would be few large tasks at the end. */
    private static final CompactionOptions OPTIONS = CompactionOptions.of(CompactionFixture.OPTIONS)
            .withTargetFileBytes(400)
            .withTasks(2_000, 64);

    private static final int DEVICES = 3;
    private static final int LAST_TIME = 499;

    private final Path folder;
    private final Oracle oracle = new Oracle(CompactionFixture.SMALL);

    CompactionResumeTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void fill() throws IOException {
        // So many partitions that there are many tasks.
        Table table = Table.create(
                store("original"), TableMetadata.of(CompactionFixture.SMALL, new TimePartitioning(100), Map.of()));
        CompactionFixture.append(table, oracle, DEVICES, 0, LAST_TIME);
        CompactionFixture.append(table, oracle, DEVICES, 0, LAST_TIME);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasDoneBeforeTheProcessWasKilledIsNotDoneAgain(boolean force) throws IOException {
        CompactionOptions options = OPTIONS.withForce(force);
        FaultPlan count = FaultPlan.none();
        FileStore whole = new FaultyFileStore(copy("whole"), count);
        CompactionReport atOnce = Compaction.run(Table.open(whole), options, CompactionListener.NONE);
        assertThat(atOnce.finished()).isTrue();
        assertThat(atOnce.taskCount()).isGreaterThan(10);

        FileStore store = copy("killed");
        FileStore killed = new FaultyFileStore(store, FaultPlan.at(count.steps() * 9 / 10, Fault.CRASH));
        assertThatThrownBy(() -> Compaction.run(Table.open(killed), options, CompactionListener.NONE))
                .isInstanceOf(SimulatedCrash.class);
        assertThat(CompactionFixture.read(Table.open(store))).isEqualTo(oracle.lines());
        CompactionReport rest = Compaction.run(Table.open(store), options, CompactionListener.NONE);

        assertThat(rest.finished()).isTrue();
        assertThat(rest.done().bytesWritten()).isLessThanOrEqualTo(atOnce.done().bytesWritten() / 4);
        assertThat(rest.taskCount()).isLessThanOrEqualTo(atOnce.taskCount() / 4);
        assertThat(CompactionFixture.read(Table.open(store))).isEqualTo(oracle.lines());
    }

    @Test
    void aFinishedTableCostsAPlan() throws IOException {
        FileStore store = copy("finished");
        Compaction.run(Table.open(store), OPTIONS, CompactionListener.NONE);
        FaultPlan count = FaultPlan.none();

        CompactionReport again =
                Compaction.run(Table.open(new FaultyFileStore(store, count)), OPTIONS, CompactionListener.NONE);

        assertThat(again.taskCount()).isZero();
        assertThat(again.finished()).isTrue();
        assertThat(count.steps()).as("changes of the store").isZero();
    }

    @Test
    void readersOfAnyOlderSnapshotStayRight() throws IOException {
        Table table = Table.open(copy("readers"));
        Snapshot before = table.snapshot();
        List<String> answer = oracle.lines();
        AtomicInteger commits = new AtomicInteger();
        Compaction.of(table, OPTIONS)
                .runner((metadata, task, listener) -> {
                    if (commits.incrementAndGet() % 5 == 0) {
                        assertThat(CompactionFixture.read(table)).isEqualTo(answer);
                    }
                    return CompactionRunner.run(table.store(), metadata, OPTIONS, task, listener);
                })
                .run();
        assertThat(commits).hasValueGreaterThan(10);
        assertThat(CompactionFixture.read(table, before)).isEqualTo(answer);
        for (long number = before.number(); number <= table.snapshot().number(); number += 5) {
            assertThat(CompactionFixture.read(table, table.snapshot(number))).isEqualTo(answer);
        }
    }

    @Test
    void severalThreadsDoTheSame() throws IOException {
        Table table = Table.open(copy("threads"));
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            CompactionReport report =
                    Compaction.of(table, OPTIONS).executor(threads, 3).run();
            assertThat(report.finished()).isTrue();
            assertThat(report.conflicts()).isZero();
        } finally {
            threads.shutdown();
        }
        assertDone(table);
    }

    @Test
    void tasksUnderWayAreCommittedIfTheExecutorTakesNoMore() throws IOException {
        Table table = Table.open(copy("refused"));
        long before = table.snapshot().number();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        AtomicInteger tasks = new AtomicInteger();
        try {
            Executor closing = task -> {
                if (tasks.incrementAndGet() > 3) {
                    throw new RejectedExecutionException("by plan");
                }
                threads.execute(task);
            };
            assertThatThrownBy(() ->
                            Compaction.of(table, OPTIONS).executor(closing, 2).run())
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessage("by plan");
        } finally {
            threads.shutdown();
        }
        assertThat(table.snapshot().number()).isEqualTo(before + 3);
        assertThat(CompactionFixture.read(table)).isEqualTo(oracle.lines());
    }

    @Test
    void ofTwoAtOnceOneWinsForEachTask() throws Exception {
        FileStore store = copy("two");
        Threads.together(2, thread -> Compaction.run(Table.open(store), OPTIONS, CompactionListener.NONE));
        Table table = Table.open(store);
        Compaction.run(table, OPTIONS, CompactionListener.NONE);
        assertDone(table);
    }

    @Test
    void appendsGoOnMeanwhile() throws IOException {
        Table table = Table.open(copy("appends"));
        AtomicInteger tasks = new AtomicInteger();
        Compaction.of(table, OPTIONS)
                .runner((metadata, task, listener) -> {
                    if (tasks.incrementAndGet() % 5 == 2 && tasks.get() < 20) {
                        long time = 50L * tasks.get();
                        CompactionFixture.append(table, oracle, DEVICES, time, time + 150);
                    }
                    return CompactionRunner.run(table.store(), metadata, OPTIONS, task, listener);
                })
                .run();
        assertDone(table);
    }

    @Test
    void endsWhereItsLimitsAreAndWhenItIsCancelled() throws IOException {
        Table table = Table.open(copy("limits"));
        CompactionReport few = Compaction.of(table, OPTIONS)
                .limits(CompactionLimits.NONE.withMaxBytes(1))
                .run();
        assertThat(few.taskCount()).isEqualTo(1);
        assertThat(few.finished()).isFalse();
        CompactionReport round = Compaction.of(table, OPTIONS)
                .limits(CompactionLimits.NONE.withMaxRounds(1).withMaxTime(Duration.ofHours(1)))
                .run();
        assertThat(round.rounds()).isEqualTo(1);

        Table other = Table.open(copy("cancelled"));
        Compaction compaction = Compaction.of(other, OPTIONS);
        CompactionReport cancelled =
                compaction.listener(progress -> compaction.cancel()).run();
        assertThat(cancelled.finished()).isFalse();
        assertThat(cancelled.taskCount()).isLessThanOrEqualTo(1);
        assertThat(CompactionFixture.read(other)).isEqualTo(oracle.lines());
    }

    @Test
    void aFailureEndsItAndKeepsWhatWasDone() throws IOException {
        Table table = Table.open(copy("failure"));
        AtomicInteger tasks = new AtomicInteger();
        assertThatThrownBy(() -> Compaction.of(table, OPTIONS)
                        .runner((metadata, task, listener) -> {
                            if (tasks.incrementAndGet() == 5) {
                                throw new IOException("by plan");
                            }
                            return CompactionRunner.run(table.store(), metadata, OPTIONS, task, listener);
                        })
                        .run())
                .isInstanceOf(IOException.class)
                .hasMessage("by plan");
        assertThat(CompactionFixture.read(table)).isEqualTo(oracle.lines());
        Compaction.run(table, OPTIONS, CompactionListener.NONE);
        assertDone(table);
    }

    private void assertDone(Table table) throws IOException {
        assertThat(CompactionFixture.read(table)).isEqualTo(oracle.lines());
        assertThat(Compaction.run(table, OPTIONS, CompactionListener.NONE).taskCount())
                .isZero();
        List<String> live =
                table.snapshot().files().stream().map(DataFile::path).toList();
        assertThat(CompactionFixture.storedPaths(table)).containsAll(new ArrayList<>(live));
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
