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

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.maintenance.Delete;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is pushed into the source shows in the plan, and changes no answer. The table has late rows, nulls and deletions. */
class SqlSelectTest {
    private static final TableSchema SCHEMA = TableSchema.ofTable(
            "motors",
            List.of(
                    Column.tag("site"),
                    Column.tag("motor"),
                    Column.field("speed", TSDataType.DOUBLE),
                    Column.field("load", TSDataType.FLOAT),
                    Column.field("rpm", TSDataType.INT32),
                    Column.field("turns", TSDataType.INT64),
                    Column.field("note", TSDataType.STRING),
                    Column.field("built", TSDataType.DATE)));
    private static final FlushOptions SMALL = new FlushOptions(10, 20, 1 << 30, 4, CompressionType.LZ4);
    private static final String DECLARED = "CREATE TABLE motors (ts TIMESTAMP(3), site STRING, motor STRING, speed DOUBLE,"
            + " `load` FLOAT, rpm INT, turns BIGINT, note STRING, built DATE) WITH ('connector'='tsfile', 'path'='%s')";

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());

    @TempDir
    static Path folder;

    private static final Oracle ORACLE = new Oracle(SCHEMA);

    @BeforeAll
    static void write() throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            Table table = Table.create(store, TableMetadata.of(SCHEMA, TimePartitioning.NONE, Map.of()));
            append(table, 0, 100, 1);
            append(table, 150, 300, 1);
            append(table, 90, 170, 7);
            Deletion deletion = Deletion.ofRows(
                    DeviceScope.of(List.of(device(0), device(1))), new TimeRange(20, 40));
            Delete.from(table, deletion);
            ORACLE.delete(deletion);
            append(table, 30, 35, 1);
        }
    }

    private static void append(Table table, int from, int to, int step) throws IOException {
        long commit = table.snapshot().number();
        try (FusedFlush flush = new FusedFlush(table.store(), SCHEMA, TimePartitioning.NONE, SMALL)) {
            MemTable memTable = new MemTable(SCHEMA, true);
            for (int device = 0; device < 5; device++) {
                for (long time = from; time < to; time += step) {
                    ObjectRow row = ObjectRow.of(
                            time % 9 == 0 ? null : time / 4.0 + device,
                            time % 5 == 0 ? null : (float) (time * commit),
                            (int) (time * 11_000_000 + device),
                            device == 3 ? null : time * 1_000 + commit,
                            time % 4 == 0 ? null : ObjectRow.Bytes.of(new byte[] {(byte) ('a' + time % 3)}),
                            20_240_101 + (int) (time % 28));
                    memTable.append(device(device), time, row);
                    ORACLE.put(device(device), time, row);
                }
            }
            flush.drain(memTable);
            table.commit(Commit.append(
                    table.snapshot().metadata().id(), CommitId.unique(), "test append", flush.finish()));
        }
    }

    private static IDeviceID device(int place) {
        return place == 4 ? Devices.ofTable("motors", null, "m4") : Devices.ofTable("motors", "s" + place % 2, "m" + place);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "* FROM motors | fields=[ts, site, motor, speed, load, rpm, turns, note, built]",
                "speed, motor FROM motors WHERE ts >= TIMESTAMP '1970-01-01 00:00:00.090' | filter=[>=(ts",
                "motor, ts FROM motors WHERE ts BETWEEN TIMESTAMP '1970-01-01 00:00:00.0305' AND TIMESTAMP '1970-01-01 00:00:00.032' | filter=[and(>=(ts",
                "rpm FROM motors WHERE TIMESTAMP '1970-01-01 00:00:00.093' = ts AND site = 's1' | project=[rpm]",
                "ts, motor FROM motors WHERE site <> 's1' OR (site IS NULL AND motor <> 'm5') | filter=[and(OR(<>(site",
                "ts, motor FROM motors WHERE NOT (motor IN ('m1', 'm2', 'm4')) AND ts < TIMESTAMP '1970-01-01 00:00:00.010' | filter=[and",
                "ts, rpm, motor FROM motors WHERE site IS NOT NULL AND rpm > 3000000000000 | filter=[",
                "motor FROM motors WHERE ts IN (TIMESTAMP '1970-01-01 00:00:00.093', TIMESTAMP '1970-01-01 00:00:00.030') | filter=[",
                "motor FROM motors WHERE ts > TIMESTAMP '1970-01-01 00:00:00.500' | filter=[",
                "COUNT(*) FROM motors | aggregates=[grouping=[], aggFunctions=[Count1AggFunction()]]",
                "site, motor, MAX(ts), MIN(speed), MAX(`load`), SUM(rpm), SUM(turns), AVG(turns), COUNT(note), COUNT(*), MIN(built) FROM motors GROUP BY site, motor | aggregates=[grouping=[site,motor]",
                "site, MAX(rpm), MIN(ts), MAX(built) FROM motors WHERE ts > TIMESTAMP '1970-01-01 00:00:00.025' AND motor <> 'm2' GROUP BY site | aggregates=[grouping=[site]",
                "motor, MAX(rpm), COUNT(*) FROM motors WHERE ts > TIMESTAMP '1970-01-01 00:00:00.500' GROUP BY motor | aggregates=[grouping=[motor]",
                "COUNT(CASE WHEN rpm > 500000000 THEN 1 END) FROM motors | Partial_COUNT($f0)",
                "COUNT(*), UPPER(motor) FROM motors GROUP BY UPPER(motor) | Calc(select=[UPPER(motor)",
                "s, COUNT(*) FROM (SELECT UPPER(SUBSTRING(motor FROM 1 FOR 1)) AS s FROM motors) GROUP BY s | Calc(select=[UPPER(SUBSTRING",
                "SUM(speed), SUM(`load`) FROM motors | Partial_SUM(load)",
                "SUM(speed), AVG(`load`), COUNT(speed) FROM motors | aggregates=[grouping=[]",
                "MIN(note), COUNT(*) FROM motors | Partial_MIN(note)",
                "motor, COUNT(*) FROM motors GROUP BY motor | Partial_COUNT(*)",
                "COUNT(DISTINCT motor), MAX(motor) FROM motors | MAX(motor)",
                "motor, ts FROM motors WHERE ts IS NULL OR (ts IS NOT NULL AND ts < TIMESTAMP '1970-01-01 00:00:00.001') | filter=[",
                "rpm, MAX(ts) FROM motors GROUP BY rpm | Partial_MAX(ts)",
            })
    void answersTheSameWhateverIsPushed(String query, String planned) throws Exception {
        TableEnvironment pushing = environment(RuntimeExecutionMode.BATCH, true);

        assertThat(pushing.explainSql("SELECT " + query)).contains(planned);
        assertThat(answer(pushing, query))
                .containsExactlyInAnyOrderElementsOf(answer(environment(RuntimeExecutionMode.BATCH, false), query));
    }

    @Test
    void readsEveryRowOnceInBothModes() throws Exception {
        for (RuntimeExecutionMode mode : List.of(RuntimeExecutionMode.BATCH, RuntimeExecutionMode.STREAMING)) {
            List<String> rows = answer(environment(mode, true), "site, motor, ts, rpm FROM motors");

            assertThat(rows)
                    .containsExactlyInAnyOrderElementsOf(ORACLE.lines(List.of("rpm"), TimeRange.ALL, DeviceFilter.ALL)
                            .stream()
                            .map(SqlSelectTest::shown)
                            .toList());
        }
    }

    /** A line of the oracle, as Flink prints the row. */
    private static String shown(String line) {
        Matcher parts = Pattern.compile("motors\\.(\\w+)\\.(\\w+)@(\\d+)\\[(-?\\d+)]").matcher(line);
        assertThat(parts.matches()).as(line).isTrue();
        LocalDateTime time = LocalDateTime.ofEpochSecond(0, Integer.parseInt(parts.group(3)) * 1_000_000, ZoneOffset.UTC);
        return "+I[" + parts.group(1) + ", " + parts.group(2) + ", " + time + ", " + parts.group(4) + "]";
    }

    @Test
    void stopsAtTheLimit() throws Exception {
        TableEnvironment sql = environment(RuntimeExecutionMode.BATCH, true);
        String query = "motor, ts FROM motors WHERE motor = 'm2' LIMIT 7";

        assertThat(sql.explainSql("SELECT " + query)).contains("limit=[7]").contains("filter=[=(motor");
        assertThat(answer(sql, query)).hasSize(7).doesNotHaveDuplicates().allMatch(row -> row.startsWith("+I[m2, "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BIGINT           | t >= 93 AND t < CAST(95 AS SMALLINT)",
                "TIMESTAMP_LTZ(3) | t >= TO_TIMESTAMP_LTZ(93, 3) AND t < TO_TIMESTAMP_LTZ(95, 3)",
                "TIMESTAMP(9)     | t > TIMESTAMP '1970-01-01 00:00:00.092999999' AND t <= TIMESTAMP '1970-01-01 00:00:00.094999'",
            })
    void comparesTimesOfAllTypes(String type, String condition) throws Exception {
        TableEnvironment sql = environment(RuntimeExecutionMode.BATCH, true);
        // The time may have another name, and columns another order, and upper case.
        sql.executeSql("CREATE TABLE few (RPM BIGINT, t " + type + ", Motor STRING) WITH ('connector'='tsfile', 'path'='"
                + folder + "', 'time.column'='t')");
        String query = "Motor, RPM FROM few WHERE " + condition;

        assertThat(sql.explainSql("SELECT " + query)).contains("filter=[and(").doesNotContain("Calc(");
        assertThat(answer(sql, query)).hasSize(2 * 5);
    }

    @Test
    void readsTheTreeModel(@TempDir Path tree) throws Exception {
        TableEnvironment sql = environment(RuntimeExecutionMode.BATCH, true);
        sql.executeSql("CREATE TABLE fleet (device STRING, `time` TIMESTAMP(3), a INT, b DOUBLE) WITH ('connector'='tsfile',"
                + " 'path'='" + tree + "', 'model'='tree', 'aligned'='false')");
        sql.executeSql("INSERT INTO fleet VALUES ('root.x.d1', TIMESTAMP '2024-01-01 00:00:00', 1, CAST(NULL AS DOUBLE)),"
                        + " ('root.x.d1', TIMESTAMP '2024-01-01 00:00:01', CAST(NULL AS INT), 2.5),"
                        + " ('root.x.d2', TIMESTAMP '2024-01-01 00:00:02', 3, 4.5)")
                .await();
        String grouped = "device, COUNT(*), COUNT(a), MAX(b), MIN(`time`) FROM fleet WHERE device <> 'root.x.d3' GROUP BY device";

        assertThat(sql.explainSql("SELECT " + grouped)).contains("aggregates=[grouping=[device]");
        assertThat(answer(sql, grouped))
                .containsExactlyInAnyOrder(
                        "+I[root.x.d1, 2, 1, 2.5, 2024-01-01T00:00]", "+I[root.x.d2, 1, 1, 4.5, 2024-01-01T00:00:02]");
        assertThat(answer(sql, "a FROM fleet WHERE device = 'root.x.d2'")).containsExactly("+I[3]");
    }

    @Test
    void readsTablesOfTheCatalog(@TempDir Path warehouse) throws Exception {
        TableEnvironment sql = environment(RuntimeExecutionMode.BATCH, true);
        sql.executeSql("CREATE CATALOG ts WITH ('type'='tsfile', 'warehouse'='" + warehouse + "')");
        sql.executeSql("CREATE DATABASE ts.plant");
        sql.executeSql("CREATE TABLE ts.plant.lines (Seen TIMESTAMP(3), Name STRING, Total BIGINT) WITH ('tag.columns'='Name')");
        sql.executeSql("INSERT INTO ts.plant.lines VALUES (TIMESTAMP '2024-01-01 00:00:00', 'a', 1),"
                        + " (TIMESTAMP '2024-01-01 00:00:01', 'a', 2), (TIMESTAMP '2024-01-01 00:00:00', 'b', 3)")
                .await();
        String query = "Name, MAX(Seen), SUM(Total) FROM ts.plant.lines"
                + " WHERE Seen > TIMESTAMP '2024-01-01 00:00:00' GROUP BY Name";

        assertThat(sql.explainSql("SELECT " + query)).contains("filter=[>(").contains("aggregates=[grouping=[");
        assertThat(answer(sql, query)).containsExactly("+I[a, 2024-01-01T00:00:01, 2]");
    }

    @Test
    void refusesWhatCannotBeRead(@TempDir Path empty) {
        TableEnvironment sql = environment(RuntimeExecutionMode.BATCH, true);
        sql.executeSql("CREATE TABLE narrow (ts TIMESTAMP(3), turns INT) WITH ('connector'='tsfile', 'path'='" + folder
                + "')");
        sql.executeSql("CREATE TABLE nothing (ts TIMESTAMP(3)) WITH ('connector'='tsfile', 'path'='" + empty + "')");

        assertThatThrownBy(() -> sql.explainSql("SELECT turns FROM narrow"))
                .hasStackTraceContaining("Cannot show column 'turns', which is stored as INT64, as INT");
        assertThatThrownBy(() -> sql.explainSql("SELECT * FROM nothing"))
                .hasStackTraceContaining("Cannot read ")
                .hasStackTraceContaining("no table");
        assertThatThrownBy(() -> sql.explainSql("SELECT * FROM motors /*+ OPTIONS('scan.mode'='latest', 'scan.commit'='3') */"))
                .hasStackTraceContaining("Cannot read LATEST from commit 3 on");
        assertThatThrownBy(() -> sql.explainSql("SELECT * FROM motors /*+ OPTIONS('scan.mode'='from-commit',"
                        + " 'scan.commit'='3') */"))
                .hasStackTraceContaining("in a batch job");
    }

    @Test
    void readsAnOlderSnapshot() throws Exception {
        TableEnvironment sql = environment(RuntimeExecutionMode.BATCH, true);

        assertThat(answer(sql, "COUNT(*) FROM motors /*+ OPTIONS('scan.commit'='2') */"))
                .containsExactly("+I[500]");
    }

    @Test
    void noRowIsLateForAWindow() throws Exception {
        TableEnvironment sql = environment(RuntimeExecutionMode.STREAMING, true);
        sql.executeSql("CREATE TABLE watched (WATERMARK FOR ts AS ts)"
                + " WITH ('scan.watermark.emit.strategy'='on-event') LIKE motors");
        String windows = "window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE watched, DESCRIPTOR(ts), INTERVAL '0.1' SECOND))"
                + " GROUP BY window_start, window_end";

        assertThat(sql.explainSql("SELECT " + windows)).contains("watermark=[ts], watermarkEmitStrategy=[on-event]");
        List<String> expected = new ArrayList<>();
        for (int start = 0; start < 300; start += 100) {
            int rows = ORACLE.lines(List.of(), new TimeRange(start, start + 99), DeviceFilter.ALL)
                    .size();
            expected.add("+I[1970-01-01T00:00" + (start == 0 ? "" : ":00." + start) + ", " + rows + "]");
        }
        assertThat(answer(sql, windows)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void followsCommits(@TempDir Path path) throws Exception {
        TableEnvironment sql = environment(RuntimeExecutionMode.STREAMING, true);
        sql.executeSql("CREATE TABLE followed (ts TIMESTAMP(3), id STRING, v INT) WITH ('connector'='tsfile', 'path'='" + path
                + "', 'tag.columns'='id')");
        sql.executeSql("INSERT INTO followed VALUES (TIMESTAMP '2024-01-01 00:00:00', 'a', 1),"
                        + " (TIMESTAMP '2024-01-01 00:00:00', 'b', 2)")
                .await();
        try (CloseableIterator<Row> rows = sql.executeSql("SELECT v FROM followed /*+ OPTIONS('scan.mode'='full-then-latest',"
                        + " 'scan.discovery-interval'='50 ms') */ WHERE id = 'a'")
                .collect()) {
            assertThat(rows.next()).hasToString("+I[1]");
            sql.executeSql("INSERT INTO followed VALUES (TIMESTAMP '2024-01-01 00:00:01', 'b', 3),"
                            + " (TIMESTAMP '2024-01-01 00:00:01', 'a', 4)")
                    .await();
            assertThat(rows.next()).hasToString("+I[4]");
        }
    }

    private static List<String> answer(TableEnvironment sql, String query) throws Exception {
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<Row> result = sql.executeSql("SELECT " + query).collect()) {
            result.forEachRemaining(row -> rows.add(row.toString()));
        }
        return rows;
    }

    private static TableEnvironment environment(RuntimeExecutionMode mode, boolean pushing) {
        Configuration configuration = new Configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, mode);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        configuration.setString("table.optimizer.source.predicate-pushdown-enabled", Boolean.toString(pushing));
        configuration.setString("table.optimizer.source.aggregate-pushdown-enabled", Boolean.toString(pushing));
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.newInstance()
                .withConfiguration(configuration)
                .build());
        sql.executeSql(DECLARED.formatted(folder));
        return sql;
    }
}
