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

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.OutputFile;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of a segment, which docs/write-ahead-log.md explains: they must never change within a version. */
class GoldenSegmentTest {
    private static final String NAME = "0000000001-0123abcd-0000-4000-8000-000000000002-0000000000000000007.wal";
    private static final TableSchema SCHEMA = TableSchema.ofTable(
            "t",
            List.of(
                    Column.tag("site"),
                    Column.tag("id"),
                    Column.field("x", TSDataType.INT64),
                    Column.field("s", TSDataType.STRING)));
    private static final IDeviceID DEVICE = Devices.ofTable("t", "a", "b");
    private static final IDeviceID OTHER = Devices.ofTable("t", null, "b");

    private static final String START = "545346494c57414c010000005c0000004dd289b2";
    private static final String BODY = "0123abcd0000400080000000000000010123abcd000040008000000000000002"
            + "070000000000000000010001000000740400000074696d650400000004000000"
            + "736974650b000200000069640b000100000078020101000000730b01";
    private static final String SALT = "66071a4c";
    private static final String ROW =
            "29000000eb8fcfca010300010000007401000000610100000062050000000000" + "0000c0010000000000000002000000c3a4";
    private static final String POINT =
            "210000006ce725d30203000100000074ffffffff0100000062ffffffffffffff" + "ff0100000000000000";
    private static final String BATCH = "310000006e68067e030300010000007401000000610100000062020000000600"
            + "0000000000000700000000000000800180ffffffffffffffff";
    private static final String DURABLE = "090000007f42e44b05a500000000000000";
    private static final String END = "0100000093b93b6804";

    @Test
    void bytesAreWhatTheyWere(@TempDir Path folder) throws IOException {
        FileStore store = WalTesting.store(folder);
        WalHeader header = new WalHeader(WalTesting.TABLE, WalTesting.WRITER, SCHEMA, true);
        try (WriteAheadLog log = WriteAheadLog.open(WalTesting.options(folder, SyncPolicy.SYNC))) {
            log.start(header, 7);
            log.await(log.append(DEVICE, 5, row(1L, "\u00e4")));
            log.append(OTHER, 1, -1, row(null, ""));
            LongVector times = (LongVector) Vector.of(TSDataType.INT64, 3);
            Vector x = Vector.of(TSDataType.INT64, 3);
            row(9L, null).appendTo(0, x);
            row(-1L, null).appendTo(0, x);
            x.appendNull();
            for (long time = 5; time < 8; time++) {
                times.append(time);
            }
            log.append(DEVICE, times, new @Nullable Vector[] {x, null}, 1, 3);
        }

        assertThat(HexFormat.of().formatHex(store.read(NAME)))
                .isEqualTo(START + BODY + SALT + ROW + POINT + BATCH + DURABLE + END);
    }

    @Test
    void bytesOfOldAreRead(@TempDir Path folder) throws IOException {
        FileStore store = WalTesting.store(folder);
        try (OutputFile out = store.create(NAME)) {
            out.write(HexFormat.of().parseHex(START + BODY + SALT + ROW + POINT + BATCH + DURABLE));
        }

        MemTable found = WalTesting.recovered(store, SCHEMA, true);

        MemTable expected = new MemTable(SCHEMA, true);
        expected.append(DEVICE, 5, row(1L, "\u00e4"));
        expected.append(OTHER, -1, row(null, ""));
        expected.append(DEVICE, 6, row(-1L, null));
        expected.append(DEVICE, 7, row(null, null));
        assertThat(WalTesting.lines(found, List.of(DEVICE, OTHER)))
                .hasSize(4)
                .isEqualTo(WalTesting.lines(expected, List.of(DEVICE, OTHER)));
    }

    private static ObjectRow row(@Nullable Long x, @Nullable String s) {
        return ObjectRow.of(x, s == null ? null : ObjectRow.Bytes.of(s.getBytes(StandardCharsets.UTF_8)));
    }
}
