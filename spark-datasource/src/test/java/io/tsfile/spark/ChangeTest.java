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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Devices;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitFeed;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.CommitNews;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.spark.job.CompactTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** UPDATE, MERGE and DELETE by values, against a map. */
class ChangeTest {
    private static final String ALL = "SELECT site, host, unix_seconds(time) AS t, a, b FROM ts.m";

    @TempDir
    private Path folder;

    private SparkSession spark;
    private final TreeMap<String, Values> model = new TreeMap<>();

    private record Values(@Nullable Integer a, @Nullable String b) {}

    @BeforeEach
    void makeTable() {
        spark = LocalSpark.withCatalog(folder);
        spark.sql("CREATE TABLE ts.m (time TIMESTAMP, site STRING, host STRING, a INT, b STRING)"
                + " TBLPROPERTIES ('tag.columns' = 'site,host', 'time.partition' = '1min')");
    }

    @Test
    void changesRowsAsTheModel() throws IOException {
        Random random = new Random(4);
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String site = i % 3 == 0 ? null : "s\"" + i % 2;
            String host = i % 5 == 0 ? null : "h" + i % 4;
            Integer a = random.nextInt(6) == 0 ? null : random.nextInt(100);
            String b = random.nextInt(6) == 0 ? null : "b" + random.nextInt(10);
            model.put(key(site, host, i), new Values(a, b));
            values.append(i == 0 ? "" : ", ")
                    .append("(" + i + ", " + sql(site) + ", " + sql(host) + ", " + a + ", " + sql(b) + ")");
        }
        spark.sql("INSERT INTO ts.m SELECT timestamp_seconds(t), site, host, a, b FROM VALUES " + values
                + " AS (t, site, host, a, b)");
        assertModel("inserted");

        // 1. What an update sets to NULL is gone, and what it leaves is kept.
        spark.sql("UPDATE ts.m SET a = NULL, b = 'set' WHERE a < 20");
        model.replaceAll((key, row) -> row.a() != null && row.a() < 20 ? new Values(null, "set") : row);
        assertModel("updated");

        // 2. A delete by a value.
        spark.sql("DELETE FROM ts.m WHERE a % 7 = 1 OR b = 'b3'");
        model.values().removeIf(row -> (row.a() != null && row.a() % 7 == 1) || "b3".equals(row.b()));
        assertModel("deleted");

        // 3. A merge that does all three.
        spark.sql(
                "MERGE INTO ts.m USING (SELECT timestamp_seconds(id) AS time, if(id % 3 = 0, NULL, concat('s\"', id % 2))"
                        + " AS site, if(id % 5 = 0, NULL, concat('h', id % 4)) AS host, CAST(id AS INT) AS n FROM range(150, 250)) s"
                        + " ON ts.m.time = s.time AND ts.m.site <=> s.site AND ts.m.host <=> s.host"
                        + " WHEN MATCHED AND n % 4 = 0 THEN DELETE"
                        + " WHEN MATCHED THEN UPDATE SET a = NULL, b = concat('m', n)"
                        + " WHEN NOT MATCHED THEN INSERT (time, site, host, a) VALUES (s.time, s.site, s.host, n)");
        for (int i = 150; i < 250; i++) {
            int n = i;
            String key = key(i % 3 == 0 ? null : "s\"" + i % 2, i % 5 == 0 ? null : "h" + i % 4, i);
            if (!model.containsKey(key)) {
                model.put(key, new Values(n, null));
            } else if (n % 4 == 0) {
                model.remove(key);
            } else {
                model.put(key, new Values(null, "m" + n));
            }
        }
        assertModel("merged");

        // 4. Keys change places: those of one device become another's, and times move on by one.
        spark.sql("UPDATE ts.m SET host = 'moved', time = time + INTERVAL 1 SECOND WHERE host = 'h1' OR host = 'h2'");
        TreeMap<String, Values> moved = new TreeMap<>();
        model.forEach((key, row) -> {
            String[] parts = key.split("\\|", -1);
            boolean moves = parts[1].equals("h1") || parts[1].equals("h2");
            moved.put(moves ? parts[0] + "|moved|" + time(Integer.parseInt(parts[2]) + 1) : key, row);
        });
        model.clear();
        model.putAll(moved);
        assertModel("moved");

