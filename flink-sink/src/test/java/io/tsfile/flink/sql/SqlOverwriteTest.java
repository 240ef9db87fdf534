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

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Devices;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SqlOverwriteTest {
    @RegisterExtension
    static final MiniClusterExtension CLUSTER = SqlSession.cluster();

    private final Path folder;
    private TableEnvironment sql;

    SqlOverwriteTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void createTable() {
        sql = SqlSession.of(RuntimeExecutionMode.BATCH);
        sql.executeSql("CREATE TABLE motors (ts TIMESTAMP(3), site STRING, v DOUBLE, w DOUBLE) WITH ('connector'='tsfile',"
                + " 'path'='" + folder + "', 'tag.columns'='site')");
    }

    @Test
    void replacesAllInOneCommit() throws Exception {
        insert("INTO", "(TIMESTAMP '2024-01-01 00:00:00', 'a', 1.0, 1.5), (TIMESTAMP '2024-03-01 00:00:00', 'b', 2.0, 2.5)");
        Snapshot before = SqlSession.snapshot(folder);
        List<String> linesBefore = SqlSession.lines(folder, before);

        // One row has the time of an old one and no 'w'; the other one is new.
        insert(
                "OVERWRITE",
                "(TIMESTAMP '2024-01-01 00:00:00', 'a', 10.0, CAST(NULL AS DOUBLE)),"
                        + " (TIMESTAMP '2024-05-01 00:00:00', 'c', 4.0, 4.5)");

        Snapshot after = SqlSession.snapshot(folder);
        Oracle oracle = new Oracle(after.metadata().schema());
        oracle.put(Devices.ofTable("motors", "a"), millis("2024-01-01"), ObjectRow.of(10.0, null));
        oracle.put(Devices.ofTable("motors", "c"), millis("2024-05-01"), ObjectRow.of(4.0, 4.5));
        assertThat(SqlSession.lines(folder, after)).isEqualTo(oracle.lines());
        assertThat(after.number()).isEqualTo(before.number() + 1);
        assertThat(SqlSession.lines(folder, at(before.number()))).isEqualTo(linesBefore);

        insert("INTO", "(TIMESTAMP '2024-01-01 00:00:00', 'b', 5.0, 5.5)");
        oracle.put(Devices.ofTable("motors", "b"), millis("2024-01-01"), ObjectRow.of(5.0, 5.5));
        assertThat(SqlSession.lines(folder, SqlSession.snapshot(folder))).isEqualTo(oracle.lines());
    }

    @Test
    void emptiesTheTableWithAnEmptyResultEachTime() throws Exception {
        String nothing = "INSERT OVERWRITE motors SELECT * FROM motors_source WHERE v > 1";
        sql.executeSql("CREATE TEMPORARY VIEW motors_source AS SELECT * FROM (VALUES"
                + " (TIMESTAMP '2024-01-01 00:00:00', 'a', CAST(1.0 AS DOUBLE), CAST(1.0 AS DOUBLE))) AS t (ts, site, v, w)");
        for (int round = 0; round < 2; round++) {
            insert("INTO", "(TIMESTAMP '2024-01-01 00:00:00', 'a', 1.0, 1.5)");
            assertThat(SqlSession.lines(folder, SqlSession.snapshot(folder))).isNotEmpty();

            sql.executeSql(nothing).await();

            assertThat(SqlSession.lines(folder, SqlSession.snapshot(folder)))
                    .as("after round %d", round)
                    .isEmpty();
        }
    }

    @Test
    void replacesATableByWhatIsReadOfIt() throws Exception {
        insert("INTO", "(TIMESTAMP '2024-01-01 00:00:00', 'a', 1.0, 1.5), (TIMESTAMP '2024-01-01 00:00:00', 'b', 2.0, 2.5)");

        sql.executeSql("INSERT OVERWRITE motors SELECT ts, site, v * 10, w FROM motors WHERE site = 'b'")
                .await();

        Snapshot after = SqlSession.snapshot(folder);
        Oracle oracle = new Oracle(after.metadata().schema());
        oracle.put(Devices.ofTable("motors", "b"), millis("2024-01-01"), ObjectRow.of(20.0, 2.5));
        assertThat(SqlSession.lines(folder, after)).isEqualTo(oracle.lines());
    }

    @Test
    void fillsANewTable() throws Exception {
        insert("OVERWRITE", "(TIMESTAMP '2024-01-01 00:00:00', 'a', 1.0, 1.5)");

        assertThat(SqlSession.lines(folder, SqlSession.snapshot(folder))).hasSize(1);
    }

    private void insert(String how, String rows) throws Exception {
        sql.executeSql("INSERT " + how + " motors VALUES " + rows).await();
    }

    private Snapshot at(long number) throws Exception {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            return Table.open(store).snapshot(number);
        }
    }

    private static long millis(String day) {
        return Instant.parse(day + "T00:00:00Z").toEpochMilli();
    }
}
