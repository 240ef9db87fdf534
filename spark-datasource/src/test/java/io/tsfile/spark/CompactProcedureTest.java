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
package io.tsfile.spark;

import static io.tsfile.spark.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tsfile.core.io.RateLimiter;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.spark.job.CompactTable;
import io.tsfile.spark.job.CompactionReport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.tsfile.enums.TSDataType;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** {@code CALL ts.system.compact}. */
class CompactProcedureTest {
    private static final TableSchema SCHEMA = RandomRows.tableOfAllTypes();

    @TempDir
    private Path warehouse;

    private SparkSession spark = LocalSpark.session();

    @BeforeEach
    void write() throws IOException {
        spark = LocalSpark.withCatalog(warehouse);
        TestTable table = TestTable.create(warehouse.resolve("works/sensors"), SCHEMA);
        RandomRows rows = new RandomRows(SCHEMA, 5, 4);
        for (int i = 0; i < 4; i++) {
            table.append(rows, 500);
        }
    }

    private static long value(Row row, String column) {
        return ((Number) row.get(row.fieldIndex(column))).longValue();
    }

    @Test
    void keepsTheAnswersAndSaysWhatItDid() {
        String query =
                "SELECT machine, count(*), sum(d), max(time), count(s) FROM ts.works.sensors WHERE site IS NOT NULL"
                        + " GROUP BY machine ORDER BY machine";
        List<Row> before = spark.sql(query).collectAsList();

        Row done = spark.sql("CALL ts.system.compact(table => 'works.sensors')").head();

        assertThat(spark.sql(query).collectAsList()).isEqualTo(before);
        assertThat(value(done, "files_before")).isGreaterThanOrEqualTo(4);
        assertThat(value(done, "files_after")).isEqualTo(1);
        assertThat(value(done, "overlap_before")).isGreaterThan(1);
        assertThat(value(done, "overlap_after")).isEqualTo(1);
        assertThat(value(done, "sections_after")).isEqualTo(1);
        assertThat(value(done, "tasks")).isPositive();
        assertThat(value(done, "bytes_after")).isBetween(1L, value(done, "bytes_before"));
    }

    @Test
    void keepsToARate() {
        String call = "CALL ts.system.compact(`table` => 'works.sensors', max_bytes_per_second => ";
        assertThatThrownBy(() -> spark.sql(call + "-1)"))
                .hasMessageContaining(
                        "Cannot use '-1' as max_bytes_per_second: it is a number of bytes, or one with a unit");
        assertThatThrownBy(() -> spark.sql(call + "NULL)")).hasMessageContaining("max_bytes_per_second is null");

        // A rate that no other test has, since all compactions of a process share the limit.
        long rate = 123_456_789;
        Row done = spark.sql(call + rate + ")").head();

        assertThat(value(done, "files_after")).isEqualTo(1);
        assertThat(RateLimiter.ofProcess(rate).total())
                .as("most of what was read, and all that was written")
                .isGreaterThan(value(done, "bytes_before") / 2 + value(done, "bytes_after"));
    }

    @Test
    void doesNothingTheSecondTime() {
        spark.sql("CALL ts.system.compact('ts.works.sensors')");

        Row again = spark.sql("CALL ts.system.compact(`table` => '`works`.sensors', target_file_size => 1000000)")
                .head();

        assertThat(value(again, "tasks")).isZero();
        assertThat(value(again, "files_after")).isEqualTo(value(again, "files_before"));
        assertThat(value(again, "bytes_after")).isEqualTo(value(again, "bytes_before"));
    }

    @Test
    void saysWhatItWouldDo() {
        Row dry = spark.sql("CALL ts.system.compact(`table` => 'works.sensors', dry_run => true)")
                .head();

        assertThat(value(dry, "tasks")).isPositive();
        assertThat(value(dry, "files_after")).isEqualTo(value(dry, "files_before"));
    }

