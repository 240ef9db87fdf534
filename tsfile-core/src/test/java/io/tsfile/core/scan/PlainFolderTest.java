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
package io.tsfile.core.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.vector.DoubleVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.ColumnSchema;
import org.apache.tsfile.file.metadata.TableSchema;
import org.apache.tsfile.write.record.Tablet;
import org.apache.tsfile.write.v4.ITsFileWriter;
import org.apache.tsfile.write.v4.TsFileWriterBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of files that the Apache library wrote. */
class PlainFolderTest {
    @TempDir
    Path folder;

    @Test
    void readsFilesThatMeetNowhere() throws Exception {
        write("a.tsfile", "m1", TSDataType.DOUBLE, 0, 10);
        write("b.tsfile", "m1", TSDataType.DOUBLE, 10, 20);
        write("c.tsfile", "m2", TSDataType.DOUBLE, 5, 15);
        assertThat(read(Optional.empty())).hasSize(30).startsWith("m1@0=0.0").endsWith("m2@14=14.0");
    }

    @Test
    void refusesOverlappingFilesOfUnknownOrder() throws Exception {
        write("f9.tsfile", "m1", TSDataType.DOUBLE, 0, 10);
        write("f10.tsfile", "m1", TSDataType.DOUBLE, 5, 15);
        assertThatThrownBy(() -> read(Optional.empty()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("f9.tsfile")
                .hasMessageContaining("f10.tsfile")
                .hasMessageContaining("'name'");
    }

    @Test
    void countsNumbersInNamesAsNumbers() throws Exception {
        writeValues("f10.tsfile", "m1", TSDataType.DOUBLE, 0, 10, 100);
        writeValues("f9.tsfile", "m1", TSDataType.DOUBLE, 5, 15, 0);
        List<String> rows = read(Optional.of("name"));
        assertThat(rows).hasSize(15).contains("m1@9=109.0", "m1@10=10.0");
    }

    @Test
    void namesBothFilesWhereTypesDiffer() throws Exception {
        write("a.tsfile", "m1", TSDataType.DOUBLE, 0, 10);
        write("b.tsfile", "m1", TSDataType.FLOAT, 10, 20);
        assertThatThrownBy(() -> read(Optional.empty()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("DOUBLE in a.tsfile")
                .hasMessageContaining("FLOAT in b.tsfile")
                .hasMessageContaining("as DOUBLE");
    }

    @Test
    void takesTheWiderTypeWhereItMay() throws Exception {
        write("a.tsfile", "m1", TSDataType.FLOAT, 0, 10);
        write("b.tsfile", "m1", TSDataType.DOUBLE, 10, 20);
        PlainOptions merging = new PlainOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                PlainOptions.Unsealed.FAIL,
                true);
        assertThat(read(merging)).hasSize(20).startsWith("m1@0=0.0").endsWith("m1@19=19.0");
    }

    @Test
    void namesAFileThatIsCutOff() throws Exception {
        write("a.tsfile", "m1", TSDataType.DOUBLE, 0, 10);
        byte[] bytes = Files.readAllBytes(folder.resolve("a.tsfile"));
        for (int length : new int[] {0, 1, 6, 7, 20, bytes.length / 2, bytes.length - 1}) {
            Files.write(folder.resolve("b.tsfile"), Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> read(Optional.empty()))
                    .as("%d bytes", length)
                    .isInstanceOf(CorruptTsFileException.class)
                    .hasMessageContaining("b.tsfile");
        }
    }

    @Test
    void neverAnswersFromADamagedFile() throws Exception {
        write("a.tsfile", "m1", TSDataType.DOUBLE, 0, 1000);
        byte[] bytes = Files.readAllBytes(folder.resolve("a.tsfile"));
        int metadata = bytes.length - 200;
        for (int i = metadata; i < bytes.length - 6; i += 7) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 0x55;
            Files.write(folder.resolve("a.tsfile"), damaged);
            try {
                assertThat(read(Optional.empty()).size()).isLessThanOrEqualTo(1000);
            } catch (TsFileConnectorException | IOException expected) {
                assertThat(expected).hasMessageContaining("a.tsfile");
            }
        }
    }

    @Test
    void saysSoWhereThereIsNothing() {
        assertThatThrownBy(() -> read(Optional.empty()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("no file that ends with .tsfile");
    }

    private List<String> read(Optional<String> order) throws IOException {
        return read(new PlainOptions(Optional.empty(), order, PlainOptions.Unsealed.FAIL));
    }

    private List<String> read(PlainOptions options) throws IOException {
        List<String> rows = new ArrayList<>();
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            ScanSource source = PlainFolder.open(store, options).source();
            ScanRequest request = new ScanRequest(List.of("v"), TimeRange.ALL, DeviceFilter.ALL, Long.MAX_VALUE);
            for (ScanTask task : ScanPlanner.plan(source, request)) {
                try (SectionReader reader = new SectionReader(store, task, 7)) {
                    while (reader.next()) {
                        for (int i = 0; i < reader.times().size(); i++) {
                            rows.add(reader.device().segment(1) + "@"
                                    + reader.times().get(i) + "=" + ((DoubleVector) reader.values(0)).get(i));
                        }
                    }
                }
            }
        }
        return rows;
    }

    private void write(String name, String machine, TSDataType type, int from, int to) throws Exception {
        writeValues(name, machine, type, from, to, 0);
    }

    private void writeValues(String name, String machine, TSDataType type, int from, int to, int offset)
            throws Exception {
        TableSchema schema = new TableSchema(
                "t",
                List.of(
                        new ColumnSchema("machine", TSDataType.STRING, ColumnCategory.TAG),
                        new ColumnSchema("v", type, ColumnCategory.FIELD)));
        try (ITsFileWriter writer = new TsFileWriterBuilder()
                .file(folder.resolve(name).toFile())
                .tableSchema(schema)
                .build()) {
            Tablet tablet = new Tablet(List.of("machine", "v"), List.of(TSDataType.STRING, type), to - from);
            for (int time = from; time < to; time++) {
                int row = time - from;
                tablet.addTimestamp(row, time);
                tablet.addValue(row, "machine", machine);
                if (type == TSDataType.DOUBLE) {
                    tablet.addValue(row, "v", (double) time + offset);
                } else {
                    tablet.addValue(row, "v", (float) time + offset);
                }
            }
            writer.write(tablet);
        }
    }
}
