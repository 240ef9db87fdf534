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
package io.tsfile.flink.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.maintenance.Delete;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.flink.TsFileSource;
import io.tsfile.flink.TsFileSourceBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job that follows a table gets the rows of each commit once, commit by commit. */
@SuppressWarnings("try") // Flink's close() may throw any exception.
class ContinuousReadTest {
    private static final TableSchema SCHEMA = RandomRows.tableOfAllTypes();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = ReadFixture.cluster();

    private final Path folder;
    private final ReadFixture fixture;

    ContinuousReadTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.fixture = new ReadFixture(folder, SCHEMA, 21);
    }

    @Test
    void deliversEachCommitInOrderAndNoCompaction() throws Exception {
        List<Oracle> commits = new ArrayList<>();
        commits.add(fixture.append(200));
        commits.add(fixture.append(200));
        compact();
        StreamExecutionEnvironment environment = environment(ReadFixture.configuration());
        try (CloseableIterator<Row> rows =
                stream(environment, source().fromCommit(1), 1).executeAndCollect()) {
            for (int i = 0; i < 5; i++) {
                Oracle commit = commits.get(i);
                List<String> lines = take(rows, commit.size());
                assertThat(lines).as("commit " + i).containsExactlyInAnyOrderElementsOf(commit.lines());
                commits.add(fixture.append(100));
                compact();
            }
        }
        assertThat(fixture.table.snapshot().number()).as("compactions").isGreaterThan(9);
    }

    @Test
    void deliversTheSnapshotThenWhatComes() throws Exception {
        fixture.append(300);
        fixture.append(300);
        List<String> snapshot = fixture.oracle.lines();
        StreamExecutionEnvironment environment = environment(ReadFixture.configuration());
        try (CloseableIterator<Row> rows = stream(
                        environment, source().mode(ScanMode.FULL_THEN_LATEST).splitBytes(10_000), 2)
                .executeAndCollect()) {
            assertThat(take(rows, snapshot.size())).containsExactlyInAnyOrderElementsOf(snapshot);
            for (int i = 0; i < 3; i++) {
                Oracle commit = fixture.append(100);
                assertThat(take(rows, commit.size())).containsExactlyInAnyOrderElementsOf(commit.lines());
            }
        }
    }

    @Test
    void goesOnInTheMiddleOfACommitWithOtherParallelism(@TempDir Path savepoints) throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            expected.addAll(fixture.append(1_500).lines());
        }
        Configuration configuration = ReadFixture.configuration();

        // A savepoint takes much less time than there are rows, two of which pass in a millisecond.
        Pace.reset(0, 0, 500);
        JobClient first = runPaced(configuration, 2);
        Pace.untilReached();
        String savepoint =
                Pace.until(first.stopWithSavepoint(false, savepoints.toString(), SavepointFormatType.CANONICAL));
        List<Row> passed = Pace.passed();
        assertThat(passed).hasSizeBetween(500, expected.size() - 1);

        Oracle last = fixture.append(300);
        expected.addAll(last.lines());
        Pace.reset(Integer.MAX_VALUE, 0, 0);
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        StreamExecutionEnvironment environment = environment(configuration);
        List<String> lines = new ArrayList<>();
        passed.forEach(row -> lines.add(ReadFixture.line(row, SCHEMA)));
        try (CloseableIterator<Row> rows = paced(environment, 1).executeAndCollect()) {
            lines.addAll(take(rows, expected.size() - passed.size()));
        }
        assertThat(lines).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void losesAndDoublesNothingWhenItFails() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            expected.addAll(fixture.append(800).lines());
        }
        StreamExecutionEnvironment environment = environment(restarting());

        Pace.reset(0, 4, 0);
        ExecutorService taker = Executors.newSingleThreadExecutor();
        try (CloseableIterator<Row> rows = paced(environment, 2).executeAndCollect()) {
            Future<List<String>> taken = taker.submit(() -> take(rows, expected.size()));
            assertThat(Pace.until(taken)).containsExactlyInAnyOrderElementsOf(expected);
        } finally {
            taker.shutdownNow();
        }
        assertThat(Pace.failed()).isEqualTo(4);
    }

    @Test
    void losesAndDoublesNothingWhenOneSubtaskFailsAlone(@TempDir Path savepoints) throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            expected.addAll(fixture.append(500).lines());
        }
        StreamExecutionEnvironment environment = environment(restarting());
        Keeper.reset(3);
        DataStream<Row> rows = stream(environment, source().fromCommit(1).splitBytes(15_000), 2);
        rows.map(new Keeper(SCHEMA))
                .returns(rows.getType())
                .setParallelism(2)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(2);
        JobClient job = environment.executeAsync();
        Keeper.untilKept(expected.size(), job.getJobExecutionResult());
        job.stopWithSavepoint(false, savepoints.toString(), SavepointFormatType.CANONICAL)
                .get();

        assertThat(Keeper.failuresLeft()).isZero();
        assertThat(Keeper.starts()).as("two, and one for each failure").isEqualTo(2 + 3);
        assertThat(Keeper.kept()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void failsWhenACommitDeletesRows() throws Exception {
        long rowsThere = fixture.append(50).size();
        StreamExecutionEnvironment environment = environment(ReadFixture.configuration());
        try (CloseableIterator<Row> rows =
                stream(environment, source().fromCommit(1), 2).executeAndCollect()) {
            take(rows, rowsThere);
            Delete.from(fixture.table, Deletion.ofRows(DeviceScope.ALL, TimeRange.ALL));
            assertThatThrownBy(rows::hasNext)
                    .hasStackTraceContaining("commit 3 ('delete') deletes rows")
                    .hasStackTraceContaining("'scan.deletes'");
        }
    }

    @Test
    void advancesTheWatermarkWithEachCommit() throws Exception {
        fixture.append(5, 0, 100);
        StreamExecutionEnvironment environment = environment(ReadFixture.configuration());
        WatermarkStrategy<Row> strategy = WatermarkStrategy.forGenerator(context -> new EachRow());
        DataStream<String> seen = environment
                .fromSource(source().fromCommit(1).build(), strategy, "read")
                .setParallelism(1)
                .keyBy(row -> 0)
                .process(new Lateness())
                .setParallelism(1);
        try (CloseableIterator<String> marks = seen.executeAndCollect()) {
            assertThat(marks.next()).isEqualTo("all up to 98");
            fixture.append(5, 100, 200);
            assertThat(marks.next()).isEqualTo("all up to 198");
        }
    }

    private static Configuration restarting() {
        Configuration configuration = ReadFixture.configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(20));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
        // At once, Flink's coordinator may meet a checkpoint that is still under way, and end the process.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        return configuration;
    }

    private TsFileSourceBuilder<Row> source() {
        return TsFileSource.forRow().location(folder.toString()).discoveryInterval(Duration.ofMillis(10));
    }

    private DataStream<Row> paced(StreamExecutionEnvironment environment, int parallelism) {
        DataStream<Row> rows = stream(environment, source().fromCommit(1).splitBytes(60_000), parallelism);
        return rows.map(new Pace())
                .returns(rows.getType())
                .setParallelism(parallelism)
                .uid("pace");
    }

    private JobClient runPaced(Configuration configuration, int parallelism) throws Exception {
        StreamExecutionEnvironment environment = environment(configuration);
        paced(environment, parallelism).sinkTo(new DiscardingSink<>()).uid("none");
        return environment.executeAsync();
    }

    private static StreamExecutionEnvironment environment(Configuration configuration) {
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    }

    private static DataStream<Row> stream(
            StreamExecutionEnvironment environment, TsFileSourceBuilder<Row> source, int parallelism) {
        return environment
                .fromSource(source.build(), WatermarkStrategy.noWatermarks(), "read")
                .setParallelism(parallelism)
                .uid("read");
    }

    private void compact() throws IOException {
        Compaction.run(fixture.table, CompactionOptions.of(ReadFixture.FLUSH).withForce(true), CompactionListener.NONE);
    }

    private static List<String> take(CloseableIterator<Row> rows, long count) {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            lines.add(ReadFixture.line(rows.next(), SCHEMA));
        }
        return lines;
    }

    /** A watermark behind each row, so that every row that comes too late is. */
    private static final class EachRow implements WatermarkGenerator<Row> {
        private long last = Long.MIN_VALUE;

        @Override
        public void onEvent(Row row, long time, WatermarkOutput output) {
            last = Math.max(last, time);
            output.emitWatermark(new Watermark(last - 1));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }

    /** Tells of rows that are late, and when the watermark reaches the last row of a hundred. */
    private static final class Lateness extends KeyedProcessFunction<Integer, Row, String> {
        @Override
        public void processElement(Row row, Context context, Collector<String> out) {
            long time = context.timestamp();
            if (time <= context.timerService().currentWatermark()) {
                out.collect("late: " + row);
            }
            if (time % 100 == 99) {
                context.timerService().registerEventTimeTimer(time - 1);
            }
        }

        @Override
        public void onTimer(long time, OnTimerContext context, Collector<String> out) {
            out.collect("all up to " + time);
        }
    }
}
