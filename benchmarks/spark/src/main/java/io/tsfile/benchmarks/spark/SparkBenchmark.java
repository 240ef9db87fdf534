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
package io.tsfile.benchmarks.spark;

import io.tsfile.benchmarks.Report;
import io.tsfile.benchmarks.Result;
import io.tsfile.spark.job.CompactTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Compares queries on a table with the same on Parquet, compressed with ZSTD and sorted by device and time; prints a table and writes
 * it to a file.
 *
 * <p>What an aggregate alone asks of a column is answered from statistics. Queries that are to decode add something to each value.
 */
public final class SparkBenchmark {
    private static final int DEVICES = 100;
    private static final int ROWS = Integer.getInteger("benchmark.rows", 100_000);
    private static final Rounds ROUNDS = new Rounds(3, 7);
    /** Of a query that takes little more than its planning, which gets quicker for long. */
    private static final Rounds MANY_ROUNDS = new Rounds(20, 40);

    private static final int COMMITS = 20;
    private static final int MINUTES = 10;
    private static final double MILLIS = 1000;

    private final SparkSession spark;
    private final Path folder;
    private final List<Result> results = new ArrayList<>();

    private SparkBenchmark(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    /** Takes the file for the results. */
    public static void main(String[] args) throws IOException {
        System.out.println("Running the comparisons of queries in Spark, some ten minutes in all.");
        Path folder = Files.createTempDirectory("spark-benchmark");
        try (SparkSession spark = session(false)) {
            SparkBenchmark benchmark = new SparkBenchmark(spark, folder);
            benchmark.againstParquet();
            benchmark.sizes(SensorTable.Values.FULL_PRECISION);
            benchmark.sizes(SensorTable.Values.GAPPED);
            benchmark.beforeCompaction();
            Report.of(benchmark.results).publish(Path.of(args[0]));
        } finally {
            delete(folder);
        }
    }

    /** Two cores of this process, with or without the web page. */
    static SparkSession session(boolean webPage) {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("benchmark")
                .config("spark.ui.enabled", webPage)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        return spark;
    }

    private void againstParquet() throws IOException {
        SensorTable sensors = SensorTable.of(DEVICES, ROWS, SensorTable.Values.TWO_DECIMALS);
        write(sensors.middleRow(), "one row", "ours_one", "parquet_one");
        write(sensors, "two decimals");
        compare("sum of one column, decoded", "SELECT sum(v0 + 1) FROM %s", 1.0);
        compare("sum of ten columns, decoded", "SELECT " + eachColumn("sum(%s + 1)") + " FROM %s", 1.2);
        compare(
                "two aggregates by device, decoded",
                "SELECT host, avg(v0 + 1), max(v1 + 1) FROM %s GROUP BY host ORDER BY host",
                1.2);
        compare("two aggregates by device", "SELECT host, avg(v0), max(v1) FROM %s GROUP BY host ORDER BY host", 1.2);
        compare("sum of ten columns", "SELECT " + eachColumn("sum(%s)") + " FROM %s", 1.2);
        net("count, min and max", "SELECT count(*), min(v0), max(v0) FROM %s", 10);
        String device = SensorTable.host(sensors.middleDevice());
        net("average of one device", "SELECT avg(v0) FROM %s WHERE host = '" + device + "'", 3);
        net("average of one device, decoded", "SELECT avg(v0 + 1) FROM %s WHERE host = '" + device + "'", 3);
        String minutes = "time >= timestamp_millis(" + sensors.middle() + ") AND time < timestamp_millis("
                + (sensors.middle() + MINUTES * 60_000L) + ")";
        net("ten minutes of all devices", "SELECT count(*), sum(v0 + 1) FROM %s WHERE " + minutes, 2);
        compare("last row of all", "SELECT time FROM %s ORDER BY time DESC LIMIT 1", 2);
    }

    private void sizes(SensorTable.Values values) throws IOException {
        write(
                SensorTable.of(DEVICES, ROWS / 10, values),
                values.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    /** Writes both, leaves them as views, and compares their bytes. */
    private void write(SensorTable sensors, String name) throws IOException {
        long[] bytes = write(sensors, name, "ours", "parquet");
        add(Result.sizes(
                "bytes on disk, " + name,
                "bytes/point",
                bytes[0] / (double) sensors.points(),
                bytes[1] / (double) sensors.points(),
                sensors.values() == SensorTable.Values.TWO_DECIMALS ? 1 / 0.7 : 1));
    }

    /** Writes both, leaves them as views of these names, and returns their bytes. */
    private long[] write(SensorTable sensors, String name, String ours, String peer) throws IOException {
        Path table = folder.resolve(name + "-table");
        Path parquet = folder.resolve(name + "-parquet");
        sensors.write(table, 1);
        spark.read().format("tsfile").load(table.toString()).createOrReplaceTempView(ours);
        // As many files as ours, or Spark's cores.
        spark.table(ours)
                .repartitionByRange(4, spark.table(ours).col("host"))
                .sortWithinPartitions("host", "time")
                .write()
                .option("compression", "zstd")
                .parquet(parquet.toString());
        spark.read().parquet(parquet.toString()).createOrReplaceTempView(peer);
        return new long[] {bytes(table), bytes(parquet)};
    }

    private void compare(String name, String query, double goal) {
        double[] best = ROUNDS.measure(spark, query.formatted("ours"), query.formatted("parquet"));
        // A speed, so that more is better.
        add(Result.speeds(name, "queries/s", 1 / best[0], 1 / best[1], goal));
    }

    /** As above, but without what the same query costs on a table of one row. */
    private void net(String name, String query, double goal) {
        double[] best = MANY_ROUNDS.measure(
                spark,
                query.formatted("ours"),
                query.formatted("parquet"),
                query.formatted("ours_one"),
                query.formatted("parquet_one"));
        double ours = Math.max(1 / MILLIS, best[0] - best[2]);
        double peer = Math.max(1 / MILLIS, best[1] - best[3]);
        add(Result.sizes(name + ", net of one row", "ms", ours * MILLIS, peer * MILLIS, goal));
    }

    private void beforeCompaction() throws IOException {
        Path table = folder.resolve("commits");
        Path compacted = folder.resolve("compacted");
        SensorTable sensors = SensorTable.of(DEVICES, ROWS, SensorTable.Values.TWO_DECIMALS);
        sensors.write(table, COMMITS);
        sensors.write(compacted, COMMITS);
        CompactTable.at(spark, compacted.toString()).run();
        spark.read().format("tsfile").load(table.toString()).createOrReplaceTempView("ours");
        spark.read().format("tsfile").load(compacted.toString()).createOrReplaceTempView("parquet");
        compare("20 commits, 5 % late, against compacted: one column", "SELECT sum(v0 + 1) FROM %s", 0.4);
        compare(
                "20 commits, 5 % late, against compacted: ten columns",
                "SELECT " + eachColumn("sum(%s + 1)") + " FROM %s", 0.4);
    }

    private static String eachColumn(String expression) {
        return IntStream.range(0, SensorTable.FIELDS)
                .mapToObj(field -> expression.replace("%s", "v" + field))
                .collect(Collectors.joining(", "));
    }

    private void add(Result result) {
        results.add(result);
        System.out.println("  " + result);
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException("Cannot delete " + file, e);
                }
            });
        }
    }
}
