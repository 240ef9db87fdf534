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
package io.tsfile.core.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.MetadataCache;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tens of thousands of series in one file; {@code ./benchmarks/run.sh million} does it with a million. */
class ManySeriesTest {
    private static final int DEVICES = 5_000;
    private static final int DRAINS = 3;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(TableModel.class)
    void everyDrainHasAllDevices(TableModel model) throws IOException {
        boolean aligned = model == TableModel.TABLE;
        TableSchema schema = aligned ? RandomRows.tableOfAllTypes() : RandomRows.treeOfAllTypes();
        FlushOptions options = new FlushOptions(100, 100, 1L << 40, 1, CompressionType.LZ4);
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, options)) {
            for (int drain = 0; drain < DRAINS; drain++) {
                MemTable table = new MemTable(schema, aligned);
                for (int i = 0; i < DEVICES; i++) {
                    Object[] values = new Object[schema.fields().size()];
                    Arrays.setAll(values, field -> value(field));
                    table.append(device(aligned, i), drain, ObjectRow.of(values));
                }
                flush.drain(table);
            }
            List<DataFile> files = flush.finish();
            assertThat(files).hasSize(1);
            assertThat(files.get(0).rows()).isEqualTo((long) DRAINS * DEVICES * (aligned ? 1 : 10));
            try (OpenTsFile file = OpenTsFile.open(store, files.get(0).path(), new MetadataCache(0))) {
                int devices = 0;
                for (DeviceCursor cursor = file.devices(null); cursor.current() != null; cursor.advance()) {
                    assertThat(cursor.current()).isEqualTo(device(aligned, devices++));
                    DeviceChunks chunks = cursor.chunks();
                    assertThat(chunks.aligned()).isEqualTo(aligned);
                    assertThat(chunks.size()).isEqualTo(10);
                    assertThat(chunks.rows(List.of("l"))).hasSize(aligned ? DRAINS : 10 * DRAINS);
                    assertThat(chunks.chunks("l").get(1).startTime()).isEqualTo(1);
                }
                assertThat(devices).isEqualTo(DEVICES);
            }
        }
    }

    private static Object value(int field) {
        return switch (field) {
            case 0 -> true;
            case 1 -> 1;
            case 2, 9 -> 2L;
            case 3 -> 3f;
            case 4 -> 4.0;
            case 8 -> 20_240_101;
            default -> ObjectRow.Bytes.of(new byte[] {'x'});
        };
    }

    private static IDeviceID device(boolean aligned, int i) {
        String name = String.format("d%05d", i);
        return aligned ? Devices.ofTable("sensors", "site", name) : Devices.ofPath("root.fleet.site." + name);
    }
}
