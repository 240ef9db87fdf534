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
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.ObjectRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of which a few hundred fill a heap. */
class LongValuesTest {
    private static final int ROWS = 700;
    private static final int VALUE_BYTES = 128 << 10;

    @Test
    void endsABatchBeforeItsBlobsFillTheHeap(@TempDir Path folder) throws IOException {
        TableSchema schema = TableSchema.ofTable("t", List.of(Column.field("blob", TSDataType.BLOB)));
        IDeviceID device = Devices.ofTable("t");
        FlushOptions options = new FlushOptions(100, 200, 1L << 30, 4, CompressionType.LZ4);
        ObjectRow row = ObjectRow.of(ObjectRow.Bytes.of(new byte[VALUE_BYTES]));
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, options)) {
            MemTable memTable = new MemTable(schema, true);
            for (int i = 0; i < ROWS; i++) {
                memTable.append(device, i, row);
                if (i % 100 == 99) {
                    flush.drain(memTable);
                }
            }
            List<DataFile> files = flush.finish();
            ScanSource source = new ScanSource(store.location(), schema, LiveFile.of(files));
            ScanRequest request = new ScanRequest(List.of("blob"), TimeRange.ALL, DeviceFilter.ALL, Long.MAX_VALUE);
            int rows = 0;
            int longest = 0;
            for (ScanTask task : ScanPlanner.plan(source, request)) {
                try (SectionReader reader = new SectionReader(store, task, 100_000)) {
                    while (reader.next()) {
                        rows += reader.times().size();
                        longest = Math.max(longest, reader.times().size());
                    }
                }
            }
            assertThat(rows).isEqualTo(ROWS);
            assertThat(longest).isLessThan(ROWS);
        }
    }
}
