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
package io.tsfile.core.writer;

import static io.tsfile.core.writer.WriterFixture.OPTIONS;
import static io.tsfile.core.writer.WriterFixture.commits;
import static io.tsfile.core.writer.WriterFixture.newTable;
import static io.tsfile.core.writer.WriterFixture.read;
import static io.tsfile.core.writer.WriterFixture.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.flush.manage.FlushFailedException;
import io.tsfile.core.flush.manage.FlushListener;
import io.tsfile.core.flush.manage.FlushManager;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.testing.SimulatedCrash;
import io.tsfile.core.wal.WalOptions;
import io.tsfile.core.wal.WriteAheadLog;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A writer whose table's store breaks at every step, and the writer that is opened after it. */
class WriterCrashTest {
    private static final TableSchema SCHEMA = RandomRows.tableOfAllTypes();
    private static final int FLUSHES = 3;
    private static final int ROWS_PER_FLUSH = 60;

    /** What a writer did until it failed, if it did. */
    private static final class Story {
        private final RandomAppends appends = new RandomAppends(SCHEMA, 11, 3, 0);
        /** Rows in the table, if the flushes that failed had no effect. */
        private int flushed;
        /** Rows in the table, if the flush that failed worked all the same. */
        private int tried;

        private boolean failed;

        void run(FileStore store, WriterOptions options) throws IOException {
            try (TsFileWriter writer = TsFileWriter.open(Table.open(store), options)) {
                for (int flush = 0; flush < FLUSHES; flush++) {
                    while (appends.count() < (flush + 1) * ROWS_PER_FLUSH) {
                        appends.next(writer);
                    }
                    tried = appends.count();
                    writer.flush();
                    flushed = tried;
                }
            } catch (IOException | SimulatedCrash e) {
                failed = true;
            }
        }

        List<String> answer(int rows) {
            return appends.oracle(rows).lines();
        }
    }

