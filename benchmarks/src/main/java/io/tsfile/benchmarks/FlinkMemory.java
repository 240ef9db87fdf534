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
package io.tsfile.benchmarks;

import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Table;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.Vector;
import io.tsfile.flink.RowConverter;
import io.tsfile.flink.TsFileSink;
import io.tsfile.flink.TsFileSinkBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Writes 100,000 devices of ten columns with one subtask of the sink, in both forms, in 512 MB of heap for the whole local
 * cluster. Rows come from each device in turn as fast as they are taken, with a checkpoint every 30 seconds; one row in a
 * hundred is late. Says how much heap was left in use by collections, and checks that all rows are in the table.
 *
 * <p>{@code ./benchmarks/run.sh flink-memory}
 */
public final class FlinkMemory {
    private static final int DEVICES = 100_000;
    private static final int FIELDS = 10;
    private static final long DEFAULT_ROWS = 8_000_000;
    private static final int LATE_EVERY = 100;
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(30);
    private static final long BUFFER_BYTES = 256L << 20;
    private static final TableSchema SCHEMA = schema();

    private FlinkMemory() {}

    /** Takes the number of rows, if another one is wanted. */
    public static void main(String[] args) throws Exception {
        long rows = args.length > 0 ? Long.parseLong(args[0]) : DEFAULT_ROWS;
        System.out.printf(
                Locale.ROOT, "heap of at most %d MB%n", Runtime.getRuntime().maxMemory() >> 20);
        Path folder = Files.createTempDirectory("flink-memory");
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            for (boolean staged : new boolean[] {true, false}) {
                run(folder, rows, staged);
                store.deleteFolder("data");
                store.deleteFolder("_tsfile");
            }
        } finally {
            Files.deleteIfExists(folder);
        }
    }

    private static void run(Path folder, long rows, boolean staged) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        // A job without enough heap ends; it does not start again.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        DataStream<Long> numbers = environment.fromSequence(0, rows - 1);
        TsFileSinkBuilder<Long> sink = TsFileSink.forType(new NumberedRow(), SCHEMA)
                .location(folder.toString())
                .bufferBytes(BUFFER_BYTES);
        if (staged) {
            sink.append(numbers);
        } else {
            numbers.sinkTo(sink.build());
        }
        HeapInUse heap = HeapInUse.watch();
        long start = System.nanoTime();
        environment.execute();
        double seconds = (System.nanoTime() - start) / 1e9;
        Table table = Table.open(StoreLocation.of(folder.toString()).open());
        List<DataFile> files = table.snapshot().files();
        long written = files.stream().mapToLong(DataFile::rows).sum();
        if (written != rows) {
            throw new IOException("Wrote " + written + " rows of " + rows);
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %d rows of %d devices in %d files and %d commits, in %.1f s; at most %d MB of heap after a collection%n",
                staged ? "staged" : "fused",
                rows,
                DEVICES,
                files.size(),
                table.snapshot().number(),
                seconds,
                heap.takeMost() >> 20);
    }

    private static TableSchema schema() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.tag("device"));
        for (int i = 0; i < FIELDS; i++) {
            columns.add(Column.field("m" + i, TSDataType.DOUBLE));
        }
        return TableSchema.ofTable("fleet", columns);
    }

    /** A number as a row: the next one of the next device. */
    private static final class NumberedRow implements RowConverter<Long> {
        private static final long serialVersionUID = 1;

        @Override
        public IDeviceID device(Long number) {
            return Devices.ofTable("fleet", "device-" + number % DEVICES);
        }

        @Override
        public long time(Long number) {
            long turn = number / DEVICES;
            // Late, and between two others.
            return number % LATE_EVERY == 0 ? 1_000 * turn - 2_500 : 1_000 * turn;
        }

        @Override
        public RowValues values(Long number) {
            return new RowValues() {
                @Override
                public boolean isNull(int field) {
                    return false;
                }

                @Override
                public void appendTo(int field, Vector target) {
                    ((DoubleVector) target).append((number % 1000 + field) / 10.0);
                }
            };
        }
    }
}
