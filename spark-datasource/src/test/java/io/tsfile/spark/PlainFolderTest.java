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
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.exception.write.WriteProcessException;
import org.apache.tsfile.file.metadata.ColumnSchema;
import org.apache.tsfile.file.metadata.TableSchema;
import org.apache.tsfile.write.TsFileWriter;
import org.apache.tsfile.write.record.Tablet;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.apache.tsfile.write.v4.ITsFileWriter;
import org.apache.tsfile.write.v4.TsFileWriterBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of files that the Apache library wrote. */
class PlainFolderTest {
    @TempDir
    private Path folder;

    private Dataset<Row> load(Map<String, String> options) {
        return LocalSpark.session().read().format("tsfile").options(options).load(folder.toString());
    }

    /** A file of the table model: rows (site, time, speed) in ascending order. */
    private void tableFile(String name, String table, Object[]... rows) throws IOException, WriteProcessException {
        File file = folder.resolve(name).toFile();
        TableSchema schema = new TableSchema(
                table,
                List.of(
                        new ColumnSchema("site", TSDataType.STRING, ColumnCategory.TAG),
                        new ColumnSchema("speed", TSDataType.DOUBLE, ColumnCategory.FIELD)));
        try (ITsFileWriter writer =
                new TsFileWriterBuilder().file(file).tableSchema(schema).build()) {
            Tablet tablet =
                    new Tablet(List.of("site", "speed"), List.of(TSDataType.STRING, TSDataType.DOUBLE), rows.length);
            for (int i = 0; i < rows.length; i++) {
                tablet.addTimestamp(i, ((Number) rows[i][1]).longValue());
                tablet.addValue(i, "site", (String) rows[i][0]);
                tablet.addValue(i, "speed", (double) rows[i][2]);
            }
            writer.write(tablet);
        }
    }

    private static Object[] values(Object... values) {
        return values;
    }

    @Test
    void readsSeveralFilesAsOneTable() throws IOException, WriteProcessException {
        tableFile("1.tsfile", "plant", values("a", 1, 1.0), values("a", 2, 2.0));
        Files.createDirectory(folder.resolve("sub"));
        tableFile("sub/2.tsfile", "plant", values("a", 3, 3.0), values("b", 4, 4.0));

        assertThat(load(Map.of()).orderBy("time").collectAsList())
                .containsExactly(
                        RowFactory.create(Instant.ofEpochMilli(1), "a", 1.0),
                        RowFactory.create(Instant.ofEpochMilli(2), "a", 2.0),
                        RowFactory.create(Instant.ofEpochMilli(3), "a", 3.0),
                        RowFactory.create(Instant.ofEpochMilli(4), "b", 4.0));
        assertThat(load(Map.of("timestampPrecision", "us"))
                        .where("site = 'b'")
                        .select("time")
                        .collectAsList())
                .containsExactly(RowFactory.create(Instant.ofEpochSecond(0, 4_000)));
        assertThat(load(Map.of("timestampPrecision", "ns", "table", "plant"))
                        .where("time < 2")
                        .select("time", "speed")
                        .collectAsList())
                .containsExactly(RowFactory.create(1L, 1.0));
    }

    @Test
    void mergesOverlappingFilesOnlyInAGivenOrder() throws IOException, WriteProcessException {
        tableFile("9.tsfile", "plant", values("a", 1, 1.0), values("a", 3, 3.0));
        tableFile("10.tsfile", "plant", values("a", 1, 10.0), values("a", 2, 20.0));

        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot read")
                .hasMessageContaining("order");
        assertThat(load(Map.of("order", "name")).orderBy("time").select("speed").collectAsList())
                .containsExactly(RowFactory.create(10.0), RowFactory.create(20.0), RowFactory.create(3.0));
    }

    @Test
    void leavesOutWhatAServerWasWriting() throws IOException, WriteProcessException {
        tableFile("1.tsfile", "plant", values("a", 1, 1.0), values("a", 2, 2.0));
        byte[] whole = Files.readAllBytes(folder.resolve("1.tsfile"));
        Files.write(folder.resolve("2.tsfile"), Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("2.tsfile: it is no complete TsFile")
                .hasMessageContaining("unsealed to 'skip'");
        assertThat(load(Map.of("unsealed", "skip")).count()).isEqualTo(2);
        assertThatThrownBy(() -> load(Map.of("unsealed", "repair")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("it is one of fail, skip");
    }

    @Test
    void appliesTheDeletionsBesideAFile() throws IOException, WriteProcessException {
        tableFile("1.tsfile", "plant", values("a", 1, 1.0), values("a", 2, 2.0), values("a", 3, 3.0));
        // An entry of a table, from 2 to 2, of "plant", all devices, all columns.
        Files.write(
                folder.resolve("1.tsfile.mods2"),
                HexFormat.of().parseHex("00" + "0000000000000002" + "0000000000000002" + "0a706c616e74" + "00" + "00"));

        assertThat(load(Map.of()).orderBy("time").select("speed").collectAsList())
                .containsExactly(RowFactory.create(1.0), RowFactory.create(3.0));
    }

    @Test
    void asksWhichOfSeveralTables() throws IOException, WriteProcessException {
        tableFile("1.tsfile", "plant", values("a", 1, 1.0));
        tableFile("2.tsfile", "works", values("a", 1, 2.0));

        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContainingAll("plant", "works", "table");
        assertThat(load(Map.of("table", "works")).select("speed").collectAsList())
                .containsExactly(RowFactory.create(2.0));
    }

    @Test
    void readsTheTreeModel() throws IOException, WriteProcessException {
        try (TsFileWriter writer = new TsFileWriter(folder.resolve("1.tsfile").toFile())) {
            MeasurementSchema speed = new MeasurementSchema("speed", TSDataType.INT32);
            MeasurementSchema name = new MeasurementSchema("name", TSDataType.TEXT);
            writer.registerTimeseries("root.plant.d1", speed);
            writer.registerTimeseries("root.plant.d1", name);
            Tablet tablet = new Tablet("root.plant.d1", List.of(speed, name));
            tablet.addTimestamp(0, 1);
            tablet.addValue("speed", 0, 7);
            tablet.addTimestamp(1, 2);
            tablet.addValue("name", 1, "x");
            writer.writeTree(tablet);
        }

        assertThat(load(Map.of("model", "tree", "timestampAs", "long"))
                        .select("time", "device", "speed", "name")
                        .orderBy("time")
                        .collectAsList())
                .containsExactly(
                        RowFactory.create(1L, "root.plant.d1", 7, null),
                        RowFactory.create(2L, "root.plant.d1", null, "x"));
        assertThat(load(Map.of()).where("device = 'root.plant.d2'").count()).isZero();
        assertThat(load(Map.of()).where("device = 'root.plant.d1'").count()).isEqualTo(2);
    }
}
