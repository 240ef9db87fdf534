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

import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlOptionsTest {
    @RegisterExtension
    static final MiniClusterExtension CLUSTER = SqlSession.cluster();

    private static final String TABLE = "default_catalog.default_database.motors";
    private static final String ROW = " VALUES (TIMESTAMP '2024-01-01 00:00:00', 'a', CAST(1.0 AS DOUBLE))";

    private final Path folder;
    private TableEnvironment sql;

    SqlOptionsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void openSession() {
        sql = SqlSession.of(RuntimeExecutionMode.BATCH);
    }

    private void create(String options) {
        sql.executeSql("CREATE TABLE motors (ts TIMESTAMP(3), site STRING, v DOUBLE) WITH ('connector'='tsfile', 'path'='"
                + folder + "'" + options + ")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "tag.colums         | Did you mean 'tag.columns'?",
                "sink.encodng.v     | Did you mean 'sink.encoding.v'?",
                "hadop.fs.s3a.path  | Did you mean 'hadoop.fs.s3a.path'?",
                "sink.buffer-memory | Did you mean 'sink.buffer.memory'?",
                "hadoop.            | The options are path, table, model",
                "xyz                | The options are path, table, model",
            })
    void refusesUnknownOptionsWithTheNearestOne(String option, String advice) {
        create(", '" + option + "'='site'");

        assertThatThrownBy(() -> sql.explainSql("INSERT INTO motors" + ROW))
                .isInstanceOf(ValidationException.class)
                .hasStackTraceContaining("Cannot use option '" + option + "' for table " + TABLE
                        + ": the connector 'tsfile' has no such option")
                .hasStackTraceContaining(advice);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "model               | leaf   | it is table or tree",
                "aligned             | maybe  | it is true or false",
                "table               | ' '    | it is a name",
                "time.precision      | hours  | it is millis, micros or nanos",
                "time.partition      | 1 moon | it is a duration such as '7 d', or 'none'",
                "time.partition      | 9 micro | it must be one of the table's time units (MILLIS) at least",
                "checkpoint-interval | 0      | it is a number, 1 at least",
                "sink.parallelism    | 0      | it is a number, 1 at least",
                "sink.buffer.memory  | lots   | it is a size such as 64 mb, 1 byte at least",
                "sink.buffer.memory  | 0 b    | it is a size such as 64 mb, 1 byte at least",
                "sink.file.size      | 0      | it is a size such as 256 mb, 1 byte at least",
                "sink.commit.timeout | 0 s    | it is a time such as 2 min, above 0 and below the checkpoint timeout",
            })
    void refusesValuesWithTableReasonAndAdvice(String option, String value, String advice) {
        String given = value.replace("'", "");
        create(", '" + option + "'='" + given + "'");

        assertThatThrownBy(() -> sql.explainSql("INSERT INTO motors" + ROW))
                .isInstanceOf(ValidationException.class)
                .hasStackTraceContaining("Cannot use '" + option + "' = '" + given + "' for table " + TABLE + ": " + advice);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "retention      | soon     | Cannot use 'soon' for the table option 'retention': it is a time like 7 d",
                "ttl            | 0        | Cannot use option 'ttl' with value '0': it is how long rows are kept",
                "encoding.speed | plain    | table 'motors' has no field 'speed'. The fields are site, v",
                "sink.encoding  | sprintz  | (options that start with 'sink.')",
                "tag.columns    | site,v   | its physical columns are [ts, site, v]; put semicolons between columns",
                "tag.columns    | v        | it must be STRING; CAST it",
                "time.column    | site     | it must be BIGINT, TIMESTAMP or TIMESTAMP_LTZ; CAST it",
                "time.column    | at       | its physical columns are [ts, site, v]",
                "aligned        | false    | Cannot use 'aligned' = 'false' for table",
            })
    void refusesWhatTheTableCannotBe(String option, String value, String advice) {
        create(", '" + option + "'='" + value + "'");

        assertThatThrownBy(() -> sql.explainSql("INSERT INTO motors" + ROW))
                .isInstanceOf(ValidationException.class)
                .hasStackTraceContaining(advice)
                .hasStackTraceContaining(TABLE);
    }

    @Test
    void takesOptionsInHints() throws Exception {
        create(", 'tag.columns'='site'");
        String hinted = "INSERT INTO motors /*+ OPTIONS('%s'='%s') */" + ROW;

        assertThatThrownBy(() -> sql.explainSql(hinted.formatted("sink.file.sizes", "1 mb")))
                .hasStackTraceContaining("Did you mean 'sink.file.size'?");
        assertThatThrownBy(() -> sql.explainSql(hinted.formatted("sink.file.size", "big")))
                .hasStackTraceContaining("Cannot use 'sink.file.size' = 'big' for table " + TABLE);
        sql.executeSql(hinted.formatted("sink.compression", "gzip")).await();

        assertThat(SqlSession.snapshot(folder).files()).hasSize(1);
        assertThat(SqlFiles.compressions(folder)).containsOnly("GZIP");
    }

    @Test
    void givesANewTableItsOptions() throws Exception {
        create(", 'tag.columns'='site', 'ttl'='90d', 'retention'='48 h', 'checkpoint-interval'='10', 'encoding.v'='chimp',"
                + " 'time-partition'='1 d'");
        sql.executeSql("INSERT INTO motors" + ROW).await();

        assertThat(SqlSession.snapshot(folder).metadata().options())
                .isEqualTo(Map.of(
                        "ttl", "90d", "retention", "48 h", "checkpoint-interval", "10", "encoding.v", "chimp"));
        assertThat(SqlSession.snapshot(folder).metadata().partitioning().interval()).isEqualTo(86_400_000);
    }

    @Test
    void leavesATableThatExistsAsItIs() throws Exception {
        create(", 'tag.columns'='site', 'retention'='48 h'");
        sql.executeSql("INSERT INTO motors" + ROW).await();
        sql.executeSql("INSERT INTO motors /*+ OPTIONS('retention'='1 h', 'time.partition'='none') */" + ROW)
                .await();

        assertThat(SqlSession.snapshot(folder).metadata().options()).isEqualTo(Map.of("retention", "48 h"));
        assertThat(SqlSession.snapshot(folder).metadata().partitioning().interval()).isEqualTo(7 * 86_400_000);
    }
}
