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
package io.tsfile.spark;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.maintenance.Delete;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;

/** A table that a test writes to with the core, as an engine does, and the answer that it must give. */
final class TestTable {
    private static final FlushOptions OPTIONS = new FlushOptions(50, 150, 1 << 20, 8, CompressionType.LZ4);

    private final Path folder;
    private final TableSchema schema;
    private final TimePartitioning partitioning;
    private final boolean aligned;
    private final Oracle oracle;

    private TestTable(Path folder, TableSchema schema, TimePartitioning partitioning, boolean aligned) {
        this.folder = folder;
        this.schema = schema;
        this.partitioning = partitioning;
        this.aligned = aligned;
        this.oracle = new Oracle(schema);
    }

    static TestTable create(Path folder, TableSchema schema, TimePartitioning partitioning, boolean aligned)
            throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            Table.create(store, TableMetadata.of(schema, partitioning, Map.of()));
        }
        return new TestTable(folder, schema, partitioning, aligned);
    }

    static TestTable create(Path folder, TableSchema schema) throws IOException {
        return create(folder, schema, TimePartitioning.NONE, true);
    }

    record KeyedRow(IDeviceID device, long time, ObjectRow row) {}

    static KeyedRow row(IDeviceID device, long time, @Nullable Object... values) {
        return new KeyedRow(device, time, ObjectRow.of(values));
    }

    /** One commit with these rows. */
    TestTable append(KeyedRow... rows) throws IOException {
        return append(List.of(rows));
    }

    /** One commit with the next rows of a source. */
    TestTable append(RandomRows source, int count) throws IOException {
        return append(Stream.generate(source::next)
                .limit(count)
                .map(row -> new KeyedRow(row.device(), row.time(), row.row()))
                .toList());
    }

    private TestTable append(List<KeyedRow> rows) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FusedFlush flush = new FusedFlush(store, schema, partitioning, OPTIONS)) {
            MemTable buffer = new MemTable(schema, aligned);
            for (KeyedRow row : rows) {
                buffer.append(row.device(), row.time(), row.row());
                oracle.put(row.device(), row.time(), row.row());
            }
            flush.drain(buffer);
            Table table = Table.open(store);
            table.commit(
                    Commit.append(table.snapshot().metadata().id(), CommitId.unique(), "test append", flush.finish()));
        }
        return this;
    }

    /** One commit that hides rows or values. */
    TestTable delete(Deletion deletion) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            Delete.from(Table.open(store), deletion);
            oracle.delete(deletion);
        }
        return this;
    }

    Snapshot snapshot() throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            return Table.open(store).snapshot();
        }
    }

    Path folder() {
        return folder;
    }

    Oracle oracle() {
        return oracle;
    }
}
