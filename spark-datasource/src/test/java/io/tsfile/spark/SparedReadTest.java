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
import static org.apache.spark.sql.functions.max;
import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scan is spared by what it is asked: by what it reads and decodes, and with the same answers. */
class SparedReadTest {
    private static final TableSchema SCHEMA = TableSchema.ofTable(
            "plant",
            List.of(
                    Column.tag("site"),
                    Column.field("number", TSDataType.INT64),
                    Column.field("ratio", TSDataType.DOUBLE),
                    Column.field("day", TSDataType.DATE)));
    private static final int ROWS = 1500;
    /** As many rows as the chunks of the test's tables have. */
    private static final int CHUNK = 150;
    /** As many rows as their pages have. */
    private static final int PAGE = 50;

    @TempDir
    private static Path folder;

    /** A device of {@link #ROWS} rows whose values ascend, and one whose last rows are written twice. */
    @BeforeAll
    static void write() throws IOException {
        TestTable table = TestTable.create(folder, SCHEMA, TimePartitioning.NONE, true);
        List<TestTable.KeyedRow> rows = new ArrayList<>();
        for (IDeviceID device : List.of(Devices.ofTable("plant", "a"), Devices.ofTable("plant", "b"))) {
            for (int i = 0; i < ROWS; i++) {
                rows.add(row(device, i, (long) i, i == 700 ? Double.NaN : i / 2.0, 20_240_101 + i / 100));
            }
        }
        table.append(rows.toArray(TestTable.KeyedRow[]::new));
        table.append(row(Devices.ofTable("plant", "b"), ROWS - 1, -1L, null, null));
    }

    private static Dataset<Row> plant() {
        return RunQuery.session()
                .read()
                .format("tsfile")
                .option("timestampAs", "long")
                .load(folder.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "number > 1400",
                "number = 30",
                "30 = number",
                "number IN (3, 7, NULL)",
                "number >= 100 AND number < 110",
                "ratio > 700",
                "ratio = 15",
                "ratio <= 20 AND number IS NOT NULL",
                "day = DATE '2024-01-03'",
                "number = -1",
                "number = 1499 AND site = 'b'",
                "number > 5000",
                "number IS NULL",
                "site <> 'a' AND number < 10",
                "NOT (site IN ('a', NULL))",
                "site NOT IN ('a') OR site IS NULL",
                "NOT (site LIKE 'a%' OR site <=> NULL)",
            })
    void answersConditionsAsSparkDoes(String condition) {
        Dataset<Row> all = plant();
        Dataset<Row> copy = all.sparkSession().createDataFrame(all.collectAsList(), all.schema());

        assertThat(all.where(condition).collectAsList())
                .containsExactlyInAnyOrderElementsOf(copy.where(condition).collectAsList());
    }

    @Test
    void readsOnlyChunksAndPagesThatMayHoldWhatIsAskedFor() {
        RunQuery query = RunQuery.of(plant().where("site = 'a' AND number BETWEEN 1400 AND 1410"));

        assertThat(query.rows()).hasSize(11);
        assertThat(query.plan()).contains("values: [number in [1400..1410]]").contains("Filter ");
        assertThat(query.metric("tsfileChunksSpared")).isEqualTo(ROWS / CHUNK - 1);
        assertThat(query.metric("tsfileRows")).isEqualTo(PAGE);
        // Times, and three fields.
        assertThat(query.metric("tsfileChunksRead")).isEqualTo(4);
        assertThat(query.metric("tsfilePages")).isEqualTo(4);
        assertThat(query.metric("tsfilePagesSpared")).isEqualTo(4 * (CHUNK / PAGE - 1));
    }

    @Test
    void takesNoBoundOfAChunkOrPageWithNaN() {
        // Spark's NaN is greater than all others.
        RunQuery query = RunQuery.of(plant().where("site = 'a' AND ratio > 749"));

        assertThat(query.rows()).hasSize(2);
        assertThat(query.metric("tsfileRows")).isEqualTo(2 * PAGE);
    }

    @Test
    void hidesOldValuesWhereItIsSparedOthers() {
        RunQuery query = RunQuery.of(plant().where("site = 'b' AND number > 1490"));

        assertThat(query.rows()).hasSize(8);
        assertThat(query.metric("tsfileMergedRows")).isEqualTo(1);
        assertThat(query.metric("tsfileChunksSpared")).isPositive();
    }

