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

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables by name. */
class CatalogTest {
    private static final TableSchema PLANT =
            TableSchema.ofTable("plant", List.of(Column.tag("site"), Column.field("speed", TSDataType.DOUBLE)));

    @TempDir
    private Path warehouse;

    private SparkSession spark = LocalSpark.session();

    @BeforeEach
    void open() {
        spark = LocalSpark.withCatalog(warehouse);
    }

    private static TableMetadata metadata(Path folder) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            return Table.open(store).snapshot().metadata();
        }
    }

    private List<String> names(String sql, String column) {
        return spark.sql(sql).select(column).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @Test
    void readsTablesThatOthersWrote() throws IOException {
        TestTable.create(warehouse.resolve("default/plant"), PLANT).append(row(Devices.ofTable("plant", "a"), 1, 1.5));
        TestTable.create(warehouse.resolve("works/plant"), PLANT).append(row(Devices.ofTable("plant", "a"), 2, 2.5));

        assertThat(spark.sql("SELECT * FROM ts.plant").collectAsList())
                .containsExactly(RowFactory.create(Instant.ofEpochMilli(1), "a", 1.5));
        assertThat(spark.sql("SELECT speed FROM ts.default.plant").collectAsList())
                .containsExactly(RowFactory.create(1.5));
        assertThat(spark.sql("SELECT speed FROM ts.works.plant WHERE site = 'a'")
                        .collectAsList())
                .containsExactly(RowFactory.create(2.5));
        spark.sql("USE ts");
        assertThat(spark.sql("SELECT speed FROM plant").collectAsList()).containsExactly(RowFactory.create(1.5));
        assertThat(names("SHOW TABLES IN ts.works", "tableName")).containsExactly("plant");
        assertThat(names("SHOW NAMESPACES IN ts", "namespace")).containsExactlyInAnyOrder("default", "works");
    }

    @Test
    void readsATableByItsFolder(@TempDir Path elsewhere) throws IOException {
        TestTable.create(elsewhere, PLANT).append(row(Devices.ofTable("plant", "a"), 1, 1.5));

        assertThat(spark.sql("SELECT speed FROM ts.tsfile.`" + elsewhere + "`").collectAsList())
                .containsExactly(RowFactory.create(1.5));
    }

    @Test
    void refusesOptionsOfARelation(@TempDir Path elsewhere) throws IOException {
        TestTable.create(elsewhere, PLANT);
        TestTable.create(warehouse.resolve("default/plant"), PLANT);

        for (String name : List.of("ts.plant", "ts.tsfile.`" + elsewhere + "`")) {
            assertThatThrownBy(() -> spark.sql("SELECT * FROM " + name + " WITH (timestampAs = 'long')")
                            .collectAsList())
                    .hasMessageStartingWith("Cannot read table")
                    .hasMessageContaining("with options [timestampas]");
        }
    }

    @Test
    void createsATable() throws IOException {
        spark.sql("CREATE TABLE ts.Motors (Ts TIMESTAMP, ok BOOLEAN, n INT, Line STRING, big BIGINT, f FLOAT, d DOUBLE,"
                + " s STRING, b BINARY, day DATE, at TIMESTAMP, site STRING) TBLPROPERTIES ('tag.columns'='site, line',"
                + " 'time.column'='ts', 'time.precision'='us', 'time.partition'='1d')");

        TableMetadata metadata = metadata(warehouse.resolve("default/Motors"));

        assertThat(metadata.schema())
                .isEqualTo(new TableSchema(
                        TableModel.TABLE,
                        "motors",
                        "ts",
                        TimePrecision.MICROS,
                        List.of(
                                Column.tag("site"),
                                Column.tag("line"),
                                Column.field("ok", TSDataType.BOOLEAN),
                                Column.field("n", TSDataType.INT32),
                                Column.field("big", TSDataType.INT64),
                                Column.field("f", TSDataType.FLOAT),
                                Column.field("d", TSDataType.DOUBLE),
                                Column.field("s", TSDataType.STRING),
                                Column.field("b", TSDataType.BLOB),
                                Column.field("day", TSDataType.DATE),
                                Column.field("at", TSDataType.TIMESTAMP))));
        assertThat(metadata.partitioning()).isEqualTo(new TimePartitioning(86_400_000_000L));
        assertThat(spark.sql("SELECT * FROM ts.Motors").collectAsList()).isEmpty();
        assertThat(names("DESCRIBE ts.Motors", "col_name")).startsWith("ts", "site", "line", "ok");
        assertThat(spark.sql("SHOW TBLPROPERTIES ts.Motors").collectAsList())
                .contains(
                        RowFactory.create("time.partition", "1d"),
                        RowFactory.create("time.precision", "us"),
                        RowFactory.create("tag.columns", "site,line"));
    }

    @Test
    void keepsEncodingsOfColumns() throws IOException {
        spark.sql("CREATE TABLE ts.coded (time TIMESTAMP, Speed DOUBLE, note STRING) TBLPROPERTIES"
                + " ('encoding.Speed'='CHIMP', 'compression'='zstd', 'TTL'='90d', 'retention'='48 h')");

        assertThat(metadata(warehouse.resolve("default/coded")).options())
                .isEqualTo(Map.of("encoding.speed", "chimp", "compression", "zstd", "ttl", "90d", "retention", "48 h"));
        assertThat(spark.sql("SHOW TBLPROPERTIES ts.coded").collectAsList())
                .contains(RowFactory.create("encoding.speed", "chimp"), RowFactory.create("compression", "zstd"));
    }

    @Test
    void tellsMeasurementsOfTheTreeModelApartByCase() throws IOException {
        spark.conf().set("spark.sql.caseSensitive", "true");
        try {
            spark.sql("CREATE TABLE ts.cased (time TIMESTAMP, device STRING, Speed DOUBLE, speed DOUBLE)"
                    + " TBLPROPERTIES ('model'='tree', 'encoding.Speed'='rle', 'encoding.speed'='plain')");
        } finally {
            spark.conf().unset("spark.sql.caseSensitive");
        }

        assertThat(metadata(warehouse.resolve("default/cased")).options())
                .isEqualTo(Map.of("encoding.Speed", "rle", "encoding.speed", "plain"));
    }

    @Test
    void createsATableOfTheTreeModelAndOfNanoseconds() throws IOException {
        spark.sql("CREATE TABLE ts.fleet (time BIGINT, device STRING, Speed FLOAT)"
                + " TBLPROPERTIES ('model'='tree', 'time.precision'='ns', 'time.partition'='none')");

        TableMetadata metadata = metadata(warehouse.resolve("default/fleet"));

        assertThat(metadata.schema())
                .isEqualTo(new TableSchema(
                        TableModel.TREE,
                        "fleet",
                        "time",
                        TimePrecision.NANOS,
                        List.of(Column.field("Speed", TSDataType.FLOAT))));
        assertThat(metadata.partitioning()).isEqualTo(TimePartitioning.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(v INT)                                                    | without a column 'time'",
                "(time BIGINT, v INT)                                       | of type BIGINT: for time.precision 'ms' it is TIMESTAMP",
                "(time TIMESTAMP, v DECIMAL(10,2))                          | column 'v' is of type DECIMAL(10,2)",
                "(time TIMESTAMP, v INT) TBLPROPERTIES ('tag.columns'='v')  | column 'v' is a tag (tag.columns) and must be a STRING column; it is INT",
                "(time TIMESTAMP, v INT) TBLPROPERTIES ('tag.columns'='w')  | it is missing",
                "(time TIMESTAMP, v INT) TBLPROPERTIES ('tag.column'='v')   | Did you mean 'tag.columns'?",
                "(time TIMESTAMP, v INT) TBLPROPERTIES ('time.partition'='1 moon') | Cannot use '1 moon' as time.partition",
                "(time TIMESTAMP, v INT) TBLPROPERTIES ('model'='tree')     | column 'device'",
                "(time TIMESTAMP, v INT) TBLPROPERTIES ('encoding.v'='sprintz') | 'encoding.v' = 'sprintz': the encodings of INT32 are auto, ts_2diff",
                "(time TIMESTAMP, v INT) TBLPROPERTIES ('ttl'='soon') | Cannot use option 'ttl' with value 'soon'",
                "(time TIMESTAMP, v INT) TBLPROPERTIES ('compression.w'='lz4') | 'compression.w': table 't' has no field 'w'. The fields are v",
                "(time TIMESTAMP, v INT) USING parquet                      | leave USING out",
                "(time TIMESTAMP, v INT) PARTITIONED BY (v)                 | files are cut by time",
            })
    void refusesWhatATableCannotBe(String definition, String message) {
        assertThatThrownBy(() -> spark.sql("CREATE TABLE ts.t " + definition))
                .hasMessageStartingWith("Cannot")
                .hasMessageContaining(message.trim());
        assertThat(warehouse.resolve("default/t")).doesNotExist();
    }

    @Test
    void refusesColumnsThatDifferInCaseOnly() {
        spark.conf().set("spark.sql.caseSensitive", "true");

        assertThatThrownBy(() -> spark.sql("CREATE TABLE ts.t (time TIMESTAMP, v INT, V STRING)"))
                .hasMessageStartingWith("Cannot create table 't' with two columns 'v'");
        assertThat(warehouse.resolve("default/t")).doesNotExist();
    }

    @Test
    void refusesASecondCreateAndUnknownNames() {
        spark.sql("CREATE TABLE ts.t (time TIMESTAMP, v INT)");

        assertThatThrownBy(() -> spark.sql("CREATE TABLE ts.t (time TIMESTAMP, v INT)"))
                .hasMessageContaining("TABLE_OR_VIEW_ALREADY_EXISTS");
        spark.sql("CREATE TABLE IF NOT EXISTS ts.t (time TIMESTAMP, v INT)");
        assertThatThrownBy(() -> spark.sql("SELECT * FROM ts.missing")).hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
        assertThatThrownBy(() -> spark.sql("CREATE TABLE ts.nowhere.t (time TIMESTAMP)"))
                .hasMessageContaining("SCHEMA_NOT_FOUND");
        assertThatThrownBy(() -> spark.sql("SHOW TABLES IN ts.nowhere")).hasMessageContaining("SCHEMA_NOT_FOUND");
    }

    @Test
    void refusesANamespaceElsewhere() {
        assertThatThrownBy(() -> spark.sql("CREATE NAMESPACE ts.works LOCATION '/elsewhere'"))
                .hasMessageStartingWith("Cannot create namespace works at LOCATION file:/elsewhere");
        assertThat(warehouse.resolve("works")).doesNotExist();
    }

    @Test
    void keepsPropertiesOfNamespaces() {
        spark.sql("CREATE NAMESPACE ts.works COMMENT 'all plants' WITH DBPROPERTIES ('team' = 'a')");
        spark.sql("ALTER NAMESPACE ts.works SET DBPROPERTIES ('team' = 'b', 'shift' = '2')");
        spark.sql("ALTER NAMESPACE ts.works UNSET DBPROPERTIES ('shift')");

        assertThat(spark.sql("DESCRIBE NAMESPACE EXTENDED ts.works").collectAsList())
                .contains(RowFactory.create("Comment", "all plants"), RowFactory.create("Properties", "((team,b))"));
        assertThatThrownBy(() -> spark.sql("ALTER NAMESPACE ts.works SET LOCATION '/elsewhere'"))
                .hasMessageStartingWith("Cannot alter namespace works");
        spark.sql("COMMENT ON NAMESPACE ts.works IS 'some'");
        spark.sql("DROP NAMESPACE ts.works");
        assertThat(warehouse.resolve("works")).doesNotExist();
    }

    @Test
    void dropsTablesAndNamespaces() throws IOException {
        spark.sql("CREATE NAMESPACE ts.works");
        spark.sql("CREATE TABLE ts.works.t (time TIMESTAMP, v INT)");

        assertThatThrownBy(() -> spark.sql("DROP NAMESPACE ts.works")).hasMessageContaining("SCHEMA_NOT_EMPTY");
        spark.sql("DROP TABLE ts.works.t");
        assertThat(warehouse.resolve("works/t")).doesNotExist();
        spark.sql("DROP NAMESPACE ts.works");
        assertThat(warehouse.resolve("works")).doesNotExist();
        Files.createDirectories(warehouse.resolve("default/data"));
        assertThatThrownBy(() -> spark.sql("DROP TABLE ts.data")).hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
        assertThat(warehouse.resolve("default/data")).exists();
    }

    @Test
    void dropsANamespaceWithItsTablesAndNothingElse() throws IOException {
        spark.sql("CREATE NAMESPACE ts.works");
        spark.sql("CREATE TABLE ts.works.t (time TIMESTAMP, v INT)");
        spark.sql("DROP NAMESPACE ts.works CASCADE");
        assertThat(warehouse.resolve("works")).doesNotExist();

        Path file = Files.createDirectories(warehouse.resolve("reports/2026")).resolve("report.txt");
        Files.writeString(file, "not a table");
        assertThatThrownBy(() -> spark.sql("DROP NAMESPACE ts.reports CASCADE"))
                .hasMessageStartingWith("Cannot drop namespace reports")
                .hasMessageContaining("'2026', which is no table");
        assertThat(file).exists();

        Path single = Files.writeString(warehouse.resolve("notes"), "not a namespace");
        assertThatThrownBy(() -> spark.sql("DROP NAMESPACE ts.notes CASCADE")).hasMessageContaining("SCHEMA_NOT_FOUND");
        assertThatThrownBy(() -> spark.sql("SHOW TABLES IN ts.notes")).hasMessageContaining("SCHEMA_NOT_FOUND");
        assertThat(single).exists();
    }

    @Test
    void refusesOptionsOfACatalog() {
        SparkSession wrong = LocalSpark.session(
                Map.of("spark.sql.catalog.bad", TsFileCatalog.class.getName(), "spark.sql.catalog.bad.warehous", "/x"));
        SparkSession none = LocalSpark.session(Map.of("spark.sql.catalog.none", TsFileCatalog.class.getName()));

        assertThatThrownBy(() -> wrong.sql("SHOW TABLES IN bad.default"))
                .hasStackTraceContaining("Did you mean 'warehouse'?");
        assertThatThrownBy(() -> none.sql("SHOW TABLES IN none.default"))
                .hasStackTraceContaining("without a warehouse");
    }
}
