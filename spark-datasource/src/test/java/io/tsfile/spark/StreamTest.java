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
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.spark.job.CompactTable;
import io.tsfile.spark.stream.StreamOffset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One table follows another: commits as a stream, and a stream as commits. */
class StreamTest {
    @TempDir
    private Path folder;

    private SparkSession spark;
    private Path copy;

    @BeforeEach
    void makeTable() {
        spark = LocalSpark.withCatalog(folder.resolve("warehouse"));
        copy = folder.resolve("copy");
        spark.sql("CREATE TABLE ts.src (time TIMESTAMP, host STRING, n BIGINT, s STRING)"
                + " TBLPROPERTIES ('tag.columns' = 'host', 'time.partition' = '1h')");
        insert("range(0, 100)");
    }

    private void insert(String ids) {
        spark.sql(
                "INSERT INTO ts.src SELECT timestamp_seconds(id * 100), concat('h', id % 3), id, if(id % 4 = 0, NULL, 's')"
                        + " FROM " + ids);
    }

    @Test
    void followsATableBatchByBatch() throws Exception {
        // 1. What is there, in several batches.
        StreamingQuery query = copy(Map.of("maxFilesPerTrigger", "2"), Map.of("tagColumns", "host"));
        assertThat(batches(query)).isGreaterThan(1);
        assertSame();

        // 2. What comes, once more after a restart; a compaction brings nothing.
        long before = number(copy);
        insert("range(50, 150)");
        insert("range(120, 200)");
        CompactTable.at(spark, folder.resolve("warehouse/default/src").toString())
                .force(true)
                .run();
        copy(Map.of(), Map.of());
        assertThat(number(copy)).isEqualTo(before + 1);
        assertSame();
        assertThat(batches(copy(Map.of(), Map.of()))).isZero();
        assertThat(number(copy)).isEqualTo(before + 1);

        // 3. Neither is an epoch committed again that Spark takes for unfinished, nor does it leave files.
        insert("range(200, 220)");
        copy(Map.of(), Map.of());
        long committed = number(copy);
        Path unfinished = newest(folder.resolve("checkpoint/commits"));
        Files.delete(unfinished);
        Files.delete(unfinished.resolveSibling("." + unfinished.getFileName() + ".crc"));
        assertThat(batches(copy(Map.of(), Map.of()))).isEqualTo(1);
        assertThat(number(copy)).isEqualTo(committed);
        assertSame();
        try (Stream<Path> files = Files.walk(copy.resolve("data"))) {
            assertThat(files.filter(Files::isRegularFile).count())
                    .isEqualTo(snapshot(copy).files().size());
        }
    }

    @Test
    void startsWhereItIsTold() throws Exception {
        insert("range(100, 110)");
        assertThat(batches(copy(Map.of("startingVersion", "latest"), Map.of("tagColumns", "host"))))
                .isZero();
        insert("range(110, 115)");
        copy(Map.of("startingVersion", "latest"), Map.of("tagColumns", "host"));
        assertThat(rows(copy).count()).isEqualTo(5);

        Path other = folder.resolve("other");
        copy(Map.of("startingVersion", "3"), Map.of("tagColumns", "host"), other, "other-checkpoint", "append");
        assertThat(rows(other).count()).isEqualTo(15);
        assertThatThrownBy(() -> copy(
                        Map.of("startingVersion", "first"), Map.of(), folder.resolve("x"), "x-checkpoint", "append"))
                .hasStackTraceContaining("Cannot use 'first' as startingVersion");
        assertThatThrownBy(() -> spark.read()
                        .format("tsfile")
                        .option("startingVersion", "1")
                        .load(copy.toString())
                        .count())
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("they are for spark.readStream");
    }

    @Test
    void refusesDeletionsUnlessItIsToldToPassOverThem() throws Exception {
        copy(Map.of(), Map.of("tagColumns", "host"));
        spark.sql("UPDATE ts.src SET s = NULL, n = -1 WHERE n = 7");
        spark.sql("DELETE FROM ts.src WHERE n = 8");

        assertThatThrownBy(() -> copy(Map.of(), Map.of()))
                .isInstanceOf(StreamingQueryException.class)
                .hasStackTraceContaining("commit 3 ('spark update') deletes rows")
                .hasStackTraceContaining("Set ignoreDeletes to true");
        copy(Map.of("ignoreDeletes", "true"), Map.of());

        assertThat(rows(copy).count()).isEqualTo(100);
        assertThat(rows(copy).where("n = -1").select("s").collectAsList().toString())
                .isEqualTo("[[s]]");
    }

    @Test
    void replacesItsAnswerInCompleteAndUpdatesItInUpdateMode() throws Exception {
        for (String mode : List.of("complete", "update")) {
            Path counts = folder.resolve(mode);
            counts(mode, counts);
            insert("range(0, 30)");
            counts(mode, counts);
            assertThat(rows(counts).selectExpr("host", "n").orderBy("host").collectAsList())
                    .as(mode)
                    .hasSize(3);
            assertThat(number(counts)).isEqualTo(3);
        }
    }

