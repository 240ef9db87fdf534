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
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.first;
import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a query reaches the scan, and that the answer is the same as without. */
class PushdownTest {
    private static final TableSchema SCHEMA = TableSchema.ofTable(
            "plant",
            List.of(
                    Column.tag("site"),
                    Column.tag("machine"),
                    Column.field("speed", TSDataType.DOUBLE),
                    Column.field("note", TSDataType.STRING)));
    private static final IDeviceID A1 = Devices.ofTable("plant", "a", "1");
    private static final IDeviceID B1 = Devices.ofTable("plant", "b", "1");
    private static final IDeviceID NO_MACHINE = Devices.ofTable("plant", "b", null);
    private static final IDeviceID NO_SITE = Devices.ofTable("plant", null, "2");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        // Two files in each of three partitions of a second; milliseconds.
        TestTable table = TestTable.create(folder, SCHEMA, new TimePartitioning(1000), true);
        for (long second = 0; second < 3; second++) {
            table.append(
                    row(A1, second * 1000, 1.0, null),
                    row(A1, second * 1000 + 1, 2.0, null),
                    row(B1, second * 1000 + 500, 3.0, null),
                    row(NO_MACHINE, second * 1000 + 2, 4.0, null));
            table.append(row(NO_SITE, second * 1000 + 999, 5.0, null), row(A1, second * 1000 + 1, 6.0, null));
        }
    }

    private static Dataset<Row> plant(SparkSession spark) {
        return spark.read().format("tsfile").load(folder.toString());
    }

    private static SparkSession utc() {
        return LocalSpark.session(Map.of("spark.sql.session.timeZone", "UTC"));
    }

    private static String plan(Dataset<Row> query) {
        return query.queryExecution().executedPlan().toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time >= '1970-01-01 00:00:01'                              | [1000..]       | 4 | 10",
                "time > '1970-01-01 00:00:01'                               | [1001..]       | 4 | 9",
                "time < '1970-01-01 00:00:01'                               | [..999]        | 2 | 5",
                "time <= '1970-01-01 00:00:01'                              | [..1000]       | 3 | 6",
                "time > '1970-01-01 00:00:01.0004'                          | [1001..]       | 4 | 9",
                "time < '1970-01-01 00:00:01.0004'                          | [..1000]       | 3 | 6",
                "time = '1970-01-01 00:00:01'                               | [1000..1000]   | 1 | 1",
                "'1970-01-01 00:00:01' = time                               | [1000..1000]   | 1 | 1",
                "time BETWEEN '1970-01-01 00:00:01' AND '1970-01-01 00:00:02' | [1000..2000] | 3 | 6",
            })
    void readsOnlyTheTimesThatAreShownInside(String condition, String range, int files, long rows) {
        Dataset<Row> query = plant(utc()).where(condition);

        assertThat(plan(query))
                .contains("times: " + range.trim())
                .contains("files: " + files)
                .doesNotContain("Filter ");
        assertThat(query.count()).isEqualTo(rows);
    }

    @Test
    void readsNothingForATimeThatIsNoStoredOne() {
        Dataset<Row> query = plant(utc()).where("time = '1970-01-01 00:00:01.0004'");

        assertThat(plan(query)).contains("times: none").contains("tasks: 0");
        assertThat(query.count()).isZero();
    }

    @Test
    void narrowsTheTimesOfAListAndLeavesTheListToSpark() {
        Dataset<Row> query = plant(utc()).where("time IN ('1970-01-01 00:00:00.001', '1970-01-01 00:00:01')");

        assertThat(plan(query)).contains("times: [1..1000]").contains("Filter ");
        assertThat(query.count()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "site = 'a'                    | site IN (a)                                  | 6",
                "site IN ('a', 'z', NULL)      | site IN (a, z)                               | 6",
                "site <=> 'b'                  | site IN (b)                                  | 6",
                "site <=> NULL                 | site IS NULL                                 | 3",
                "site IS NULL                  | site IS NULL                                 | 3",
                "machine IS NOT NULL           | machine IS NOT NULL                          | 12",
                "machine IS NULL AND site='b'  | machine IS NULL, site IN (b)                 | 3",
                "site <> 'a'                   | NOT site IN (a)                              | 6",
                "site LIKE 'a%'                | site LIKE a%                                 | 6",
                "NOT (site IN ('a', 'z'))      | NOT site IN (a, z)                           | 6",
                "site = 'a' OR machine = '2'   | site IN (a) OR machine IN (2)                | 9",
                "NOT (site <=> 'a')            | NOT                                          | 9",
            })
    void readsOnlyTheDevicesThatAreAskedFor(String condition, String pushed, long rows) {
        Dataset<Row> query = plant(utc()).where(condition);

        for (String part : pushed.trim().split(", (?=[a-z]+ I)", -1)) {
            assertThat(plan(query)).contains(part);
        }
        assertThat(plan(query)).doesNotContain("Filter ");
        assertThat(query.count()).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "site LIKE '%a'                   | 6",
                "site > 'a'                       | 6",
                "speed > 3                        | 9",
                "site = 'a' OR speed = 5.0        | 9",
                "note IS NULL                     | 15",
            })
    void leavesOtherConditionsToSpark(String condition, long rows) {
        Dataset<Row> query = plant(utc()).where(condition);

        assertThat(plan(query)).contains("times: all").contains("Filter ");
        assertThat(query.count()).isEqualTo(rows);
    }

    @Test
    void readsOnlyTheColumnsThatAreNeeded() {
        SparkSession spark = utc();

        assertThat(plan(plant(spark).select("speed"))).contains("columns: [speed]");
        assertThat(plan(plant(spark).selectExpr("1"))).contains("columns: []");
        assertThat(plan(plant(spark).where("site = 'a'").select("speed"))).contains("columns: [speed]");
        assertThat(plan(plant(spark).where("speed > 1").select("time"))).contains("columns: [time, speed]");
    }

    @Test
    void showsTheSnapshotAndTheFiles() {
        assertThat(plan(plant(utc())))
                .contains("snapshot 7")
                .contains("files: 6")
                .contains("ColumnarToRow");
    }

    @Test
    void plansNoMoreThanTheFirstRowsNeed() throws IOException {
        SparkSession spark = utc();
        long bytes;
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            bytes = files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
        // The files of a second fit into a task, and those of two do not.
        spark.conf().set("spark.sql.files.maxPartitionBytes", Long.toString(bytes / 3 + bytes / 12));

        assertThat(plan(plant(spark))).contains("files: 6").contains("tasks: 3");
        // A second has four rows in one file; the other file's may be the same.
        assertThat(plan(plant(spark).limit(4))).contains("files: 2").contains("tasks: 1");
        assertThat(plan(plant(spark).limit(5))).contains("files: 4").contains("tasks: 2");
        assertThat(plant(spark).limit(5).collectAsList()).hasSize(5);
        assertThat(plan(plant(spark).orderBy(desc("time")).limit(2)))
                .contains("last rows: 2")
                .contains("files: 2");
        assertThat(plant(spark).orderBy(desc("time")).limit(2).collectAsList())
                .extracting(row -> row.getInstant(0).toEpochMilli())
                .containsExactly(2999L, 2500L);
    }

    @Test
    void runsEqualScansOnce() {
        Dataset<Row> sums = plant(utc()).groupBy("site").agg(first("speed"));
        Dataset<Row> query = sums.union(sums);
        query.count();

        assertThat(query.collectAsList()).hasSize(6);
        assertThat(plan(query)).contains("ReusedExchange");
    }

    @Test
    void tellsTheOptimizerHowManyRowsThereAreAtMost() {
        assertThat(plant(utc())
                        .queryExecution()
                        .optimizedPlan()
                        .stats()
                        .rowCount()
                        .get()
                        .longValue())
                .isEqualTo(18);
    }
}
