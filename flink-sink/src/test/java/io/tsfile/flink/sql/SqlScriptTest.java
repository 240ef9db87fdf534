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
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.table.api.CompiledPlan;
import org.apache.flink.table.api.PlanReference;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements beyond the single INSERT. */
class SqlScriptTest {
    @RegisterExtension
    static final MiniClusterExtension CLUSTER = SqlSession.cluster();

    private static final long NEW_YEAR = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();

    private final Path folder;

    SqlScriptTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @EnumSource(
            value = RuntimeExecutionMode.class,
            names = {"STREAMING", "BATCH"})
    void writesAStatementSetToTwoTables(RuntimeExecutionMode mode) throws Exception {
        TableEnvironment sql = SqlSession.of(mode);
        sql.executeSql("CREATE TABLE fast (ts TIMESTAMP(3), site STRING, v DOUBLE) WITH ('connector'='tsfile', 'path'='"
                + folder.resolve("fast") + "', 'tag.columns'='site', 'sink.parallelism'='1')");
        sql.executeSql("CREATE TABLE slow WITH ('path'='" + folder.resolve("slow") + "') LIKE fast (OVERWRITING OPTIONS)");
        sql.executeSql("CREATE TEMPORARY VIEW rows_of_all AS SELECT * FROM (VALUES"
                + " (TIMESTAMP '2024-01-01 00:00:00', 'a', CAST(1.0 AS DOUBLE)),"
                + " (TIMESTAMP '2024-01-01 00:00:00', 'b', CAST(9.0 AS DOUBLE))) AS t (ts, site, v)");

        sql.createStatementSet()
                .addInsertSql("INSERT INTO fast SELECT * FROM rows_of_all WHERE v > 5")
                .addInsertSql("INSERT INTO slow SELECT * FROM rows_of_all WHERE v <= 5")
                .addInsertSql("INSERT INTO slow (ts, site) SELECT ts, 'c' FROM rows_of_all WHERE v <= 5")
                .execute()
                .await();

        Snapshot fast = SqlSession.snapshot(folder.resolve("fast"));
        Oracle oracle = new Oracle(fast.metadata().schema());
        oracle.put(Devices.ofTable("fast", "b"), NEW_YEAR, ObjectRow.of(9.0));
        assertThat(SqlSession.lines(folder.resolve("fast"), fast)).isEqualTo(oracle.lines());
        Snapshot slow = SqlSession.snapshot(folder.resolve("slow"));
        oracle = new Oracle(slow.metadata().schema());
        oracle.put(Devices.ofTable("slow", "a"), NEW_YEAR, ObjectRow.of(1.0));
        oracle.put(Devices.ofTable("slow", "c"), NEW_YEAR, ObjectRow.of((Object) null));
        assertThat(SqlSession.lines(folder.resolve("slow"), slow)).isEqualTo(oracle.lines());
    }

    @Test
    void storesNeitherComputedNorVirtualColumns() throws Exception {
        TableEnvironment sql = SqlSession.of(RuntimeExecutionMode.STREAMING);
        sql.executeSql("CREATE TABLE motors (v INT, twice AS v * 2, f STRING METADATA VIRTUAL, ts TIMESTAMP(3), other"
                + " TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='tsfile', 'path'='" + folder
                + "')");
        sql.executeSql("INSERT INTO motors (ts, v) VALUES (TIMESTAMP '2024-01-01 00:00:00', 7)")
                .await();

        Snapshot snapshot = SqlSession.snapshot(folder);
        TableSchema schema = snapshot.metadata().schema();
        assertThat(schema.timeColumn()).isEqualTo("ts");
        assertThat(schema.fields())
                .containsExactly(Column.field("v", TSDataType.INT32), Column.field("other", TSDataType.TIMESTAMP));
        Oracle oracle = new Oracle(schema);
        oracle.put(Devices.ofTable("motors"), NEW_YEAR, ObjectRow.of(7, null));
        assertThat(SqlSession.lines(folder, snapshot)).isEqualTo(oracle.lines());
    }

