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
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ALTER TABLE}, {@code SHOW CREATE TABLE} and comments. */
class AlterTableTest {
    private static final TableSchema PLANT = TableSchema.ofTable(
            "plant",
            List.of(
                    Column.tag("site"),
                    Column.field("n", TSDataType.INT32),
                    Column.field("f", TSDataType.FLOAT),
                    Column.field("s", TSDataType.STRING)));

    @TempDir
    private Path warehouse;

    private SparkSession spark = LocalSpark.session();

    @BeforeEach
    void open() throws IOException {
        spark = LocalSpark.withCatalog(warehouse);
        TestTable.create(warehouse.resolve("default/plant"), PLANT)
                .append(row(Devices.ofTable("plant", "a"), 1, 7, 1.5f, null));
    }

    private TableMetadata metadata(String table) throws IOException {
        try (FileStore store =
                StoreLocation.of(warehouse.resolve(table).toString()).open()) {
            return Table.open(store).snapshot().metadata();
        }
    }

    private String property(String table, String name) {
        List<Row> found = spark.sql("SHOW TBLPROPERTIES " + table)
                .where("key = '" + name + "'")
                .collectAsList();
        return found.isEmpty() ? "none" : found.get(0).getString(1);
    }

    @Test
    void addsAndWidensColumns() throws IOException {
        spark.sql("ALTER TABLE ts.plant ADD COLUMNS (Extra DOUBLE COMMENT 'new', day DATE)");
        spark.sql("ALTER TABLE ts.plant ALTER COLUMN n TYPE BIGINT");
        spark.sql("ALTER TABLE ts.plant ALTER COLUMN f TYPE DOUBLE");
        spark.sql("ALTER TABLE ts.plant ALTER COLUMN n TYPE BIGINT");

        assertThat(metadata("default/plant").schema().fields())
                .containsExactly(
                        Column.field("n", TSDataType.INT64),
                        Column.field("f", TSDataType.DOUBLE),
                        Column.field("s", TSDataType.STRING),
                        Column.field("extra", TSDataType.DOUBLE),
                        Column.field("day", TSDataType.DATE));
        assertThat(spark.sql("SELECT * FROM ts.plant").collectAsList())
                .containsExactly(RowFactory.create(Instant.ofEpochMilli(1), "a", 7L, 1.5, null, null, null));
        assertThat(spark.sql("DESCRIBE ts.plant")
                        .where("col_name = 'extra'")
                        .head()
                        .getString(2))
                .isEqualTo("new");
    }

