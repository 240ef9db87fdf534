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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches of rows that Spark writes: what is there afterwards, for Spark and for the core, and what is left where they fail. */
class WriteTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("table", RandomRows.tableOfAllTypes(), true),
                Arguments.of("tree, aligned", RandomRows.treeOfAllTypes(), true),
                Arguments.of("tree", RandomRows.treeOfAllTypes(), false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void appendsAsTheOracle(String name, TableSchema schema, boolean aligned) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            Table.create(store, TableMetadata.of(schema, new TimePartitioning(500), Map.of()));
        }
        SparkSession spark = LocalSpark.session();
        Oracle oracle = new Oracle(schema);
        RandomRows source = new RandomRows(schema, 7, 5);
        for (int commit = 0; commit < 3; commit++) {
            List<RandomRows.KeyedRow> rows = SparkRows.distinct(source, 800);
            rows.forEach(row -> oracle.put(row.device(), row.time(), row.row()));
            SparkRows.dataset(spark, schema, rows)
                    .repartition(3)
                    .write()
                    .format("tsfile")
                    .option("timestampAs", "long")
                    .option("aligned", aligned)
                    .mode(SaveMode.Append)
                    .save(folder.toString());
        }

        Snapshot snapshot = snapshot(folder);
        assertThat(snapshot.number()).isEqualTo(4);
        for (DataFile file : snapshot.files()) {
            assertThat(Math.floorDiv(file.times().start(), 500))
                    .isEqualTo(Math.floorDiv(file.times().end(), 500));
        }
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            assertThat(Oracle.scan(store, snapshot)).isEqualTo(oracle.lines());
        }
        Dataset<Row> read =
                spark.read().format("tsfile").option("timestampAs", "long").load(folder.toString());
        assertThat(Answers.lines(
                        read,
                        schema,
                        schema.fields().stream().map(f -> f.name()).toList()))
                .isEqualTo(Answers.sorted(oracle.lines()));
    }

    @Test
    void makesATableOfAFolderThatIsNone() {
        SparkSession spark = LocalSpark.session();
        Path plant = folder.resolve("plant");
        Dataset<Row> rows =
                spark.sql("SELECT timestamp_seconds(id) AS time, concat('h', id % 2) AS host, id * 0.5D AS cpu,"
                        + " CAST(id AS SMALLINT) AS n FROM range(10)");

        rows.write()
                .format("tsfile")
                .option("tagColumns", "host")
                .option("timePartition", "12h")
                .option("retention", "2 d")
                .save(plant.toString());

        assertThat(read(spark, plant).count()).isEqualTo(10);
        assertThat(read(spark, plant).schema().toDDL())
                .isEqualTo("time TIMESTAMP NOT NULL,host STRING,cpu DOUBLE,n INT");
        assertThatThrownBy(() -> rows.write().format("tsfile").save(plant.toString()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("there is a table. Choose mode append or overwrite");
        rows.write().format("tsfile").mode(SaveMode.Ignore).save(plant.toString());
        // Options of its creation may come again, where they are right.
        rows.selectExpr("time + interval 1 hour AS time", "host", "cpu", "n")
                .write()
                .format("tsfile")
                .option("tagColumns", "host")
                .mode(SaveMode.Append)
                .save(plant.toString());
        assertThat(read(spark, plant).count()).isEqualTo(20);
        assertThatThrownBy(() -> rows.write()
                        .format("tsfile")
                        .option("tagColumns", "cpu")
                        .mode(SaveMode.Append)
                        .save(plant.toString()))
                .hasMessageContaining("with tagColumns = cpu: it is host there");
        rows.limit(3).write().format("tsfile").mode(SaveMode.Overwrite).save(plant.toString());
        assertThat(read(spark, plant).count()).isEqualTo(3);
        assertThatThrownBy(() -> rows.write()
                        .format("tsfile")
                        .option("tagColumn", "host")
                        .mode(SaveMode.Append)
                        .save(plant.toString()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("Did you mean 'tagColumns'?");
        assertThatThrownBy(() -> spark.read()
                        .format("tsfile")
                        .option("duplicates", "any")
                        .load(plant.toString()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot use 'duplicates'");
    }

    @Test
    void writesFewFilesOfEachTimePartition() throws IOException, NoSuchTableException {
        SparkSession spark = LocalSpark.withCatalog(folder);
        // 50 partitions of a day, 20 devices in each; one file holds a partition, and a task may begin within one.
        Dataset<Row> rows =
                spark.sql("SELECT timestamp_seconds(id * 4320 - 86400) AS time, concat('h', id % 20) AS host,"
                        + " id AS n FROM range(1000)");
        rows.write()
                .format("tsfile")
                .option("tagColumns", "host")
                .option("timePartition", "1d")
                .save(folder.resolve("default/plant").toString());
        assertThat(snapshot(folder.resolve("default/plant")).files()).hasSizeBetween(50, 51);

        spark.sql("CREATE TABLE ts.named (time TIMESTAMP, host STRING, n BIGINT) TBLPROPERTIES ('tag.columns' = 'host',"
                + " 'time.partition' = '1d')");
        rows.writeTo("ts.named").append();
        assertThat(snapshot(folder.resolve("default/named")).files()).hasSizeBetween(50, 51);
        assertThat(spark.table("ts.named").except(spark.table("ts.plant")).count())
                .isZero();
    }

    @Test
    void leavesNothingWhereTasksFail() throws IOException {
        SparkSession spark = LocalSpark.session();
        Path plant = folder.resolve("plant");
        Dataset<Row> rows = spark.sql("SELECT timestamp_seconds(id) AS time, concat('h', id % 4) AS host,"
                + " if(id = 977, raise_error('broken'), id) AS n FROM range(0, 1000, 1, 4)");

        assertThatThrownBy(() -> rows.write()
                        .format("tsfile")
                        .option("tagColumns", "host")
                        .save(plant.toString()))
                .hasMessageContaining("broken");

        assertThat(files(plant)).isEmpty();
        assertThatThrownBy(() -> read(spark, plant)).hasMessageStartingWith("Cannot read");
    }

    @Test
    void refusesDifferentRowsOfOneKeyUnlessItIsToldWhichCounts() {
        SparkSession spark = LocalSpark.session();
        Path plant = folder.resolve("plant");
        String twice = "SELECT timestamp_seconds(1) AS time, 'h' AS host, * FROM VALUES (1, 1.0D, 'x'), (1, 1.0D, 'x')"
                + " AS (n, v, w)";
        spark.sql(twice).write().format("tsfile").option("tagColumns", "host").save(plant.toString());
        assertThat(read(spark, plant).count()).isEqualTo(1);

        Dataset<Row> differing = spark.sql("SELECT timestamp_seconds(1) AS time, 'h' AS host, * FROM"
                + " VALUES (2, 2.0D, 'old'), (3, CAST(NULL AS DOUBLE), 'new') AS (n, v, w)");
        assertThatThrownBy(() -> append(differing, plant, Map.of()))
                .rootCause()
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessage("Cannot write two different rows of one device and time in one job:"
                        + " [time=1970-01-01T00:00:01Z, host=h, n=2, v=2.0, w=old] and"
                        + " [time=1970-01-01T00:00:01Z, host=h, n=3, v=null, w=new]; write one of them, or say which one"
                        + " counts: option duplicates = last-by(<column>) or any");
        append(differing, plant, Map.of("duplicates", "last-by(n)"));
        assertThat(read(spark, plant).selectExpr("n", "v", "w").collectAsList().toString())
                .isEqualTo("[[3,2.0,new]]");
        append(differing, plant, Map.of("duplicates", "any"));
        assertThat(read(spark, plant).count()).isEqualTo(1);
        assertThatThrownBy(() -> append(differing, plant, Map.of("duplicates", "last")))
                .hasMessageContaining("it is fail, any, or last-by(column)");
    }

    @Test
    void showsTheRowThatDoesNotFit() {
        SparkSession spark = LocalSpark.session();
        Path plant = folder.resolve("plant");
        assertThatThrownBy(() -> spark.sql("SELECT timestamp_micros(1500) AS time, 1 AS n")
                        .write()
                        .format("tsfile")
                        .save(plant.toString()))
                .rootCause()
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith(
                        "Cannot write row [time=1970-01-01T00:00:00.001500Z, n=1]: column 'time' has value"
                                + " 1970-01-01T00:00:00.001500Z (Instant); it is finer than the table's unit (ms)");
        assertThatThrownBy(() -> spark.sql("SELECT timestamp_seconds(1) AS time, DATE'0999-12-31' AS day")
                        .write()
                        .format("tsfile")
                        .save(plant.toString()))
                .rootCause()
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("column 'day' has value 0999-12-31");
        assertThatThrownBy(() -> spark.sql("SELECT timestamp_seconds(1) AS time, array(1) AS list")
                        .write()
                        .format("tsfile")
                        .save(plant.toString()))
                .hasMessageContaining("column 'list' is of type ARRAY<INT>");
    }

    @Test
    void addsAndWidensFieldsWhereItIsAskedTo() {
        SparkSession spark = LocalSpark.session();
        Path plant = folder.resolve("plant");
        spark.sql("SELECT timestamp_seconds(1) AS time, 'h' AS host, 1 AS n")
                .write()
                .format("tsfile")
                .option("tagColumns", "host")
                .save(plant.toString());
        Dataset<Row> wider = spark.sql("SELECT timestamp_seconds(2) AS time, 'h' AS host, 5000000000L AS n, 'x' AS w");

        assertThatThrownBy(() -> append(wider, plant, Map.of())).hasMessageContaining("`w`");
        append(wider, plant, Map.of("mergeSchema", "true"));

        assertThat(read(spark, plant)
                        .orderBy("time")
                        .selectExpr("n", "w")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[1,null], [5000000000,x]]");
        // Narrow rows still fit.
        append(
                spark.sql("SELECT timestamp_seconds(3) AS time, 'h' AS host, 3 AS n"),
                plant,
                Map.of("mergeSchema", "true"));
        assertThat(read(spark, plant).selectExpr("max(n)").head().getLong(0)).isEqualTo(5000000000L);
    }

    @Test
    void insertsOverwritesAndDeletesInSql() {
        SparkSession spark = LocalSpark.withCatalog(folder);
        spark.sql("CREATE TABLE ts.metrics (time TIMESTAMP, site STRING, host STRING, n INT) TBLPROPERTIES"
                + " ('tag.columns' = 'site,host')");
        spark.sql(
                "INSERT INTO ts.metrics SELECT timestamp_seconds(id), if(id % 3 = 0, NULL, 's'), concat('h', id % 2), id"
                        + " FROM range(100)");
        assertThat(count(spark)).isEqualTo(100);

        spark.sql("DELETE FROM ts.metrics WHERE time >= timestamp_seconds(90) AND site IS NULL");
        assertThat(count(spark)).isEqualTo(96);
        spark.sql("DELETE FROM ts.metrics WHERE time BETWEEN timestamp_seconds(10) AND timestamp_seconds(19)");
        assertThat(count(spark)).isEqualTo(86);
        // Each of the tags may have both values, but not all of them together.
        spark.sql("DELETE FROM ts.metrics WHERE site = 's' AND host = 'h1' OR site = 'none' AND host = 'h0'");
        spark.sql("DELETE FROM ts.metrics WHERE host IN ('h0', 'h1') AND host <> 'h0' AND site = 's'");
        assertThat(count(spark)).isEqualTo(57);
        spark.sql("INSERT INTO ts.metrics SELECT timestamp_seconds(id), 's', 'h1', id FROM range(100) WHERE id % 3 > 0"
                + " AND id % 2 = 1 AND id NOT BETWEEN 10 AND 19");
        assertThat(count(spark)).isEqualTo(86);
        try {
            spark.table("ts.metrics")
                    .where("n < 5")
                    .writeTo("ts.metrics")
                    .overwrite(org.apache.spark.sql.functions.expr("host = 'h1'"));
        } catch (NoSuchTableException e) {
            throw new AssertionError(e);
        }
        assertThat(spark.sql("SELECT n FROM ts.metrics WHERE host = 'h1' ORDER BY n")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[1], [3]]");
        assertThatThrownBy(() -> spark.sql("INSERT INTO ts.metrics REPLACE WHERE n = 5 SELECT * FROM ts.metrics"))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot overwrite rows of ")
                .hasMessageContaining("n = 5");
        spark.sql("INSERT OVERWRITE ts.metrics SELECT * FROM ts.metrics WHERE n < 4");
        assertThat(count(spark)).isEqualTo(4);
        spark.sql(
                "CREATE TABLE ts.copy TBLPROPERTIES ('tag.columns' = 'site') AS SELECT time, site, n FROM ts.metrics");
        assertThat(spark.table("ts.copy").count()).isEqualTo(4);
        spark.sql("TRUNCATE TABLE ts.metrics");
        assertThat(count(spark)).isZero();
        assertThatThrownBy(() -> spark.sql("CREATE TABLE ts.broken AS SELECT timestamp_seconds(id) AS time,"
                        + " if(id = 3, raise_error('broken'), id) AS n FROM range(5)"))
                .hasMessageContaining("broken");
        assertThat(spark.sql("SHOW TABLES IN ts.default").count()).isEqualTo(2);
    }

    @Test
    void replacesATableOnceTheNewOneIsFull() throws IOException {
        SparkSession spark = LocalSpark.withCatalog(folder);
        spark.sql("CREATE OR REPLACE TABLE ts.m AS SELECT timestamp_seconds(id) AS time, id AS n FROM range(10)");

        // 1. It may be made of itself, and have other columns.
        spark.sql("CREATE OR REPLACE TABLE ts.m TBLPROPERTIES ('tag.columns' = 'host') AS"
                + " SELECT time, concat('h', n) AS host, n * 0.5D AS v FROM ts.m WHERE n > 5");
        assertThat(spark.table("ts.m").schema().toDDL()).isEqualTo("time TIMESTAMP NOT NULL,host STRING,v DOUBLE");
        assertThat(spark.table("ts.m").count()).isEqualTo(4);

        // 2. One that cannot be filled leaves the old one, and nothing else.
        assertThatThrownBy(() -> spark.sql(
                        "REPLACE TABLE ts.m AS SELECT time, if(v > 4, raise_error('broken'), v) AS v" + " FROM ts.m"))
                .hasMessageContaining("broken");
        assertThat(spark.table("ts.m").count()).isEqualTo(4);
        assertThat(files(folder.resolve("_tsfile_staged"))).isEmpty();
        assertThatThrownBy(() -> spark.sql("REPLACE TABLE ts.other AS SELECT * FROM ts.m"))
                .hasMessageContaining("other");
        assertThat(spark.sql("SHOW NAMESPACES IN ts").collectAsList().toString())
                .isEqualTo("[[default]]");
    }

    @Test
    void refusesPartitionByAndOptionsOfFoldersForTablesOfACatalog() {
        SparkSession spark = LocalSpark.withCatalog(folder);
        Dataset<Row> rows = spark.sql("SELECT timestamp_seconds(1) AS time, 'h' AS host");

        assertThatThrownBy(() -> rows.write()
                        .format("tsfile")
                        .partitionBy("host")
                        .save(folder.resolve("plant").toString()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("with partitionBy or clusterBy: files are cut by time");
        assertThatThrownBy(() -> rows.write()
                        .format("tsfile")
                        .option("tagColumns", "host")
                        .saveAsTable("ts.plant"))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("with option tagColumns: it is for writes to a folder")
                .hasMessageContaining("writeTo(...).tableProperty(...)");
        assertThat(spark.sql("SHOW TABLES IN ts.default").count()).isZero();
    }

    private static long count(SparkSession spark) {
        return spark.table("ts.metrics").count();
    }

    private static void append(Dataset<Row> rows, Path table, Map<String, String> options) {
        rows.write().format("tsfile").options(options).mode(SaveMode.Append).save(table.toString());
    }

    private static Dataset<Row> read(SparkSession spark, Path table) {
        return spark.read().format("tsfile").load(table.toString());
    }

    private static Snapshot snapshot(Path table) throws IOException {
        try (FileStore store = StoreLocation.of(table.toString()).open()) {
            return Table.open(store).snapshot();
        }
    }

    private static List<Path> files(Path table) throws IOException {
        if (!Files.exists(table)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(table)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
