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
package io.tsfile.core.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.vector.Vector;
import io.tsfile.core.wal.WalHeader;
import io.tsfile.core.wal.WalOptions;
import io.tsfile.core.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowLogTest {
    private static final TableSchema SCHEMA = TableSchema.ofTable("t", List.of(Column.field("x", TSDataType.INT64)));
    private static final IDeviceID DEVICE = Devices.ofTable("t");

    @Test
    void acknowledgesNoRowInASegmentOfAnEarlierGeneration(@TempDir Path folder) throws IOException {
        WalOptions options = WalOptions.synced(StoreLocation.of(folder.toString()));
        WriteAheadLog wal = WriteAheadLog.open(options);
        wal.start(new WalHeader(UUID.randomUUID(), UUID.randomUUID(), SCHEMA, true), 0);
        RowLog log = new RowLog(wal);
        log.await(log.append(DEVICE, 1, ObjectRow.of(1L)));

        // 1. The log refuses a row, and its generation ends without a segment for the next one.
        assertThatThrownBy(() -> log.append(DEVICE, 2, new Broken())).hasStackTraceContaining("breaks by plan");
        log.roll(1);

        // 2. A thread that was on its way appends. Once generation 0 is in the table, its segment counts for nothing.
        assertThatThrownBy(() -> log.append(DEVICE, 3, ObjectRow.of(3L)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot tell whether the row survives");
        assertThatThrownBy(() -> log.append(DEVICE, 0, 3, ObjectRow.of(3L))).isInstanceOf(IOException.class);
        log.close();

        try (WriteAheadLog next = WriteAheadLog.open(options)) {
            MemTable found = new MemTable(SCHEMA, true);
            next.replay(next.leftovers().get(0), found);
            assertThat(found.rows()).isEqualTo(1);
        }
    }

    private static final class Broken implements RowValues {
        @Override
        public boolean isNull(int field) {
            return false;
        }

        @Override
        public void appendTo(int field, Vector target) {
            throw new IllegalStateException("breaks by plan");
        }
    }
}
