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
package io.tsfile.flink.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.flink.RowConverter;
import io.tsfile.flink.TsFileSink;
import io.tsfile.flink.TsFileSinkBuilder;
import io.tsfile.flink.stage.SinkMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.RowKind;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that come late, twice and out of order are compacted by the job that writes them. */
class JobCompactionTest {
    private static final int ROWS = 10_000;
    private static final int ROWS_PER_SECOND = 5_000;
    private static final long PARTITION = 100_000;
    /** At this record the job fails once. */
    private static final long FAILING = 5_000;
    /**
     * In each of the two partitions up to ten are left alone, because rows came not long ago, besides some that are the longer for
     * having been compacted. Without compaction there are more than fifty.
     */
    private static final int MOST_FILES = 30;

    /** The stream's records are positions in here; all tasks run in this process. */
    private static final List<RandomRows.KeyedRow> RECORDS = new ArrayList<>();

    private final InMemoryReporter reporter = InMemoryReporter.createWithRetainedMetrics();
    private final Path folder;

    JobCompactionTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void keepsFilesFewThroughRestartsUntilTheJobIsCancelled(@TempDir Path savepoints) throws Exception {
        Oracle oracle = records();
        Failure.left.set(1);
        Failure.passed.set(0);
        // It goes on after the last row, so that the last files are compacted, too.
        JobClient job = job(Long.MAX_VALUE, null).executeAsync();
        String savepoint;
        try {
            CompactFixture.await(() -> Failure.passed.get() == ROWS - 1);
            CompactFixture.await(() -> Oracle.scan(store(), snapshot()).equals(oracle.lines()));
            CompactFixture.await(() -> snapshot().files().size() <= MOST_FILES && compactions() > 0);
            CompactFixture.await(() -> metric(SinkMetrics.COMPACTION_TASKS) > 0);
            assertThat(metric(SinkMetrics.COMPACTED_BYTES)).isPositive();
            assertThat(metric(SinkMetrics.COMPACTION_FAILURES)).isZero();
            savepoint = job.stopWithSavepoint(false, savepoints.toString(), SavepointFormatType.CANONICAL)
                    .get();
        } catch (Throwable e) {
            job.cancel().get();
            throw e;
        }
        CompactFixture.await(() -> CompactFixture.threads().isEmpty());
        JobClient restored = job(Long.MAX_VALUE, savepoint).executeAsync();
        CompactFixture.await(() -> !CompactFixture.threads().isEmpty());
        restored.cancel().get();
        CompactFixture.await(() -> CompactFixture.threads().isEmpty());

        assertThat(Failure.left).hasValue(0);
        assertThat(Oracle.scan(store(), snapshot())).isEqualTo(oracle.lines());
        assertThat(snapshot().files()).hasSizeLessThan(written().size());
    }

    @Test
    void endsWithTheInput() throws Exception {
        Oracle oracle = records();
        Failure.left.set(0);

        // One record is behind the last row, see Pace.
        job(ROWS + 1, null).execute();

        assertThat(Oracle.scan(store(), snapshot())).isEqualTo(oracle.lines());
        assertThat(compactions()).isPositive();
        CompactFixture.await(() -> CompactFixture.threads().isEmpty());
    }

