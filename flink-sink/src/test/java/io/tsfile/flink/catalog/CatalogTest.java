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
package io.tsfile.flink.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.types.Row;
import org.apache.flink.util.CollectionUtil;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables by name. */
class CatalogTest {
    private static final String MOTORS = "CREATE TABLE Motors ("
            + "  Site STRING, v DOUBLE COMMENT 'rounds a second', Ts TIMESTAMP(3) NOT NULL, doubled AS v * 2,"
            + "  `odd ``;, name` INT, seen TIMESTAMP_LTZ(6) NOT NULL, Line STRING,"
            + "  WATERMARK FOR Ts AS Ts - INTERVAL '5' SECOND)"
            + " COMMENT 'what turns' WITH ('tag.columns' = 'Site;Line', 'time.partition' = '12 h', 'ttl' = '90d',"
            + " 'encoding.V' = 'GORILLA', 'compression' = 'zstd', 'sink.parallelism' = '2')";

    private final Path warehouse;
    private final TableEnvironment sql;

    CatalogTest(@TempDir Path warehouse) {
        this.warehouse = warehouse;
        this.sql = session();
    }

    private TableEnvironment session() {
        return session(RuntimeExecutionMode.STREAMING);
    }

    private TableEnvironment session(RuntimeExecutionMode mode) {
        Configuration configuration = new Configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, mode);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        TableEnvironment session = TableEnvironment.create(EnvironmentSettings.newInstance()
                .withConfiguration(configuration)
                .build());
        session.executeSql("CREATE CATALOG ts WITH ('type' = 'tsfile', 'warehouse' = '" + warehouse + "')");
        session.executeSql("USE CATALOG ts");
        return session;
    }

    private static List<String> strings(TableEnvironment session, String statement) {
        return CollectionUtil.iteratorToList(session.executeSql(statement).collect()).stream()
                .map(row -> String.valueOf(row.getField(0)))
                .toList();
    }

    private static List<Row> rows(TableEnvironment session, String query) {
        return CollectionUtil.iteratorToList(session.executeSql(query).collect());
    }

    private Snapshot snapshot(String table) throws IOException {
        try (FileStore store =
                StoreLocation.of(warehouse.resolve(table).toString()).open()) {
            return Table.open(store).snapshot();
        }
    }

    private TableMetadata metadata(String table) throws IOException {
        return snapshot(table).metadata();
    }

    private void create(String folder, TableSchema schema) throws IOException {
        try (FileStore store =
                StoreLocation.of(warehouse.resolve(folder).toString()).open()) {
            Table.create(store, TableMetadata.of(schema, TimePartitioning.NONE, Map.of()));
        }
    }

    @Test
    void databasesAreFolders() throws Exception {
        assertThat(strings(sql, "SHOW DATABASES")).containsExactly("default");
        sql.executeSql("CREATE DATABASE works");
        sql.executeSql("CREATE DATABASE IF NOT EXISTS works");
        sql.executeSql("CREATE TABLE works.t (ts TIMESTAMP(3), v INT)");

        assertThat(strings(session(), "SHOW DATABASES")).containsExactly("default", "works");
        assertThat(strings(session(), "SHOW TABLES IN works")).containsExactly("t");
        assertThatThrownBy(() -> sql.executeSql("CREATE DATABASE works")).hasStackTraceContaining("already exists");
        assertThatThrownBy(() -> sql.executeSql("CREATE DATABASE tsfile"))
                .hasStackTraceContaining("the name is reserved");
        assertThatThrownBy(() -> sql.executeSql("CREATE DATABASE other WITH ('location' = '/elsewhere')"))
                .hasStackTraceContaining("it is a folder of the warehouse. Leave it out");
        assertThatThrownBy(() -> sql.executeSql("DROP DATABASE works")).hasStackTraceContaining("is not empty");
        assertThatThrownBy(() -> sql.executeSql("DROP DATABASE nowhere")).hasStackTraceContaining("does not exist");
        Path file = Files.writeString(warehouse.resolve("works/notes.txt"), "not a table");
        assertThatThrownBy(() -> sql.executeSql("DROP DATABASE works CASCADE"))
                .hasStackTraceContaining("holds 'notes.txt', which is no table");
        assertThat(warehouse.resolve("works/t")).exists();
        Files.delete(file);
        sql.executeSql("DROP DATABASE works CASCADE");
        sql.executeSql("DROP DATABASE IF EXISTS works");
        assertThat(warehouse.resolve("works")).doesNotExist();
    }

    @Test
    void keepsWhatIsKnownOfADatabase() throws Exception {
        sql.executeSql("CREATE DATABASE works COMMENT 'what turns' WITH ('owner' = 'plant')");
        sql.executeSql("CREATE DATABASE IF NOT EXISTS works COMMENT 'another'");
        sql.executeSql("ALTER DATABASE works SET ('shift' = 'night')");

        CatalogDatabase found = session().getCatalog("ts").orElseThrow().getDatabase("works");
        assertThat(found.getComment()).isEqualTo("what turns");
        assertThat(found.getProperties())
                .containsOnly(
                        Map.entry("owner", "plant"),
                        Map.entry("shift", "night"),
                        Map.entry("location", warehouse + "/works"));
        assertThatThrownBy(() -> sql.executeSql("ALTER DATABASE works SET ('location' = '/elsewhere')"))
                .hasStackTraceContaining("it is a folder of the warehouse and stays there");
        assertThatThrownBy(() -> sql.executeSql("ALTER DATABASE works SET ('comment' = 'another')"))
                .hasStackTraceContaining("it is what COMMENT says");
        assertThatThrownBy(() -> sql.executeSql("ALTER DATABASE nowhere SET ('shift' = 'night')"))
                .hasStackTraceContaining("does not exist");
    }

    @Test
    void renamesATable() throws Exception {
        sql.executeSql("CREATE TABLE t (ts TIMESTAMP(3), v INT)");
        sql.executeSql("CREATE TABLE other (ts TIMESTAMP(3), w INT)");

        assertThatThrownBy(() -> sql.executeSql("ALTER TABLE t RENAME TO other"))
                .hasStackTraceContaining("already exists");
        assertThatThrownBy(() -> sql.executeSql("ALTER TABLE absent RENAME TO third"))
                .hasStackTraceContaining("doesn't exist");
        sql.executeSql("ALTER TABLE t RENAME TO third");

        assertThat(strings(session(), "SHOW TABLES")).containsExactly("other", "third");
        assertThat(columns(session(), "third")).containsExactly("ts TIMESTAMP(3)", "v INT");
        assertThat(warehouse.resolve("default/t")).doesNotExist();
    }

    @Test
    void aTableIsWhatTheLogSaysAndNoMore() throws Exception {
        sql.executeSql(MOTORS);

        TableMetadata metadata = metadata("default/Motors");

        assertThat(metadata.schema())
                .isEqualTo(new TableSchema(
                        TableModel.TABLE,
                        "motors",
                        "ts",
                        TimePrecision.MICROS,
                        List.of(
                                Column.tag("site"),
                                Column.tag("line"),
                                Column.field("v", TSDataType.DOUBLE),
                                Column.field("odd `;, name", TSDataType.INT32),
                                Column.field("seen", TSDataType.TIMESTAMP))));
        assertThat(metadata.partitioning()).isEqualTo(new TimePartitioning(43_200_000_000L));
        Map<String, String> expected = new TreeMap<>(Map.of(
                "compression", "zstd",
                "encoding.v", "gorilla",
                "ttl", "90d",
                "flink.sink.parallelism", "2",
                "flink.columns", "`Site`, `v`, `Ts`, `doubled`, `odd ``;, name`, `seen`, `Line`",
                "flink.type.ts", "TIMESTAMP(3) NOT NULL",
                "flink.computed.doubled", "`v` * 2",
                "flink.watermark.Ts", "`Ts` - INTERVAL '5' SECOND",
                "flink.comment", "what turns",
                "flink.comment.v", "rounds a second"));
        assertThat(metadata.options()).isEqualTo(expected);
    }

    @Test
    void anotherSessionFindsWhatWasDeclared() throws Exception {
        sql.executeSql(MOTORS);

        String shown = strings(session(), "SHOW CREATE TABLE Motors").get(0);

        assertThat(shown)
                .contains("COMMENT 'what turns'", "`v` DOUBLE COMMENT 'rounds a second'", "'ttl' = '90d'")
                .contains(
                        "WATERMARK FOR `Ts` AS `Ts` - INTERVAL '5' SECOND",
                        "'path' = '" + warehouse + "/default/Motors'")
                .contains("'tag.columns' = 'Site;Line'", "'time.column' = 'Ts'", "'time.precision' = 'micros'")
                .contains("'connector' = 'tsfile'", "'time.partition' = '12 h'", "'encoding.v' = 'gorilla'")
                .contains("'sink.parallelism' = '2'")
                .doesNotContain("flink.");
        assertThat(columns(session(), "Motors"))
                .containsExactly(
                        "Site STRING",
                        "v DOUBLE",
                        "Ts TIMESTAMP(3) NOT NULL *ROWTIME*",
                        "doubled DOUBLE",
                        "odd `;, name INT",
                        "seen TIMESTAMP_LTZ(6)",
                        "Line STRING");
        // What is shown makes the same table again, elsewhere and, by LIKE, here.
        sql.executeSql("CREATE TABLE Pumps LIKE Motors");
        assertThat(metadata("default/Pumps").schema().columns())
                .isEqualTo(metadata("default/Motors").schema().columns());
        Map<String, String> withoutComment =
                new TreeMap<>(metadata("default/Motors").options());
        withoutComment.remove("flink.comment");
        assertThat(metadata("default/Pumps").options()).isEqualTo(withoutComment);
        sql.executeSql(shown.replace("`ts`.`default`", "`default_catalog`.`default_database`"));
        assertThat(columns(sql, "default_catalog.default_database.Motors")).isEqualTo(columns(sql, "Motors"));
    }

    private static List<String> columns(TableEnvironment session, String table) {
        return session.from(table).getResolvedSchema().getColumns().stream()
                .map(column -> column.getName() + " " + column.getDataType())
                .toList();
    }

    @Test
    void showsTablesOfOthersAsTheyAre() throws Exception {
        create(
                "default/fleet",
                new TableSchema(
                        TableModel.TREE,
                        "Fleet",
                        "time",
                        TimePrecision.NANOS,
                        List.of(
                                Column.field("b", TSDataType.BOOLEAN),
                                Column.field("i", TSDataType.INT32),
                                Column.field("l", TSDataType.INT64),
                                Column.field("f", TSDataType.FLOAT),
                                Column.field("d", TSDataType.DOUBLE),
                                Column.field("t", TSDataType.TEXT),
                                Column.field("s", TSDataType.STRING),
                                Column.field("o", TSDataType.BLOB),
                                Column.field("day", TSDataType.DATE),
                                Column.field("at", TSDataType.TIMESTAMP))));
        create(
                "default/plant",
                TableSchema.ofTable(
                        "other", List.of(Column.tag("a;b"), Column.tag("c"), Column.field("v", TSDataType.INT32))));

        assertThat(columns(sql, "fleet"))
                .containsExactly(
                        "time TIMESTAMP_LTZ(9)",
                        "device STRING",
                        "b BOOLEAN",
                        "i INT",
                        "l BIGINT",
                        "f FLOAT",
                        "d DOUBLE",
                        "t STRING",
                        "s STRING",
                        "o BYTES",
                        "day DATE",
                        "at TIMESTAMP_LTZ(9)");
        assertThat(strings(sql, "SHOW CREATE TABLE fleet").get(0))
                .contains("'model' = 'tree'", "'table' = 'Fleet'", "'time.partition' = 'none'");
        assertThat(columns(sql, "plant")).containsExactly("time TIMESTAMP_LTZ(3)", "a;b STRING", "c STRING", "v INT");
        assertThat(strings(sql, "EXPLAIN INSERT INTO plant SELECT NOW(), 'a', 'b', 1")
                        .get(0))
                .contains("Sink(table=[ts.default.plant]");
        assertThat(metadata("default/plant").schema().name()).isEqualTo("other");
    }

    @Test
    void leavesOutWhatALaterVersionKnows() throws Exception {
        TreeMap<String, String> options = new TreeMap<>(Map.of(
                "encoding", "next",
                "encoding.w", "plain",
                "compression", "zstd",
                "ttl", "1 moon",
                "next", "x",
                "flink.sink.next", "x",
                "flink.sink.parallelism", "none",
                "flink.path", "/elsewhere",
                "flink.type.time", "GEOMETRY",
                "flink.columns", "`time`, `gone`, `v`"));
        try (FileStore store =
                StoreLocation.of(warehouse.resolve("default/t").toString()).open()) {
            TableSchema schema = TableSchema.ofTable("t", List.of(Column.field("v", TSDataType.INT32)));
            Table.create(store, new TableMetadata(UUID.randomUUID(), schema, TimePartitioning.NONE, options));
        }

        assertThat(columns(sql, "t")).containsExactly("time TIMESTAMP_LTZ(3)", "v INT");
        assertThat(sql.getCatalog("ts")
                        .orElseThrow()
                        .getTable(new ObjectPath("default", "t"))
                        .getOptions())
                .containsOnlyKeys(
                        "compression",
                        "connector",
                        "model",
                        "path",
                        "table",
                        "time.column",
                        "time.partition",
                        "time.precision");
    }

    @ParameterizedTest
    @EnumSource(
            value = RuntimeExecutionMode.class,
            names = {"STREAMING", "BATCH"})
    void writesByNameAndAsSelect(RuntimeExecutionMode mode) throws Exception {
        TableEnvironment session = session(mode);
        session.executeSql("CREATE TABLE motors (site STRING, ts TIMESTAMP_LTZ(3), v INT)"
                + " WITH ('tag.columns' = 'site', 'time.column' = 'ts')");
        session.executeSql(
                        "INSERT INTO motors VALUES ('a', TO_TIMESTAMP_LTZ(1, 3), 10), ('b', TO_TIMESTAMP_LTZ(2, 3), 20)")
                .await();
        session.executeSql(
                        "CREATE TABLE copied WITH ('tag.columns' = 'Name', 'time.column' = 'seen') AS"
                                + " SELECT v, seen, Name FROM (VALUES (1, TIMESTAMP '2026-01-01 00:00:00', 'x')) AS t (v, seen, Name)")
                .await();

        assertThat(snapshot("default/motors").files().stream()
                        .mapToLong(DataFile::rows)
                        .sum())
                .isEqualTo(2);
        assertThat(snapshot("default/copied").files().stream()
                        .mapToLong(DataFile::rows)
                        .sum())
                .isEqualTo(1);
        assertThat(metadata("default/copied").schema().tags()).containsExactly(Column.tag("name"));
        Catalog catalog = session.getCatalog("ts").orElseThrow();
        assertThat(catalog.getTableStatistics(new ObjectPath("default", "motors"))
                        .getRowCount())
                .isEqualTo(2);
        assertThat(strings(session, "SHOW TABLES")).containsExactly("copied", "motors");
        assertThat(columns(session, "copied")).containsExactly("v INT", "seen TIMESTAMP(0) NOT NULL", "Name STRING");
    }

    @Test
    void readsWhatWasDeclared() throws Exception {
        TableEnvironment session = session(RuntimeExecutionMode.BATCH);
        session.executeSql("CREATE TABLE t (Name STRING, v INT, Ts TIMESTAMP(3), twice AS v * 2, at6 TIMESTAMP(6),"
                + " WATERMARK FOR Ts AS Ts, PRIMARY KEY (Ts, Name) NOT ENFORCED) WITH ('tag.columns' = 'Name')");
        session.executeSql("INSERT INTO t VALUES ('a', 1, TIMESTAMP '2026-01-01 00:00:00.001',"
                        + " TIMESTAMP '2026-01-01 00:00:00.000002')")
                .await();
        long before = snapshot("default/t").timeMillis();
        session.executeSql("ALTER TABLE t ADD w STRING");
        session.executeSql("INSERT INTO t (Name, Ts, w) VALUES ('b', TIMESTAMP '2026-01-02 00:00:00', 'x')")
                .await();

        assertThat(rows(session, "SELECT w, twice FROM t ORDER BY Ts"))
                .containsExactly(Row.of(null, 2), Row.of("x", null));
        String then = LocalDateTime.ofInstant(Instant.ofEpochMilli(before), ZoneOffset.UTC)
                .toString()
                .replace('T', ' ');
        session.getConfig().setLocalTimeZone(ZoneOffset.UTC);
        assertThat(rows(session, "SELECT * FROM t FOR SYSTEM_TIME AS OF TIMESTAMP '" + then + "'"))
                .containsExactly(Row.of(
                        "a",
                        1,
                        LocalDateTime.parse("2026-01-01T00:00:00.001"),
                        2,
                        LocalDateTime.parse("2026-01-01T00:00:00.000002")));
        // The files alone know nothing of what was declared.
        Path files = Files.createDirectory(warehouse.resolveSibling(warehouse.getFileName() + "-copied"));
        for (DataFile file : snapshot("default/t").files()) {
            Files.copy(
                    warehouse.resolve("default/t").resolve(file.path()),
                    files.resolve(file.version().commit() + ".tsfile"));
        }
        assertThat(rows(session, "SELECT name, v FROM tsfile.`" + files + "` WHERE name = 'a'"))
                .containsExactly(Row.of("a", 1));
    }

    @Test
    void takesChangesWithTheDeclaredKey() throws Exception {
        sql.executeSql(
                "CREATE TABLE counted (n BIGINT, ts TIMESTAMP(3), site STRING, PRIMARY KEY (site, ts) NOT ENFORCED)"
                        + " WITH ('tag.columns' = 'site')");
        sql.executeSql("INSERT INTO counted SELECT COUNT(*), ts, site FROM"
                        + " (SELECT CAST(x AS STRING) AS site, CAST(y AS TIMESTAMP(3)) AS ts"
                        + " FROM (VALUES ('a', TIMESTAMP '2026-01-01 00:00:00'), ('b', TIMESTAMP '2026-01-01 00:00:00'),"
                        + " ('a', TIMESTAMP '2026-01-01 00:00:00')) AS t (x, y)) GROUP BY site, ts")
                .await();

        assertThat(rows(session(RuntimeExecutionMode.BATCH), "SELECT site, n FROM counted"))
                .containsExactlyInAnyOrder(Row.of("a", 2L), Row.of("b", 1L));
    }

    @Test
    void altersWhatATableCanBecome() throws Exception {
        sql.executeSql(MOTORS);
        sql.executeSql("ALTER TABLE Motors ADD (Load FLOAT COMMENT 'of the motor', `half` AS v / 2)");
        sql.executeSql("ALTER TABLE Motors MODIFY (`odd ``;, name` BIGINT, Load DOUBLE FIRST)");
        sql.executeSql("ALTER TABLE Motors SET ('ttl' = '30d', 'encoding.Load' = 'CHIMP', 'sink.parallelism' = '3')");
        sql.executeSql("ALTER TABLE Motors RESET ('encoding.V', 'compression')");
        sql.executeSql("ALTER TABLE Motors DROP doubled");
        sql.executeSql("ALTER TABLE Motors DROP WATERMARK");
        sql.executeSql("ALTER TABLE Motors ADD PRIMARY KEY (Site, Line, Ts) NOT ENFORCED");

        TableMetadata metadata = metadata("default/Motors");

        assertThat(metadata.schema().fields())
                .containsExactly(
                        Column.field("v", TSDataType.DOUBLE),
                        Column.field("odd `;, name", TSDataType.INT64),
                        Column.field("seen", TSDataType.TIMESTAMP),
                        Column.field("load", TSDataType.DOUBLE));
        assertThat(metadata.options())
                .containsEntry("ttl", "30d")
                .containsEntry("encoding.load", "chimp")
                .containsEntry("flink.sink.parallelism", "3")
                .containsEntry("flink.primary-key", "`Site`, `Line`, `Ts`")
                .containsEntry("flink.comment.Load", "of the motor")
                .doesNotContainKeys("encoding.v", "compression", "flink.computed.doubled", "flink.watermark.Ts");
        assertThat(columns(session(), "Motors"))
                .containsExactly(
                        "Load DOUBLE",
                        "Site STRING NOT NULL",
                        "v DOUBLE",
                        "Ts TIMESTAMP(3) NOT NULL",
                        "odd `;, name BIGINT",
                        "seen TIMESTAMP_LTZ(6)",
                        "Line STRING NOT NULL",
                        "half DOUBLE");
        assertThat(session()
                        .from("Motors")
                        .getResolvedSchema()
                        .getPrimaryKey()
                        .orElseThrow()
                        .getColumns())
                .containsExactly("Site", "Line", "Ts");
    }

    @Test
    void showsWhatOthersAddedBehindWhatWasDeclared() throws Exception {
        sql.executeSql(MOTORS);
        try (FileStore store =
                StoreLocation.of(warehouse.resolve("default/Motors").toString()).open()) {
            Table.open(store)
                    .alter(before -> before.withSchema(before.schema()
                            .withField("load", TSDataType.FLOAT)
                            .withField("doubled", TSDataType.INT32)
                            .widened("odd `;, name", TSDataType.INT64)));
        }

        assertThat(columns(sql, "Motors"))
                .containsExactly(
                        "Site STRING",
                        "v DOUBLE",
                        "Ts TIMESTAMP(3) NOT NULL *ROWTIME*",
                        "doubled DOUBLE",
                        "odd `;, name BIGINT",
                        "seen TIMESTAMP_LTZ(6)",
                        "Line STRING",
                        "load FLOAT");
        // A change that knows nothing of the new ones leaves them.
        sql.executeSql("ALTER TABLE Motors SET ('ttl' = '1d')");
        assertThat(metadata("default/Motors").schema().fields()).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP v                                 | Cannot drop column 'v'",
                "RENAME v TO w                          | Cannot rename column 'v'",
                "ADD w DECIMAL(10, 2)                   | TsFile has no decimals",
                "ADD w INT NOT NULL                     | declare it without NOT NULL",
                "ADD V INT                              | Cannot keep column 'V'",
                "ADD V AS v * 2                         | Cannot keep column 'V'",
                "MODIFY v FLOAT                         | Cannot widen field 'v'",
                "MODIFY site INT                        | Cannot make column 'site' INT of table default.t: it names devices",
                "MODIFY ts STRING                       | it is the time, which is BIGINT, TIMESTAMP or TIMESTAMP_LTZ",
                "SET ('path' = '/elsewhere')            | it says what the table is",
                "SET ('time-partition' = '1 d')         | it says what the table is",
                "SET ('connector' = 'kafka')            | it says what the table is",
                "RESET ('tag.columns')                  | it says what the table is",
                "SET ('tlt' = '1 d')                    | Did you mean 'ttl'?",
                "SET ('ttl' = 'long')                   | 'long'",
                "SET ('sink.parallelism' = '0')         | 'sink.parallelism' = '0'",
                "SET ('encoding.w' = 'plain')           | table 't' has no field 'w'",
                "SET ('hadoop.fs.x' = 'y')              | settings of the file system are the catalog's",
                "ADD PRIMARY KEY (site) NOT ENFORCED    | declare PRIMARY KEY (`site`, `ts`) NOT ENFORCED",
                "ADD m STRING METADATA                  | a table of TsFiles has none",
            })
    void refusesWhatATableCannotBecome(String change, String message) throws Exception {
        sql.executeSql(
                "CREATE TABLE t (ts TIMESTAMP(3), site STRING NOT NULL, v INT)" + " WITH ('tag.columns' = 'site')");
        TableMetadata before = metadata("default/t");

        assertThatThrownBy(() -> sql.executeSql("ALTER TABLE t " + change.trim()))
                .hasStackTraceContaining(message.trim());
        assertThat(metadata("default/t")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TABLE t (ts TIMESTAMP(3), v INT) WITH ('connector' = 'kafka')          | Use CREATE TEMPORARY TABLE",
                "TABLE t (ts TIMESTAMP(3), v INT) WITH ('path' = '/elsewhere')           | its name says where a table of this catalog is",
                "TABLE t (ts TIMESTAMP(3), v INT) WITH ('table' = 'u')                   | its name says where a table of this catalog is",
                "TABLE t (ts TIMESTAMP(3), v INT) PARTITIONED BY (v)                     | leave the clause out",
                "TABLE t (ts TIMESTAMP(3), v INT) DISTRIBUTED BY (v) INTO 2 BUCKETS      | leave the clause out",
                "TABLE t (ts TIMESTAMP(3), v INT) WITH ('tag.column' = 'v')              | Did you mean 'tag.columns'?",
                "TABLE t (ts TIMESTAMP(3), v INT) WITH ('tag.columns' = 'v')             | it must be STRING",
                "TABLE t (ts TIMESTAMP(3), v INT) WITH ('hadoop.fs.x' = 'y')             | settings of the file system are the catalog's",
                "TABLE t (ts TIMESTAMP(3), v INT, m STRING METADATA)                     | a table of TsFiles has none",
                "TABLE t (ts TIMESTAMP(3), v INT, PRIMARY KEY (v) NOT ENFORCED)          | declare PRIMARY KEY (`ts`) NOT ENFORCED",
                "TABLE t (ts TIMESTAMP(3), v ARRAY<INT>)                                 | a measurement is one value",
                "TABLE t (a TIMESTAMP(3), b TIMESTAMP(3))                                | set 'time.column'",
                "TABLE nowhere.t (ts TIMESTAMP(3), v INT)                                | Database nowhere does not exist",
                "TABLE `a/b` (ts TIMESTAMP(3), v INT)                                    | Cannot use 'a/b' as the name of a table",
                "VIEW t AS SELECT 1                                                      | Use CREATE TEMPORARY VIEW",
                "FUNCTION f AS 'org.example.F'                                           | Use CREATE TEMPORARY FUNCTION",
            })
    void refusesWhatACatalogDoesNotHold(String statement, String message) {
        assertThatThrownBy(() -> sql.executeSql("CREATE " + statement.trim())).hasStackTraceContaining(message.trim());
        assertThat(warehouse.resolve("default")).doesNotExist();
    }

    @Test
    void createsAndDropsOnce() throws Exception {
        sql.executeSql("CREATE TABLE t (ts TIMESTAMP(3), v INT)");

        assertThatThrownBy(() -> sql.executeSql("CREATE TABLE t (ts TIMESTAMP(3), v INT)"))
                .hasStackTraceContaining("already exists");
        sql.executeSql("CREATE TABLE IF NOT EXISTS t (ts TIMESTAMP(3), w INT)");
        assertThat(metadata("default/t").schema().column("w")).isEmpty();
        sql.executeSql("CREATE TEMPORARY TABLE source (v INT) WITH ('connector' = 'datagen')");
        assertThat(strings(sql, "SHOW TABLES")).containsExactlyInAnyOrder("t", "source");
        assertThat(strings(sql, "SHOW VIEWS")).isEmpty();
        assertThat(strings(sql, "SHOW USER FUNCTIONS")).isEmpty();
        sql.executeSql("DROP TABLE t");
        sql.executeSql("DROP TABLE IF EXISTS t");
        assertThatThrownBy(() -> sql.executeSql("DROP TABLE t")).hasStackTraceContaining("does not exist");
        assertThat(warehouse.resolve("default/t")).doesNotExist();
    }

    @Test
    void findsATableByItsFolder(@TempDir Path elsewhere) throws Exception {
        try (FileStore store = StoreLocation.of(elsewhere.toString()).open()) {
            Table.create(
                    store,
                    TableMetadata.of(
                            TableSchema.ofTable("plant", List.of(Column.field("v", TSDataType.INT32))),
                            TimePartitioning.NONE,
                            Map.of()));
        }

        assertThat(columns(sql, "tsfile.`" + elsewhere + "`")).containsExactly("time TIMESTAMP_LTZ(3)", "v INT");
        assertThatThrownBy(() -> sql.executeSql("DROP TABLE tsfile.`" + elsewhere + "`"))
                .hasStackTraceContaining("this is done to tables of the warehouse only");
        assertThat(elsewhere.resolve("_tsfile")).exists();
        assertThatThrownBy(() -> sql.executeSql("CREATE TABLE tsfile.t (ts TIMESTAMP(3), v INT)"))
                .hasStackTraceContaining("this is done to tables of the warehouse only");
        assertThatThrownBy(() -> sql.executeSql("DROP DATABASE tsfile CASCADE"))
                .hasStackTraceContaining("it is where tables are found by their path");
        assertThatThrownBy(() -> sql.executeSql("SELECT * FROM tsfile.`/nowhere/at/all`"))
                .hasStackTraceContaining("Cannot read tsfile./nowhere/at/all (catalog ts): the folder holds no table");
        assertThat(warehouse).isEmptyDirectory();
    }

    @Test
    void aCatalogStoreMakesItAgain(@TempDir Path store) throws Exception {
        Configuration configuration = new Configuration();
        configuration.setString("table.catalog-store.kind", "file");
        configuration.setString("table.catalog-store.file.path", store.toString());
        EnvironmentSettings settings = EnvironmentSettings.newInstance()
                .withConfiguration(configuration)
                .build();
        TableEnvironment first = TableEnvironment.create(settings);
        first.executeSql("CREATE CATALOG kept WITH ('type' = 'tsfile', 'warehouse' = '" + warehouse
                + "', 'default-database' = 'default', 'hadoop.fs.x' = 'y')");
        first.executeSql("CREATE TABLE kept.`default`.t (ts TIMESTAMP(3), v INT)");

        TableEnvironment second = TableEnvironment.create(settings);

        assertThat(columns(second, "kept.`default`.t")).containsExactly("ts TIMESTAMP(3)", "v INT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'warehous' = '/x'                                 | Did you mean 'warehouse'?",
                "'default-database' = 'default'                    | without a warehouse",
                "'warehouse' = ' '                                 | without a warehouse",
                "'warehouse' = '/x', 'default-database' = 'absent' | there is no database 'absent'",
                "'warehouse' = '/x', 'Default-Database' = 'absent' | Did you mean 'default-database'?",
            })
    void refusesOptionsOfACatalog(String options, String message) {
        assertThatThrownBy(() -> sql.executeSql("CREATE CATALOG c WITH ('type' = 'tsfile', " + options + ")"))
                .hasStackTraceContaining("Cannot")
                .hasStackTraceContaining(message.trim());
    }

    @Test
    void keepsToFlinksContract() throws Exception {
        Catalog catalog = sql.getCatalog("ts").orElseThrow();
        sql.executeSql("CREATE TABLE t (ts TIMESTAMP(3), v INT)");
        ObjectPath table = new ObjectPath("default", "t");

        assertThat(catalog.getTable(table).getTableKind()).isEqualTo(CatalogBaseTable.TableKind.TABLE);
        assertThat(catalog.tableExists(new ObjectPath("default", "absent"))).isFalse();
        assertThat(catalog.tableExists(new ObjectPath("nowhere", "t"))).isFalse();
        assertThatThrownBy(() -> catalog.listPartitions(table)).hasStackTraceContaining("is not partitioned");
        assertThatThrownBy(() -> catalog.listTables("nowhere")).hasStackTraceContaining("nowhere does not exist");
        assertThat(catalog.getDatabase("default").getProperties()).containsEntry("location", warehouse + "/default");
        assertThat(catalog.getTableStatistics(table).getRowCount()).isZero();
    }

    @Test
    void thePageSaysWhatTheOptionsAre() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "flink.md"));

        for (ConfigOption<?> option : List.of(
                TsFileCatalogOptions.WAREHOUSE, TsFileCatalogOptions.DEFAULT_DATABASE, TsFileCatalogOptions.HADOOP)) {
            String description =
                    new HtmlFormatter().format(option.description()).replaceAll("'([^' ]+)'", "`$1`");
            assertThat(page).contains("| `" + option.key() + "` |", "| " + description + " |");
        }
    }
}
