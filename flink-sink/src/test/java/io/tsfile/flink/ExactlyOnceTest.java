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
package io.tsfile.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.util.TestStreamEnvironment;
import org.apache.flink.types.RowKind;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that come late, twice and out of order, and deletes, reach the table once, whatever fails on the way. */
class ExactlyOnceTest {
    private static final int ROWS = 30_000;
    private static final int ROWS_PER_SECOND = 10_000;
    private static final int SUBTASKS = 2;
    private static final Pattern COMMIT_ID =
            Pattern.compile("\"writer\"\\s*:\\s*\"([^\"]+)\"\\s*,\\s*\"sequence\"\\s*:\\s*\"?(\\d+)");

    /** The stream's records are positions in here; all tasks run in this process. */
    private static final List<RandomRows.KeyedRow> RECORDS = new ArrayList<>();
    /** The positions of records that delete. */
    private static final BitSet DELETES = new BitSet();

    private final Path folder;

    ExactlyOnceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** How the sink is wired. */
    enum Form {
        STAGED,
        STAGED_UNALIGNED,
        STAGED_AT_LEAST_ONCE,
        PLAIN
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void survivesFailuresWithoutLossOrDoubles(Form form) throws Exception {
        long seed = System.nanoTime();
        System.out.println(form + " seed " + seed);
        TableSchema schema = form == Form.PLAIN ? RandomRows.treeOfAllTypes() : RandomRows.tableOfAllTypes();
        Oracle oracle = records(schema, seed);
        Failures.reset(seed);
        Configuration configuration = configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
        configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, form == Form.STAGED_UNALIGNED);
        if (form == Form.STAGED_AT_LEAST_ONCE) {
            configuration.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.AT_LEAST_ONCE);
        }
        restartSoon(configuration);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(SUBTASKS, configuration);

        sink(schema, positions(environment).map(new Failures()).setParallelism(1), form);
        environment.execute();

