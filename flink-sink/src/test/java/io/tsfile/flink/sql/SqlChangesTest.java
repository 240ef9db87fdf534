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

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Devices;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries that update and delete, and rows that cannot be written. */
class SqlChangesTest {
    private static final String MOTORS =
            "CREATE TABLE motors (ts BIGINT, site STRING, v DOUBLE, n BIGINT%s) WITH ('connector'='tsfile', 'path'='%s',"
                    + " 'time.column'='ts', 'tag.columns'='site'%s)";
    private static final String KEY = ", PRIMARY KEY (ts, site) NOT ENFORCED";

    private final Path folder;
    private StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment();

    SqlChangesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void followsAStreamOfChanges() throws Exception {
        StreamTableEnvironment sql = environment();
        sql.executeSql(MOTORS.formatted(KEY, folder, ""));
        sql.executeSql("INSERT INTO motors VALUES (1, 'a', 1.5, 10), (2, 'a', 2.5, 20), (3, 'a', 3.5, 30), (4, 'b', 4.5, 40)")
                .await();
        changes(
                sql,
                row(RowKind.UPDATE_BEFORE, 1, "a", 1.5, 10L),
                row(RowKind.UPDATE_AFTER, 1, "a", null, 11L),
                row(RowKind.DELETE, 2, "a", 2.5, 20L),
                row(RowKind.DELETE, 3, "a", 3.5, 30L),
                row(RowKind.INSERT, 5, "a", 3.5, 30L),
                row(RowKind.INSERT, 6, "b", 6.5, 60L),
                row(RowKind.DELETE, 6, "b", 6.5, 60L));

        sql.executeSql("INSERT INTO motors SELECT * FROM changes").await();

        Oracle oracle = new Oracle(snapshot().metadata().schema());
        // Without the UPDATE_BEFORE, which SQL leaves out, the null leaves the older value.
        oracle.put(Devices.ofTable("motors", "a"), 1, ObjectRow.of(1.5, 11L));
        oracle.put(Devices.ofTable("motors", "a"), 5, ObjectRow.of(3.5, 30L));
        oracle.put(Devices.ofTable("motors", "b"), 4, ObjectRow.of(4.5, 40L));
        assertThat(lines()).isEqualTo(oracle.lines());
    }

    @Test
    void erasesNullsIfTold() throws Exception {
        StreamTableEnvironment sql = environment();
        sql.executeSql(MOTORS.formatted(KEY, folder, ", 'sink.nulls'='erase'"));
        sql.executeSql("INSERT INTO motors VALUES (1, 'a', 1.5, 10), (2, 'a', 2.5, 20)")
                .await();
        sql.executeSql("INSERT INTO motors (ts, site, n) VALUES (1, 'a', 11)").await();

        Oracle oracle = new Oracle(snapshot().metadata().schema());
        oracle.put(Devices.ofTable("motors", "a"), 1, ObjectRow.of(null, 11L));
        oracle.put(Devices.ofTable("motors", "a"), 2, ObjectRow.of(2.5, 20L));
        assertThat(lines()).isEqualTo(oracle.lines());
    }

    @Test
    void keepsTheAnswerOfAnAggregation() throws Exception {
        StreamTableEnvironment sql = environment();
        sql.executeSql(MOTORS.formatted(KEY, folder, ""));
        changes(
                sql,
                row(RowKind.INSERT, 1, "a", 1.0, 1L),
                row(RowKind.INSERT, 1, "a", 2.0, 2L),
                row(RowKind.INSERT, 2, "a", 4.0, 3L),
                row(RowKind.INSERT, 2, "b", 8.0, 4L),
                row(RowKind.DELETE, 1, "a", 1.0, 1L),
                row(RowKind.DELETE, 2, "a", 4.0, 3L));

        sql.executeSql("INSERT INTO motors SELECT ts, site, SUM(v), COUNT(*) FROM changes GROUP BY ts, site")
                .await();

        Oracle oracle = new Oracle(snapshot().metadata().schema());
        oracle.put(Devices.ofTable("motors", "a"), 1, ObjectRow.of(2.0, 1L));
        oracle.put(Devices.ofTable("motors", "b"), 2, ObjectRow.of(8.0, 1L));
        assertThat(lines()).isEqualTo(oracle.lines());
    }

