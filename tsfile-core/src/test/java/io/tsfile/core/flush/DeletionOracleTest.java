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

import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows and deletions through memtables, drains and commits, against a map that does the same at once. */
class DeletionOracleTest {
    private static final List<Column> FIELDS = List.of(
            Column.field("a", TSDataType.INT32),
            Column.field("b", TSDataType.DOUBLE),
            Column.field("c", TSDataType.BOOLEAN));
    private static final TimePartitioning PARTITIONING = new TimePartitioning(20);
    private static final FlushOptions OPTIONS = new FlushOptions(10, 50, 3000, 3, CompressionType.UNCOMPRESSED);
    private static final int SEEDS = 2;
    private static final int STEPS = 300;

    private final Path folder;

    DeletionOracleTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest(name = "table model {0}, aligned {1}, {2} times")
    @CsvSource({"true, true, 10", "true, true, 60", "false, true, 10", "false, false, 10", "false, false, 60"})
    void answersAsAMapDoes(boolean tableModel, boolean aligned, int times) throws IOException {
        for (long seed = 1; seed <= SEEDS; seed++) {
            TableSchema schema = tableModel
                    ? TableSchema.ofTable("t", List.of(Column.tag("d"), FIELDS.get(0), FIELDS.get(1), FIELDS.get(2)))
                    : TableSchema.ofTree("t", FIELDS);
            try (FileStore store =
                    StoreLocation.of(folder.resolve("s" + seed).toString()).open()) {
                new Run(store, schema, aligned, times, new Random(seed)).run("seed " + seed);
            }
        }
    }

    /** One table and its oracle. */
    private static final class Run {
        private final FileStore store;
        private final TableSchema schema;
        private final boolean aligned;
        private final int times;
        private final Random random;
        private final Table table;
        private final Oracle oracle;
        private final UUID writer = UUID.randomUUID();
        private final List<MemTable> filled = new ArrayList<>();
        private MemTable memTable;
        private int commits;

        Run(FileStore store, TableSchema schema, boolean aligned, int times, Random random) throws IOException {
            this.store = store;
            this.schema = schema;
            this.aligned = aligned;
            this.times = times;
            this.random = random;
            this.table = Table.create(store, TableMetadata.of(schema, PARTITIONING, Map.of()));
            this.oracle = new Oracle(schema);
            this.memTable = new MemTable(schema, aligned);
        }

        void run(String name) throws IOException {
            try (FusedFlush flush = new FusedFlush(store, schema, PARTITIONING, OPTIONS)) {
                for (int step = 0; step < STEPS; step++) {
                    change();
                    int turn = random.nextInt(40);
                    if (turn < 4) {
                        filled.add(memTable);
                        memTable = new MemTable(schema, aligned);
                    }
                    if (turn < 3) {
                        flush.flush(filled);
                        filled.clear();
                    }
                    if (turn == 0) {
                        commit(flush);
                        assertThat(answer()).as("%s, step %d", name, step).isEqualTo(oracle.lines());
                    }
                }
                filled.add(memTable);
                flush.flush(filled);
                commit(flush);
            }
            assertThat(answer()).as(name).isEqualTo(oracle.lines());
            Compaction.run(table, CompactionOptions.DEFAULT, CompactionListener.NONE);
            assertThat(answer()).as("%s, compacted", name).isEqualTo(oracle.lines());
        }

        private void change() {
            IDeviceID device = device(random.nextInt(3));
            long time = random.nextInt(times) - 5L;
            int kind = random.nextInt(10);
            if (kind < 3) {
                memTable.delete(device, time);
                delete(device, time);
                return;
            }
            @Nullable Object[] values = {random.nextInt(100), random.nextDouble(), random.nextBoolean()};
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(4) == 0 ? null : values[i];
            }
            ObjectRow row = ObjectRow.of(values);
            if (kind < 5) {
                memTable.replace(device, time, row);
                delete(device, time);
            } else {
                memTable.append(device, time, row);
            }
            oracle.put(device, time, row);
        }

        private void delete(IDeviceID device, long time) {
            oracle.delete(Deletion.ofRows(DeviceScope.of(List.of(device)), new TimeRange(time, time)));
        }

        private IDeviceID device(int number) {
            return schema.tags().isEmpty()
                    ? Devices.ofPath("root.t.d" + number)
                    : Devices.ofTable("t", number == 0 ? null : "d" + number);
        }

        private void commit(FusedFlush flush) throws IOException {
            List<Tombstone> tombstones = flush.tombstones();
            List<DataFile> files = flush.finish();
            assertThat(flush.tombstones()).isEmpty();
            if (!files.isEmpty() || !tombstones.isEmpty()) {
                table.commit(Commit.of(table.snapshot().metadata().id(), new CommitId(writer, commits++), "test")
                        .add(files)
                        .delete(tombstones)
                        .build());
            }
        }

        private List<String> answer() throws IOException {
            return Oracle.scan(store, table.snapshot());
        }
    }
}
