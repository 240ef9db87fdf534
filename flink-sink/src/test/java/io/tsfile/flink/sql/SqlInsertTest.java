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
package io.tsfile.flink.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SqlInsertTest {
    @RegisterExtension
    static final MiniClusterExtension CLUSTER = SqlSession.cluster();

    private static final String MOTORS =
            "CREATE TABLE motors (ts TIMESTAMP(3), site STRING, v DOUBLE) WITH ('connector'='tsfile', 'path'='%s'%s)";

    private final Path folder;

    SqlInsertTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @EnumSource(
            value = RuntimeExecutionMode.class,
            names = {"STREAMING", "BATCH"})
    void storesAllTypesAndNulls(RuntimeExecutionMode mode) throws Exception {
        TableEnvironment sql = SqlSession.of(mode);
        sql.executeSql("CREATE TABLE Sensors (Site STRING, `time` TIMESTAMP(3), b BOOLEAN, i8 TINYINT, i16 SMALLINT,"
                + " i32 INT, i64 BIGINT, f FLOAT, d DOUBLE, c CHAR(3), s VARCHAR(9), bin BINARY(2), x BYTES, `day` DATE,"
                + " `at` TIMESTAMP(6), ltz TIMESTAMP_LTZ(3)) WITH ('connector'='tsfile', 'path'='" + folder
                + "', 'tag.columns'='Site', 'time-partition'='1 d')");
        sql.getConfig().set("table.local-time-zone", "UTC");

        sql.executeSql("INSERT INTO Sensors VALUES"
                        + " ('north', TIMESTAMP '2024-03-01 12:00:00.001', TRUE, CAST(-8 AS TINYINT), CAST(-16 AS SMALLINT), -32,"
                        + " -64, CAST(1.5 AS FLOAT), CAST(2.5 AS DOUBLE), 'abc', 'gr\u00fcn', X'00ff', X'010203',"
                        + " DATE '2024-02-29', TIMESTAMP '1969-12-31 23:59:59.999999',"
                        + " CAST(TIMESTAMP '2024-03-01 00:00:00' AS TIMESTAMP_LTZ(3))),"
                        + " (CAST(NULL AS STRING), TIMESTAMP '2024-03-01 12:00:00.002', CAST(NULL AS BOOLEAN),"
                        + " CAST(NULL AS TINYINT), CAST(NULL AS SMALLINT), CAST(NULL AS INT), CAST(NULL AS BIGINT),"
                        + " CAST(NULL AS FLOAT), CAST(NULL AS DOUBLE), CAST(NULL AS CHAR(3)), CAST(NULL AS VARCHAR(9)),"
                        + " CAST(NULL AS BINARY(2)), CAST(NULL AS BYTES), CAST(NULL AS DATE), CAST(NULL AS TIMESTAMP(6)),"
                        + " CAST(NULL AS TIMESTAMP_LTZ(3)))")
                .await();

        TableSchema schema = new TableSchema(
                TableModel.TABLE,
                "sensors",
                "time",
                TimePrecision.MICROS,
                List.of(
                        Column.tag("site"),
                        Column.field("b", TSDataType.BOOLEAN),
                        Column.field("i8", TSDataType.INT32),
                        Column.field("i16", TSDataType.INT32),
                        Column.field("i32", TSDataType.INT32),
                        Column.field("i64", TSDataType.INT64),
                        Column.field("f", TSDataType.FLOAT),
                        Column.field("d", TSDataType.DOUBLE),
                        Column.field("c", TSDataType.STRING),
                        Column.field("s", TSDataType.STRING),
                        Column.field("bin", TSDataType.BLOB),
                        Column.field("x", TSDataType.BLOB),
                        Column.field("day", TSDataType.DATE),
                        Column.field("at", TSDataType.TIMESTAMP),
                        Column.field("ltz", TSDataType.TIMESTAMP)));
        long noon = Instant.parse("2024-03-01T12:00:00Z").toEpochMilli() * 1_000;
        Oracle oracle = new Oracle(schema);
        oracle.put(
                Devices.ofTable("sensors", "north"),
                noon + 1_000,
                ObjectRow.of(
                        true,
                        -8,
                        -16,
                        -32,
                        -64L,
                        1.5f,
                        2.5,
                        text("abc"),
                        text("gr\u00fcn"),
                        ObjectRow.Bytes.of(new byte[] {0, -1}),
                        ObjectRow.Bytes.of(new byte[] {1, 2, 3}),
                        20_240_229,
                        -1L,
                        noon - 12 * 3_600_000_000L));
        oracle.put(
                Devices.ofTable("sensors", (String) null),
                noon + 2_000,
                ObjectRow.of(null, null, null, null, null, null, null, null, null, null, null, null, null, null));
        Snapshot snapshot = snapshot();
        assertThat(snapshot.metadata().schema()).isEqualTo(schema);
        assertThat(snapshot.metadata().partitioning()).isEqualTo(new TimePartitioning(86_400_000_000L));
        assertThat(lines(snapshot)).isEqualTo(oracle.lines());
    }

    @Test
    void storesDevicesOfTheTreeModel() throws Exception {
        TableEnvironment sql = SqlSession.of(RuntimeExecutionMode.STREAMING);
        sql.executeSql(
                "CREATE TABLE fleet (device STRING, `at` BIGINT, Speed FLOAT, rpm INT) WITH ('connector'='tsfile',"
                        + " 'path'='" + folder + "', 'model'='tree', 'time.column'='at', 'aligned'='false',"
                        + " 'sink.parallelism'='2', 'sink.compression'='zstd', 'sink.buffer.memory'='1 mb')");

        sql.executeSql("INSERT INTO fleet VALUES ('root.a.m1', 5, CAST(1.5 AS FLOAT), CAST(NULL AS INT)),"
                        + " ('root.a.m1', 6, CAST(NULL AS FLOAT), 7), ('root.a.m2', 5, CAST(2.5 AS FLOAT), 8)")
                .await();

        Snapshot snapshot = snapshot();
        Oracle oracle = new Oracle(snapshot.metadata().schema());
        oracle.put(Devices.ofPath("root.a.m1"), 5, ObjectRow.of(1.5f, null));
        oracle.put(Devices.ofPath("root.a.m1"), 6, ObjectRow.of(null, 7));
        oracle.put(Devices.ofPath("root.a.m2"), 5, ObjectRow.of(2.5f, 8));
        assertThat(lines(snapshot)).isEqualTo(oracle.lines());
        assertThat(snapshot.metadata().schema().fields())
                .extracting(Column::name)
                .containsExactly("Speed", "rpm");
    }

    @Test
    void encodesAsTheTableAndTheJobSay() throws Exception {
        TableEnvironment sql = SqlSession.of(RuntimeExecutionMode.STREAMING);
        sql.executeSql("CREATE TABLE motors (ts TIMESTAMP(3), V DOUBLE, w DOUBLE, n INT) WITH ('connector'='tsfile',"
                + " 'path'='" + folder + "', 'encoding'='chimp', 'compression'='zstd', 'compression.w'='gzip',"
                + " 'sink.encoding.V'='plain', 'sink.compression'='snappy')");
        sql.executeSql("INSERT INTO motors VALUES (TIMESTAMP '2024-01-01 00:00:00', 1.5, 2.5, 3)")
                .await();

        Snapshot snapshot = snapshot();
        assertThat(snapshot.metadata().options())
                .isEqualTo(Map.of("encoding", "chimp", "compression", "zstd", "compression.w", "gzip"));
        assertThat(SqlFiles.encodings(folder))
                .containsExactlyInAnyOrder(" TS_2DIFF SNAPPY", "v PLAIN SNAPPY", "w CHIMP GZIP", "n CHIMP SNAPPY");
    }

    @Test
    void refusesEncodingsThatCanNeverBe() {
        TableEnvironment sql = SqlSession.of(RuntimeExecutionMode.STREAMING);
        String insert = "INSERT INTO motors VALUES (TIMESTAMP '2024-01-01 00:00:00', 'a', 1.0)";

        sql.executeSql(MOTORS.formatted(folder, ", 'tag.columns'='site', 'sink.encoding.v'='sprintz'"));
        assertThatThrownBy(() -> sql.executeSql(insert))
                .hasStackTraceContaining(
                        "Cannot use 'encoding.v' = 'sprintz': the encodings of DOUBLE are auto, gorilla,")
                .hasStackTraceContaining("(options that start with 'sink.')");
        sql.executeSql("DROP TABLE motors");

        sql.executeSql(MOTORS.formatted(folder, ", 'tag.columns'='site', 'encoding.site'='plain'"));
        assertThatThrownBy(() -> sql.executeSql(insert))
                .isInstanceOf(ValidationException.class)
                .hasStackTraceContaining("'encoding.site': table 'motors' has no field 'site'. The fields are v");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void addsToTheTableThatIsThere() throws Exception {
        TableEnvironment sql = SqlSession.of(RuntimeExecutionMode.STREAMING);
        sql.executeSql(MOTORS.formatted(folder, ", 'tag.columns'='site'"));
        sql.executeSql("INSERT INTO motors VALUES (TIMESTAMP '2024-01-01 00:00:00', 'a', 1.0)")
                .await();
        sql.executeSql("INSERT INTO motors (v, site, ts) VALUES (2.0, 'a', TIMESTAMP '2024-01-01 00:00:00')")
                .await();

        Snapshot snapshot = snapshot();
        Oracle oracle = new Oracle(snapshot.metadata().schema());
        oracle.put(
                Devices.ofTable("motors", "a"),
                Instant.parse("2024-01-01T00:00:00Z").toEpochMilli(),
                ObjectRow.of(2.0));
        assertThat(lines(snapshot)).isEqualTo(oracle.lines());
        assertThat(snapshot.files()).hasSize(2);
    }

    @Test
    void failsOnANullTimeWithRowAndAdvice() throws Exception {
        TableEnvironment sql = SqlSession.of(RuntimeExecutionMode.STREAMING);
        sql.executeSql(MOTORS.formatted(folder, ", 'tag.columns'='site'"));

        assertThatThrownBy(() -> sql.executeSql(
                                "INSERT INTO motors VALUES (CAST(NULL AS TIMESTAMP(3)), 'north', CAST(1.0 AS DOUBLE))")
                        .await())
                .hasStackTraceContaining(
                        "Cannot write row [ts=null, site=north, v=1.0]: column 'ts' has value null; a row"
                                + " without a time is no measurement; filter such rows (WHERE ts IS NOT NULL)");
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(f -> f.toString().endsWith(".tsfile"))).isEmpty();
        }
    }

    @Test
    void refusesWhatItCannotStore() {
        TableEnvironment sql = SqlSession.of(RuntimeExecutionMode.STREAMING);
        sql.executeSql(
                "CREATE TABLE prices (ts TIMESTAMP(3), price DECIMAL(10, 2)) WITH ('connector'='tsfile', 'path'='"
                        + folder + "')");

        assertThatThrownBy(() -> sql.executeSql("INSERT INTO prices VALUES (TIMESTAMP '2024-01-01 00:00:00', 1.25)"))
                .hasStackTraceContaining(
                        "Cannot store column 'price' of type DECIMAL(10, 2): TsFile has no decimals; CAST it to"
                                + " DOUBLE or STRING");
    }

    @Test
    void refusesUnknownOptionsPartitionsAndUpdates() {
        TableEnvironment sql = SqlSession.of(RuntimeExecutionMode.STREAMING);
        String insert = "INSERT INTO motors VALUES (TIMESTAMP '2024-01-01 00:00:00', 'a', 1.0)";

        sql.executeSql(MOTORS.formatted(folder, ", 'tag.colums'='site'"));
        assertThatThrownBy(() -> sql.executeSql(insert))
                .isInstanceOf(ValidationException.class)
                .hasStackTraceContaining("tag.colums");
        sql.executeSql("DROP TABLE motors");

        sql.executeSql(MOTORS.formatted(folder, "").replace(" WITH", " PARTITIONED BY (site) WITH"));
        assertThatThrownBy(() -> sql.executeSql(insert))
                .hasStackTraceContaining("PARTITIONED BY [site]: tables are cut by time alone");
        sql.executeSql("DROP TABLE motors");

        sql.executeSql(MOTORS.formatted(folder, ", 'tag.columns'='site'"));
        sql.executeSql("CREATE TABLE numbers (n BIGINT) WITH ('connector'='datagen', 'number-of-rows'='10')");
        assertThatThrownBy(() -> sql.executeSql("INSERT INTO motors SELECT TIMESTAMP '2024-01-01 00:00:00', 'a',"
                        + " CAST(COUNT(*) AS DOUBLE) FROM numbers GROUP BY n"))
                .hasStackTraceContaining(
                        "which declares no primary key: declare PRIMARY KEY (site, ts) NOT ENFORCED, so that");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void asksForTheTimeWhereItCannotTell() {
        TableEnvironment sql = SqlSession.of(RuntimeExecutionMode.STREAMING);
        sql.executeSql("CREATE TABLE two (a TIMESTAMP(3), b TIMESTAMP(3)) WITH ('connector'='tsfile', 'path'='" + folder
                + "')");

        assertThatThrownBy(() -> sql.executeSql(
                        "INSERT INTO two VALUES (TIMESTAMP '2024-01-01 00:00:00', TIMESTAMP '2024-01-01 00:00:00')"))
                .hasStackTraceContaining("candidates are [a, b]; set 'time.column'");
    }

    private static ObjectRow.Bytes text(String text) {
        return ObjectRow.Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private Snapshot snapshot() throws IOException {
        return SqlSession.snapshot(folder);
    }

    private List<String> lines(Snapshot snapshot) throws IOException {
        return SqlSession.lines(folder, snapshot);
    }
}
