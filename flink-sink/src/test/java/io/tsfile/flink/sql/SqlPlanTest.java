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

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said, and what is done, while a statement is planned. */
class SqlPlanTest {
    @RegisterExtension
    static final MiniClusterExtension CLUSTER = SqlSession.cluster();

    private static final String INSERT =
            "INSERT INTO motors VALUES (TIMESTAMP '2024-01-01 00:00:00', 'a', CAST(1.0 AS DOUBLE))";
    private static final String FROM_ENDLESS = "INSERT INTO motors SELECT ts, CAST(n AS STRING), 1.0 FROM endless";

    private final Path folder;

    SqlPlanTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private TableEnvironment session(RuntimeExecutionMode mode) {
        return withTables(SqlSession.of(mode));
    }

    private TableEnvironment withTables(TableEnvironment sql) {
        sql.executeSql("CREATE TABLE motors (ts TIMESTAMP(3), site STRING, v DOUBLE) WITH ('connector'='tsfile', 'path'='"
                + folder + "', 'tag.columns'='site')");
        sql.executeSql("CREATE TABLE endless (ts TIMESTAMP(3), n INT) WITH ('connector'='datagen')");
        return sql;
    }

    @ParameterizedTest
    @EnumSource(
            value = RuntimeExecutionMode.class,
            names = {"STREAMING", "BATCH"})
    void leavesNothingBehind(RuntimeExecutionMode mode) {
        TableEnvironment sql = session(mode);

        assertThat(sql.explainSql(INSERT, ExplainDetail.JSON_EXECUTION_PLAN)).contains("motors: encode");
        sql.createStatementSet().addInsertSql(INSERT).addInsertSql(INSERT).explain();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAFolderThatCannotBecomeATable() throws Exception {
        TableEnvironment sql = session(RuntimeExecutionMode.BATCH);
        Files.createDirectories(folder.resolve("data/0"));
        Files.createFile(folder.resolve("data/0/old.tsfile"));

        assertThatThrownBy(() -> sql.explainSql(INSERT))
                .hasStackTraceContaining("it holds TsFiles that no log names, such as data/0/old.tsfile. Register the folder");
    }

    @Test
    void refusesStatementsWithoutTheTime() {
        TableEnvironment sql = session(RuntimeExecutionMode.BATCH);

        assertThatThrownBy(() -> sql.explainSql("INSERT INTO motors (v, site) VALUES (1.0, 'a')"))
                .hasStackTraceContaining("Cannot insert into default_catalog.default_database.motors without column 'ts':"
                        + " it is the time");
    }

    @Test
    void refusesUnboundedStreamsThatNeverCommit() throws Exception {
        TableEnvironment sql = withTables(SqlSession.of(RuntimeExecutionMode.STREAMING, new Configuration()));

        assertThatThrownBy(() -> sql.executeSql(FROM_ENDLESS))
                .hasStackTraceContaining("Cannot write an unbounded stream to table 'motors' in " + folder)
                .hasStackTraceContaining("set 'execution.checkpointing.interval', such as '30 s'");
        assertThat(sql.explainSql(FROM_ENDLESS.replace(
                        "motors SELECT", "motors /*+ OPTIONS('sink.require-checkpoints'='false') */ SELECT")))
                .contains("motors");
        sql.executeSql(INSERT).await();
        assertThat(SqlSession.snapshot(folder).files())
                .as("a stream that ends is committed at its end")
                .hasSize(1);
        sql.getConfig().set("execution.checkpointing.interval", "1 s");
        assertThat(sql.explainSql(FROM_ENDLESS)).contains("motors");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "execution.checkpointing.checkpoints-after-tasks-finish | false | Cannot write a bounded stream to table",
                "execution.checkpointing.timeout | 2 min | set a shorter commit timeout ('sink.commit.timeout')",
            })
    void refusesCheckpointsThatCannotCommit(String option, String value, String advice) {
        TableEnvironment sql = session(RuntimeExecutionMode.STREAMING);
        sql.getConfig().set(option, value);

        assertThatThrownBy(() -> sql.executeSql(INSERT)).hasStackTraceContaining(advice);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesToOverwriteInStreamingMode() {
        TableEnvironment sql = session(RuntimeExecutionMode.STREAMING);

        assertThatThrownBy(() -> sql.executeSql(INSERT.replace("INTO", "OVERWRITE")))
                .hasStackTraceContaining("Cannot overwrite table 'motors' in " + folder + " in streaming mode")
                .hasStackTraceContaining("set 'execution.runtime-mode' = 'batch'");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void commitsAtLeastOnceJobs() throws Exception {
        TableEnvironment sql = session(RuntimeExecutionMode.STREAMING);
        sql.getConfig().set("execution.checkpointing.mode", "AT_LEAST_ONCE");

        sql.executeSql(INSERT).await();

        assertThat(SqlSession.snapshot(folder).files()).hasSize(1);
    }
}