    @ParameterizedTest(name = "{0}, {1} tries")
    @CsvSource({"CRASH, 1", "DONE_BUT_FAILED, 1", "FAILED, 1", "DONE_BUT_FAILED, 3", "FAILED, 3"})
    void withoutALogKeepsWhatWasFlushed(Fault fault, int attempts, @TempDir Path folder) throws IOException {
        int steps = steps(folder.resolve("whole"), attempts);
        for (int step = 1; step <= steps; step++) {
            String when = "step " + step;
            FileStore store = store(folder.resolve(when));
            newTable(store, SCHEMA);
            FaultPlan plan = FaultPlan.at(step, fault);
            Story story = new Story();

            try (FlushManager manager = WriterFixture.manager(attempts, 1 << 20, FlushListener.NONE)) {
                story.run(new FaultyFileStore(store, plan), OPTIONS.withManager(manager));
                assertThat(manager.budget().used()).as(when).isZero();
            }

            assertThat(plan.fired()).as(when).isTrue();
            if (fault != Fault.CRASH) {
                assertThat(plan.openFiles()).as(when).isZero();
            }
            List<String> rows = read(Table.open(store));
            if (story.failed) {
                assertThat(attempts)
                        .as("%s: with several tries one failure is not seen", when)
                        .isEqualTo(1);
                assertThat(rows).as(when).isIn(story.answer(story.flushed), story.answer(story.tried));
            } else {
                assertThat(rows).as(when).isEqualTo(story.answer(story.appends.count()));
                assertThat(commits(Table.open(store))).as(when).isEqualTo(FLUSHES);
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1} tries")
    @CsvSource({"CRASH, 1", "DONE_BUT_FAILED, 1", "FAILED, 1", "DONE_BUT_FAILED, 3"})
    void withALogKeepsEveryAcknowledgedRow(Fault fault, int attempts, @TempDir Path folder) throws IOException {
        int steps = steps(folder.resolve("whole"), attempts);
        for (int step = 1; step <= steps; step++) {
            String when = "step " + step;
            FileStore store = store(folder.resolve(when));
            newTable(store, SCHEMA);
            FaultPlan plan = FaultPlan.at(step, fault);
            Story story = new Story();
            WriterOptions options = OPTIONS.withWal(wal(folder.resolve("log of " + when)));

            try (FlushManager manager = WriterFixture.manager(attempts, 1 << 20, FlushListener.NONE)) {
                story.run(new FaultyFileStore(store, plan), options.withManager(manager));
            }
            assertThat(plan.fired()).as(when).isTrue();

            TsFileWriter.open(Table.open(store), options).close();

            Table table = Table.open(store);
            assertThat(read(table)).as(when).isEqualTo(story.answer(story.appends.count()));
            long commits = commits(table);
            TsFileWriter.open(Table.open(store), options).close();
            assertThat(commits(table))
                    .as("%s: nothing is left to recover", when)
                    .isEqualTo(commits);
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void keepsEveryAcknowledgedRowAlsoIfTheLogBreaks(Fault fault, @TempDir Path folder) throws IOException {
        for (int step = 1; ; step++) {
            String when = "step " + step;
            FileStore store = store(folder.resolve(when));
            newTable(store, SCHEMA);
            WriterOptions options = OPTIONS.withWal(wal(folder.resolve("log of " + when)));
            RandomAppends appends = new RandomAppends(SCHEMA, 7, 2, 0);
            // One plan for both: breaks the table's store, or the log's.
            FaultPlan plan = FaultPlan.at(step, fault);

            try (FlushManager manager = WriterFixture.manager(1, 1 << 20, FlushListener.NONE);
                    FileStore log = new FaultyFileStore(store(folder.resolve("log of " + when)), plan);
                    TsFileWriter writer = WriterParts.open(
                            Table.open(new FaultyFileStore(store, plan)),
                            options.withManager(manager),
                            wal -> WriteAheadLog.open(log, wal))) {
                appendRows(writer, appends, 10);
                writer.flush();
                appendRows(writer, appends, 20);
            } catch (IOException | SimulatedCrash e) {
                assertThat(plan.fired()).as(when).isTrue();
            }

            TsFileWriter.open(Table.open(store), options).close();
            assertThat(read(Table.open(store)))
                    .as(when)
                    .isIn(
                            appends.oracle(appends.count()).lines(),
                            appends.oracleWithTried().lines());
            if (!plan.fired()) {
                assertThat(step).as("steps of a writer with a log").isGreaterThan(20);
                assertThat(appends.count()).isGreaterThanOrEqualTo(20);
                return;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void recoversHoweverOftenTheRecoveryBreaks(Fault fault, @TempDir Path folder) throws IOException {
        for (int step = 1; ; step++) {
            String when = "step " + step;
            FileStore store = store(folder.resolve(when));
            newTable(store, SCHEMA);
            WriterOptions options = OPTIONS.withWal(wal(folder.resolve("log of " + when)));
            // Two flushes fail at their first step, so that two segments are left.
            Story story = new Story();
            FaultPlan down = FaultPlan.none();
            down.outage(true);
            try (FlushManager manager = WriterFixture.manager(1, 1 << 20, FlushListener.NONE)) {
                story.run(new FaultyFileStore(store, down), options.withManager(manager));
            }
            assertThat(story.failed).isTrue();

            FaultPlan plan = FaultPlan.at(step, fault);
            try {
                TsFileWriter.open(Table.open(new FaultyFileStore(store, plan)), options)
                        .close();
            } catch (IOException | SimulatedCrash e) {
                assertThat(plan.fired()).as(when).isTrue();
            }
            TsFileWriter.open(Table.open(store), options).close();

            assertThat(read(Table.open(store))).as(when).isEqualTo(story.answer(story.appends.count()));
            if (!plan.fired()) {
                assertThat(step).as("steps of a recovery").isGreaterThan(4);
                return;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void goesOnAfterAnOutage(boolean logged, @TempDir Path folder) throws IOException {
        FileStore store = store(folder.resolve("table"));
        newTable(store, SCHEMA);
        FaultPlan plan = FaultPlan.none();
        RandomAppends appends = new RandomAppends(SCHEMA, 3, 3, 0);
        List<String> failures = new ArrayList<>();
        try (FlushManager manager = WriterFixture.manager(2, 1 << 20, FlushListener.NONE)) {
            WriterOptions options = OPTIONS.withManager(manager);
            try (TsFileWriter writer = TsFileWriter.open(
                    Table.open(new FaultyFileStore(store, plan)),
                    logged ? options.withWal(wal(folder.resolve("log"))) : options)) {
                appendRows(writer, appends, 100);
                plan.outage(true);
                fails(failures, writer::flush);
                fails(failures, () -> appends.next(writer));
                fails(failures, writer::flush);
                fails(failures, writer::resume);
                plan.outage(false);
                assertThat(failures)
                        .hasSize(4)
                        .allSatisfy(message -> assertThat(message)
                                .startsWith("Cannot write to the table: a flush failed")
                                .contains("the store is down")
                                .contains("resume()"));

                writer.resume();
                assertThat(read(Table.open(store)))
                        .isEqualTo(appends.oracle(appends.count()).lines());
                appendRows(writer, appends, 200);
                writer.flush();
                assertThat(read(Table.open(store)))
                        .isEqualTo(appends.oracle(appends.count()).lines());
            }
            assertThat(manager.budget().used()).isZero();
        }
        WriterFixture.assertNothingIsLeftBehind(Table.open(store));
    }

    @ParameterizedTest
    @CsvSource({"false, are gone", "true, write-ahead log in"})
    void saysWhatWasNotWritten(boolean logged, String where, @TempDir Path folder) throws IOException {
        FileStore store = store(folder.resolve("table"));
        newTable(store, SCHEMA);
        FaultPlan plan = FaultPlan.none();
        RandomAppends appends = new RandomAppends(SCHEMA, 3, 3, 0);
        try (FlushManager manager = WriterFixture.manager(1, 1 << 20, FlushListener.NONE)) {
            WriterOptions options = OPTIONS.withManager(manager);
            TsFileWriter writer = TsFileWriter.open(
                    Table.open(new FaultyFileStore(store, plan)),
                    logged ? options.withWal(wal(folder.resolve("log"))) : options);
            appendRows(writer, appends, 100);
            plan.outage(true);
            List<String> failures = new ArrayList<>();
            fails(failures, writer::close);
            writer.close();
            assertThat(failures)
                    .singleElement()
                    .satisfies(message -> assertThat(message)
                            .startsWith("Cannot write the last " + appends.count() + " rows of table 'sensors'")
                            .contains("the store is down")
                            .contains(where));
            assertThat(manager.budget().used()).isZero();
        }
    }

    @Test
    @Timeout(60)
    void deletesFilesThatNobodySawWhenItIsClosedAfterAFailure(@TempDir Path folder) throws Exception {
        FileStore store = store(folder);
        newTable(store, SCHEMA);
        CountDownLatch commits = new CountDownLatch(1);
        CountDownLatch writesMore = new CountDownLatch(1);
        CountDownLatch fails = new CountDownLatch(1);
        FileStore broken = commitsFail(store, commits, writesMore, fails);
        RandomAppends appends = new RandomAppends(SCHEMA, 3, 3, 0);
        ExecutorService flushes = Executors.newFixedThreadPool(2);
        try (FlushManager manager = WriterFixture.manager(1, 1 << 20, FlushListener.NONE)) {
            TsFileWriter writer = TsFileWriter.open(Table.open(broken), OPTIONS.withManager(manager));
            appendRows(writer, appends, 100);
            Future<?> first = flushes.submit(() -> assertFails(writer::flush));
            commits.await();
            List<StoredFile> offered = store.list("data", true);
            assertThat(offered).isNotEmpty();
            // Another flush, which is complete behind the one that fails.
            appendRows(writer, appends, 200);
            Future<?> second = flushes.submit(() -> assertFails(writer::flush));
            writesMore.await();
            fails.countDown();
            first.get();
            second.get();

            assertFails(writer::close);

            assertThat(store.list("data", true))
                    .as("those of a commit that was tried are kept, and no others")
                    .isEqualTo(offered);
        } finally {
            fails.countDown();
            flushes.shutdown();
        }
    }

    private static void assertFails(Action action) {
        assertThatThrownBy(action::run).isInstanceOf(FlushFailedException.class);
    }

    /** A store where commits wait for {@code fails}, and fail then; says when there is a commit, and when a file after it. */
    private static FileStore commitsFail(
            FileStore store, CountDownLatch commits, CountDownLatch writesMore, CountDownLatch fails) {
        return (FileStore) Proxy.newProxyInstance(
                FileStore.class.getClassLoader(), new Class<?>[] {FileStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("createIfAbsent")) {
                        commits.countDown();
                        fails.await();
                        throw new IOException("the log is down");
                    }
                    if (method.getName().equals("create") && commits.getCount() == 0) {
                        writesMore.countDown();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void saysSoIfItsManagerWasClosedBeforeIt(@TempDir Path folder) throws IOException {
        FileStore store = store(folder);
        newTable(store, SCHEMA);
        RandomAppends appends = new RandomAppends(SCHEMA, 3, 3, 0);
        FlushManager manager = WriterFixture.manager(1, 1 << 20, FlushListener.NONE);
        TsFileWriter writer = TsFileWriter.open(Table.open(store), OPTIONS.withManager(manager));
        appendRows(writer, appends, 20);
        manager.close();

        assertThatThrownBy(writer::flush)
                .isInstanceOf(FlushFailedException.class)
                .hasMessageStartingWith("Cannot write to the table: a flush failed");
        assertThatThrownBy(writer::resume)
                .as("later rows must not overtake these")
                .isInstanceOf(FlushFailedException.class)
                .hasMessageContaining("open another one");
        assertThatThrownBy(writer::close)
                .isInstanceOf(FlushFailedException.class)
                .hasMessageStartingWith("Cannot write the last " + appends.count() + " rows");
        assertThat(commits(Table.open(store))).isZero();
    }

    private static int steps(Path folder, int attempts) throws IOException {
        FileStore store = store(folder);
        newTable(store, SCHEMA);
        FaultPlan count = FaultPlan.none();
        Story story = new Story();
        try (FlushManager manager = WriterFixture.manager(attempts, 1 << 20, FlushListener.NONE)) {
            story.run(new FaultyFileStore(store, count), OPTIONS.withManager(manager));
        }
        assertThat(story.failed).isFalse();
        assertThat(count.steps()).isGreaterThan(4 * FLUSHES);
        assertThat(count.openFiles()).isZero();
        return count.steps();
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void fails(List<String> messages, Action action) {
        try {
            action.run();
        } catch (IOException e) {
            messages.add(e.getMessage());
        }
    }

    private static void appendRows(TsFileWriter writer, RandomAppends appends, int count) throws IOException {
        while (appends.count() < count) {
            appends.next(writer);
        }
    }

    private static WalOptions wal(Path folder) {
        return WalOptions.synced(StoreLocation.of(folder.toString()));
    }
}
