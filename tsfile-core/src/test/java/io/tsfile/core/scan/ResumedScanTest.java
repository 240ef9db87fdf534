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
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever a scan of a task stops, what is read behind that is all that was left, once. */
class ResumedScanTest {
    private static final FlushOptions OPTIONS = new FlushOptions(7, 20, 6000, 4, CompressionType.LZ4);
    private static final int ROUNDS = 5;

    @TempDir
    Path folder;

    private record Row(RowKey key, ObjectRow values) {}

    @ParameterizedTest
    @EnumSource(TableModel.class)
    void bringsTheRestOfATask(TableModel model) throws IOException {
        TableSchema schema = model == TableModel.TABLE ? RandomRows.tableOfAllTypes() : RandomRows.treeOfAllTypes();
        for (long seed = 1; seed <= ROUNDS; seed++) {
            Random random = new Random(seed);
            try (FileStore store =
                    StoreLocation.of(folder.resolve("s" + seed).toString()).open()) {
                RandomRows rows = new RandomRows(schema, seed, 6);
                Set<IDeviceID> devices = new HashSet<>();
                List<LiveFile> files = files(store, schema, rows, devices, random);
                DeviceFilter filter = filter(new ArrayList<>(devices), random);
                long start = random.nextInt(300);
                TimeRange times =
                        random.nextBoolean() ? TimeRange.ALL : new TimeRange(start, start + random.nextInt(300));
                ScanSource source = new ScanSource(store.location(), schema, files);
                List<ScanTask> tasks =
                        ScanPlanner.plan(source, new ScanRequest(List.of("i", "s"), times, filter, 3000));
                Set<RowKey> all = new HashSet<>();
                for (ScanTask task : tasks) {
                    List<Row> whole = read(store, task, null, 1 + random.nextInt(30));
                    whole.forEach(row ->
                            assertThat(all.add(row.key())).as(row.toString()).isTrue());
                    for (int i = 0; i < 8 && !whole.isEmpty(); i++) {
                        int place = random.nextInt(whole.size());
                        // The row itself, or one that is not there: only its place counts.
                        RowKey key = new RowKey(
                                whole.get(place).key().device(),
                                whole.get(place).key().time() - random.nextInt(2));
                        List<Row> rest = whole.stream()
                                .filter(row -> compare(row.key(), key) > 0)
                                .toList();
                        assertThat(read(store, task, key, 1 + random.nextInt(30)))
                                .as("seed %d, %s behind %s", seed, task.cut(), key)
                                .isEqualTo(rest);
                    }
                    RowKey other = new RowKey(rows.next().device(), random.nextInt(600));
                    assertThat(read(store, task, other, 10))
                            .as("seed %d, %s behind %s", seed, task.cut(), other)
                            .isEqualTo(whole.stream()
                                    .filter(row -> compare(row.key(), other) > 0)
                                    .toList());
                }
            }
        }
    }

    private static int compare(RowKey one, RowKey other) {
        int devices = one.device().compareTo(other.device());
        return devices != 0 ? devices : Long.compare(one.time(), other.time());
    }

    private static DeviceFilter filter(List<IDeviceID> devices, Random random) {
        devices.sort(null);
        List<IDeviceID> some =
                devices.stream().filter(device -> random.nextInt(3) > 0).toList();
        return switch (random.nextInt(3)) {
            case 0 -> DeviceFilter.of(some);
            case 1 -> some::contains;
            default -> DeviceFilter.ALL;
        };
    }

    private static List<LiveFile> files(
            FileStore store, TableSchema schema, RandomRows rows, Set<IDeviceID> devices, Random random)
            throws IOException {
        List<LiveFile> files = new ArrayList<>();
        for (int commit = 1; commit <= 4; commit++) {
            try (FusedFlush flush = new FusedFlush(store, schema, new TimePartitioning(100), OPTIONS)) {
                MemTable table = new MemTable(schema, true);
                for (int i = 0; i < 100; i++) {
                    RandomRows.KeyedRow row = rows.next();
                    devices.add(row.device());
                    table.append(row.device(), row.time(), row.row());
                }
                flush.drain(table);
                for (DataFile file : flush.finish()) {
                    int from = random.nextInt(400);
                    files.add(new LiveFile(
                            file.committed(commit),
                            random.nextInt(3) == 0
                                    ? List.of(Deletion.ofRows(DeviceScope.ALL, new TimeRange(from, from + 30)))
                                    : List.of()));
                }
            }
        }
        return files;
    }

    private static List<Row> read(FileStore store, ScanTask task, @Nullable RowKey last, int batchRows)
            throws IOException {
        List<Row> rows = new ArrayList<>();
        try (SectionReader reader = last == null
                ? new SectionReader(store, task, batchRows)
                : SectionReader.behind(last, store, task, batchRows)) {
            while (reader.next()) {
                for (int row = 0; row < reader.times().size(); row++) {
                    rows.add(new Row(
                            new RowKey(reader.device(), reader.times().get(row)),
                            ObjectRow.of(
                                    ObjectRow.read(reader.values(0), row), ObjectRow.read(reader.values(1), row))));
                }
            }
        }
        return rows;
    }
}