    @Test
    void writesEverythingOnceIfItIsForced() {
        String call = "CALL ts.system.compact(`table` => 'works.sensors', strategy => ";
        String query = "SELECT count(*), sum(i), max(time) FROM ts.works.sensors";
        List<Row> before = spark.sql(query).collectAsList();

        assertThat(value(spark.sql(call + "'force')").head(), "files_after")).isEqualTo(1);
        assertThat(value(spark.sql(call + "'force')").head(), "tasks")).isZero();
        assertThat(spark.sql(query).collectAsList()).isEqualTo(before);
        assertThatThrownBy(() -> spark.sql(call + "'patch')"))
                .hasStackTraceContaining("Cannot compact with strategy => 'patch': it is one of auto, force");
    }

    @Test
    void plansAgainWhereAnotherCompactionWasFaster() throws Exception {
        String query = "SELECT count(*), sum(i), max(time) FROM ts.works.sensors";
        List<Row> before = spark.sql(query).collectAsList();
        String folder = warehouse.resolve("works/sensors").toString();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<CompactionReport>> reports = two.invokeAll(Collections.nCopies(
                    2, () -> CompactTable.at(spark, StoreLocation.of(folder)).run()));

            for (Future<CompactionReport> report : reports) {
                assertThat(report.get().after().overlap()).isEqualTo(1);
            }
        } finally {
            two.shutdown();
        }
        assertThat(spark.sql(query).collectAsList()).isEqualTo(before);
        try (Stream<Path> files = Files.walk(warehouse.resolve("works/sensors/data"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .as("inputs, and one output")
                    .hasSize(5);
        }
    }

    @Test
    void describesItsJob() {
        List<String> descriptions = new CopyOnWriteArrayList<>();
        spark.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart start) {
                descriptions.add(String.valueOf(start.properties().getProperty("spark.job.description")));
            }
        });

        spark.sql("CALL ts.system.compact('works.sensors')");

        await().untilAsserted(() -> assertThat(descriptions)
                .anySatisfy(description ->
                        assertThat(description).startsWith("Compact file:").contains("works/sensors")));
    }

    @Test
    void mergesOnlyFilesOfTheTimesThatAreAskedFor() throws IOException {
        TableSchema schema =
                TableSchema.ofTable("days", List.of(Column.tag("site"), Column.field("v", TSDataType.INT64)));
        TestTable days =
                TestTable.create(warehouse.resolve("works/days"), schema, new TimePartitioning(86_400_000), true);
        for (int i = 0; i < 2; i++) {
            for (long day = 0; day < 3; day++) {
                days.append(row(Devices.ofTable("days", "a"), day * 86_400_000 + 1, (long) i));
            }
        }
        String call = "CALL ts.system.compact(table => 'works.days', where => ";

        Row second = spark.sql(call + "\"time >= '1970-01-02' AND time < '1970-01-03'\")")
                .head();
        assertThat(value(second, "tasks")).isEqualTo(1);
        assertThat(value(second, "files_after")).isEqualTo(5);
        assertThat(value(
                        spark.sql(call + "'time < now() - INTERVAL 100000 DAYS')")
                                .head(),
                        "tasks"))
                .isZero();
        assertThat(value(
                        spark.sql(call + "'true', target_file_size => '64 MB', max_concurrent => 1)")
                                .head(),
                        "files_after"))
                .isEqualTo(3);

        assertThatThrownBy(() -> spark.sql(call + "\"site = 'a'\")"))
                .hasMessageContaining("files hold many devices, so only the time limits what is done");
        assertThatThrownBy(() -> spark.sql(call + "'1 = 0')")).hasMessageContaining("no time meets it");
        assertThatThrownBy(() -> spark.sql(call + "'v > 1')")).hasMessageContaining("is not on the time");
        assertThatThrownBy(() -> spark.sql(call + "'day(time) = 1')")).hasMessageContaining("is not on the time");
        assertThatThrownBy(() -> spark.sql(call + "'nonsense = 1')")).hasMessageContaining("it has no meaning");
        assertThatThrownBy(() -> spark.sql(call + "'time <')")).hasMessageContaining("it has no meaning");
    }

    @Test
    void runsNoJobWhereThereIsNothingToDo() throws InterruptedException {
        spark.sql("CALL ts.system.compact('ts.works.sensors')");
        List<String> jobs = new CopyOnWriteArrayList<>();
        SparkListener listener = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart start) {
                jobs.add(String.valueOf(start.properties().getProperty("spark.job.description")));
            }
        };
        spark.sparkContext().addSparkListener(listener);
        try {
            spark.sql("CALL ts.system.compact('works.sensors')");
            // Events come in order: what came before this job's has been heard when this one's is.
            spark.sparkContext().setJobDescription("the last");
            spark.range(1).count();
            await().until(() -> jobs.contains("the last"));
            assertThat(jobs).noneMatch(job -> job.startsWith("Compact "));
        } finally {
            spark.sparkContext().setJobDescription(null);
            spark.sparkContext().removeSparkListener(listener);
        }
    }

    @Test
    void endsWithItsJobGroup() throws Exception {
        assertEndsBy(caller -> spark.sparkContext().cancelJobGroup("some group"))
                .hasStackTraceContaining("cancelled");
    }

    @Test
    void endsWithAnInterrupt() throws Exception {
        assertEndsBy(Thread::interrupt)
                .isInstanceOf(InterruptedIOException.class)
                .hasMessageContaining("Interrupted");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertEndsBy(Consumer<Thread> end) throws Exception {
        String query = "SELECT count(*), sum(i), max(time) FROM ts.works.sensors";
        List<Row> before = spark.sql(query).collectAsList();
        CountDownLatch begun = new CountDownLatch(1);
        SparkListener listener = new SparkListener() {
            private final Set<Integer> stages = ConcurrentHashMap.newKeySet();

            @Override
            public void onJobStart(SparkListenerJobStart start) {
                if (String.valueOf(start.properties().getProperty("spark.job.description"))
                        .startsWith("Compact ")) {
                    CollectionConverters.asJava(start.stageIds()).forEach(stage -> stages.add((Integer) stage));
                }
            }

            @Override
            public void onTaskStart(SparkListenerTaskStart start) {
                if (stages.contains(start.stageId())) {
                    begun.countDown();
                }
            }
        };
        AtomicReference<Throwable> failure = new AtomicReference<>();
        String folder = warehouse.resolve("works/sensors").toString();
        Thread caller = new Thread(() -> {
            spark.sparkContext().setJobGroup("some group", "a test", false);
            try {
                // So slow that it would take minutes.
                CompactTable.at(spark, StoreLocation.of(folder))
                        .maxBytesPerSecond(100)
                        .run();
            } catch (IOException | RuntimeException e) {
                failure.set(e);
            }
        });
        spark.sparkContext().addSparkListener(listener);
        try {
            caller.start();
            begun.await();
            end.accept(caller);
            caller.join(20_000);
        } finally {
            spark.sparkContext().removeSparkListener(listener);
        }
        assertThat(caller.isAlive()).isFalse();
        assertThat(spark.sql(query).collectAsList()).isEqualTo(before);
        assertThat(value(spark.sql("CALL ts.system.compact('works.sensors')").head(), "files_after"))
                .isEqualTo(1);
        return assertThat(failure.get());
    }

    @Test
    void refusesWhatItCannotCompact() {
        assertThatThrownBy(() -> spark.sql("CALL ts.system.compact('works.missing')"))
                .hasStackTraceContaining("Cannot compact 'works.missing': there is no such table in catalog ts");
        assertThatThrownBy(() -> spark.sql("CALL ts.system.compact('works..sensors')"))
                .hasStackTraceContaining("cannot read 'works..sensors' as the name of a table");
        assertThatThrownBy(() -> spark.sql("CALL ts.system.compact('works.sensors', target_file_size => 0)"))
                .hasStackTraceContaining("Cannot compact to files of 0 bytes");
        assertThatThrownBy(() -> spark.sql("CALL ts.system.shrink('works.sensors')"))
                .hasStackTraceContaining("the procedures of system are compact, delete, describe");
    }
}