    @Test
    void refusesMetadataColumnsAndComputedTimes() {
        TableEnvironment sql = SqlSession.of(RuntimeExecutionMode.BATCH);
        sql.executeSql("CREATE TABLE a (ts TIMESTAMP(3), f STRING METADATA) WITH ('connector'='tsfile', 'path'='" + folder
                + "')");
        sql.executeSql("CREATE TABLE b (t BIGINT, ts AS TO_TIMESTAMP_LTZ(t, 3), WATERMARK FOR ts AS ts) WITH"
                + " ('connector'='tsfile', 'path'='" + folder + "')");

        assertThatThrownBy(() -> sql.explainSql("INSERT INTO a VALUES (TIMESTAMP '2024-01-01 00:00:00', 'x')"))
                .hasStackTraceContaining("declares persistable metadata columns")
                .hasStackTraceContaining("VIRTUAL");
        assertThatThrownBy(() -> sql.explainSql("INSERT INTO b VALUES (5)"))
                .hasStackTraceContaining("the watermark's column 'ts' is computed, and only physical ones are stored")
                .hasStackTraceContaining("set 'time.column'");
    }

    @Test
    void createsATableAsAQuerySays() throws Exception {
        TableEnvironment sql = SqlSession.of(RuntimeExecutionMode.BATCH);
        sql.executeSql("CREATE TABLE motors WITH ('connector'='tsfile', 'path'='" + folder + "', 'tag.columns'='site') AS"
                        + " SELECT TIMESTAMP '2024-01-01 00:00:00' AS ts, 'a' AS site, CAST(1.5 AS DOUBLE) AS v")
                .await();

        Snapshot snapshot = SqlSession.snapshot(folder);
        Oracle oracle = new Oracle(snapshot.metadata().schema());
        oracle.put(Devices.ofTable("motors", "a"), NEW_YEAR, ObjectRow.of(1.5));
        assertThat(SqlSession.lines(folder, snapshot)).isEqualTo(oracle.lines());
        assertThat(sql.listTables()).contains("motors");
    }

    @Test
    void fillsTablesOfACatalog() throws Exception {
        TableEnvironment sql = SqlSession.of(RuntimeExecutionMode.BATCH);
        sql.executeSql("CREATE CATALOG ts WITH ('type'='tsfile', 'warehouse'='" + folder + "')");
        sql.executeSql("CREATE TABLE ts.`default`.motors WITH ('tag.columns'='site', 'sink.compression'='gzip') AS SELECT"
                        + " TIMESTAMP '2024-01-01 00:00:00' AS ts, 'a' AS site, CAST(1.5 AS DOUBLE) AS v")
                .await();
        Path table = folder.resolve("default/motors");
        Oracle oracle = new Oracle(SqlSession.snapshot(table).metadata().schema());
        oracle.put(Devices.ofTable("motors", "a"), NEW_YEAR, ObjectRow.of(1.5));
        assertThat(SqlSession.lines(table, SqlSession.snapshot(table))).isEqualTo(oracle.lines());
        assertThat(SqlFiles.compressions(table)).containsOnly("GZIP");

        sql.executeSql("INSERT OVERWRITE ts.`default`.motors SELECT ts, 'b', v * 2 FROM ts.`default`.motors")
                .await();

        oracle = new Oracle(SqlSession.snapshot(table).metadata().schema());
        oracle.put(Devices.ofTable("motors", "b"), NEW_YEAR, ObjectRow.of(3.0));
        assertThat(SqlSession.lines(table, SqlSession.snapshot(table))).isEqualTo(oracle.lines());
    }

    @Test
    void runsAStoredPlanWithTheTablesOwnOptions() throws Exception {
        TableEnvironment sql = SqlSession.of(RuntimeExecutionMode.STREAMING);
        sql.executeSql("CREATE TABLE motors (ts TIMESTAMP(3), site STRING, v DOUBLE) WITH ('connector'='tsfile', 'path'='"
                + folder + "', 'tag.columns'='site', 'retention'='48 h')");
        CompiledPlan plan = sql.compilePlanSql("INSERT INTO motors /*+ OPTIONS('sink.compression'='gzip') */ (ts, site)"
                + " VALUES (TIMESTAMP '2024-01-01 00:00:00', 'a')");
        assertThat(folder).isEmptyDirectory();

        sql.loadPlan(PlanReference.fromJsonString(plan.asJsonString())).execute().await();

        Snapshot snapshot = SqlSession.snapshot(folder);
        Oracle oracle = new Oracle(snapshot.metadata().schema());
        oracle.put(Devices.ofTable("motors", "a"), NEW_YEAR, ObjectRow.of((Object) null));
        assertThat(SqlSession.lines(folder, snapshot)).isEqualTo(oracle.lines());
        assertThat(snapshot.metadata().options()).isEqualTo(Map.of("retention", "48 h"));
        assertThat(SqlFiles.compressions(folder)).containsOnly("GZIP");
    }
}