    @Test
    void refusesOtherKeysAndChangesWithoutOne() {
        StreamTableEnvironment sql = environment();
        changes(sql, row(RowKind.INSERT, 1, "a", 1.0, 1L), row(RowKind.DELETE, 1, "a", 1.0, 1L));
        String insert = "INSERT INTO motors SELECT * FROM changes";

        sql.executeSql(MOTORS.formatted(", PRIMARY KEY (ts) NOT ENFORCED", folder, ""));
        assertThatThrownBy(() -> sql.executeSql(insert))
                .hasStackTraceContaining("with primary key [ts]: of rows with the same device and time the last one")
                .hasStackTraceContaining("declare PRIMARY KEY (site, ts) NOT ENFORCED, or no key");
        sql.executeSql("DROP TABLE motors");

        sql.executeSql(MOTORS.formatted("", folder, ""));
        assertThatThrownBy(() -> sql.executeSql(insert))
                .hasStackTraceContaining("Cannot write a query that updates or deletes to table")
                .hasStackTraceContaining("declare PRIMARY KEY (site, ts) NOT ENFORCED");
        sql.executeSql("DROP TABLE motors");

        sql.executeSql(MOTORS.formatted(KEY, folder, ", 'sink.deletes'='refuse'"));
        assertThatThrownBy(() -> sql.executeSql(insert)).hasStackTraceContaining("doesn't support consuming delete");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void setsBadRowsAsideIfTold() throws Exception {
        StreamTableEnvironment sql = environment();
        sql.executeSql(MOTORS.formatted("", folder, ", 'sink.dead-letter.path'='/tmp/letters'"));
        String insert = "INSERT INTO motors VALUES (CAST(NULL AS BIGINT), 'a', 1.5, 10), (2, 'a', 2.5, 20)";
        assertThatThrownBy(() -> sql.executeSql(insert))
                .hasStackTraceContaining("bad rows fail the job, so that nothing goes there; set 'sink.bad-rows' =");
        sql.executeSql("DROP TABLE motors");

        sql.executeSql(MOTORS.formatted("", folder, ", 'sink.bad-rows'='dead-letter'"));
        sql.executeSql(insert).await();

        Oracle oracle = new Oracle(snapshot().metadata().schema());
        oracle.put(Devices.ofTable("motors", "a"), 2, ObjectRow.of(2.5, 20L));
        assertThat(lines()).isEqualTo(oracle.lines());
        try (Stream<Path> files = Files.walk(folder.resolve("_tsfile/dead-letter"))) {
            List<Path> letters = files.filter(Files::isRegularFile).toList();
            assertThat(letters).hasSize(1);
            assertThat(Files.readString(letters.get(0)))
                    .contains("\"row\":\"[ts=null, site=a, v=1.5, n=10]\",\"column\":\"ts\",\"value\":null}\n");
        }
    }

    private static Row row(RowKind kind, long time, String site, @Nullable Double v, Long n) {
        return Row.ofKind(kind, time, site, v, n);
    }

    /** A view of changes, which come in this order. */
    private void changes(StreamTableEnvironment sql, Row... rows) {
        sql.createTemporaryView(
                "changes",
                sql.fromChangelogStream(
                        environment
                                .fromData(
                                        Types.ROW_NAMED(
                                                new String[] {"ts", "site", "v", "n"},
                                                Types.LONG,
                                                Types.STRING,
                                                Types.DOUBLE,
                                                Types.LONG),
                                        rows)
                                .setParallelism(1),
                        Schema.newBuilder()
                                .column("ts", "BIGINT NOT NULL")
                                .column("site", "STRING NOT NULL")
                                .column("v", "DOUBLE")
                                .column("n", "BIGINT")
                                .primaryKey("ts", "site")
                                .build(),
                        ChangelogMode.all()));
    }

    private StreamTableEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
        environment = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        return StreamTableEnvironment.create(environment);
    }

    private Snapshot snapshot() throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            return Table.open(store).snapshot();
        }
    }

    private List<String> lines() throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            return Oracle.scan(store, Table.open(store).snapshot());
        }
    }
}
