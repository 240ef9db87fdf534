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
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.exception.write.WriteProcessException;
import org.apache.tsfile.write.TsFileWriter;
import org.apache.tsfile.write.record.Tablet;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns and types that the user asks for, and those of files and devices that differ. */
class SchemaReadTest {
    @TempDir
    private Path folder;

    private static Dataset<Row> load(String path, Map<String, String> options) {
        return LocalSpark.session().read().format("tsfile").options(options).load(path);
    }

    private Dataset<Row> load(Map<String, String> options) {
        return load(folder.toString(), options);
    }

    private static Dataset<Row> load(Path path, String schema) {
        return LocalSpark.session().read().format("tsfile").schema(schema).load(path.toString());
    }

    /** A device of the tree model with one point. */
    private void device(String file, String device, String measurement, TSDataType type, long time, Object value)
            throws IOException, WriteProcessException {
        devices(file, new Object[] {device, measurement, type, time, value});
    }

    private void devices(String name, Object[]... points) throws IOException, WriteProcessException {
        File file = folder.resolve(name).toFile();
        Files.createDirectories(Objects.requireNonNull(file.toPath().getParent()));
        try (TsFileWriter writer = new TsFileWriter(file)) {
            for (Object[] point : points) {
                MeasurementSchema measurement = new MeasurementSchema((String) point[1], (TSDataType) point[2]);
                writer.registerTimeseries((String) point[0], measurement);
                Tablet tablet = new Tablet((String) point[0], List.of(measurement));
                tablet.addTimestamp(0, ((Number) point[3]).longValue());
                Object value = point[4];
                if (value instanceof Integer number) {
                    tablet.addValue((String) point[1], 0, number);
                } else if (value instanceof Long number) {
                    tablet.addValue((String) point[1], 0, number);
                } else if (value instanceof Float number) {
                    tablet.addValue((String) point[1], 0, number);
                } else if (value instanceof Double number) {
                    tablet.addValue((String) point[1], 0, number);
                } else {
                    tablet.addValue((String) point[1], 0, (String) value);
                }
                writer.writeTree(tablet);
            }
        }
    }

    @Test
    void mergesSchemasWhereItMay() throws IOException, WriteProcessException {
        device("1.tsfile", "root.a.d1", "s", TSDataType.INT32, 1, 1);
        device("2.tsfile", "root.a.d1", "s", TSDataType.INT64, 2, 1L << 40);
        device("3.tsfile", "root.a.d2", "x", TSDataType.FLOAT, 3, 0.5f);

        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("INT32 of device root.a.d1 in 1.tsfile")
                .hasMessageContaining("INT64 of device root.a.d1 in 2.tsfile")
                .hasMessageContaining("mergeSchema");
        assertThat(load(Map.of("mergeSchema", "true"))
                        .orderBy("time")
                        .select("s", "x")
                        .collectAsList())
                .containsExactly(
                        RowFactory.create(1L, null), RowFactory.create(1L << 40, null), RowFactory.create(null, 0.5f));
        assertThat(load(Map.of("device", "root.a.d2")).columns()).containsExactly("time", "device", "x");
    }

