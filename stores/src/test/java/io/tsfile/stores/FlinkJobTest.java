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
package io.tsfile.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.flink.TsFileSink;
import io.tsfile.flink.TsFileSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Flink job that fails behind a commit and before one writes to a store over several checkpoints; another job reads its rows. */
@SuppressWarnings("try") // Flink's close() may throw any exception.
class FlinkJobTest {
    private static final int CHECKPOINTS = 4;
    private static final int ROWS_PER_CHECKPOINT = 100;
    private static final int ROWS = CHECKPOINTS * ROWS_PER_CHECKPOINT;
    /** Every row comes again behind so many others, with another value. */
    private static final int KEYS = 150;

    private static final int DEVICES = 3;
    private static final TypeInformation<Row> TYPE = Types.ROW(Types.INSTANT, Types.STRING, Types.INT);
    private static final TableSchema SCHEMA =
            TableSchema.ofTable("t", List.of(Column.tag("d"), Column.field("v", TSDataType.INT32)));

    @Test
    void onHdfs(@TempDir Path folder) throws Exception {
        org.apache.hadoop.conf.Configuration configuration = new org.apache.hadoop.conf.Configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("dfs").toString());
        try (MiniDFSCluster cluster =
                new MiniDFSCluster.Builder(configuration).numDataNodes(1).build()) {
            cluster.waitActive();
            writesAndReads(StoreLocation.of(cluster.getURI() + "/table"));
        }
    }

    @Test
    void onS3() throws Exception {
        try (S3Server server = new S3Server(S3Server.Promise.KEPT)) {
            writesAndReads(server.location("table"));
        }
    }

    private static void writesAndReads(StoreLocation location) throws Exception {
        Failures.FAILED.set(0);
        StreamExecutionEnvironment writing = environment();
        DataGeneratorSource<Long> positions = new DataGeneratorSource<>(
                position -> position, ROWS, RateLimiterStrategy.perCheckpoint(ROWS_PER_CHECKPOINT), Types.LONG);
        DataStream<Row> rows = writing.fromSource(positions, WatermarkStrategy.noWatermarks(), "positions")
                .setParallelism(1)
                .map(new Failures())
                .returns(TYPE)
                .setParallelism(1);
        TsFileSink.forRow(SCHEMA).location(location).append(rows);
        writing.execute();

        assertThat(Failures.FAILED).hasValue(2);
        List<String> expected = expected();
        assertThat(read(location)).containsExactlyInAnyOrderElementsOf(expected);
        try (FileStore store = location.open()) {
            Snapshot snapshot = Table.open(store).snapshot();
            // The first commit makes the table.
            assertThat(snapshot.number()).isGreaterThan(CHECKPOINTS);
            assertThat(snapshot.tombstones()).isNotEmpty();
            for (DataFile file : snapshot.files()) {
                assertThat(store.status(file.path()).orElseThrow().length()).isEqualTo(file.length());
            }
        }
    }

    private static List<String> expected() {
        TreeMap<Long, String> rows = new TreeMap<>();
        for (long position = 0; position < ROWS; position++) {
            Row row = row(position);
            if (row.getKind() == RowKind.DELETE) {
                rows.remove(position % KEYS);
            } else {
                rows.put(position % KEYS, line(row));
            }
        }
        return new ArrayList<>(rows.values());
    }

    private static List<String> read(StoreLocation location) throws Exception {
        List<String> lines = new ArrayList<>();
        try (CloseableIterator<Row> rows = environment()
                .fromSource(
                        TsFileSource.forRow("time", "d", "v").location(location).build(),
                        WatermarkStrategy.noWatermarks(),
                        "table")
                .executeAndCollect()) {
            rows.forEachRemaining(row -> lines.add(line(row)));
        }
        return lines;
    }

    private static String line(Row row) {
        return row.getField(0) + " " + row.getField(1) + " " + row.getField(2);
    }

    private static Row row(long position) {
        RowKind kind = position % 7 == 6 ? RowKind.DELETE : RowKind.INSERT;
        long key = position % KEYS;
        return Row.ofKind(kind, Instant.ofEpochMilli(key), "d" + key % DEVICES, (int) position);
    }

    private static StreamExecutionEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 2);
        // At once, Flink's coordinator may meet a checkpoint that is still under way, and end the process.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        return StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    }

    /** Fails in the middle of the rows, and once more when it is told of a checkpoint, as the committer is at the same time. */
    private static final class Failures extends RichMapFunction<Long, Row> implements CheckpointListener {
        static final AtomicInteger FAILED = new AtomicInteger();

        @Override
        public Row map(Long position) {
            if (position == ROWS / 2 + 10 && FAILED.compareAndSet(0, 1)) {
                throw new IllegalStateException("planned failure at row " + position);
            }
            return row(position);
        }

        @Override
        public void notifyCheckpointComplete(long checkpoint) {
            if (FAILED.compareAndSet(1, 2)) {
                throw new IllegalStateException("planned failure after checkpoint " + checkpoint);
            }
        }
    }
}
