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
package io.tsfile.core.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;

/** A small table of overlapping files, and what it answers. */
final class CompactionFixture {
    static final FlushOptions OPTIONS = new FlushOptions(20, 60, 12_000, 4, CompressionType.LZ4);
    private static final TimePartitioning PARTITIONING = new TimePartitioning(1000);

    /** Few bytes per row. */
    static final TableSchema SMALL =
            TableSchema.ofTable("small", List.of(Column.tag("machine"), Column.field("a", TSDataType.INT64)));

    private CompactionFixture() {}

    static Table create(FileStore store, TableSchema schema) throws IOException {
        return Table.create(store, TableMetadata.of(schema, PARTITIONING, Map.of()));
    }

    /** Appends commits of random rows, which the oracle takes in, too. */
    static void append(Table table, RandomRows rows, Oracle oracle, int commits) throws IOException {
        TableSchema schema = table.snapshot().metadata().schema();
        for (int commit = 0; commit < commits; commit++) {
            try (FusedFlush flush = new FusedFlush(table.store(), schema, PARTITIONING, OPTIONS)) {
                MemTable memTable = new MemTable(schema, true);
                for (int i = 0; i < 150; i++) {
                    RandomRows.KeyedRow row = rows.next();
                    memTable.append(row.device(), row.time(), row.row());
                    oracle.put(row.device(), row.time(), row.row());
                }
                flush.drain(memTable);
                table.commit(Commit.append(
                        table.snapshot().metadata().id(), CommitId.unique(), "test append", flush.finish()));
            }
        }
    }

    /**
     * Appends one commit to a table of {@link #SMALL}: of each of some devices a row at each time from {@code from} to {@code last}, which
     * the oracle takes in, too.
     */
    static void append(Table table, Oracle oracle, int devices, long from, long last) throws IOException {
        Snapshot snapshot = table.snapshot();
        try (FusedFlush flush =
                new FusedFlush(table.store(), SMALL, snapshot.metadata().partitioning(), OPTIONS)) {
            MemTable memTable = new MemTable(SMALL, true);
            for (int machine = 0; machine < devices; machine++) {
                IDeviceID device = Devices.ofTable("small", "m" + machine);
                for (long time = from; time <= last; time++) {
                    ObjectRow row = ObjectRow.of(snapshot.number() * 100_000 + time);
                    memTable.append(device, time, row);
                    oracle.put(device, time, row);
                }
            }
            flush.drain(memTable);
            table.commit(Commit.append(snapshot.metadata().id(), CommitId.unique(), "test append", flush.finish()));
        }
    }

    static List<CompactionTask> plan(FileStore store, Snapshot snapshot) throws IOException {
        return CompactionPolicy.plan(snapshot, snapshot.liveFiles(store, TimeRange.ALL), CompactionOptions.of(OPTIONS));
    }

    /** The plan of the newest snapshot, carried out through {@code store}. */
    static List<CompactionResult> run(FileStore store, Snapshot snapshot) throws IOException {
        List<CompactionResult> results = new ArrayList<>();
        for (CompactionTask task : plan(store, snapshot)) {
            results.add(CompactionRunner.run(
                    store, snapshot.metadata(), CompactionOptions.of(OPTIONS), task, CompactionListener.NONE));
        }
        return results;
    }

    static List<String> read(Table table) throws IOException {
        return read(table, table.snapshot());
    }

    static List<String> read(Table table, Snapshot snapshot) throws IOException {
        return Oracle.scan(table.store(), snapshot);
    }

    static List<String> livePaths(Table table) throws IOException {
        return table.snapshot().files().stream().map(DataFile::path).toList();
    }

    static List<String> storedPaths(Table table) throws IOException {
        return table.store().list("data", true).stream().map(StoredFile::path).toList();
    }

    /** R6, R7: whatever happened, the files of both snapshots are there as they were. */
    static void assertComplete(Table table, Snapshot... snapshots) throws IOException {
        for (Snapshot snapshot : snapshots) {
            for (DataFile file : snapshot.files()) {
                Optional<StoredFile> stored = table.store().status(file.path());
                assertThat(stored).as(file.path()).isPresent();
                assertThat(stored.get().length()).isEqualTo(file.length());
            }
        }
    }
}
