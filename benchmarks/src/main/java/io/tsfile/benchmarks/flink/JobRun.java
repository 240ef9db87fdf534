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
package io.tsfile.benchmarks.flink;

import io.tsfile.benchmarks.process.ProgramProcess;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What a job took.
 *
 * @param rowsPerSecond from its start to its end, with the last commit
 * @param bytes of its files
 * @param compactedBytes that compactions wrote, those of files that were compacted once more included
 * @param cpu from before its cluster was started until after it was stopped
 */
record JobRun(double rowsPerSecond, long bytes, long compactedBytes, TaskCpu cpu) {
    /**
     * Runs a job in a cluster of its own in this process, and looks whether every row is there.
     *
     * @param checkpointMillis from one checkpoint to the next
     * @throws IllegalStateException if one is missing
     */
    static JobRun of(SinkKind sink, SensorRows rows, int parallelism, long checkpointMillis) throws Exception {
        Path folder = Files.createTempDirectory("flink-benchmark");
        try {
            StreamExecutionEnvironment environment =
                    StreamExecutionEnvironment.createLocalEnvironment(parallelism, new Configuration());
            environment.enableCheckpointing(checkpointMillis);
            sink.attach(rows.stream(environment), folder.toString());
            TaskCpu.Meter meter = new TaskCpu.Meter();
            JobExecutionResult result;
            TaskCpu cpu;
            try {
                result = environment.execute(sink + " x" + parallelism);
            } finally {
                cpu = meter.stop();
            }
            long compacted = check(sink, rows, folder);
            return new JobRun(rows.count() * 1e3 / result.getNetRuntime(), bytes(folder), compacted, cpu);
        } finally {
            ProgramProcess.delete(folder);
        }
    }

    /** Looks into the table, and returns what compactions wrote to it. */
    private static long check(SinkKind sink, SensorRows rows, Path folder) throws IOException {
        if (sink != SinkKind.STAGED && sink != SinkKind.FUSED && sink != SinkKind.COMPACTING) {
            return 0;
        }
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            Table table = Table.open(store);
            List<DataFile> files = table.snapshot().files();
            long written = files.stream().mapToLong(DataFile::rows).sum();
            // A patched file still counts the rows that are hidden in it.
            boolean missing = sink == SinkKind.COMPACTING ? written < rows.count() : written != rows.count();
            if (missing) {
                throw new IllegalStateException(
                        "Cannot compare " + sink + ": the table has " + written + " rows instead of " + rows.count());
            }
            if (sink == SinkKind.COMPACTING && files.stream().noneMatch(file -> file.level() > 0)) {
                throw new IllegalStateException(
                        "Cannot compare " + sink + ": nothing was compacted in so short a time");
            }
            return compactedBytes(table);
        }
    }

    private static long compactedBytes(Table table) throws IOException {
        Map<String, Long> lengths = new HashMap<>();
        for (long number = 1; number <= table.snapshot().number(); number++) {
            for (DataFile file : table.snapshot(number).files()) {
                if (file.level() > 0) {
                    lengths.put(file.path(), file.length());
                }
            }
        }
        return lengths.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