        assertThat(Failures.thrown.get()).isGreaterThanOrEqualTo(4);
        assertTableHolds(oracle);
        assertLogIsSound();
    }

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"STAGED", "PLAIN"})
    void goesOnWithOtherParallelismFromSavepoints(Form form, @TempDir Path savepoints) throws Exception {
        long seed = System.nanoTime();
        System.out.println(form + " seed " + seed);
        TableSchema schema = form == Form.PLAIN ? RandomRows.treeOfAllTypes() : RandomRows.tableOfAllTypes();
        Oracle oracle = records(schema, seed);
        Configuration configuration = configuration();

        // A savepoint beside a running job commits nothing: its committables are first offered by the restored job. An
        // interval of
        // checkpoints, however long, would begin with one.
        JobClient first = runUntil(6_000, schema, form, 1, configuration);
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepointAndCancel(first, savepoints));
        assertThat(table().snapshot().number()).isEqualTo(1);

        // What the three committers keep goes to two.
        JobClient second = runUntil(12_000, schema, form, 3, configuration);
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepointAndCancel(second, savepoints));
        assertThat(table().snapshot().number()).isEqualTo(2);

        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
        JobClient third = runUntil(20_000, schema, form, 2, configuration);
        String stopped = third.stopWithSavepoint(false, savepoints.toString(), SavepointFormatType.CANONICAL)
                .get();

        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, stopped);
        runUntil(ROWS - 1, schema, form, 2, configuration)
                .getJobExecutionResult()
                .get();

        assertTableHolds(oracle);
        assertLogIsSound();
    }

    /** Such a checkpoint may hold rows between the source and the sink, which go to other subtasks. */
    @Test
    void goesOnWithOtherParallelismFromAnUnalignedCheckpoint(@TempDir Path checkpoints) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        TableSchema schema = RandomRows.tableOfAllTypes();
        Oracle oracle = records(schema, seed);
        Configuration configuration = configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
        configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        JobClient first = runUntil(12_000, schema, Form.STAGED_UNALIGNED, 3, configuration);
        first.cancel().get();
        first.getJobExecutionResult().handle((result, cancelled) -> true).get();

        configuration.set(
                StateRecoveryOptions.SAVEPOINT_PATH, newest(checkpoints).toUri().toString());
        runUntil(ROWS - 1, schema, Form.STAGED_UNALIGNED, 2, configuration)
                .getJobExecutionResult()
                .get();

        assertTableHolds(oracle);
        assertLogIsSound();
    }

    /** The folder of the completed checkpoint with the highest number. */
    private static Path newest(Path checkpoints) throws IOException {
        try (Stream<Path> files = Files.walk(checkpoints)) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .map(Path::getParent)
                    .max(Comparator.comparingLong(folder ->
                            Long.parseLong(folder.getFileName().toString().substring("chk-".length()))))
                    .orElseThrow();
        }
    }

    private static String savepointAndCancel(JobClient job, Path savepoints) throws Exception {
        String savepoint = job.triggerSavepoint(savepoints.toString(), SavepointFormatType.CANONICAL)
                .get();
        job.cancel().get();
        return savepoint;
    }

    /** In batch mode only the tasks whose results are gone run again. */
    @ParameterizedTest
    @EnumSource(
            value = RuntimeExecutionMode.class,
            names = {"STREAMING", "BATCH"})
    @SuppressWarnings("try") // Flink's close() may throw any exception.
    void survivesTheLossOfATaskManager(RuntimeExecutionMode mode) throws Exception {
        long seed = System.nanoTime();
        System.out.println(mode + " seed " + seed);
        TableSchema schema = RandomRows.tableOfAllTypes();
        Oracle oracle = records(schema, seed);
        Configuration configuration = configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, mode);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
        restartSoon(configuration);
        MiniClusterConfiguration twoTaskManagers = new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(2)
                .setNumSlotsPerTaskManager(1)
                .withRandomPorts()
                .build();
        try (MiniCluster cluster = new MiniCluster(twoTaskManagers)) {
            cluster.start();
            StreamExecutionEnvironment environment =
                    new TestStreamEnvironment(cluster, configuration, SUBTASKS, List.of(), List.of());
            Positions.stopAfter(ROWS / 2);
            sink(schema, positions(environment), Form.STAGED);
            JobClient job = environment.executeAsync();

            assertThat(Positions.reached.await(1, TimeUnit.MINUTES)).isTrue();
            // One after the other, because nobody knows on which of them a task waits.
            for (int taskManager : List.of(0, 1)) {
                cluster.terminateTaskManager(taskManager).get();
                cluster.startTaskManager();
            }
            Positions.goOn.countDown();
            job.getJobExecutionResult().get();
            assertThat(cluster.getExecutionGraph(job.getJobID()).get().getAllExecutionVertices())
                    .as("a task ran again")
                    .anyMatch(vertex -> vertex.getCurrentExecutionAttempt().getAttemptNumber() > 0);
        }

        assertTableHolds(oracle);
        if (mode == RuntimeExecutionMode.BATCH) {
            assertThat(table().snapshot().number()).isEqualTo(2);
        } else {
            assertLogIsSound(2);
        }
    }

    private static void restartSoon(Configuration configuration) {
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
        // At once, Flink's coordinator may meet a checkpoint that is still under way, and end the process.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
    }

    private JobClient runUntil(
            long position, TableSchema schema, Form form, int parallelism, Configuration configuration)
            throws Exception {
        Progress.expect(position);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(SUBTASKS, configuration);
        DataStream<Long> watched =
                positions(environment).map(new Progress()).setParallelism(1).uid("progress");
        sink(schema, watched, form, parallelism);
        JobClient client = environment.executeAsync();
        assertThat(Progress.reached.await(1, TimeUnit.MINUTES)).isTrue();
        return client;
    }

    @Test
    void keepsTheOrderOfArrivalInBatchJobs() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        TableSchema schema = RandomRows.tableOfAllTypes();
        Oracle oracle = records(schema, seed);
        for (Form form : List.of(Form.STAGED, Form.PLAIN)) {
            Configuration configuration = configuration();
            configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
            StreamExecutionEnvironment environment =
                    StreamExecutionEnvironment.createLocalEnvironment(SUBTASKS, configuration);

            sink(schema, positions(environment), form);
            environment.execute();

            assertTableHolds(oracle);
        }
        assertThat(table().snapshot().number()).isEqualTo(table().snapshot(1).number() + 2);
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        return configuration;
    }

    private static Oracle records(TableSchema schema, long seed) {
        RandomRows rows = new RandomRows(schema, seed, 20);
        Oracle oracle = new Oracle(schema);
        Random random = new Random(seed);
        RECORDS.clear();
        DELETES.clear();
        for (int i = 0; i < ROWS; i++) {
            if (i > 0 && random.nextInt(50) == 0) {
                // A row that came not long ago: it may be in memory, in an open file, or committed.
                RandomRows.KeyedRow deleted = RECORDS.get(Math.max(0, i - 1 - random.nextInt(3_000)));
                DELETES.set(i);
                RECORDS.add(deleted);
                oracle.delete(Deletion.ofRows(
                        DeviceScope.of(List.of(deleted.device())), new TimeRange(deleted.time(), deleted.time())));
            } else {
                RandomRows.KeyedRow row = rows.next();
                RECORDS.add(row);
                oracle.put(row.device(), row.time(), row.row());
            }
        }
        return oracle;
    }

    private static DataStream<Long> positions(StreamExecutionEnvironment environment) {
        DataGeneratorSource<Long> source = new DataGeneratorSource<>(
                position -> position, ROWS, RateLimiterStrategy.perSecond(ROWS_PER_SECOND), Types.LONG);
        return environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "rows")
                .setParallelism(1)
                .uid("rows");
    }

    private void sink(TableSchema schema, DataStream<Long> positions, Form form) {
        sink(schema, positions, form, SUBTASKS);
    }

    private void sink(TableSchema schema, DataStream<Long> positions, Form form, int parallelism) {
        TsFileSinkBuilder<Long> builder = TsFileSink.forType(new Positions(), schema)
                .location(folder.toString())
                .partitioning(new TimePartitioning(20_000))
                .flushOptions(new FlushOptions(100, 300, 1 << 20, 8, CompressionType.LZ4))
                .bufferBytes(100_000)
                .parallelism(parallelism)
                .uidPrefix("sink");
        if (form == Form.PLAIN) {
            positions.sinkTo(builder.build()).setParallelism(parallelism).uid("plain");
        } else {
            builder.encodeThreads(form == Form.STAGED ? 3 : 1)
                    .bufferAge(Duration.ofMillis(30))
                    .append(positions);
        }
    }

    private void assertTableHolds(Oracle oracle) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            Snapshot snapshot = Table.open(store).snapshot();
            assertThat(Oracle.scan(store, snapshot)).isEqualTo(oracle.lines());
        }
    }

    /** Every commit is there once, sequences of a writer ascend, and files of one commit and order hold different devices. */
    private void assertLogIsSound() throws IOException {
        assertLogIsSound(3);
    }

    private void assertLogIsSound(int starts) throws IOException {
        Table table = table();
        Set<String> ids = new HashSet<>();
        Map<String, Long> sequences = new HashMap<>();
        for (long number = 1; number <= table.snapshot().number(); number++) {
            String entry = Files.readString(folder.resolve("_tsfile/log/%020d.json".formatted(number)));
            Matcher id = COMMIT_ID.matcher(entry);
            assertThat(id.find()).as(entry).isTrue();
            assertThat(ids.add(id.group())).isTrue();
            Long before = sequences.put(id.group(1), Long.valueOf(id.group(2)));
            assertThat(before == null || before < Long.parseLong(id.group(2))).isTrue();
        }
        assertThat(sequences.size())
                .as("writers, one per start and that of the table")
                .isGreaterThanOrEqualTo(starts);
        List<DataFile> files = table.snapshot().files();
        for (DataFile file : files) {
            assertThat(folder.resolve(file.path())).hasSize(file.length());
            for (DataFile other : files) {
                if (!file.path().equals(other.path()) && file.version().equals(other.version())) {
                    assertThat(file.mayOverlap(other))
                            .as(file + " and " + other)
                            .isFalse();
                }
            }
        }
    }

    private Table table() throws IOException {
        return Table.open(StoreLocation.of(folder.toString()).open());
    }

    /** Looks records up; where it is told so, it stops after so many, until it is told to go on. */
    private static final class Positions implements RowConverter<Long> {
        static volatile CountDownLatch reached = new CountDownLatch(0);
        static volatile CountDownLatch goOn = new CountDownLatch(0);

        static void stopAfter(int records) {
            goOn = new CountDownLatch(1);
            reached = new CountDownLatch(records);
        }

        @Override
        public RowKind kind(Long position) {
            return DELETES.get(Math.toIntExact(position)) ? RowKind.DELETE : RowKind.INSERT;
        }

        @Override
        public IDeviceID device(Long position) {
            return RECORDS.get(Math.toIntExact(position)).device();
        }

        @Override
        public long time(Long position) {
            return RECORDS.get(Math.toIntExact(position)).time();
        }

        @Override
        public RowValues values(Long position) {
            reached.countDown();
            if (reached.getCount() == 0) {
                waitToGoOn();
            }
            return RECORDS.get(Math.toIntExact(position)).row();
        }

        private static void waitToGoOn() {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Cannot go on: the task is cancelled", e);
            }
        }
    }

    /** Tells when a position has passed. */
    private static final class Progress implements MapFunction<Long, Long> {
        private static volatile long expected;
        static volatile CountDownLatch reached = new CountDownLatch(0);

        static void expect(long position) {
            expected = position;
            reached = new CountDownLatch(1);
        }

        @Override
        public Long map(Long position) {
            if (position >= expected) {
                reached.countDown();
            }
            return position;
        }
    }

    /** Fails at seeded positions, and when told of seeded checkpoints: between their completion and their commit, or after. */
    private static final class Failures extends RichMapFunction<Long, Long> implements CheckpointListener {
        private static final Set<Long> POSITIONS = ConcurrentHashMap.newKeySet();
        private static final Set<Integer> NOTIFICATIONS = ConcurrentHashMap.newKeySet();
        private static final AtomicInteger NOTIFIED = new AtomicInteger();
        static final AtomicInteger thrown = new AtomicInteger();

        static void reset(long seed) {
            Random random = new Random(seed);
            POSITIONS.clear();
            NOTIFICATIONS.clear();
            NOTIFIED.set(0);
            thrown.set(0);
            while (POSITIONS.size() < 4) {
                POSITIONS.add((long) random.nextInt(ROWS));
            }
            while (NOTIFICATIONS.size() < 4) {
                NOTIFICATIONS.add(1 + random.nextInt(15));
            }
        }

        @Override
        public Long map(Long position) {
            if (POSITIONS.remove(position)) {
                thrown.incrementAndGet();
                throw new IllegalStateException("planned failure at record " + position);
            }
            return position;
        }

        @Override
        public void notifyCheckpointComplete(long checkpoint) {
            if (NOTIFICATIONS.remove(NOTIFIED.incrementAndGet())) {
                thrown.incrementAndGet();
                throw new IllegalStateException("planned failure after checkpoint " + checkpoint);
            }
        }
    }
}