        // 5. It is the same when nothing is masked any more.
        CompactTable.at(spark, folder.resolve("default/m").toString())
                .force(true)
                .run();
        assertModel("compacted");
    }

    @Test
    void changesATreeAndATableOfOneDevice() {
        spark.sql(
                "CREATE TABLE ts.tree (time TIMESTAMP, device STRING, x INT, y INT) TBLPROPERTIES ('model' = 'tree')");
        spark.sql(
                "INSERT INTO ts.tree VALUES (timestamp_seconds(1), 'root.a.d1', 1, 1), (timestamp_seconds(2), 'root.a.d2',"
                        + " 2, 2), (timestamp_seconds(3), 'root.a.d1', 3, 3)");
        spark.sql("UPDATE ts.tree SET x = NULL WHERE y = 1");
        spark.sql("UPDATE ts.tree SET x = NULL, y = NULL WHERE y = 2");
        spark.sql("DELETE FROM ts.tree WHERE x = 3");
        assertThat(spark.sql("SELECT device, x, y FROM ts.tree").collectAsList().toString())
                .isEqualTo("[[root.a.d1,null,1]]");
        spark.sql("CREATE TABLE ts.one (time TIMESTAMP, x INT)");
        spark.sql("INSERT INTO ts.one VALUES (timestamp_seconds(1), 1), (timestamp_seconds(2), 2)");
        spark.sql("DELETE FROM ts.one WHERE x = 1");
        assertThat(spark.sql("SELECT x FROM ts.one").collectAsList().toString()).isEqualTo("[[2]]");
    }

    @Test
    void conflictsWithWhatCameMeanwhileAmongTheTimesThatItLookedAt() throws IOException {
        spark.sql(
                "INSERT INTO ts.m VALUES (timestamp_seconds(1), 's', 'h', 1, 'x'), (timestamp_seconds(100), 's', 'h', 2, 'x')");
        // A task of the command itself lets another writer append: after the scan was planned, before the commit.
        spark.udf().register("append", new Append(folder.resolve("default/m").toString()), DataTypes.IntegerType);

        assertThatThrownBy(() -> spark.sql("UPDATE ts.m SET a = append(a, 2) WHERE time < timestamp_seconds(50)"))
                .hasStackTraceContaining("Cannot commit 'spark update': commit 3 ('test append') added")
                .hasStackTraceContaining("Nothing was committed");
        spark.sql("UPDATE ts.m SET a = append(a, 200) WHERE time < timestamp_seconds(2)");

        assertThat(spark.sql("SELECT unix_seconds(time), a FROM ts.m ORDER BY 1")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[1,2], [2,9], [100,2], [200,9]]");
    }

    /** Appends a row at that second, and adds one to the value. */
    private record Append(String table) implements UDF2<Integer, Integer, Integer> {
        @Override
        public Integer call(Integer value, Integer second) throws IOException {
            try (FileStore store = StoreLocation.of(table).open()) {
                Table opened = Table.open(store);
                TableMetadata metadata = opened.snapshot().metadata();
                MemTable rows = new MemTable(metadata.schema(), true);
                rows.append(
                        Devices.ofTable("m", "s", "h"),
                        second * 1000L,
                        ObjectRow.of(9, ObjectRow.Bytes.of("y".getBytes(StandardCharsets.UTF_8))));
                try (FusedFlush flush =
                        new FusedFlush(store, metadata.schema(), metadata.partitioning(), FlushOptions.DEFAULT)) {
                    flush.drain(rows);
                    opened.commit(Commit.append(metadata.id(), CommitId.unique(), "test append", flush.finish()));
                }
            }
            return value + 1;
        }
    }

    @Test
    void refusesAMergeThatWritesOneKeyTwice() {
        spark.sql(
                "INSERT INTO ts.m VALUES (timestamp_seconds(1), 's', 'h', 1, 'x'), (timestamp_seconds(2), 's', 'h', 2, 'x')");

        assertThatThrownBy(() -> spark.sql("UPDATE ts.m SET time = timestamp_seconds(5)"))
                .rootCause()
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot write two different rows of one device and time in one job");
    }

    @Test
    void deletesByKeysWithoutReadingRows() throws IOException {
        spark.sql(
                "INSERT INTO ts.m VALUES (timestamp_seconds(1), 's', 'h', 1, 'x'), (timestamp_seconds(2), NULL, 'h', 2, 'x')");
        spark.sql("DELETE FROM ts.m WHERE site IS NULL AND time > timestamp_seconds(0)");
        assertThat(operation(3)).isEqualTo("delete");
        spark.sql("DELETE FROM ts.m WHERE b = 'x'");
        assertThat(operation(4)).isEqualTo("spark delete");
        assertThat(spark.table("ts.m").count()).isZero();
    }

    private String operation(long commit) throws IOException {
        try (FileStore store =
                StoreLocation.of(folder.resolve("default/m").toString()).open()) {
            assertThat(Table.open(store).snapshot().number()).isEqualTo(commit);
            return CommitFeed.of(store).read(commit).map(CommitNews::operation).orElseThrow();
        }
    }

    private void assertModel(String step) {
        List<String> expected = model.entrySet().stream()
                .map(row -> row.getKey() + "=" + row.getValue())
                .toList();
        List<String> rows = spark.sql(ALL).collectAsList().stream()
                .map(row -> key(row.getString(0), row.getString(1), (int) row.getLong(2)) + "="
                        + new Values(row.isNullAt(3) ? null : row.getInt(3), row.getString(4)))
                .sorted()
                .toList();
        assertThat(rows).as(step).isEqualTo(expected);
    }

    private static String key(@Nullable String site, @Nullable String host, int second) {
        return site + "|" + host + "|" + time(second);
    }

    private static String time(int second) {
        return String.valueOf(10_000 + second).substring(1);
    }

    private static String sql(@Nullable String text) {
        return text == null ? "CAST(NULL AS STRING)" : "'" + text + "'";
    }
}
