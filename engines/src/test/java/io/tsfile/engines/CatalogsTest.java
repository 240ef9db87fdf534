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
package io.tsfile.engines;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.spark.TsFileCatalog;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One warehouse as the catalog of Flink and of Spark. */
class CatalogsTest {
    private final TableEnvironment flink;
    private final SparkSession spark;

    CatalogsTest(@TempDir Path warehouse) {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        flink = TableEnvironment.create(EnvironmentSettings.newInstance()
                .inBatchMode()
                .withConfiguration(configuration)
                .build());
        flink.executeSql("CREATE CATALOG ts WITH ('type' = 'tsfile', 'warehouse' = '" + warehouse + "')");
        flink.executeSql("USE CATALOG ts");
        spark = SparkSession.builder()
                .master("local[1]")
                .appName("tests")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.catalog.ts", TsFileCatalog.class.getName())
                .config("spark.sql.catalog.ts.warehouse", warehouse.toString())
                .getOrCreate();
    }

    @AfterEach
    void stop() {
        spark.stop();
    }

    private List<Row> read(String query) {
        return spark.sql(query).collectAsList();
    }

    @Test
    void whatOneEngineMakesTheOtherOneFinds() throws Exception {
        // 1. Spark makes a database and a table, and Flink writes to it.
        spark.sql("CREATE NAMESPACE ts.plant");
        spark.sql("CREATE TABLE ts.plant.Motors (time TIMESTAMP, speed FLOAT, site STRING)"
                + " TBLPROPERTIES ('tag.columns' = 'site')");
        assertThat(flink.listDatabases()).containsExactly("default", "plant");
        flink.executeSql("INSERT INTO plant.Motors VALUES (TO_TIMESTAMP_LTZ(1, 3), 'a', CAST(1.5 AS FLOAT))")
                .await();
        assertThat(read("SELECT time, site, speed FROM ts.plant.Motors"))
                .containsExactly(RowFactory.create(new Timestamp(1), "a", 1.5f));

        // 2. Flink makes it wider, and Spark sees that.
        flink.executeSql("ALTER TABLE plant.Motors ADD (rpm INT)");
        flink.executeSql("ALTER TABLE plant.Motors MODIFY (speed DOUBLE)");
        flink.executeSql("INSERT INTO plant.Motors VALUES (TO_TIMESTAMP_LTZ(2, 3), 'a', 2.5, 7)")
                .await();
        assertThat(read("SELECT speed, rpm FROM ts.plant.Motors ORDER BY time"))
                .containsExactly(RowFactory.create(1.5, null), RowFactory.create(2.5, 7));

        // 3. Flink makes a table with more than Spark knows, and Spark reads what is stored.
        flink.executeSql("CREATE TABLE Pumps (v INT, ts TIMESTAMP(3), twice AS v * 2, Site STRING,"
                + " WATERMARK FOR ts AS ts - INTERVAL '1' SECOND, PRIMARY KEY (Site, ts) NOT ENFORCED)"
                + " WITH ('tag.columns' = 'Site', 'sink.file.size' = '1 mb')");
        flink.executeSql("INSERT INTO Pumps VALUES (4, TIMESTAMP '1970-01-01 00:00:00.003', 'b')")
                .await();
        assertThat(read("SELECT * FROM ts.Pumps")).containsExactly(RowFactory.create(new Timestamp(3), "b", 4));

        // 4. What Spark drops is gone for Flink, and the other way round.
        spark.sql("DROP TABLE ts.plant.Motors");
        flink.executeSql("DROP TABLE Pumps");
        assertThat(flink.listTables("ts", "plant")).isEmpty();
        assertThat(read("SHOW TABLES IN ts.default")).isEmpty();
        flink.executeSql("DROP DATABASE plant");
        assertThat(read("SHOW NAMESPACES IN ts")).containsExactly(RowFactory.create("default"));
    }
}
