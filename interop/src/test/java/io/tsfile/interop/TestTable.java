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
package io.tsfile.interop;

import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.maintenance.Delete;
import io.tsfile.core.maintenance.Export;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.file.metadata.IDeviceID;

/** A table of ours with random rows, and the answer that it must give. */
final class TestTable implements AutoCloseable {
    private static final int COMMITS = 5;
    private static final int ROWS_PER_COMMIT = 1200;
    /** Devices of every table. */
    static final int DEVICES = 8;

    /** The times of {@link RandomRows} pass about 12,000: with this they pass about six weeks, from before the epoch. */
    private static final long MILLIS_PER_TICK = 300_000;

    private static final long MIDDLE_TICK = 6000;

    private static final long FIRST_MILLIS = -14L * 86_400_000;

    private final Path folder;
    private final FlushOptions options;
    private final FileStore store;
    private final Table table;
    private final TableSchema schema;
    private final Oracle oracle;

    private TestTable(Path folder, FileStore store, TableSchema schema, EncodingOptions encoding) throws IOException {
        this.folder = folder;
        // Several pages in a chunk, several chunks in a file, several files in a partition.
        this.options = new FlushOptions(20, 60, 60_000, 4, encoding);
        this.store = store;
        this.schema = schema;
        this.oracle = new Oracle(schema);
        TimePartitioning weeks = TimePartitioning.defaultFor(schema.precision());
        this.table = Table.create(store, TableMetadata.of(schema, weeks, Map.of()));
    }

    /** Writes a table. The same seed gives the same rows. */
    static TestTable write(Path folder, TableSchema schema, boolean aligned, EncodingOptions encoding, long seed)
            throws IOException {
        FileStore store = StoreLocation.of(folder.toString()).open();
        TestTable table = new TestTable(folder, store, schema, encoding);
        table.write(aligned, seed);
        return table;
    }

    /** The answer that the table must give. */
    Oracle oracle() {
        return oracle;
    }

    /** The live files, oldest version first. */
    List<DataFile> files() throws IOException {
        return table.snapshot().files();
    }

    /** Copies the live files, and nothing else, into a new folder; keeps their names. */
    Path copyFiles(Path target) throws IOException {
        for (DataFile file : files()) {
            copy(file, target.resolve(file.path()));
        }
        return target;
    }

    /** Copies the live files into a new folder; gives them names as the server's own, which sort by version. */
    Path copyFilesNamedByVersion(Path target) throws IOException {
        int number = 0;
        for (DataFile file : files()) {
            number++;
            copy(file, target.resolve(file.path()).resolveSibling(number + "-" + number + "-0-0.tsfile"));
        }
        return target;
    }

    private void copy(DataFile file, Path target) throws IOException {
        Files.createDirectories(target.resolveSibling("."));
        Files.copy(folder.resolve(file.path()), target);
    }

    /** Compacts until there is nothing left to do, and nothing hidden, of which an IoTDB would know nothing. */
    void compact() throws IOException {
        Compaction.run(table, CompactionOptions.of(options).withForce(true), CompactionListener.NONE);
    }

    /** Deletes all rows before the one in the middle of the times, then exports the table into a new folder. */
    Path deleteAndExport(Path target) throws IOException {
        long middle = FIRST_MILLIS + MIDDLE_TICK * MILLIS_PER_TICK;
        Delete.from(table, Deletion.ofRows(DeviceScope.ALL, new TimeRange(Long.MIN_VALUE, middle)));
        Files.createDirectories(target);
        try (FileStore exported = StoreLocation.of(target.toString()).open()) {
            Export.run(table, exported, CompactionOptions.of(options));
        }
        return target;
    }

    /** What the table itself answers. */
    List<String> lines() throws IOException {
        return Oracle.scan(store, table.snapshot());
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    private void write(boolean aligned, long seed) throws IOException {
        RandomRows rows = new RandomRows(schema, seed, DEVICES);
        TableMetadata metadata = table.snapshot().metadata();
        try (FusedFlush flush = new FusedFlush(store, schema, metadata.partitioning(), options)) {
            MemTable memTable = new MemTable(schema, aligned);
            for (int commit = 0; commit < COMMITS; commit++) {
                for (int i = 0; i < ROWS_PER_COMMIT; i++) {
                    RandomRows.KeyedRow row = rows.next();
                    IDeviceID device = device(row.device());
                    long time = FIRST_MILLIS + row.time() * MILLIS_PER_TICK;
                    memTable.append(device, time, row.row());
                    oracle.put(device, time, row.row());
                    if (i % 500 == 499) {
                        flush.drain(memTable);
                    }
                }
                flush.drain(memTable);
                table.commit(Commit.append(metadata.id(), CommitId.unique(), "test append", flush.finish()));
            }
        }
    }

    /** Some devices get ids of a rarer shape: no tags, a null at the end, an empty tag; few and many nodes, quoted ones. */
    private IDeviceID device(IDeviceID random) {
        String name = random.toString();
        if (schema.model() == TableModel.TABLE) {
            return name.endsWith("m6")
                    ? Devices.ofTable(schema.name(), null, null)
                    : name.endsWith("m7")
                            ? Devices.ofTable(schema.name(), "site7", null)
                            : name.endsWith("m5") ? Devices.ofTable(schema.name(), "", "\u00e4 b") : random;
        }
        return name.endsWith("d5")
                ? Devices.ofPath("root.fleet.d5")
                : name.endsWith("d6")
                        ? Devices.ofPath("root.fleet.r0.x.y.d6")
                        : name.endsWith("d7") ? Devices.ofPath("root.fleet.`a.b`.`7`") : random;
    }
}