    @Test
    void setsAndUnsetsProperties() throws IOException {
        spark.sql("ALTER TABLE ts.plant SET TBLPROPERTIES"
                + " ('TTL' = '90d', 'encoding.N' = 'PLAIN', 'compression' = 'zstd', 'comment' = 'motors')");

        assertThat(metadata("default/plant").options())
                .containsEntry("ttl", "90d")
                .containsEntry("encoding.n", "plain")
                .containsEntry("compression", "zstd");
        assertThat(property("ts.plant", "ttl")).isEqualTo("90d");
        assertThat(spark.sql("DESCRIBE EXTENDED ts.plant")
                        .where("col_name = 'Comment'")
                        .head()
                        .getString(1))
                .isEqualTo("motors");

        spark.sql("ALTER TABLE ts.plant UNSET TBLPROPERTIES ('ttl', 'encoding.N', 'compression')");
        spark.sql("COMMENT ON TABLE ts.plant IS NULL");

        assertThat(metadata("default/plant").options()).isEmpty();
        assertThat(property("ts.plant", "ttl")).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP COLUMN n                                       | Cannot drop column 'n' of table ts.default.plant: files hold it",
                "RENAME COLUMN n TO m                                | Cannot rename column 'n' of table ts.default.plant: files hold it under its name",
                "ALTER COLUMN n TYPE DOUBLE                          | from INT32 to DOUBLE; only INT32 can become INT64",
                "ALTER COLUMN f FIRST                                | columns keep their places",
                "ALTER COLUMN s SET DEFAULT 'a'                      | Write the value, or use coalesce",
                "ALTER COLUMN time DROP NOT NULL                     | the time is never null",
                "ADD COLUMN w INT FIRST                              | new columns come last",
                "ADD COLUMN w INT NOT NULL                           | rows that are there have no value of it",
                "ADD COLUMN w DECIMAL(10,2)                          | column 'w' is of type DECIMAL(10,2)",
                "ADD COLUMN w STRUCT<a: INT>                         | column 'w' is of type STRUCT<a: INT>",
                "SET TBLPROPERTIES ('model' = 'tree')                | Cannot change property 'model' of table ts.default.plant",
                "SET TBLPROPERTIES ('time.partition' = '1d')         | Make another table and INSERT INTO it",
                "SET TBLPROPERTIES ('tlt' = '1d')                    | Did you mean 'ttl'?",
                "SET TBLPROPERTIES ('ttl' = 'soon')                  | Cannot use option 'ttl' with value 'soon'",
                "SET TBLPROPERTIES ('encoding.n' = 'gorila')         | 'encoding.n' = 'gorila'",
                "UNSET TBLPROPERTIES ('tag.columns')                 | Cannot change property 'tag.columns'",
                "CLUSTER BY (n)                                      | a table of TsFiles has nothing like it",
            })
    void refusesWhatATableCannotBecome(String change, String message) throws IOException {
        TableMetadata before = metadata("default/plant");

        assertThatThrownBy(() -> spark.sql("ALTER TABLE ts.plant " + change)).hasMessageContaining(message);

        assertThat(metadata("default/plant")).isEqualTo(before);
    }

    @Test
    void showsTheStatementThatMakesATableLikeIt() throws IOException {
        spark.sql("CREATE TABLE ts.Motors (ts TIMESTAMP COMMENT 'when', v DOUBLE, site STRING) COMMENT 'all of them'"
                + " TBLPROPERTIES ('tag.columns'='site', 'time.column'='ts', 'time.precision'='us',"
                + " 'time.partition'='12h', 'encoding.v'='gorilla', 'ttl'='90d')");

        String statement = spark.sql("SHOW CREATE TABLE ts.Motors").head().getString(0);
        spark.sql(statement.replace("Motors", "motors"));

        assertThat(statement).doesNotContain("LOCATION");
        TableMetadata like = metadata("default/motors");
        assertThat(like.schema()).isEqualTo(metadata("default/Motors").schema());
        assertThat(like.partitioning()).isEqualTo(metadata("default/Motors").partitioning());
        assertThat(like.options())
                .isEqualTo(metadata("default/Motors").options())
                .containsKey("spark.comment.ts");
    }

    @Test
    void renamesTables() {
        spark.sql("CREATE NAMESPACE ts.works");
        spark.sql("CREATE TABLE ts.works.there (time TIMESTAMP)");

        spark.sql("ALTER TABLE ts.plant RENAME TO machines");
        assertThat(spark.sql("SELECT n FROM ts.machines").collectAsList()).containsExactly(RowFactory.create(7));
        spark.sql("ALTER TABLE ts.machines RENAME TO works.m");

        assertThat(spark.sql("SELECT n FROM ts.works.m").collectAsList()).containsExactly(RowFactory.create(7));
        assertThat(spark.sql("SHOW TABLES IN ts.default").collectAsList()).isEmpty();
        assertThatThrownBy(() -> spark.sql("ALTER TABLE ts.works.m RENAME TO works.there"))
                .hasMessageContaining("TABLE_OR_VIEW_ALREADY_EXISTS");
        assertThatThrownBy(() -> spark.sql("ALTER TABLE ts.works.none RENAME TO x"))
                .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
        assertThatThrownBy(() -> spark.sql("ALTER TABLE ts.works.m RENAME TO nowhere.m"))
                .hasMessageContaining("there is no namespace nowhere. Create it first");
    }

    @Test
    void dropsWithAndWithoutPurge() {
        spark.sql("DROP TABLE ts.plant PURGE");

        assertThat(warehouse.resolve("default/plant")).doesNotExist();
        spark.sql("DROP TABLE IF EXISTS ts.plant PURGE");
    }

    @Test
    void sparkTakesNoPathInTheSessionCatalog() {
        // Spark offers SELECT ... FROM format.`path` to its built-in formats only.
        assertThatThrownBy(() -> spark.sql("SELECT * FROM tsfile.`" + warehouse.resolve("default/plant") + "`"))
                .hasMessageContaining("UNSUPPORTED_DATASOURCE_FOR_DIRECT_QUERY");
    }
}