    @Test
    void aggregatesFromStatistics() {
        RunQuery query = RunQuery.of(plant().where("site = 'a'")
                .selectExpr("count(*)", "count(ratio)", "min(number)", "max(number)", "sum(number)", "min(time)"));

        assertThat(query.plan()).contains("aggregates: [count(*), count(ratio), min(number), max(number), sum(number)");
        assertThat(query.rows())
                .containsExactly(RowFactory.create(1500L, 1500L, 0L, 1499L, ROWS * (ROWS - 1L) / 2, 0L));
        assertThat(query.metric("tsfileChunksRead")).isZero();
        assertThat(query.metric("tsfilePages")).isZero();
        assertThat(query.metric("tsfileChunksSpared")).isEqualTo(ROWS / CHUNK);
    }

    /** Spark adds up averages of BIGINT as doubles, and sums as longs, but asks for both in the same words. */
    @Test
    void tellsSumsFromAverages() {
        RunQuery sums = RunQuery.of(plant().where("site = 'a'").selectExpr("sum(number)", "count(number)"));
        RunQuery average = RunQuery.of(plant().where("site = 'a'").selectExpr("avg(number)"));
        RunQuery both = RunQuery.of(plant().where("site = 'a'").selectExpr("avg(number)", "sum(number)"));
        RunQuery ofOthers = RunQuery.of(plant().where("site = 'a'").selectExpr("avg(ratio)", "sum(number)"));

        assertThat(sums.plan()).contains("aggregates: [sum(number), count(number)]");
        assertThat(sums.metric("tsfileChunksRead")).isZero();
        assertThat(sums.rows()).containsExactly(RowFactory.create(ROWS * (ROWS - 1L) / 2, (long) ROWS));
        assertThat(average.plan()).doesNotContain("aggregates:");
        assertThat(average.rows()).containsExactly(RowFactory.create((ROWS - 1) / 2.0));
        assertThat(both.plan()).doesNotContain("aggregates:");
        assertThat(ofOthers.plan()).contains("aggregates: [");
    }

    @Test
    void averagesLongsWhoseSumIsTooLong(@TempDir Path other) throws IOException {
        TableSchema schema = TableSchema.ofTable("nanos", List.of(Column.field("at", TSDataType.INT64)));
        TestTable table = TestTable.create(other, schema);
        table.append(
                row(Devices.ofTable("nanos"), 1, Long.MAX_VALUE), row(Devices.ofTable("nanos"), 2, Long.MAX_VALUE));
        Dataset<Row> nanos = RunQuery.session().read().format("tsfile").load(other.toString());

        assertThat(nanos.selectExpr("avg(at)").collectAsList()).containsExactly(RowFactory.create(0x1p63));
    }

    @Test
    void readsWhatStatisticsDoNotTell() {
        RunQuery query = RunQuery.of(plant().groupBy("site").agg(max("ratio"), max("day")));

        assertThat(query.plan()).contains("groups: [site]");
        assertThat(query.rows().stream().map(Row::toString))
                .containsExactlyInAnyOrder("[a,NaN,2024-01-15]", "[b,NaN,2024-01-15]");
        // The chunk with NaN, and the one that is met by the second file.
        assertThat(query.metric("tsfileChunksSpared")).isEqualTo(2 * ROWS / CHUNK - 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "count(*), count(time), min(time), max(time)",
                "avg(ratio), sum(ratio), min(ratio), max(ratio)",
                "avg(number), sum(number), count(number)",
                "avg(number)",
                "sum(number), count(number)",
                "avg(number), avg(ratio), count(*)",
                "min(day), max(day), count(day)",
                "count(site), max(site)",
                "count(DISTINCT site), sum(number + 1)",
                "max(number) - min(number)",
            })
    void aggregatesAsSparkDoes(String aggregates) {
        Dataset<Row> all = plant();
        Dataset<Row> copy = all.sparkSession().createDataFrame(all.collectAsList(), all.schema());
        all.createOrReplaceTempView("ours");
        copy.createOrReplaceTempView("copies");
        for (String groups : List.of("", "site", "time div 500")) {
            for (String condition : List.of("true", "time >= 20 AND time < 777", "site = 'none'")) {
                String query = "SELECT " + (groups.isEmpty() ? "" : groups + ", ") + aggregates + " FROM %s WHERE "
                        + condition + (groups.isEmpty() ? "" : " GROUP BY " + groups);
                assertThat(all.sparkSession().sql(query.formatted("ours")).collectAsList())
                        .as(query)
                        .containsExactlyInAnyOrderElementsOf(all.sparkSession()
                                .sql(query.formatted("copies"))
                                .collectAsList());
            }
        }
    }

