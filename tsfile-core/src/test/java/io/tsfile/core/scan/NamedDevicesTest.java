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

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.CountingFileStore;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A scan of devices known by name, over files of which few have them. */
class NamedDevicesTest {
    private static final int FILES = 20;
    private static final int DEVICES_PER_FILE = 2000;

    @ParameterizedTest
    @EnumSource(TableModel.class)
    void readsNoIndexOfFilesWithoutThem(TableModel model, @TempDir Path folder) throws IOException {
        TableSchema schema = schema(model);
        Oracle oracle = new Oracle(schema);
        CountingFileStore store =
                new CountingFileStore(StoreLocation.of(folder.toString()).open());
        List<LiveFile> files = new ArrayList<>();
        for (int file = 0; file < FILES; file++) {
            files.addAll(LiveFile.of(write(store, schema, file, oracle)));
        }
        ScanSource source = new ScanSource(store.location(), schema, files);
        List<IDeviceID> devices = List.of(device(model, 3), device(model, 7 + 3 * FILES), device(model, -1));

        store.takeRequests();
        store.takeBytes();
        DeviceFilter named = DeviceFilter.of(devices);
        assertThat(scan(store, source, named)).isEqualTo(oracle.lines(List.of("v"), TimeRange.ALL, named));
        long requests = store.takeRequests();
        long bytes = store.takeBytes();
        DeviceFilter unnamed = devices::contains;
        assertThat(scan(store, source, unnamed)).isEqualTo(oracle.lines(List.of("v"), TimeRange.ALL, named));
        // The end of each file in two requests, and the way to a device in two or three of them.
        assertThat(requests).isLessThan(3L * FILES);
        assertThat(bytes).isLessThan(store.takeBytes());
    }

    private static List<String> scan(FileStore store, ScanSource source, DeviceFilter devices) throws IOException {
        return Oracle.scan(store, source, new ScanRequest(List.of("v"), TimeRange.ALL, devices, Long.MAX_VALUE), 100);
    }

    /** Every file has devices of its own, and all of them the same range. */
    private static List<DataFile> write(FileStore store, TableSchema schema, int file, Oracle oracle)
            throws IOException {
        try (FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, FlushOptions.DEFAULT)) {
            MemTable memTable = new MemTable(schema, schema.model() == TableModel.TABLE);
            for (int i = 0; i < DEVICES_PER_FILE; i++) {
                IDeviceID device = device(schema.model(), i * FILES + file);
                ObjectRow row = ObjectRow.of((long) i);
                memTable.append(device, file, row);
                oracle.put(device, file, row);
            }
            flush.drain(memTable);
            return flush.finish().stream().map(one -> one.committed(file + 1)).toList();
        }
    }

    private static IDeviceID device(TableModel model, int number) {
        String name = "d" + (1_000_000 + number);
        return model == TableModel.TABLE ? Devices.ofTable("t", name) : Devices.ofPath("root.x." + name);
    }

    private static TableSchema schema(TableModel model) {
        Column field = Column.field("v", TSDataType.INT64);
        return model == TableModel.TABLE
                ? TableSchema.ofTable("t", List.of(Column.tag("id"), field))
                : TableSchema.ofTree("t", List.of(field));
    }
}
