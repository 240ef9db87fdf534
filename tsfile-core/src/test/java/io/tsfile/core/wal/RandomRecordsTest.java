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
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random rows, points and batches of all types come back as they went in, held against a memtable that got them at once. */
class RandomRecordsTest {
    private static final int SEEDS = 25;

    @ParameterizedTest(name = "table model {0}, aligned {1}")
    @CsvSource({"true, true", "false, true", "false, false"})
    void comeBackBitForBitAndInOrder(boolean tableModel, boolean aligned, @TempDir Path folder) throws IOException {
        TableSchema schema = tableModel ? RandomRows.tableOfAllTypes() : RandomRows.treeOfAllTypes();
        for (long seed = 1; seed <= SEEDS; seed++) {
            FileStore store = WalTesting.store(folder.resolve("seed-" + seed));
            MemTable expected = new MemTable(schema, aligned);
            Set<IDeviceID> devices = new HashSet<>();
            Random random = new Random(seed);
            SyncPolicy policy = random.nextBoolean() ? SyncPolicy.SYNC : SyncPolicy.WRITE;
            try (WriteAheadLog log = WriteAheadLog.open(store, WalTesting.options(folder, policy))) {
                log.start(WalTesting.header(schema, aligned), 0);
                RandomRows rows = new RandomRows(schema, seed, 5);
                int generation = 0;
                for (int i = 0; i < 200; i++) {
                    long ticket = append(random, rows, log, expected, devices);
                    if (random.nextInt(3) == 0) {
                        log.await(ticket);
                    }
                    if (random.nextInt(60) == 0) {
                        log.roll(generation += 1 + random.nextInt(3));
                    }
                }
            }
            MemTable replayed = WalTesting.recovered(store, schema, aligned);
            assertThat(replayed.rows()).as("seed " + seed).isEqualTo(expected.rows());
            assertThat(replayed.points()).as("seed " + seed).isEqualTo(expected.points());
            assertThat(WalTesting.lines(replayed, devices))
                    .as("seed " + seed)
                    .isEqualTo(WalTesting.lines(expected, devices));
        }
    }

    private static long append(
            Random random, RandomRows rows, WriteAheadLog log, MemTable expected, Set<IDeviceID> devices)
            throws IOException {
        RandomRows.KeyedRow first = odd(random, rows.next());
        devices.add(first.device());
        switch (random.nextInt(3)) {
            case 0 -> {
                expected.append(first.device(), first.time(), first.row());
                return log.append(first.device(), first.time(), first.row());
            }
            case 1 -> {
                int field = random.nextInt(first.row().values().size());
                expected.append(first.device(), field, first.time(), first.row());
                return log.append(first.device(), field, first.time(), first.row());
            }
            default -> {
                int count = 1 + random.nextInt(150);
                LongVector times = (LongVector) Vector.of(TSDataType.INT64, 0);
                List<ObjectRow> batch = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    RandomRows.KeyedRow next = odd(random, rows.next());
                    times.append(next.time());
                    batch.add(next.row());
                }
                @Nullable Vector[] columns = columns(random, batch);
                int from = random.nextInt(count);
                int to = from + random.nextInt(count - from + 1);
                expected.append(first.device(), times, columns, from, to);
                return log.append(first.device(), times, columns, from, to);
            }
        }
    }

    /** Some columns without any value, some without nulls. */
    private static @Nullable Vector[] columns(Random random, List<ObjectRow> batch) {
        List<TSDataType> types =
                RandomRows.treeOfAllTypes().fields().stream().map(c -> c.type()).toList();
        @Nullable Vector[] columns = new Vector[types.size()];
        for (int field = 0; field < columns.length; field++) {
            int kind = random.nextInt(4);
            Vector column = Vector.of(types.get(field), 0);
            for (ObjectRow row : batch) {
                if (!row.isNull(field)) {
                    row.appendTo(field, column);
                } else if (kind == 0 && column.size() > 0) {
                    column.append(column, column.size() - 1);
                } else {
                    column.appendNull();
                }
            }
            columns[field] = kind == 1 ? null : column;
        }
        return columns;
    }

    /** Now and then bits that are easily lost. */
    private static RandomRows.KeyedRow odd(Random random, RandomRows.KeyedRow row) {
        if (random.nextInt(20) != 0) {
            return row;
        }
        List<@Nullable Object> values = new ArrayList<>(row.row().values());
        values.replaceAll(value -> {
            if (value instanceof Float) {
                return Float.intBitsToFloat(0x7f80_0001 | random.nextInt(1 << 22));
            }
            return value instanceof Double
                    ? Double.longBitsToDouble(0xfff0_0000_0000_0001L | random.nextInt())
                    : value instanceof ObjectRow.Bytes ? ObjectRow.Bytes.of(new byte[random.nextInt(70)]) : value;
        });
        return new RandomRows.KeyedRow(row.device(), random.nextLong(), new ObjectRow(values));
    }
}
