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
package io.tsfile.core.format.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** N6: values come back bit for bit, whatever they are. */
class ExtremeValuesTest {
    private static final TableSchema SCHEMA = RandomRows.treeOfAllTypes();
    private static final IDeviceID DEVICE = Devices.ofPath("root.a.b.d");
    private static final long[] EDGES = {
        0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE, 1L << 32, -1L << 31
    };

    @ParameterizedTest(name = "aligned {0}, seed {1}")
    @CsvSource({"true, 1", "true, 2", "true, 3", "false, 1", "false, 2", "false, 3"})
    void comeBackBitForBit(boolean aligned, long seed, @TempDir Path folder) throws IOException {
        Random random = new Random(seed);
        Oracle oracle = new Oracle(SCHEMA);
        FlushOptions options = new FlushOptions(130, 400, 1 << 20, 1, CompressionType.LZ4);
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FusedFlush flush = new FusedFlush(store, SCHEMA, TimePartitioning.NONE, options)) {
            MemTable rows = new MemTable(SCHEMA, aligned);
            for (int i = 0; i < 1000; i++) {
                long time = i % 50 == 0 ? EDGES[i / 50 % EDGES.length] : bits(random);
                ObjectRow row = row(random);
                rows.append(DEVICE, time, row);
                oracle.put(DEVICE, time, row);
            }
            flush.drain(rows);
            ScanSource source = new ScanSource(store.location(), SCHEMA, LiveFile.of(flush.finish()));
            List<String> fields = SCHEMA.fields().stream().map(Column::name).toList();
            ScanRequest request = new ScanRequest(fields, TimeRange.ALL, DeviceFilter.ALL, Long.MAX_VALUE);
            assertThat(Oracle.scan(store, source, request, 300)).isEqualTo(oracle.lines());
        }
    }

    private static ObjectRow row(Random random) {
        @Nullable Object[] values = new Object[SCHEMA.fields().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(10) == 0
                    ? null
                    : value(SCHEMA.fields().get(i).type(), random);
        }
        return ObjectRow.of(values);
    }

    private static Object value(TSDataType type, Random random) {
        return switch (type) {
            case BOOLEAN -> random.nextBoolean();
            case INT32, DATE -> (int) bits(random);
            case INT64, TIMESTAMP -> bits(random);
            // Any bits, so that there are NaNs with and without payload, too.
            case FLOAT ->
                Float.intBitsToFloat(random.nextInt(4) == 0 ? 0x7fc00000 | random.nextInt() : (int) bits(random));
            case DOUBLE ->
                Double.longBitsToDouble(random.nextInt(4) == 0 ? 0x7ff8L << 48 | random.nextLong() : bits(random));
            default -> {
                byte[] bytes = new byte[random.nextInt(20) == 0 ? 5000 : random.nextInt(4)];
                random.nextBytes(bytes);
                yield ObjectRow.Bytes.of(bytes);
            }
        };
    }

    private static long bits(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> random.nextInt(1000);
            default -> random.nextLong();
        };
    }
}
