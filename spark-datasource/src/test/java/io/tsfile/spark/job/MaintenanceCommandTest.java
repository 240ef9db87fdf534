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
package io.tsfile.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.maintenance.Describe;
import io.tsfile.core.table.Table;
import io.tsfile.spark.LocalSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job of the command line. */
class MaintenanceCommandTest {
    @TempDir
    private Path warehouse;

    private SparkSession spark = LocalSpark.session();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void open() {
        spark = LocalSpark.withCatalog(warehouse);
    }

    /** A table of several days, each with two files that overlap. */
    private void create(String table, int days) {
        spark.sql("CREATE TABLE ts." + table + " (time TIMESTAMP, site STRING, v BIGINT)"
                + " TBLPROPERTIES ('tag.columns' = 'site', 'time.partition' = '1d', 'retention' = '0 ms')");
        for (int i = 0; i < 2; i++) {
            spark.sql("INSERT INTO ts." + table + " SELECT timestamp_seconds(id * 86400 + 5), 'a', id + " + i
                    + " FROM range(0, " + days + ", 1, 1)");
        }
    }

    private int run(String... arguments) {
        return MaintenanceCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private long files(String table) throws IOException {
        try (FileStore store =
                StoreLocation.of(warehouse.resolve(table).toString()).open()) {
            return Describe.of(Table.open(store), 1, 0).shape().files();
        }
    }

    @Test
    void compactsTablesAndDoesNothingTheNextTime() throws IOException {
        create("plant", 2);
        create("other", 1);
        Files.createDirectories(warehouse.resolve("default/no-table"));
        long before = spark.sql("SELECT sum(v) FROM ts.plant").head().getLong(0);

        assertThat(run("compact", "--warehouse", warehouse.toString(), "--all-tables"))
                .isZero();

        assertThat(out.toString())
                .contains("default.plant: merge 2 of 2: 2 files of ")
                .contains("; 0 left, 0 B")
                .containsPattern("default.other: compacted after 1 merges, [1-9][0-9]* B written")
                .contains("2 tables in ")
                .contains(" 0 had nothing to do, 2 done, 0 failed");
        assertThat(files("default/plant")).isEqualTo(2);
        assertThat(spark.sql("SELECT sum(v) FROM ts.plant").head().getLong(0)).isEqualTo(before);

        out.getBuffer().setLength(0);
        assertThat(run("compact", "--table", warehouse.resolve("default/plant").toString()))
                .isZero();
        assertThat(out.toString()).contains("1 tables in ").contains(" 1 had nothing to do, 0 done, 0 failed");
    }

    @Test
    void refusesAWarehouseThatIsNotThere() {
        assertThat(run(
                        "compact",
                        "--all-tables",
                        "--warehouse",
                        warehouse.resolve("typo").toString()))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("Cannot start: there is nothing in ")
                .contains("Check --warehouse");
    }

    @Test
    void compactsWhatItIsAskedFor() throws IOException {
        create("plant", 3);
        String[] plant = {"--warehouse", warehouse.toString(), "--table", "plant"};

        assertThat(run(with(plant, "compact", "--dry-run", "--max-bytes-per-second", "100mb")))
                .isZero();
        assertThat(out.toString()).contains("plant: would begin with 3 merges of ");
        assertThat(run(with(plant, "compact", "--where", "time < '1970-01-02'", "--max-concurrent", "1")))
                .isZero();
        assertThat(files("default/plant")).isEqualTo(5);
    }

    private static String[] with(String[] more, String... first) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void doesTheOtherChores() throws IOException {
        create("plant", 1);
        String[] all = {"--warehouse", warehouse.toString(), "--all-tables", "--namespace", "default"};

        assertThat(run(with(all, "compact"))).isZero();
        assertThat(run(with(all, "vacuum", "--dry-run"))).isZero();
        assertThat(run(with(all, "vacuum"))).isZero();
        assertThat(out.toString())
                .contains("default.plant: would delete 2 files")
                .contains("default.plant: deleted 2 files");
        assertThat(run(with(all, "verify", "--depth", "values"))).isZero();
        assertThat(out.toString()).contains("default.plant: 1 files of ").contains("are good");
        assertThat(run(with(all, "expire"))).isZero();
        spark.sql("ALTER TABLE ts.plant SET TBLPROPERTIES ('ttl' = '90d')");
        assertThat(run(with(all, "expire"))).isZero();
        assertThat(out.toString()).contains("default.plant: deleted old rows in commit ");
        assertThat(files("default/plant")).isZero();
    }

    @Test
    void tellsByItsExitCodeWhatWentWrong() throws IOException {
        create("broken", 1);
        create("good", 1);
        Path file;
        try (Stream<Path> files = Files.walk(warehouse.resolve("default/broken/data"))) {
            file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.write(file, new byte[10]);
        String[] all = {"--warehouse", warehouse.toString(), "--all-tables"};

        assertThat(run(with(all, "verify"))).isEqualTo(3);
        assertThat(out.toString())
                .contains("default.broken: Cannot rely on 1 of 2 files")
                .contains("default.good: 2 files");
        assertThat(run(with(all, "compact"))).isEqualTo(1);
        assertThat(out.toString()).contains("default.broken: failed: ").contains("default.good: compacted");

        assertThat(run("compact")).isEqualTo(2);
        assertThat(run(with(all, "compact", "--target-file-size", "big"))).isEqualTo(2);
        assertThat(run(with(all, "compact", "--strategy", "fast"))).isEqualTo(2);
        assertThat(run(with(all, "compact", "--table", "good"))).isEqualTo(2);
        assertThat(run(with(all, "compact", "--namespace", "nowhere"))).isEqualTo(2);
        assertThat(run("compact", "--table", "good")).isEqualTo(2);
        assertThat(run(with(all, "compact", "--tables-at-once", "0"))).isEqualTo(2);
        assertThat(run("shrink")).isEqualTo(2);
        assertThat(err.toString())
                .contains("say which tables, either with --table or with --all-tables")
                .contains("Cannot use 'big' as --target-file-size")
                .contains("Cannot use 'fast' as --strategy")
                .contains("there is no namespace nowhere")
                .contains("--warehouse is missing");
        assertThat(run("compact", "--warehouse", warehouse.toString(), "--table", "none"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("Cannot find table none in ");
    }

    @Test
    void tellsItsOptions() {
        assertThat(MaintenanceCommand.isHelp("compact", "--help")).isTrue();
        assertThat(MaintenanceCommand.isHelp()).isTrue();
        assertThat(MaintenanceCommand.isHelp("compact", "--all-tables")).isFalse();
        assertThat(run("--help")).isZero();
        assertThat(run("compact", "--help")).isZero();
        assertThat(out.toString()).contains("Exit codes:").contains("--max-bytes-per-second=SIZE");
    }

    @Test
    void goesOnWhereItWasStopped() throws Exception {
        create("plant", 4);
        List<JobTable> tables = List.of(new JobTable(
                "plant", StoreLocation.of(warehouse.resolve("default/plant").toString()), true));
        AtomicReference<TableSweep> sweep = new AtomicReference<>();
        PrintWriter stopping = new PrintWriter(out, true) {
            @Override
            public void println(String line) {
                super.println(line);
                if (line.contains("merge 1 of 4")) {
                    Objects.requireNonNull(sweep.get()).cancel();
                }
            }
        };
        try (MergeThreads one = MergeThreads.of(1)) {
            TableSweep stopped = new TableSweep(
                    StoreLocation::open,
                    new CompactWork(spark, CompactSettings.DEFAULT, Optional.empty(), false, one, stopping),
                    1,
                    stopping);
            sweep.set(stopped);
            assertThat(stopped.run(tables)).isEqualTo(ExitCode.OK);
        }
        assertThat(out.toString()).contains("plant: stopped after 1 merges");
        assertThat(files("default/plant")).isEqualTo(7);

        assertThat(run("compact", "--table", warehouse.resolve("default/plant").toString()))
                .isZero();
        assertThat(out.toString()).contains("merge 3 of 3");
        assertThat(files("default/plant")).isEqualTo(4);
    }

    @Test
    void looksAtThreeHundredIdleTablesWithFewRequestsAndNoJob() throws Exception {
        create("t0", 1);
        assertThat(run("compact", "--warehouse", warehouse.toString(), "--all-tables"))
                .isZero();
        List<JobTable> tables = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Path copy = warehouse.resolve("default/t" + i);
            if (i > 0) {
                copy(warehouse.resolve("default/t0/_tsfile"), copy.resolve("_tsfile"));
            }
            tables.add(new JobTable("t" + i, StoreLocation.of(copy.toString()), true));
        }
        Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
        List<String> jobs = new CopyOnWriteArrayList<>();
        SparkListener listener = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart start) {
                jobs.add(String.valueOf(start.properties().getProperty("spark.job.description")));
            }
        };
        spark.sparkContext().addSparkListener(listener);
        try (MergeThreads merges = MergeThreads.of(2)) {
            CompactWork work = new CompactWork(
                    spark, CompactSettings.DEFAULT, Optional.empty(), false, merges, new PrintWriter(out, true));
            new TableSweep(
                            location -> counted(
                                    location.open(),
                                    requests.computeIfAbsent(location.uri(), uri -> new AtomicInteger())),
                            work,
                            16,
                            new PrintWriter(out, true))
                    .run(tables);
            // Events come in order: what came before this job's has been heard when this one's is.
            spark.sparkContext().setJobDescription("the last");
            spark.range(1).count();
            await().until(() -> jobs.contains("the last"));
        } finally {
            spark.sparkContext().setJobDescription(null);
            spark.sparkContext().removeSparkListener(listener);
        }

        assertThat(jobs).noneMatch(job -> job.startsWith("Compact "));
        assertThat(out.toString()).contains(" 300 had nothing to do, 0 done, 0 failed");
        assertThat(requests).hasSize(300);
        // One listing, and one read for each of its four commits.
        assertThat(requests.values())
                .allSatisfy(count -> assertThat(count.get()).isLessThanOrEqualTo(5));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(Optional.ofNullable(target.getParent()).orElseThrow());
                Files.copy(file, target);
            }
        }
    }

    private static FileStore counted(FileStore store, AtomicInteger count) {
        return (FileStore) Proxy.newProxyInstance(
                FileStore.class.getClassLoader(), new Class<?>[] {FileStore.class}, (proxy, method, arguments) -> {
                    if (!List.of("location", "close", "child").contains(method.getName())) {
                        count.incrementAndGet();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
