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
package io.tsfile.core.maintenance;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;

/** A table of two tags and two fields, and what was written to it and deleted from it, in that order. Not thread-safe. */
final class DeletedTable {
    static final TableSchema SCHEMA = TableSchema.ofTable(
            "fleet",
            List.of(
                    Column.tag("site"),
                    Column.tag("machine"),
                    Column.field("a", TSDataType.INT64),
                    Column.field("b", TSDataType.INT64)));

    static final FlushOptions OPTIONS = new FlushOptions(20, 60, 4_000, 4, CompressionType.LZ4);
    static final TimePartitioning PARTITIONING = new TimePartitioning(1000);

    private final List<Row> rows = new ArrayList<>();

    /** A row as it stands after the deletions so far. */
    private static final class Row {
        private final IDeviceID device;
        private final long time;
        private final @Nullable Object[] values;
        private boolean deleted;

        Row(IDeviceID device, long time, @Nullable Object[] values) {
            this.device = device;
            this.time = time;
            this.values = values;
        }
    }

    /** A point of a row. */
    record Key(IDeviceID device, long time) {}

    static Table create(FileStore store, Map<String, String> options) throws IOException {
        return Table.create(store, TableMetadata.of(SCHEMA, PARTITIONING, options));
    }

    static IDeviceID device(@Nullable String site, @Nullable String machine) {
        return Devices.ofTable("fleet", site, machine);
    }

    /** Appends random rows of eight devices between two times in one commit. */
    void append(Table table, Random random, int count, long from, long to) throws IOException {
        try (FusedFlush flush = new FusedFlush(table.store(), SCHEMA, PARTITIONING, OPTIONS)) {
            MemTable memTable = new MemTable(SCHEMA, true);
            for (int i = 0; i < count; i++) {
                int device = random.nextInt(8);
                add(
                        memTable,
                        device(device % 3 == 0 ? null : "s" + device % 3, "m" + device),
                        from + random.nextLong(to - from),
                        random.nextInt(4) == 0 ? null : random.nextLong(1000),
                        random.nextInt(4) == 0 ? null : random.nextLong(1000));
            }
            flush.drain(memTable);
            table.commit(
                    Commit.append(table.snapshot().metadata().id(), CommitId.unique(), "test append", flush.finish()));
        }
    }

    /** Appends rows of one device, each with its time as its values, in one commit. */
    void append(Table table, IDeviceID device, long... times) throws IOException {
        try (FusedFlush flush = new FusedFlush(table.store(), SCHEMA, PARTITIONING, OPTIONS)) {
            MemTable memTable = new MemTable(SCHEMA, true);
            for (long time : times) {
                add(memTable, device, time, time, time);
            }
            flush.drain(memTable);
            table.commit(
                    Commit.append(table.snapshot().metadata().id(), CommitId.unique(), "test append", flush.finish()));
        }
    }

    /** Writes rows of one device as {@link #append} does, into files that no commit names. */
    static List<DataFile> write(Table table, IDeviceID device, long... times) throws IOException {
        try (FusedFlush flush = new FusedFlush(table.store(), SCHEMA, PARTITIONING, OPTIONS)) {
            MemTable memTable = new MemTable(SCHEMA, true);
            for (long time : times) {
                memTable.append(device, time, ObjectRow.of(time, time));
            }
            flush.drain(memTable);
            return flush.finish();
        }
    }

    /** Takes note of rows that {@link #write} wrote and another one committed. */
    void put(IDeviceID device, long... times) {
        for (long time : times) {
            rows.add(new Row(device, time, new Object[] {time, time}));
        }
    }

    private void add(MemTable memTable, IDeviceID device, long time, @Nullable Object... values) {
        memTable.append(device, time, ObjectRow.of(values));
        rows.add(new Row(device, time, values));
    }

    /** Deletes rows, or points of some measurements of them. */
    void delete(Predicate<Key> keys, List<String> measurements) {
        List<String> fields = SCHEMA.fields().stream().map(Column::name).toList();
        for (Row row : rows) {
            if (keys.test(new Key(row.device, row.time))) {
                row.deleted |= measurements.isEmpty();
                measurements.forEach(name -> row.values[fields.indexOf(name)] = null);
            }
        }
    }

    /** What the table must answer, in the oracle's form. */
    List<String> answer() {
        Oracle oracle = new Oracle(SCHEMA);
        for (Row row : rows) {
            if (!row.deleted) {
                oracle.put(row.device, row.time, ObjectRow.of(row.values.clone()));
            }
        }
        return oracle.lines();
    }
}
