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
package io.tsfile.examples.flink;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.examples.UserException;
import io.tsfile.examples.cli.CsvArguments;
import io.tsfile.examples.cli.CsvArguments.CsvInput;
import io.tsfile.examples.cli.FolderArguments;
import io.tsfile.examples.cli.Programs;
import io.tsfile.examples.cli.QuickstartFolder;
import io.tsfile.examples.console.Progress;
import io.tsfile.examples.console.Sizes;
import io.tsfile.examples.csv.CsvTable;
import io.tsfile.examples.replay.DisorderOptions;
import io.tsfile.examples.replay.ReplayPlan;
import io.tsfile.examples.replay.RowChains;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Replays a CSV file as if it came from the field, out of order and in part twice, into a table. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Replays a CSV file, out of order and in part twice, through a Flink job into a TsFile table.")
public final class Ingest implements Callable<Integer> {
    @Mixin
    private CsvArguments csv = new CsvArguments();

    @Mixin
    private FolderArguments folder = new FolderArguments();

    @Option(names = "--table", paramLabel = "NAME", description = "Name of the table. Default: the file's name")
    private String table = "";

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "The same seed makes the same disorder. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--disorder-seconds",
            defaultValue = "10",
            paramLabel = "S",
            description =
                    "Rows come up to so many seconds (of recorded time) after their turn. Default: ${DEFAULT-VALUE}")
    private double disorderSeconds;

    @Option(
            names = "--late-fraction",
            defaultValue = "0.03",
            paramLabel = "F",
            description = "Share of rows that come very late. Default: ${DEFAULT-VALUE}")
    private double lateFraction;

    @Option(
            names = "--duplicate-fraction",
            defaultValue = "0.05",
            paramLabel = "F",
            description = "Share of rows sent twice, half of them with wrong values first. Default: ${DEFAULT-VALUE}")
    private double duplicateFraction;

    @Option(
            names = "--seconds",
            defaultValue = "15",
            paramLabel = "S",
            description = "How long to replay; 0 is as fast as possible. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(
            names = "--checkpoint-seconds",
            defaultValue = "2",
            paramLabel = "S",
            description = "Time between checkpoints. Default: ${DEFAULT-VALUE}")
    private double checkpointSeconds;

    @Option(
            names = "--parallelism",
            defaultValue = "2",
            paramLabel = "N",
            description = "Writers. Default: ${DEFAULT-VALUE}")
    private int parallelism;

    @Option(
            names = "--progress",
            defaultValue = "lines",
            paramLabel = "STYLE",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Progress.Style progress = Progress.Style.LINES;

    private Ingest() {}

    /** Runs the program. */
    public static void main(String[] args) {
        Programs.runAndExit(new Ingest(), args);
    }

    @Override
    public Integer call() throws Exception {
        checkOptions();
        long start = System.nanoTime();
        CsvInput input = csv.toInput();
        DisorderOptions disorder = new DisorderOptions(seed, disorderSeconds, lateFraction, duplicateFraction);
        CsvTable rows = input.read();
        ReplayPlan plan = ReplayPlan.of(rows, RowChains.of(rows), disorder);
        String name = table.isEmpty() ? QuickstartFolder.tableName(csv.input()) : table;
        QuickstartFolder quickstart = folder.folder();
        quickstart.note(name, input);
        System.out.printf(
                "Ingest %s: %s rows, %d devices, %d measurements%n",
                csv.input().getFileName(),
                Sizes.count(rows.rows()),
                rows.devices().size(),
                rows.fields().size());
        System.out.printf(
                "  sent out of order, %s late, %s twice, %s first with wrong values%n",
                Sizes.count(plan.late()), Sizes.count(plan.repeated()), Sizes.count(plan.corrected()));

        Path target = quickstart.table(name);
        JobExecutionResult result = run(input, disorder, rows, plan.size(), TableSchemas.of(name, rows), target);
        summary(target, result, System.nanoTime() - start);
        return Programs.OK;
    }

    private void checkOptions() {
        if (!(seconds >= 0) || !(checkpointSeconds >= 0.1) || parallelism < 1) {
            throw new UserException(
                    "Cannot replay for " + seconds + " seconds with checkpoints every " + checkpointSeconds
                            + " seconds and " + parallelism
                            + " writers: --seconds must be 0 or more, --checkpoint-seconds 0.1 or"
                            + " more, --parallelism 1 or more.");
        }
        if (!table.isEmpty() && !table.matches("[a-z][a-z0-9_]*")) {
            throw new UserException("Cannot name a table '" + table
                    + "': use lower-case letters, digits and underscores, and begin with a letter.");
        }
    }

    private JobExecutionResult run(
            CsvInput input, DisorderOptions disorder, CsvTable rows, int total, TableSchema schema, Path target)
            throws Exception {
        StreamExecutionEnvironment environment =
                IngestJob.environment(parallelism, Duration.ofMillis((long) (checkpointSeconds * 1000)));
        var type = CsvRows.type(rows);
        RateLimiterStrategy<?> rate =
                seconds > 0 ? RateLimiterStrategy.perSecond(Math.max(1, total / seconds)) : RateLimiterStrategy.noOp();
        var source = new DataGeneratorSource<Row>(new Replay(input, disorder), total, rate, type);
        IngestJob.wire(environment, source, type, schema, target);
        return follow(environment.executeAsync("ingest " + schema.name()), total);
    }

    /** Shows how far the job is until it ends. */
    private JobExecutionResult follow(JobClient job, int total) throws Exception {
        var end = job.getJobExecutionResult();
        try (Progress shown = Progress.open(progress, "  ingest", total)) {
            while (true) {
                try {
                    JobExecutionResult result = end.get(250, TimeUnit.MILLISECONDS);
                    show(shown, result.getAllAccumulatorResults());
                    return result;
                } catch (TimeoutException e) {
                    show(shown, counts(job));
                }
            }
        }
    }

    private static Map<String, Object> counts(JobClient job) throws InterruptedException {
        try {
            return job.getAccumulators().get();
        } catch (ExecutionException | IllegalStateException e) {
            // The job has ended since, and its cluster, too; its result tells all.
            return Map.of();
        }
    }

    private static void show(Progress shown, Map<String, Object> counts) {
        if (counts.get(Counting.ROWS) instanceof Long rows
                && counts.get(Counting.CHECKPOINTS) instanceof Long checkpoints) {
            shown.update(rows, checkpoints == 1 ? "1 checkpoint" : checkpoints + " checkpoints");
        }
    }

    private static void summary(Path target, JobExecutionResult result, long nanos) throws IOException {
        try (FileStore store = StoreLocation.of(target.toString()).open()) {
            Snapshot snapshot = Table.open(store).snapshot();
            long bytes = snapshot.files().stream().mapToLong(DataFile::length).sum();
            System.out.printf(
                    "  %s rows sent, %s checkpoints, in %s%n",
                    Sizes.count(result.<Long>getAccumulatorResult(Counting.ROWS)),
                    result.<Long>getAccumulatorResult(Counting.CHECKPOINTS),
                    Sizes.duration(nanos));
            System.out.printf(
                    "  table: %s files, %s in %s%n",
                    Sizes.count(snapshot.files().size()), Sizes.bytes(bytes), shown(target));
        }
    }

    private static Path shown(Path target) {
        Path here = Path.of("").toAbsolutePath();
        return target.startsWith(here) ? here.relativize(target) : target;
    }
}
