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
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.spark.job.CompactTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table as it was, and as it is while others write to it. */
class SnapshotReadTest {
    private static final IDeviceID A = Devices.ofTable("motors", "a");

    @TempDir
    private Path warehouse;

    private TestTable table;

    @BeforeEach
    void write() throws IOException {
        table = TestTable.create(
                        warehouse.resolve("default/motors"),
                        TableSchema.ofTable(
                                "motors", List.of(Column.tag("machine"), Column.field("speed", TSDataType.DOUBLE))))
                .append(TestTable.row(A, 1, 1.0), TestTable.row(A, 2, 2.0))
                .append(TestTable.row(A, 2, 20.0), TestTable.row(A, 3, 30.0));
    }

    private Dataset<Row> load(Map<String, String> options) {
        return LocalSpark.session()
                .read()
                .format("tsfile")
                .options(options)
                .load(table.folder().toString());
    }

    private static List<Row> speeds(Dataset<Row> rows) {
        return rows.orderBy("time").select("speed").collectAsList();
    }

    private static List<Row> rows(double... speeds) {
        return Arrays.stream(speeds).mapToObj(RowFactory::create).toList();
    }

    @Test
    void readsTheTableAsItWasAfterACommit() {
        assertThat(speeds(load(Map.of("versionAsOf", "2")))).isEqualTo(rows(1, 2));
        assertThat(speeds(load(Map.of("versionAsOf", "3")))).isEqualTo(rows(1, 20, 30));
        assertThat(load(Map.of("versionAsOf", "1")).count()).isZero();
        assertThatThrownBy(() -> load(Map.of("versionAsOf", "9")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("its commits are 1 to 3");
        assertThatThrownBy(() -> LocalSpark.session()
                        .readStream()
                        .format("tsfile")
                        .option("versionAsOf", "2")
                        .load(table.folder().toString()))
                .hasMessageContaining("does not support streamed reading");
        assertThatThrownBy(() -> load(Map.of("versionAsOf", "first")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot read version 'first'");
        assertThatThrownBy(() -> load(Map.of("versionAsOf", "2", "timestampAsOf", "2026-01-01")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("give one");
    }

    @Test
    void readsTheTableAsItWasAtATime() throws IOException {
        Instant second = Instant.ofEpochMilli(table.snapshot().timeMillis());
        String before = second.minusMillis(1).toString();

        assertThat(speeds(load(Map.of("timestampAsOf", before)))).isEqualTo(rows(1, 2));
        assertThat(speeds(load(Map.of("timestampAsOf", second.toString())))).isEqualTo(rows(1, 20, 30));
        assertThat(speeds(load(Map.of("timestampAsOf", "2999-01-01 08:00:00")))).isEqualTo(rows(1, 20, 30));
        assertThatThrownBy(() -> load(Map.of("timestampAsOf", "2001-01-01")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("as it was at 2001-01-01T00:00:00Z: its oldest commit is 1, made at 20")
                .hasMessageContaining("and its newest is 3");
        assertThatThrownBy(() -> load(Map.of("timestampAsOf", "yesterday")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot read a table as of 'yesterday'");
    }

    @Test
    void travelsInSql() throws IOException {
        SparkSession spark = LocalSpark.withCatalog(warehouse);
        Instant second = Instant.ofEpochMilli(table.snapshot().timeMillis());

        assertThat(speeds(spark.sql("SELECT * FROM ts.motors VERSION AS OF 2"))).isEqualTo(rows(1, 2));
        assertThat(speeds(spark.sql("SELECT * FROM ts.motors TIMESTAMP AS OF '" + second.minusMillis(1) + "'")))
                .isEqualTo(rows(1, 2));
        assertThat(speeds(spark.sql("SELECT * FROM ts.tsfile.`" + table.folder() + "` VERSION AS OF 2")))
                .isEqualTo(rows(1, 2));
        assertThat(speeds(spark.read().option("versionAsOf", 2).table("ts.motors")))
                .isEqualTo(rows(1, 2));
        assertThat(spark.sql("SELECT n.speed, o.speed FROM ts.motors n JOIN ts.motors VERSION AS OF 2 o USING (time)"
                                + " WHERE n.speed <> o.speed")
                        .collectAsList())
                .containsExactly(RowFactory.create(20.0, 2.0));
        assertThatThrownBy(() -> spark.sql("SELECT * FROM ts.motors VERSION AS OF 7"))
                .hasMessageContaining("its commits are 1 to 3");
    }

    @Test
    void seesOneSnapshotInAllScansOfAQuery() throws IOException {
        SparkSession spark = LocalSpark.withCatalog(warehouse);
        Dataset<Row> loaded = load(Map.of());
        Dataset<Row> pairs = loaded.alias("l").join(loaded.alias("r"), "time");
        Dataset<Row> named = spark.table("ts.motors");

        table.append(TestTable.row(A, 4, 40.0));

        assertThat(pairs.count()).isEqualTo(3);
        assertThat(loaded.count()).isEqualTo(3);
        assertThat(load(Map.of()).count()).isEqualTo(4);
        // Of a catalog's table, each query sees the newest; Spark 4.0 loads it when the query is made.
        assertThat(named.count()).isEqualTo(spark.version().startsWith("4.0.") ? 3 : 4);
        String plan = spark.sql("SELECT * FROM ts.motors l JOIN ts.motors r USING (time)")
                .queryExecution()
                .toString();
        assertThat(plan.split("snapshot 4", -1)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void isReadByANameOfSparksOwnCatalog() throws IOException {
        SparkSession spark = LocalSpark.session();
        try {
            spark.sql("CREATE TABLE by_location USING tsfile LOCATION '" + table.folder() + "'");
            spark.sql("CREATE TABLE by_option USING tsfile OPTIONS (path '" + table.folder()
                    + "', timestampAs 'long') COMMENT 'times are numbers'");

            table.append(TestTable.row(A, 4, 40.0));

            assertThat(spark.sql("SELECT max(time) FROM by_option").head().getLong(0))
                    .isEqualTo(4);
            assertThat(spark.sql("SELECT count(speed) FROM by_location").head().getLong(0))
                    .isEqualTo(4);
            assertThatThrownBy(() -> spark.sql("INSERT INTO by_location SELECT * FROM by_location"))
                    .hasMessageContaining("append");
        } finally {
            spark.sql("DROP TABLE IF EXISTS by_location");
            spark.sql("DROP TABLE IF EXISTS by_option");
        }
        assertThat(load(Map.of()).count()).isEqualTo(4);
    }

    @Test
    void takesACachedTableForTheSameSnapshotOnly() throws IOException {
        SparkSession spark = LocalSpark.session();
        Dataset<Row> cached = load(Map.of()).cache();
        assertThat(cached.count()).isEqualTo(3);

        assertThat(load(Map.of()).queryExecution().withCachedData().toString()).contains("InMemoryRelation");
        table.append(TestTable.row(A, 4, 40.0));
        Dataset<Row> newer = load(Map.of());
        assertThat(newer.queryExecution().withCachedData().toString()).doesNotContain("InMemoryRelation");
        assertThat(newer.count()).isEqualTo(4);
        cached.unpersist();
        spark.catalog().clearCache();
    }

    @Test
    void saysWhichCommitARowIsFrom() throws IOException {
        assertThat(load(Map.of())
                        .orderBy("time")
                        .selectExpr("speed", "_commit", "_file LIKE '%" + table.folder() + "/data/%.tsfile'")
                        .collectAsList())
                .containsExactly(
                        RowFactory.create(1.0, 2L, true),
                        RowFactory.create(20.0, 3L, true),
                        RowFactory.create(30.0, 3L, true));
        assertThat(load(Map.of()).where("_commit > 2").count()).isEqualTo(2);
        assertThat(load(Map.of()).groupBy("_file").count().count()).isEqualTo(2);
        // Nothing else shows them.
        assertThat(load(Map.of()).columns()).containsExactly("time", "machine", "speed");

        CompactTable.at(LocalSpark.session(), table.folder().toString())
                .force(true)
                .run();

        // One file of the newest version of what it was merged from.
        assertThat(load(Map.of()).select("_commit").distinct().collectAsList()).containsExactly(RowFactory.create(3L));
    }
}