    @Test
    void countsNothingAsZero() {
        RunQuery query = RunQuery.of(plant().where("time > 100000").selectExpr("count(*)", "sum(number)"));

        assertThat(query.plan()).contains("aggregates: [count(*), sum(number)]").contains("tasks: 0");
        assertThat(query.rows()).containsExactly(RowFactory.create(0L, null));
    }

    @Test
    void listsDevicesFromTheIndex() {
        RunQuery query = RunQuery.of(plant().select("site").distinct());

        assertThat(query.rows()).containsExactlyInAnyOrder(RowFactory.create("a"), RowFactory.create("b"));
        assertThat(query.metric("tsfileChunksRead")).isZero();
    }

    @Test
    void readsTheLastRowsOnly() {
        RunQuery last =
                RunQuery.of(plant().where("site = 'a'").orderBy(desc("time")).limit(3));

        assertThat(last.plan()).contains("last rows: 3");
        assertThat(last.rows()).extracting(row -> row.getLong(0)).containsExactly(1499L, 1498L, 1497L);
        assertThat(last.metric("tsfileRows")).isEqualTo(CHUNK);

        RunQuery first = RunQuery.of(plant().orderBy("time", "site").limit(1));
        assertThat(first.plan()).contains("first rows: 1");
        assertThat(first.rows()).extracting(row -> row.getString(1)).containsExactly("a");
        // One of each device.
        assertThat(first.metric("tsfileRows")).isEqualTo(2);
    }

    @Test
    void stopsAtTheLimit() {
        RunQuery query = RunQuery.of(plant().where("site = 'a'").limit(7));

        assertThat(query.plan()).contains("limit: 7");
        assertThat(query.rows()).hasSize(7);
        assertThat(query.metric("tsfileRows")).isEqualTo(7);
        assertThat(query.metric("tsfilePages")).isEqualTo(4);
    }

    @Test
    void decodesNoTimesThatNobodyAsksFor() {
        RunQuery values = RunQuery.of(plant().where("site = 'a'").selectExpr("sum(number + 1)"));
        RunQuery some = RunQuery.of(plant().where("site = 'a' AND time >= 60").selectExpr("sum(number + 1)"));

        assertThat(values.metric("tsfilePages")).isEqualTo(ROWS / PAGE);
        assertThat(values.rows()).containsExactly(RowFactory.create(ROWS * (ROWS + 1L) / 2));
        // The first page is skipped, and of the second one the times decide.
        assertThat(some.metric("tsfilePages")).isEqualTo(ROWS / PAGE);
        assertThat(some.rows()).containsExactly(RowFactory.create(ROWS * (ROWS + 1L) / 2 - 60 * 61 / 2));
    }

    @Test
    void countsWhatItReads() {
        RunQuery query = RunQuery.of(plant());

        assertThat(query.metric("tsfileSections")).isEqualTo(1);
        assertThat(query.metric("tsfileFiles")).isEqualTo(2);
        assertThat(query.metric("tsfileDevices")).isEqualTo(2);
        assertThat(query.metric("tsfileRows")).isEqualTo(2 * ROWS);
        assertThat(query.metric("tsfileMergedRows")).isEqualTo(1);
        // Times and three fields, and times and a field of the second file.
        assertThat(query.metric("tsfileChunksRead")).isEqualTo(2 * 4 * ROWS / CHUNK + 2);
        assertThat(query.metric("tsfilePages")).isEqualTo(3 * 2 * 4 * ROWS / CHUNK + 2);
        assertThat(query.metric("tsfileBytes")).isPositive();
    }
}
