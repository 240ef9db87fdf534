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
package io.tsfile.core.wal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tsfile.core.flush.memtable.DeviceView;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ObjectRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/** What tests of the log share. */
final class WalTesting {
    static final UUID TABLE = UUID.fromString("0123abcd-0000-4000-8000-000000000001");
    static final UUID WRITER = UUID.fromString("0123abcd-0000-4000-8000-000000000002");
    /** A single field. */
    static final TableSchema SMALL = TableSchema.ofTable(
            "t", List.of(Column.tag("id"), Column.field("x", TSDataType.INT64), Column.field("s", TSDataType.STRING)));

    private WalTesting() {}

    static WalHeader header(TableSchema schema, boolean aligned) {
        return new WalHeader(TABLE, UUID.randomUUID(), schema, aligned);
    }

    static WalOptions options(Path folder, SyncPolicy policy) {
        return new WalOptions(StoreLocation.of(folder.toString()), policy, Duration.ofSeconds(1));
    }

    static FileStore store(Path folder) throws IOException {
        return StoreLocation.of(folder.toString()).open();
    }

    /** All that earlier runs left, in one memtable. */
    static MemTable replayed(WriteAheadLog log, TableSchema schema, boolean aligned) throws IOException {
        MemTable table = new MemTable(schema, aligned);
        for (WalSegment segment : log.leftovers()) {
            log.replay(segment, table);
        }
        return table;
    }

    /** What the next run finds in the folder. */
    static MemTable recovered(FileStore store, TableSchema schema, boolean aligned) throws IOException {
        WalOptions options = new WalOptions(store.location(), SyncPolicy.SYNC, Duration.ofSeconds(1));
        try (WriteAheadLog log = WriteAheadLog.open(store, options)) {
            return replayed(log, schema, aligned);
        }
    }

    /** The paths of the segments, in order. */
    static List<String> segments(FileStore store) throws IOException {
        return store.list("", false).stream()
                .map(StoredFile::path)
                .filter(path -> path.endsWith(".wal"))
                .toList();
    }

    static ObjectRow row(long x, String s) {
        return ObjectRow.of(x, ObjectRow.Bytes.of(s.getBytes(UTF_8)));
    }

    /** The content of a memtable in the order of arrival per device, one line for each row of each series. */
    static List<String> lines(MemTable table, Collection<IDeviceID> devices) {
        List<String> lines = new ArrayList<>();
        for (IDeviceID device : new TreeSet<>(devices)) {
            table.view(device).ifPresent(view -> view.arrivals().forEach(series -> lines(device, series, lines)));
        }
        return lines;
    }

    private static void lines(IDeviceID device, DeviceView.Series series, List<String> lines) {
        for (int i = 0; i < series.times().size(); i++) {
            int row = i;
            Map<String, Object> values = new TreeMap<>();
            for (int k = 0; k < series.columns().size(); k++) {
                Object value = ObjectRow.read(series.values().get(k), row);
                if (value != null) {
                    values.put(series.columns().get(k).name(), value);
                }
            }
            lines.add(device + "@" + series.times().get(row) + values);
        }
    }
}