    private void counts(String mode, Path table) throws Exception {
        Dataset<Row> counts = spark.readStream()
                .table("ts.src")
                .groupBy("host")
                .count()
                .selectExpr("timestamp_seconds(0) AS time", "host", "count AS n");
        run(counts, Map.of("tagColumns", "host"), table, mode + "-checkpoint", mode);
    }

    @Test
    void refusesRowsThatDoNotFit() {
        Dataset<Row> rows = spark.readStream().table("ts.src").selectExpr("if(n = 5, NULL, time) AS time", "host", "n");

        assertThatThrownBy(() -> run(rows, Map.of("tagColumns", "host"), copy, "checkpoint", "append"))
                .hasStackTraceContaining(
                        "Cannot write row [time=null, host=h2, n=5]: column 'time' has value null; a row"
                                + " without a time is no measurement");
        Dataset<Row> wrong = spark.readStream().table("ts.src").selectExpr("time", "host", "s AS n");
        assertThatThrownBy(() -> run(wrong, Map.of(), copy, "checkpoint-2", "append"))
                .hasStackTraceContaining(
                        "Cannot write column 'n' of type STRING to table 'copy': the table's column is of"
                                + " type INT64; cast it");
    }

    @Test
    void writesOffsetsThatLaterVersionsRead() {
        UUID table = UUID.fromString("00000000-0000-0001-0000-000000000002");
        String json = "{\"version\":1,\"table\":\"00000000-0000-0001-0000-000000000002\",\"snapshot\":true,"
                + "\"commit\":7,\"groups\":3}";
        StreamOffset offset = new StreamOffset(new StreamOffset.Position(table, true, 7, 3));

        assertThat(offset.json()).isEqualTo(json);
        assertThat(StreamOffset.of(json)).isEqualTo(offset);
        assertThatThrownBy(() -> StreamOffset.of(json.replace(":1,", ":2,")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("its version is 2 and this connector knows 1");
        assertThatThrownBy(() -> StreamOffset.of("7")).hasMessageStartingWith("Cannot read");
    }

    private StreamingQuery copy(Map<String, String> read, Map<String, String> write) throws Exception {
        return copy(read, write, copy, "checkpoint", "append");
    }

    private StreamingQuery copy(
            Map<String, String> read, Map<String, String> write, Path table, String checkpoint, String mode)
            throws Exception {
        return run(spark.readStream().options(read).table("ts.src"), write, table, checkpoint, mode);
    }

    private StreamingQuery run(
            Dataset<Row> rows, Map<String, String> options, Path table, String checkpoint, String mode)
            throws TimeoutException, StreamingQueryException {
        StreamingQuery query = rows.writeStream()
                .format("tsfile")
                .options(options)
                .option("checkpointLocation", folder.resolve(checkpoint).toString())
                .outputMode(mode)
                .trigger(Trigger.AvailableNow())
                .start(table.toString());
        query.awaitTermination();
        return query;
    }

    @Test
    void writesToATableOfTheCatalog() throws Exception {
        spark.sql(
                "CREATE TABLE ts.copy (time TIMESTAMP, host STRING, n BIGINT) TBLPROPERTIES ('tag.columns' = 'host')");
        StreamingQuery query = spark.readStream()
                .table("ts.src")
                .select("time", "host", "n")
                .writeStream()
                .option("checkpointLocation", folder.resolve("checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .toTable("ts.copy");
        query.awaitTermination();

        assertThat(spark.table("ts.copy").count()).isEqualTo(100);
        assertThat(number(folder.resolve("warehouse/default/copy"))).isEqualTo(2);
        assertThat(query.lastProgress().sources()[0].description())
                .startsWith("tsfile ")
                .endsWith("/default/src");
        assertThat(query.lastProgress().sink().description()).isEqualTo("ts.default.copy");
    }

    private static long batches(StreamingQuery query) {
        return Stream.of(query.recentProgress())
                .filter(progress -> progress.numInputRows() > 0)
                .count();
    }

    private void assertSame() {
        List<String> columns = List.of("time", "host", "n", "s");
        assertThat(rows(copy).selectExpr(columns.toArray(String[]::new)).collectAsList())
                .containsExactlyInAnyOrderElementsOf(spark.table("ts.src")
                        .selectExpr(columns.toArray(String[]::new))
                        .collectAsList());
    }

    private Dataset<Row> rows(Path table) {
        return spark.read().format("tsfile").load(table.toString());
    }

    private static long number(Path table) throws IOException {
        return snapshot(table).number();
    }

    private static Snapshot snapshot(Path table) throws IOException {
        try (FileStore store = StoreLocation.of(table.toString()).open()) {
            return Table.open(store).snapshot();
        }
    }

    private static Path newest(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d+"))
                    .max(Comparator.comparing(
                            file -> Integer.valueOf(file.getFileName().toString())))
                    .orElseThrow();
        }
    }
}
