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

import io.tsfile.benchmarks.Report;
import io.tsfile.benchmarks.Result;
import io.tsfile.benchmarks.flink.Rounds.Job;
import io.tsfile.benchmarks.flink.Rounds.Medians;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares jobs, prints a table and writes it to a file. */
public final class FlinkBenchmark {
    /** Enough for several checkpoints, and for the compiler to be done with a job's code before much of it is over. */
    private static final long ROWS = 15_000_000;

    private static final Rounds ROUNDS = new Rounds(2, 3);
    /** Of a job that is several times as long. */
    private static final Rounds FEWER_ROUNDS = new Rounds(1, 3);

    private static final long SHORT_CHECKPOINT_MILLIS = 2500;

    private static final int TWO = 2;
    private static final double MEGA = 1e6;
    private static final String SPEED = "million rows/s";

    private final List<Result> results = new ArrayList<>();

    private FlinkBenchmark() {}

    /** Takes the file for the results. */
    public static void main(String[] args) throws Exception {
        System.out.println("Running the comparisons of Flink jobs, some fifteen minutes in all.");
        FlinkBenchmark benchmark = new FlinkBenchmark();
        benchmark.againstParquet("two decimals", 2);
        benchmark.againstParquet("full precision", -1);
        benchmark.stagedAgainstFused();
        benchmark.compactionInTheJob();
        benchmark.cost();
        Report.of(benchmark.results).publish(Path.of(args[0]));
        WhereTimeGoes.print(new Job(SinkKind.STAGED, new SensorRows(ROWS, 2, TWO), TWO));
    }

    private void againstParquet(String values, int decimals) throws Exception {
        SensorRows rows = new SensorRows(ROWS, decimals, TWO);
        Medians medians = ROUNDS.measure(new Job(SinkKind.STAGED, rows, TWO), new Job(SinkKind.PARQUET, rows, TWO));
        speeds("staged against FileSink with Parquet, " + values, medians, 1.5);
        double points = (double) ROWS * SensorRows.SENSORS;
        add(Result.sizes(
                "bytes against FileSink with Parquet, " + values,
                "bytes/point",
                medians.first().bytes() / points,
                medians.second().bytes() / points,
                1.25));
    }

    private void stagedAgainstFused() throws Exception {
        SensorRows rows = new SensorRows(ROWS, 2, 1);
        Medians medians = ROUNDS.measure(new Job(SinkKind.STAGED, rows, 1), new Job(SinkKind.FUSED, rows, 1));
        speeds("staged against fused, parallelism 1", medians, 1.3);
        TaskCpu staged = medians.first().cpu();
        TaskCpu fused = medians.second().cpu();
        TaskCpu.print("staged", staged, "fused", fused, ROWS);
        add(Result.sizes(
                "the same, CPU of the busiest task behind the exchange (a bound with enough cores; no goal)",
                "ms/million rows",
                staged.busiestBehindExchange(ROWS),
                fused.busiestBehindExchange(ROWS),
                0));
    }

    /**
     * With so many commits that those of the last ones, which have nothing behind them that they could be compacted with, are few. All
     * other files are compacted once, with those of the next commits, and are then too long to be compacted again.
     */
    private void compactionInTheJob() throws Exception {
        SensorRows rows = new SensorRows(4 * ROWS, 2, TWO);
        Medians medians = FEWER_ROUNDS.measure(
                new Job(SinkKind.COMPACTING, rows, TWO, SHORT_CHECKPOINT_MILLIS),
                new Job(SinkKind.STAGED, rows, TWO, SHORT_CHECKPOINT_MILLIS));
        speeds("with compaction in the job against without", medians, 0.85);
        System.out.printf(
                Locale.ROOT,
                "  (compactions wrote %.2f bytes for each one of the table without them)%n",
                (double) medians.first().compactedBytes() / medians.second().bytes());
    }

    private void cost() throws Exception {
        SensorRows rows = new SensorRows(ROWS, 2, TWO);
        speeds(
                "staged against a sink that discards (the cost; no goal)",
                ROUNDS.measure(new Job(SinkKind.STAGED, rows, TWO), new Job(SinkKind.DISCARD, rows, TWO)),
                0);
    }

    private void speeds(String name, Medians medians, double goal) {
        add(Result.speeds(
                name,
                SPEED,
                medians.first().rowsPerSecond() / MEGA,
                medians.second().rowsPerSecond() / MEGA,
                goal));
    }

    private void add(Result result) {
        results.add(result);
        System.out.println("  " + result);
    }
}
