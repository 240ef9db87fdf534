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
package io.tsfile.flink.compact;

import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.compact.CompactionPolicy;
import io.tsfile.core.compact.CompactionResult;
import io.tsfile.core.compact.CompactionRunner;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.tsfile.file.metadata.enums.CompressionType;

/** A table whose files overlap, what it must answer, and what there is to compact. */
final class CompactFixture implements AutoCloseable {
    private static final FlushOptions FLUSH = new FlushOptions(20, 60, 12_000, 4, CompressionType.LZ4);
    private static final TimePartitioning PARTITIONING = new TimePartitioning(100_000);
    private static final TableSchema SCHEMA = RandomRows.tableOfAllTypes();

    final FileStore store;
    final Table table;
    final Oracle oracle = new Oracle(SCHEMA);
    private final StoreLocation location;
    private final RandomRows rows;

    CompactFixture(Path folder) throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        rows = new RandomRows(SCHEMA, seed, 5);
        location = StoreLocation.of(folder.toString());
        store = location.open();
        table = Table.create(store, TableMetadata.of(SCHEMA, PARTITIONING, Map.of()));
    }

    CompactSettings settings(JobCompaction job) {
        return new CompactSettings(location, CompactionOptions.of(FLUSH), job, Map.of());
    }

    void append(int commits) throws IOException {
        for (int commit = 0; commit < commits; commit++) {
            try (FusedFlush flush = new FusedFlush(store, SCHEMA, PARTITIONING, FLUSH)) {
                MemTable memTable = new MemTable(SCHEMA, true);
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

    List<CompactionTask> plan() throws IOException {
        Snapshot snapshot = table.snapshot();
        return CompactionPolicy.plan(snapshot, snapshot.liveFiles(store, TimeRange.ALL), CompactionOptions.of(FLUSH));
    }

    CompactionResult run(CompactionTask task) throws IOException {
        return CompactionRunner.run(
                store, table.snapshot().metadata(), CompactionOptions.of(FLUSH), task, CompactionListener.NONE);
    }

    List<String> rows() throws IOException {
        return Oracle.scan(store, table.snapshot());
    }

    List<String> live() throws IOException {
        return table.snapshot().files().stream().map(DataFile::path).toList();
    }

    List<String> stored() throws IOException {
        return store.list("data", true).stream().map(StoredFile::path).toList();
    }

    /** The threads of compactions in this process. */
    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("tsfile-compact-"))
                .toList();
    }

    /** Something that other threads bring about. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    /** Waits for what other threads do in their own time. */
    static void await(Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited for two minutes");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