    @Test
    void namesDevicesOfOneFileWhoseTypesDiffer() throws IOException, WriteProcessException {
        devices("1.tsfile", new Object[] {"root.a.d1", "s", TSDataType.INT32, 1, 7}, new Object[] {
            "root.b.d2", "s", TSDataType.TEXT, 1, "seven"
        });

        assertThatThrownBy(() -> load(Map.of("mergeSchema", "true")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("INT32 of device root.a.d1 in 1.tsfile")
                .hasMessageContaining("TEXT of device root.b.d2 in 1.tsfile")
                .hasMessageContaining("devices that agree");
        assertThat(load(Map.of("device", "root.b.**")).select("s").collectAsList())
                .containsExactly(RowFactory.create("seven"));
    }

    @Test
    void givesTheNarrowFormATypeThatHoldsAllValues() throws IOException, WriteProcessException {
        device("1/1.tsfile", "root.a.d1", "i", TSDataType.INT32, 1, 7);
        device("1/2.tsfile", "root.a.d1", "f", TSDataType.FLOAT, 2, 0.5f);
        device("2/1.tsfile", "root.a.d1", "i", TSDataType.INT32, 1, 7);
        device("2/2.tsfile", "root.a.d1", "l", TSDataType.INT64, 2, 8L);
        device("3/1.tsfile", "root.a.d1", "l", TSDataType.INT64, 1, 7L);
        device("3/2.tsfile", "root.a.d1", "d", TSDataType.DOUBLE, 2, 0.25);

        assertThat(narrow("1")).containsExactly(RowFactory.create("f", 0.5), RowFactory.create("i", 7.0));
        assertThat(narrow("2")).containsExactly(RowFactory.create("i", 7L), RowFactory.create("l", 8L));
        // A DOUBLE does not hold every INT64.
        assertThat(narrow("3")).containsExactly(RowFactory.create("d", "0.25"), RowFactory.create("l", "7"));
        assertThat(load(folder.resolve("2").toString(), Map.of("form", "narrow"))
                        .where("measurement = 'l' AND value > 7 AND time IS NOT NULL")
                        .select("device", "time")
                        .collectAsList())
                .containsExactly(RowFactory.create("root.a.d1", Instant.ofEpochMilli(2)));
    }

    private List<Row> narrow(String part) {
        return load(folder.resolve(part).toString(), Map.of("form", "narrow"))
                .select("measurement", "value")
                .orderBy("measurement")
                .collectAsList();
    }

    @Test
    void showsATableOfTheTreeModelInNarrowForm(@TempDir Path checkpoint) throws IOException {
        TestTable table = TestTable.create(
                        folder,
                        TableSchema.ofTree(
                                "fleet",
                                List.of(Column.field("s", TSDataType.INT32), Column.field("x", TSDataType.DOUBLE))))
                .append(
                        TestTable.row(Devices.ofPath("root.a.d1"), 1, 1, 0.5),
                        TestTable.row(Devices.ofPath("root.b.d1"), 1, 2, null))
                .append(TestTable.row(Devices.ofPath("root.a.d1"), 1, null, 1.5));

        assertThat(load(Map.of("form", "narrow", "timestampAs", "long"))
                        .orderBy("device", "measurement")
                        .collectAsList())
                .containsExactly(
                        RowFactory.create("root.a.d1", "s", 1L, 1.0),
                        RowFactory.create("root.a.d1", "x", 1L, 1.5),
                        RowFactory.create("root.b.d1", "s", 1L, 2.0));
        assertThat(load(Map.of("form", "narrow", "device", "root.a.**", "versionAsOf", "2"))
                        .where("measurement = 'x'")
                        .select("value")
                        .collectAsList())
                .containsExactly(RowFactory.create(0.5));
        // Aggregates and limits see the chosen devices alone.
        Dataset<Row> chosen = load(Map.of("device", "root.b.*"));
        assertThat(chosen.selectExpr("count(*)", "sum(s)", "max(x)").head()).isEqualTo(RowFactory.create(1L, 2L, null));
        assertThat(chosen.limit(5).count()).isEqualTo(1);
        assertThat(load(Map.of("device", "root.a.d1")).select("_commit").collectAsList())
                .containsExactly(RowFactory.create(3L));
        assertThat(table.oracle().size()).isEqualTo(2);
        assertThatThrownBy(() -> LocalSpark.session()
                        .readStream()
                        .format("tsfile")
                        .option("form", "narrow")
                        .load(folder.toString())
                        .writeStream()
                        .format("noop")
                        .option("checkpointLocation", checkpoint.toString())
                        .start()
                        .processAllAvailable())
                .hasStackTraceContaining("in narrow form: only batches have it");
    }

    @Test
    void showsTheColumnsThatTheUserAsksFor() throws IOException {
        TestTable table = TestTable.create(
                        folder,
                        TableSchema.ofTable(
                                "plant",
                                List.of(
                                        Column.tag("site"),
                                        Column.field("count", TSDataType.INT32),
                                        Column.field("speed", TSDataType.FLOAT))))
                .append(TestTable.row(Devices.ofTable("plant", "a"), 1, 7, 0.5f))
                .append(TestTable.row(Devices.ofTable("plant", "a"), 2, null, 1.5f));

        Dataset<Row> rows = load(table.folder(), "COUNT BIGINT, missing STRING, time BIGINT, speed DOUBLE");
        assertThat(rows.columns()).containsExactly("count", "missing", "time", "speed");
        assertThat(rows.orderBy("time").collectAsList())
                .containsExactly(RowFactory.create(7L, null, 1L, 0.5), RowFactory.create(null, null, 2L, 1.5));
        assertThat(rows.where("missing IS NULL AND count = 7").count()).isEqualTo(1);
        assertThat(rows.selectExpr("count(missing)", "max(count)").head()).isEqualTo(RowFactory.create(0L, 7L));
        assertThatThrownBy(() -> rows.select("site")).isInstanceOf(AnalysisException.class);
        assertThatThrownBy(() -> load(table.folder(), "speed INT").count())
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("Cannot read column 'speed' of table 'plant' as INT: it is FLOAT");
        assertThatThrownBy(() -> load(table.folder(), "site BIGINT").count())
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("it is STRING");
    }

    @Test
    void checksTheNamesOfTimeAndTags() throws IOException, WriteProcessException {
        Path plain = folder.resolve("plain");
        Path logged = folder.resolve("logged");
        device("plain/1.tsfile", "root.a.d1", "s", TSDataType.INT32, 1, 7);
        TestTable.create(
                logged,
                TableSchema.ofTable("plant", List.of(Column.tag("site"), Column.field("v", TSDataType.DOUBLE))));

        assertThat(load(plain.toString(), Map.of("timeColumn", "ts")).columns()).containsExactly("ts", "device", "s");
        assertThat(load(logged.toString(), Map.of("timeColumn", "Time", "tagColumns", "Site"))
                        .count())
                .isZero();
        assertThatThrownBy(() -> load(logged.toString(), Map.of("timeColumn", "ts")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("its time is called 'time'");
        assertThatThrownBy(() -> load(logged.toString(), Map.of("tagColumns", "site, machine")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("its tags are [site]");
        assertThatThrownBy(() -> load(plain.toString(), Map.of("tagColumns", "site")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("no tags");
        assertThatThrownBy(() -> load(logged.toString(), Map.of("form", "narrow")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("option form: it is for the tree model");
        assertThatThrownBy(() -> load(plain.toString(), Map.of("form", "long")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessage("Cannot use 'long' as form: it is one of wide, narrow");
    }

    @Test
    void refusesPathsThatAreNoOneRelation() throws IOException, WriteProcessException {
        device("plain/1.tsfile", "root.a.d1", "s", TSDataType.INT32, 1, 7);
        TestTable one = TestTable.create(
                        folder.resolve("tables/one"),
                        TableSchema.ofTable("one", List.of(Column.field("v", TSDataType.DOUBLE))))
                .append(TestTable.row(Devices.ofTable("one"), 1, 1.0));
        TestTable.create(
                folder.resolve("tables/two"),
                TableSchema.ofTable("two", List.of(Column.field("v", TSDataType.DOUBLE))));
        String tables = folder.resolve("tables").toString();
        Files.writeString(folder.resolve("notes.txt"), "no TsFile");

        assertThatThrownBy(() -> load(tables, Map.of()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("one, two")
                .hasMessageContaining("read them one by one");
        assertThat(load(tables, Map.of("table", "one")).count()).isEqualTo(1);
        assertThatThrownBy(() -> load(tables + "/*", Map.of()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("one, two");
        assertThatThrownBy(() -> load(one.folder().resolve("data").toString(), Map.of()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("it lies in the table")
                .hasMessageContaining("tables/one");
        assertThatThrownBy(() -> load(folder.resolve("notes.txt").toString(), Map.of()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("notes.txt: it is no complete TsFile (9 bytes");
        assertThatThrownBy(() -> load(folder + "/plain/*.parquet", Map.of()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("/plain/*.parquet: no folder has that name or matches it");
        assertThatThrownBy(() -> load(folder.resolve("plain").toString(), Map.of("versionAsOf", "1")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("files without a log have no versions");
        assertThatThrownBy(() -> LocalSpark.session()
                        .read()
                        .format("tsfile")
                        .load(
                                folder.resolve("plain").toString(),
                                folder.resolve("other").toString()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("other: it is not there");
    }
}
