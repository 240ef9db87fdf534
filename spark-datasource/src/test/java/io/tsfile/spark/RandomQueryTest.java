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

import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is asked of a table that files overlap in, and rows and values were deleted from, Spark answers as it does of a copy of the
 * rows, of which it knows nothing; and what a condition changes there is what it changes in the copy.
 */
class RandomQueryTest {
    /** More of them, for a look that takes longer: {@code -Drandom.queries=1000}. */
    private static final int QUERIES = Integer.getInteger("random.queries", 8);

    private static final int CHANGES = QUERIES / 2;
    private static final long DAY = 86_400_000L;

    @TempDir
    private Path warehouse;

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("table", RandomRows.tableOfAllTypes(), 1L),
                Arguments.of("tree", RandomRows.treeOfAllTypes(), 2L));
    }

    @ParameterizedTest(name = "{0}, seed {2}")
    @MethodSource("tables")
    void answersAsOfACopy(String name, TableSchema schema, long seed) throws IOException {
        Random random = new Random(seed);
        make(schema, random);
        SparkSession spark = withCopies();
        RandomQueries queries = new RandomQueries(schema, 0, seed);
        for (int i = 0; i < QUERIES; i++) {
            choose(spark, random);
            String query = queries.next();
            assertThat(answer(spark, query, "ts.x"))
                    .as("%s (query %d, seed %d)", query, i, seed)
                    .isEqualTo(answer(spark, query, "copies"));
        }
    }

    @ParameterizedTest(name = "{0}, seed {2}")
    @MethodSource("tables")
    void changesWhatAConditionIsTrueOf(String name, TableSchema schema, long seed) throws IOException {
        Random random = new Random(seed);
        long version = make(schema, random).snapshot().number();
        SparkSession spark = withCopies();
        choose(spark, random);
        RandomQueries queries = new RandomQueries(schema, 0, seed);
        for (int i = 0; i < CHANGES; i++) {
            String condition = queries.nextCondition();
            boolean delete = random.nextInt(3) > 0;
            String change = delete
                    ? "DELETE FROM ts.x WHERE " + condition
                    : "UPDATE ts.x SET i = 7, s = concat(s, 'x') WHERE " + condition;
            String changed = delete
                    ? "SELECT * FROM copies WHERE NOT coalesce(" + condition + ", false)"
                    : "SELECT " + updated(spark.table("copies").columns(), condition) + " FROM copies";

            spark.sql(change);

            assertThat(answer(spark, "SELECT * FROM ts.x", "ts.x"))
                    .as("%s (change %d, seed %d)", change, i, seed)
                    .isEqualTo(answer(spark, changed, "copies"));
            spark.sql("CALL ts.system.rollback_to('x', " + version + ")");
        }
    }

    /** Commits that overlap, with deletions between them. */
    private TestTable make(TableSchema schema, Random random) throws IOException {
        TestTable table = TestTable.create(
                warehouse.resolve("default/x"), schema, new TimePartitioning(2 * DAY), random.nextBoolean());
        SpreadRows rows = new SpreadRows(schema, random.nextLong());
        for (int commit = 0; commit < 4; commit++) {
            table.append(rows.next(150));
            long from = rows.now() - random.nextInt((int) (2 * DAY));
            TimeRange times = new TimeRange(from, from + DAY / 3);
            DeviceScope devices =
                    DeviceScope.of(List.of(SpreadRows.device(schema, commit), SpreadRows.device(schema, 5)));
            table.delete(
                    commit % 2 == 0
                            ? Deletion.ofRows(devices, times)
                            : new Deletion(devices, List.of("d", "i"), times));
        }
        return table;
    }

    private SparkSession withCopies() {
        SparkSession spark = LocalSpark.withCatalog(warehouse);
        Dataset<Row> rows = spark.table("ts.x");
        spark.createDataFrame(rows.collectAsList(), rows.schema()).createOrReplaceTempView("copies");
        return spark;
    }

    private static void choose(SparkSession spark, Random random) {
        Map.of(
                        "spark.sql.session.timeZone", random.nextBoolean() ? "Asia/Kolkata" : "America/New_York",
                        "spark.tsfile.partitionByDevice", "" + (random.nextInt(3) == 0),
                        "spark.sql.autoBroadcastJoinThreshold", random.nextBoolean() ? "-1" : "10m",
                        "spark.sql.files.maxPartitionBytes", random.nextInt(3) == 0 ? "20000" : "128m")
                .forEach(spark.conf()::set);
    }

    private static String updated(String[] columns, String condition) {
        return Arrays.stream(columns)
                .map(column -> switch (column) {
                    case "i" -> "CASE WHEN " + condition + " THEN 7 ELSE i END AS i";
                    case "s" -> "CASE WHEN " + condition + " THEN concat(s, 'x') ELSE s END AS s";
                    default -> column;
                })
                .collect(Collectors.joining(", "));
    }

    /** The rows, sorted unless the query does so. */
    private static List<String> answer(SparkSession spark, String query, String rows) {
        Stream<String> lines =
                spark.sql(query.replace("#rows", rows)).collectAsList().stream().map(RandomQueryTest::line);
        return (query.contains(" LIMIT ") ? lines : lines.sorted()).toList();
    }

    private static String line(Row row) {
        return Stream.iterate(0, i -> i < row.length(), i -> i + 1)
                .map(i -> row.get(i) instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : "" + row.get(i))
                .collect(Collectors.joining("|"));
    }
}
