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
package io.tsfile.core.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.RowGroups;
import io.tsfile.core.testing.RowGroups.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that disagree with the table about a column, or that are damaged where nobody looks. */
class MergedFilesTest {
    private static final IDeviceID DEVICE = Devices.ofTable("t", "m");
    private static final float SIGNALLING = Float.intBitsToFloat(0xff800001);
    private static final FlushOptions OPTIONS = new FlushOptions(10, 1000, 1 << 30, 1, CompressionType.UNCOMPRESSED);

    private final Path folder;
    private final FileStore store;

    MergedFilesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.store = StoreLocation.of(folder.toString()).open();
    }

    @Test
    void readsNarrowValuesAsWideOnes() throws IOException {
        TableSchema narrow = table(TSDataType.INT32, TSDataType.FLOAT);
        TableSchema wide = table(TSDataType.INT64, TSDataType.DOUBLE);
        LiveFile old = write(
                "old",
                1,
                narrow,
                ObjectRow.of(Integer.MIN_VALUE, -0.0f),
                ObjectRow.of(7, 1.1f),
                ObjectRow.of(null, SIGNALLING),
                ObjectRow.of(8, null));
        LiveFile young = write("young", 2, wide, ObjectRow.of(null, 0.1), ObjectRow.of(Long.MAX_VALUE, null));
        long payload = 0xfff0000020000000L;
        assertThat(read(wide, old, young))
                .containsExactly(
                        "0[-2147483648, d" + Double.doubleToRawLongBits(0.1) + "]",
                        "1[9223372036854775807, d" + Double.doubleToRawLongBits(1.1f) + "]",
                        "2[null, d" + payload + "]",
                        "3[8, null]");
        assertThat(read(wide, old)).contains("0[-2147483648, d" + Double.doubleToRawLongBits(-0.0) + "]");
    }

    @Test
    void givesNullsForAColumnThatAFileDoesNotHave() throws IOException {
        TableSchema wide = table(TSDataType.INT64, TSDataType.DOUBLE);
        TableSchema fewer = TableSchema.ofTable("t", List.of(Column.tag("id"), Column.field("i", TSDataType.INT64)));
        assertThat(read(wide, write("old", 1, fewer, ObjectRow.of(1L), ObjectRow.of((Object) null))))
                .containsExactly("0[1, null]", "1[null, null]");
    }

    @Test
    void namesFileDeviceColumnAndBothTypesWhereTheyDoNotFit() throws IOException {
        LiveFile file = write("old", 1, table(TSDataType.INT64, TSDataType.FLOAT), ObjectRow.of(1L, 1f));
        assertThatThrownBy(() -> read(table(TSDataType.INT32, TSDataType.DOUBLE), file))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("old")
                .hasMessageContaining("'i'")
                .hasMessageContaining("t.m")
                .hasMessageContaining("INT64")
                .hasMessageContaining("INT32");
    }

    @Test
    void doesNotReadChunksOfWhichNothingIsSeen() throws IOException {
        TableSchema schema = table(TSDataType.INT64, TSDataType.DOUBLE);
        DataFile file = write("f", 1, schema, ObjectRow.of(1L, 1.0), ObjectRow.of(null, 2.0))
                .file();
        byte[] bytes = Files.readAllBytes(folder.resolve("f"));
        try (OpenTsFile open = OpenTsFile.open(store, "f")) {
            long from = open.chunks(DEVICE).chunks("f").get(0).offset();
            Arrays.fill(bytes, (int) from, (int) open.chunksEnd(), (byte) 0x55);
        }
        Files.write(folder.resolve("f"), bytes);
        assertThatThrownBy(() -> read(schema, LiveFile.of(file)))
                .isInstanceOf(CorruptTsFileException.class)
                .hasMessageContaining("/f:");
        Deletion values = new Deletion(DeviceScope.ALL, List.of("f"), new TimeRange(0, 1));
        assertThat(read(schema, new LiveFile(file, List.of(values)))).containsExactly("0[1, null]", "1[null, null]");
        Deletion rows = Deletion.ofRows(DeviceScope.of(List.of(DEVICE)), new TimeRange(-5, 1));
        assertThat(read(schema, new LiveFile(file, List.of(rows)))).isEmpty();
    }

    private static TableSchema table(TSDataType i, TSDataType f) {
        return TableSchema.ofTable("t", List.of(Column.tag("id"), Column.field("i", i), Column.field("f", f)));
    }

    private LiveFile write(String path, int version, TableSchema schema, ObjectRow... rows) throws IOException {
        TreeMap<Long, ObjectRow> byTime = new TreeMap<>();
        for (int time = 0; time < rows.length; time++) {
            byTime.put((long) time, rows[time]);
        }
        List<Group> groups = List.of(new Group(DEVICE, true, schema.fields(), byTime));
        return LiveFile.of(RowGroups.write(store, path, schema, groups, OPTIONS, new Version(version, 0), true));
    }

    private List<String> read(TableSchema schema, LiveFile... files) throws IOException {
        List<String> lines = new ArrayList<>();
        List<TSDataType> types = schema.fields().stream().map(Column::type).toList();
        try (MergeFiles open = MergeFiles.open(store, schema, List.of(files))) {
            DeviceMerge devices = new DeviceMerge(open.inputs());
            assertThat(devices.nextDevice()).isTrue();
            NewestWins rows = devices.rows(List.of("i", "f"), types, TimeRange.ALL);
            while (rows.next(100)) {
                for (int row = 0; row < rows.times().size(); row++) {
                    @Nullable Object i = ObjectRow.read(rows.values(0), row);
                    @Nullable Object f = ObjectRow.read(rows.values(1), row);
                    lines.add(rows.times().get(row) + "[" + i + ", " + f + "]");
                }
            }
        }
        return lines;
    }
}
