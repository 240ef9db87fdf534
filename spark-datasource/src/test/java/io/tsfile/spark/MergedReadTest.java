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

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.TableShape;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.spark.job.CompactTable;
import io.tsfile.spark.job.CompactionReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Overlapping commits with late rows, duplicates and nulls, read by Spark, against an oracle. */
class MergedReadTest {
    /** Spark compares the bytes of strings. */
    private static final Comparator<String> UTF_8_ORDER =
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private static final int COMMITS = 5;
    private static final int ROWS_PER_COMMIT = 1500;

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("table", RandomRows.tableOfAllTypes(), true, 11L),
                Arguments.of("tree, aligned", RandomRows.treeOfAllTypes(), true, 12L),
                Arguments.of("tree", RandomRows.treeOfAllTypes(), false, 11L));
    }

    @ParameterizedTest(name = "{0}, seed {3}")
    @MethodSource("tables")
    void answersAsTheOracleBeforeAndAfterCompaction(
            String name, TableSchema schema, boolean aligned, long seed, @TempDir Path folder) throws IOException {
        TestTable table = TestTable.create(
                folder, schema, seed % 2 == 0 ? TimePartitioning.NONE : new TimePartitioning(4000), aligned);
        RandomRows rows = new RandomRows(schema, seed, 5);
        for (int i = 0; i < COMMITS; i++) {
            table.append(rows, ROWS_PER_COMMIT);
        }
        SparkSession spark = LocalSpark.session();
        // Small partitions, so that groups of overlapping files are cut, too.
        spark.conf().set("spark.sql.files.maxPartitionBytes", "50000");
        assertThat(TableShape.of(LiveFile.of(table.snapshot().files())).overlap())
                .isGreaterThan(1);
        assertAnswers(spark, table, schema);

        CompactionReport report = CompactTable.at(spark, folder.toString())
                .targetFileBytes(1 << 20)
                .run();

        assertThat(report.tasks()).isPositive();
        assertThat(report.after().overlap()).isEqualTo(1);
        assertAnswers(spark, table, schema);
        assertThat(CompactTable.at(spark, folder.toString())
                        .targetFileBytes(1 << 20)
                        .run()
                        .tasks())
                .isZero();
    }

    private static void assertAnswers(SparkSession spark, TestTable table, TableSchema schema) {
        Dataset<Row> all = spark.read()
                .format("tsfile")
                .option("timestampAs", "long")
                .load(table.folder().toString());
        List<String> fields = schema.fields().stream().map(Column::name).toList();
        assertThat(all.count()).isEqualTo(table.oracle().size());
        assertThat(Answers.lines(all, schema, fields))
                .isEqualTo(Answers.sorted(table.oracle().lines()));

        assertThat(Answers.lines(all.where("time >= 1000 AND time < 5000"), schema, fields))
                .isEqualTo(Answers.sorted(table.oracle().lines(fields, new TimeRange(1000, 4999), DeviceFilter.ALL)));

        assertPushed(all, schema);

        boolean tree = schema.model() == TableModel.TREE;
        String device = tree ? "device = 'root.fleet.r1.d1'" : "machine IN ('m1', 'm2') AND site IS NOT NULL";
        DeviceFilter filter = id -> tree
                ? id.toString().equals("root.fleet.r1.d1")
                : id.segment(1) != null && List.of("m1", "m2").contains(id.segment(2));
        assertThat(Answers.lines(all.where(device + " AND time BETWEEN 2000 AND 6000"), schema, fields))
                .isNotEmpty()
                .isEqualTo(Answers.sorted(table.oracle().lines(fields, new TimeRange(2000, 6000), filter)));

        Dataset<Row> some = tree
                ? all.select(col("s"), col("device"), col("time"))
                : all.select(col("s"), col("machine"), col("time"), col("site"));
        assertThat(Answers.lines(some, schema, List.of("s")))
                .isEqualTo(Answers.sorted(table.oracle().lines(List.of("s"), TimeRange.ALL, DeviceFilter.ALL)));
        // Spark keeps the largest string over many batches.
        assertThat(all.selectExpr("max(s)", "min(t)").head())
                .isEqualTo(RowFactory.create(largest(all, "s"), smallest(all, "t")));
        // A column with nulls only in some rows, and a condition on it that stays with Spark.
        long nulls = all.where("x IS NULL").count();
        assertThat(nulls + all.where("x IS NOT NULL").count())
                .isEqualTo(table.oracle().size());
        assertThat(nulls).isPositive();
    }

    /** What the scan answers, or leaves out, of the merged rows: as Spark does of a copy of them, of which it knows nothing. */
    private static void assertPushed(Dataset<Row> all, TableSchema schema) {
        SparkSession spark = all.sparkSession();
        Dataset<Row> copy = spark.createDataFrame(all.collectAsList(), all.schema());
        all.createOrReplaceTempView("ours");
        copy.createOrReplaceTempView("copies");
        String devices = schema.model() == TableModel.TREE ? "device" : "site, machine";
        for (String query : List.of(
                "SELECT " + devices
                        + ", count(*), count(d), min(i), max(f), min(d), min(time), max(at), sum(i) FROM %s WHERE"
                        + " time > 900 GROUP BY " + devices,
                "SELECT count(x), min(l), max(l), min(day), max(time) FROM %s",
                "SELECT " + devices + ", time, d FROM %s WHERE d > 95 AND i BETWEEN 10 AND 300",
                "SELECT time FROM %s ORDER BY time DESC LIMIT 20",
                "SELECT " + devices + ", time FROM %s WHERE time > 500 ORDER BY time, " + devices + " LIMIT 9")) {
            assertThat(sortedLines(spark, query.formatted("ours")))
                    .as(query)
                    .isEqualTo(sortedLines(spark, query.formatted("copies")));
        }
    }

    private static List<String> sortedLines(SparkSession spark, String query) {
        return spark.sql(query).collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    private static String largest(Dataset<Row> rows, String column) {
        return strings(rows, column).max(UTF_8_ORDER).orElseThrow();
    }

    private static String smallest(Dataset<Row> rows, String column) {
        return strings(rows, column).min(UTF_8_ORDER).orElseThrow();
    }

    private static Stream<String> strings(Dataset<Row> rows, String column) {
        return rows.select(column).collectAsList().stream()
                .filter(row -> !row.isNullAt(0))
                .map(row -> row.getString(0));
    }
}
