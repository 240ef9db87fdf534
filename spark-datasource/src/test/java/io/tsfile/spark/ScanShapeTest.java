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

import static io.tsfile.spark.TestTable.row;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order rows come, what partitions have in common, and what a scan learns while a query runs. */
class ScanShapeTest {
    private static final TableSchema TABLE = TableSchema.ofTable(
            "plant", List.of(Column.tag("site"), Column.tag("machine.name"), Column.field("speed", TSDataType.DOUBLE)));
    private static final TableSchema TREE =
            TableSchema.ofTree("plant", List.of(Column.field("speed", TSDataType.DOUBLE)));
    /** The order of files differs from Spark's in the last two. */
    private static final String[] TAGS = {null, "", "x", "x-y", "\ufffd", "\ud83d\ude00"};

    private static final String[] PATHS = {"root.x.a", "root.x-y.a", "root.x.b", "root.x-y", "root.x", "root.b.c.d.e"};

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        List<IDeviceID> devices = new ArrayList<>();
        for (String site : TAGS) {
            for (String machine : TAGS) {
                devices.add(Devices.ofTable("plant", site, machine));
            }
        }
        write(TABLE, devices, "table");
        write(TREE, List.of(PATHS).stream().map(Devices::ofPath).toList(), "tree");
    }

    private static void write(TableSchema schema, List<IDeviceID> devices, String name) throws IOException {
        TestTable table = TestTable.create(folder.resolve(name), schema, TimePartitioning.NONE, true);
        for (int commit = 0; commit < 3; commit++) {
            List<TestTable.KeyedRow> rows = new ArrayList<>();
            for (IDeviceID device : devices) {
                for (long time = commit; time < 30; time += 2) {
                    rows.add(row(device, time, time + commit / 10.0));
                }
            }
            table.append(rows.toArray(TestTable.KeyedRow[]::new));
        }
    }

    private static Dataset<Row> read(SparkSession spark, String name) {
        return spark.read().format("tsfile").load(folder.resolve(name).toString());
    }

    private static SparkSession byDevice() {
        SparkSession spark = RunQuery.session();
        spark.conf().set("spark.tsfile.partitionByDevice", "true");
        spark.conf().set("spark.sql.sources.v2.bucketing.enabled", "true");
        spark.conf().set("spark.sql.autoBroadcastJoinThreshold", "-1");
        return spark;
    }

    private static org.apache.spark.sql.Column[] order(String name) {
        org.apache.spark.sql.Column[] table = {col("site"), col("`machine.name`"), col("time")};
        org.apache.spark.sql.Column[] tree = {col("device"), col("time")};
        return name.equals("table") ? table : tree;
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "tree"})
    void comesInSparksOrder(String name) {
        Dataset<Row> rows = read(RunQuery.session(), name);
        RunQuery sorted = RunQuery.of(rows.sortWithinPartitions(order(name)));

        assertThat(sorted.plan()).contains("tasks: 1").doesNotContain("Sort ");
        // Through a list, nothing is known of the order.
        Dataset<Row> copy = rows.sparkSession().createDataFrame(rows.collectAsList(), rows.schema());
        assertThat(sorted.rows()).isEqualTo(copy.orderBy(order(name)).collectAsList());
    }

    @Test
    void saysNothingOfTheOrderWithoutTheNamesOfDevices() {
        Dataset<Row> rows = read(RunQuery.session(), "table").select("site", "time");

        assertThat(RunQuery.of(rows.sortWithinPartitions("site", "time")).plan())
                .contains("Sort ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "tree"})
    void needsNoShuffleAndNoSortForWindowsByDevice(String name) {
        String devices = name.equals("table") ? "site, `machine.name`" : "device";
        String window = "sum(speed) OVER (PARTITION BY " + devices + " ORDER BY time)";
        RunQuery query = RunQuery.of(read(byDevice(), name).selectExpr("*", window));

        assertThat(query.plan())
                .contains("partitions by device: " + (name.equals("table") ? 36 : 6))
                .contains("Window ")
                .doesNotContain("Exchange ")
                .doesNotContain("Sort ");
        assertThat(query.rows())
                .containsExactlyInAnyOrderElementsOf(
                        read(RunQuery.session(), name).selectExpr("*", window).collectAsList());
    }

    @Test
    void needsNoShuffleForJoinsByDevice() {
        SparkSession spark = byDevice();
        Dataset<Row> first = read(spark, "tree")
                .where("time = '1970-01-01' AND device <> 'root.x'")
                .selectExpr("device", "speed AS first");
        Dataset<Row> joined = read(spark, "tree").join(first, "device");
        RunQuery query = RunQuery.of(joined);

        assertThat(query.plan()).contains("Join ").doesNotContain("Exchange ").doesNotContain("Sort ");
        assertThat(query.rows()).hasSize(5 * 30);
    }

    @Test
    void learnsOfDevicesFromAJoin() {
        SparkSession spark = RunQuery.session();
        Path sites = folder.resolve("sites");
        StructType schema = new StructType().add("name", DataTypes.StringType).add("country", DataTypes.StringType);
        spark.createDataFrame(
                        List.of(
                                RowFactory.create("x", "NL"),
                                RowFactory.create("", "DE"),
                                RowFactory.create("x-y", "DE")),
                        schema)
                .write()
                .mode("overwrite")
                .parquet(sites.toString());
        Dataset<Row> names = spark.read().parquet(sites.toString()).where("country = 'NL'");
        RunQuery query =
                RunQuery.of(read(spark, "table").join(names, col("site").equalTo(col("name"))));

        assertThat(query.plan()).contains("RuntimeFilters: [dynamicpruning");
        assertThat(query.rows()).hasSize(6 * 30);
        // Six machines.
        assertThat(query.metric("tsfileDevices")).isEqualTo(6);
        assertThat(query.metric("tsfileRows")).isEqualTo(6 * 30);
    }

    @Test
    void tellsTheOptimizerOfRowsAndTimes() {
        SparkSession spark = RunQuery.session();
        spark.conf().set("spark.sql.cbo.enabled", "true");
        Dataset<Row> half = read(spark, "tree").where("time < '1970-01-01 00:00:00.015'");

        long rows =
                half.queryExecution().optimizedPlan().stats().rowCount().get().longValue();
        // 45 rows of each of six devices are stored.
        assertThat(rows).isBetween(100L, 170L);
        assertThat(half.queryExecution()
                        .optimizedPlan()
                        .stats()
                        .attributeStats()
                        .size())
                .isPositive();
    }
}
