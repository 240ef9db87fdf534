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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tsfile.core.io.RateLimiter;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.spark.job.CompactTable;
import io.tsfile.spark.job.CompactionReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                .hasMessageContaining("max_bytes_per_second is positive, or 0 for no limit");
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

        Row again = spark.sql("CALL ts.system.compact(`table` => '`works`.sensors', target_file_bytes => 1000000)")
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
                .hasStackTraceContaining("Cannot compact with the strategy 'patch': strategies are auto and force");
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
    void refusesWhatItCannotCompact() {
        assertThatThrownBy(() -> spark.sql("CALL ts.system.compact('works.missing')"))
                .hasStackTraceContaining("Cannot compact 'works.missing': there is no such table in catalog ts");
        assertThatThrownBy(() -> spark.sql("CALL ts.system.compact('works..sensors')"))
                .hasStackTraceContaining("Cannot read 'works..sensors' as the name of a table");
        assertThatThrownBy(() -> spark.sql("CALL ts.system.compact('works.sensors', 0)"))
                .hasStackTraceContaining("Cannot compact to files of 0 bytes");
        assertThatThrownBy(() -> spark.sql("CALL ts.system.shrink('works.sensors')"))
                .hasStackTraceContaining("the procedures are system.compact");
    }
}
