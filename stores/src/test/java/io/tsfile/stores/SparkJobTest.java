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
package io.tsfile.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.table.Table;
import io.tsfile.spark.TsFileCatalog;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark writes, reads, deletes, compacts and streams in a store, and asks an S3 server no more than it must. */
class SparkJobTest {
    private static final int DEVICES = 4;
    private static final int FIELDS = 6;
    private static final int FILES = 3;
    private static final int ROWS_PER_FILE = 30_000;
    /** Requests for what a file holds, once in a process: its end and its beginning. */
    private static final int OPEN = 2;
    /** Requests for what a file holds of a device: its part of the index in two steps, its chunks at once and the last one's end. */
    private static final int DEVICE = 4;

    private static SparkSession spark;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static SparkSession session(StoreLocation warehouse) {
        SparkSession session = spark.newSession();
        warehouse.configuration().forEach(session.conf()::set);
        session.conf().set("spark.sql.catalog.ts", TsFileCatalog.class.getName());
        session.conf().set("spark.sql.catalog.ts.warehouse", warehouse.uri());
        SparkSession.setActiveSession(session);
        return session;
    }

    @Test
    void onHdfs() throws Exception {
        org.apache.hadoop.conf.Configuration configuration = new org.apache.hadoop.conf.Configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("dfs").toString());
        try (MiniDFSCluster cluster =
                new MiniDFSCluster.Builder(configuration).numDataNodes(1).build()) {
            cluster.waitActive();
            worksOn(StoreLocation.of(cluster.getURI() + "/warehouse"));
        }
    }

    @Test
    void onS3() throws Exception {
        try (S3Server server = new S3Server(S3Server.Promise.KEPT)) {
            worksOn(server.location("warehouse"));
        }
    }

    private void worksOn(StoreLocation warehouse) throws Exception {
        SparkSession session = session(warehouse);
        session.sql("CREATE TABLE ts.m (time TIMESTAMP, d STRING, v BIGINT, s STRING)"
                + " TBLPROPERTIES ('tag.columns' = 'd')");
        insert(session, "id", "0, 1000");
        insert(session, "-id", "500, 1500");
        session.sql("DELETE FROM ts.m WHERE d = 'd1' AND time < timestamp_seconds(1000)");

        String query = "SELECT count(*), sum(v), count_if(s IS NULL) FROM ts.m WHERE time >= timestamp_seconds(400)";
        Row expected = RowFactory.create(950L, expectedSum(), 0L);
        assertThat(session.sql(query).collectAsList()).containsExactly(expected);
        assertThat(session.sql("SELECT count(*) FROM ts.m WHERE d = 'd1'")
                        .head()
                        .getLong(0))
                .isEqualTo(125);

        session.readStream()
                .table("ts.m")
                .writeStream()
                .format("tsfile")
                .option("tagColumns", "d")
                .option(
                        "checkpointLocation",
                        folder.resolve("checkpoint").toUri().toString())
                .option("path", warehouse.uri() + "/default/copy")
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
        assertThat(session.sql(query.replace("ts.m ", "ts.copy ")).collectAsList())
                .containsExactly(expected);

        assertThat(session.sql("CALL ts.system.compact('m', strategy => 'force')")
                        .head()
                        .getAs("overlap_after")
                        .toString())
                .isEqualTo("1");
        assertThat(session.sql(query).collectAsList()).containsExactly(expected);
        assertThat(session.sql("SELECT * FROM ts.m VERSION AS OF 3").count()).isEqualTo(1500);
    }

    /** The newer value of each row counts, unless it was deleted. */
    private static long expectedSum() {
        long sum = 0;
        for (long id = 400; id < 1500; id++) {
            if (id % DEVICES != 1 || id >= 1000) {
                sum += id < 500 ? id : -id;
            }
        }
        return sum;
    }

    private static void insert(SparkSession session, String value, String range) {
        session.sql("INSERT INTO ts.m SELECT timestamp_seconds(id), concat('d', id % " + DEVICES + "), " + value
                + ", 's' FROM range(" + range + ")");
    }

    @Test
    void asksS3ForFootersAndChunks() throws Exception {
        try (S3Server server = new S3Server(S3Server.Promise.KEPT)) {
            StoreLocation warehouse = server.location("warehouse");
            SparkSession session = session(warehouse);
            // Another kind reads ahead as it sees fit, and remembers that for the process.
            session.conf().set("fs.s3a.input.stream.type", "classic");
            StringBuilder columns = new StringBuilder();
            StringBuilder values = new StringBuilder();
            for (int field = 0; field < FIELDS; field++) {
                columns.append(", f").append(field).append(" DOUBLE");
                values.append(", rand(").append(field).append(")");
            }
            session.sql(
                    "CREATE TABLE ts.m (time TIMESTAMP, d STRING" + columns + ") TBLPROPERTIES ('tag.columns' = 'd')");
            for (int file = 0; file < FILES; file++) {
                session.sql("INSERT INTO ts.m SELECT timestamp_seconds(id), concat('d', id % " + DEVICES + ")" + values
                        + " FROM range(" + file * ROWS_PER_FILE + ", " + (file + 1) * ROWS_PER_FILE + ", 1, 1)");
            }
            assertThat(files(warehouse)).isEqualTo(FILES);

            server.takeRequests();
            assertThat(session.sql("SELECT f2 FROM ts.m WHERE d = 'd1'").collectAsList())
                    .hasSize(FILES * ROWS_PER_FILE / DEVICES);
            assertWithin(FILES * (OPEN + DEVICE), server.takeRequests());

            assertThat(session.sql("SELECT * FROM ts.m").collectAsList()).hasSize(FILES * ROWS_PER_FILE);
            assertWithin(FILES * (OPEN + DEVICES * DEVICE), server.takeRequests());
        }
    }

    private static void assertWithin(int reads, S3Server.Requests requests) {
        // Spark loads a table for the analysis and for the query; an entry of the log is looked up and read.
        int log = 2 * (1 + FILES);
        assertThat(requests.reads()).as("GET").isBetween(FILES, log + reads);
        assertThat(requests.heads())
                .as("HEAD: one for each file that a scan opens")
                .isBetween(FILES, log + 2 * FILES);
        assertThat(requests.lists()).as("LIST").isBetween(1, 6);
    }

    private static long files(StoreLocation warehouse) throws IOException {
        try (FileStore store = StoreLocation.of(warehouse.uri() + "/default/m", warehouse.configuration())
                .open()) {
            return Table.open(store).snapshot().files().size();
        }
    }
}
