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
package io.tsfile.examples.embedded;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanPlanner;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.SectionReader;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.wal.WalOptions;
import io.tsfile.core.writer.TsFileWriter;
import io.tsfile.core.writer.WriterOptions;
import io.tsfile.examples.cli.Programs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.tsfile.enums.TSDataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes how much memory this JVM uses to a table, then counts what is there. Kill it and start it again: nothing is lost. */
@Command(
        name = "memory-recorder",
        mixinStandardHelpOptions = true,
        description = "Records the memory of its own JVM in a TsFile table, ten times a second.")
public final class MemoryRecorder implements Callable<Integer> {
    private static final TableSchema SCHEMA = TableSchema.ofTable(
            "memory",
            List.of(
                    Column.tag("pool"),
                    Column.field("used", TSDataType.INT64),
                    Column.field("full", TSDataType.DOUBLE)));

    @Option(
            names = "--dir",
            defaultValue = "memory-recorder",
            paramLabel = "DIR",
            description = "Folder for the table and its log. Default: ${DEFAULT-VALUE}")
    private Path dir = Path.of("memory-recorder");

    @Option(
            names = "--seconds",
            defaultValue = "5",
            paramLabel = "S",
            description = "How long to record. Default: ${DEFAULT-VALUE}")
    private int seconds;

    MemoryRecorder() {}

    /** Runs the program. */
    public static void main(String[] args) {
        Programs.runAndExit(new MemoryRecorder(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (FileStore store = StoreLocation.of(dir.resolve("table").toString()).open()) {
            Table table = Table.openOrCreate(
                    store, TableMetadata.of(SCHEMA, new TimePartitioning(TimeUnit.DAYS.toMillis(7)), Map.of()));
            WriterOptions options = WriterOptions.DEFAULT.withWal(
                    WalOptions.synced(StoreLocation.of(dir.resolve("log").toString())));
            try (TsFileWriter writer = TsFileWriter.open(table, options)) {
                record(writer);
            }
            count(store, table.snapshot()).forEach((pool, rows) -> System.out.printf("%-40s %,8d rows%n", pool, rows));
        }
        return Programs.OK;
    }

    private void record(TsFileWriter writer) throws IOException, InterruptedException {
        long end = System.currentTimeMillis() + TimeUnit.SECONDS.toMillis(seconds);
        for (long now = System.currentTimeMillis(); now < end; now = System.currentTimeMillis()) {
            for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
                MemoryUsage usage = pool.getUsage();
                // Not every pool has a limit; null is no value.
                Double full = usage.getMax() < 0 ? null : (double) usage.getUsed() / usage.getMax();
                writer.append(Devices.ofTable("memory", pool.getName()), now, writer.row(usage.getUsed(), full));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static SortedMap<String, Long> count(FileStore store, Snapshot snapshot) throws IOException {
        SortedMap<String, Long> rows = new TreeMap<>();
        ScanSource source = ScanSource.of(store, snapshot);
        ScanRequest request = new ScanRequest(List.of("used"), TimeRange.ALL, DeviceFilter.ALL, 128L << 20);
        for (ScanTask task : ScanPlanner.plan(source, request)) {
            try (SectionReader reader = new SectionReader(store, task, 10_000)) {
                while (reader.next()) {
                    rows.merge(reader.device().toString(), (long) reader.times().size(), Long::sum);
                }
            }
        }
        return rows;
    }
}