    private StreamExecutionEnvironment job(long records, @Nullable String savepoint) {
        Configuration configuration = new Configuration();
        reporter.addToConfiguration(configuration);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        // At once, Flink's coordinator may meet a checkpoint that is still under way, and end the process.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        if (savepoint != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        DataGeneratorSource<Long> source =
                new DataGeneratorSource<>(position -> position, records, new Pace(folder.toString()), Types.LONG);
        DataStream<Long> positions = environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "rows")
                .setParallelism(1)
                .filter(position -> position < ROWS)
                .setParallelism(1)
                .map(new Failure())
                .setParallelism(1);
        sink().append(positions);
        return environment;
    }

    private TsFileSinkBuilder<Long> sink() {
        return TsFileSink.forType(new Positions(), RandomRows.tableOfAllTypes())
                .location(folder.toString())
                .partitioning(new TimePartitioning(PARTITION))
                .flushOptions(new FlushOptions(100, 300, 1 << 20, 8, CompressionType.LZ4))
                .uidPrefix("sink")
                .compaction(JobCompaction.DEFAULT
                        .withInterval(Duration.ofMillis(50))
                        .withMinCommits(1)
                        .withParallelism(2));
    }

    private static Oracle records() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        TableSchema schema = RandomRows.tableOfAllTypes();
        RandomRows rows = new RandomRows(schema, seed, 20);
        Oracle oracle = new Oracle(schema);
        RECORDS.clear();
        for (int i = 0; i < ROWS; i++) {
            RandomRows.KeyedRow row = rows.next();
            RECORDS.add(row);
            oracle.put(row.device(), row.time(), row.row());
        }
        return oracle;
    }

    /** Summed up over all operators. */
    private long metric(String name) {
        return reporter.getMetricsByGroup().entrySet().stream()
                .filter(group -> List.of(group.getKey().getScopeComponents()).contains(SinkMetrics.COMPACT))
                .map(group -> group.getValue().get(name))
                .filter(Objects::nonNull)
                .mapToLong(metric -> ((Counter) metric).getCount())
                .sum();
    }

    private FileStore store() throws IOException {
        return StoreLocation.of(folder.toString()).open();
    }

    private Snapshot snapshot() throws IOException {
        return snapshot(folder.toString());
    }

    private static Snapshot snapshot(String folder) throws IOException {
        return Table.open(StoreLocation.of(folder).open()).snapshot();
    }

    /** Files that were ever written by the job's own commits. */
    private Set<String> written() throws IOException {
        Table table = Table.open(store());
        Set<String> paths = new HashSet<>();
        for (long number = 1; number <= table.snapshot().number(); number++) {
            for (DataFile file : table.snapshot(number).files()) {
                if (file.version().commit() == number && file.level() == 0) {
                    paths.add(file.path());
                }
            }
        }
        return paths;
    }

    /** Files that came out of compactions. */
    private long compactions() throws IOException {
        return compactions(folder.toString());
    }

    private static long compactions(String folder) throws IOException {
        return snapshot(folder).files().stream()
                .filter(file -> file.level() > 0)
                .count();
    }

    /** Rows come evenly; what is behind the last one, and so the end of the input, comes once files were compacted. */
    private record Pace(String folder) implements RateLimiterStrategy<NumberSequenceSplit> {
        @Override
        @SuppressWarnings("unchecked") // Flink's own limiter has no type
        public RateLimiter<NumberSequenceSplit> createRateLimiter(int parallelism) {
            RateLimiter<NumberSequenceSplit> evenly =
                    RateLimiterStrategy.perSecond(ROWS_PER_SECOND).createRateLimiter(parallelism);
            AtomicInteger left = new AtomicInteger(ROWS);
            return permits ->
                    left.getAndAdd(-permits) == 0 ? CompletableFuture.runAsync(this::await) : evenly.acquire(permits);
        }

        private void await() {
            try {
                CompactFixture.await(() -> compactions(folder) > 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Looks records up. */
    private static final class Positions implements RowConverter<Long> {
        @Override
        public RowKind kind(Long position) {
            return RowKind.INSERT;
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
            return RECORDS.get(Math.toIntExact(position)).row();
        }
    }

    /** Fails at a record, as often as it is told to. */
    private static final class Failure implements MapFunction<Long, Long> {
        static final AtomicInteger left = new AtomicInteger();
        static final AtomicLong passed = new AtomicLong();

        @Override
        public Long map(Long position) {
            if (position == FAILING && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new IllegalStateException("planned failure at record " + position);
            }
            passed.set(position);
            return position;
        }
    }
}
