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
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows through memtable, flush, log, scan and compaction, against an oracle that keeps them in a map. */
class TableRoundTripTest {
    private static final int COMMITS = 6;
    private static final int ROWS_PER_COMMIT = 900;

    static Stream<Arguments> tables() {
        List<Arguments> tables = new ArrayList<>();
        for (long seed = 1; seed <= 4; seed++) {
            tables.add(Arguments.of("table", RandomRows.tableOfAllTypes(), true, seed));
            tables.add(Arguments.of("tree, aligned", RandomRows.treeOfAllTypes(), true, seed));
            tables.add(Arguments.of("tree", RandomRows.treeOfAllTypes(), false, seed));
        }
        return tables.stream();
    }

    @ParameterizedTest(name = "{0}, seed {3}")
    @MethodSource("tables")
    void readsWhatWasWrittenBeforeAndAfterCompaction(
            String name, TableSchema schema, boolean aligned, long seed, @TempDir Path folder) throws IOException {
        Random random = new Random(seed);
        FlushOptions options = new FlushOptions(
                1 + random.nextInt(60),
                60 + random.nextInt(100),
                random.nextBoolean() ? 20_000 : 10_000_000,
                1 + random.nextInt(6),
                random.nextBoolean() ? CompressionType.LZ4 : CompressionType.UNCOMPRESSED);
        TimePartitioning partitioning = new TimePartitioning(random.nextBoolean() ? 0 : 3000);
        Oracle oracle = new Oracle(schema);
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            Table table = Table.create(store, TableMetadata.of(schema, partitioning, Map.of()));
            write(table, schema, aligned, seed, options, oracle);
            assertReads(table, schema, oracle, random);

            int tasks = compact(table, options);
            assertThat(tasks).isPositive();
            assertReads(table, schema, oracle, random);
            assertThat(compact(table, options))
                    .as("a finished compaction has nothing to do")
                    .isZero();
        }
    }

    private static void write(
            Table table, TableSchema schema, boolean aligned, long seed, FlushOptions options, Oracle oracle)
            throws IOException {
        RandomRows rows = new RandomRows(schema, seed, 5);
        TimePartitioning partitioning = table.snapshot().metadata().partitioning();
        try (FusedFlush flush = new FusedFlush(table.store(), schema, partitioning, options)) {
            MemTable memTable = new MemTable(schema, aligned);
            for (int commit = 0; commit < COMMITS; commit++) {
                for (int i = 0; i < ROWS_PER_COMMIT; i++) {
                    RandomRows.KeyedRow row = rows.next();
                    memTable.append(row.device(), row.time(), row.row());
                    oracle.put(row.device(), row.time(), row.row());
                    if (i % 250 == 249) {
                        flush.drain(memTable);
                    }
                }
                flush.drain(memTable);
                List<DataFile> files = flush.finish();
                assertPartitions(files, partitioning);
                table.commit(Commit.append(table.snapshot().metadata().id(), CommitId.unique(), "test append", files));
            }
        }
    }

    private static void assertPartitions(List<DataFile> files, TimePartitioning partitioning) {
        assertThat(files)
                .isNotEmpty()
                .allSatisfy(
                        file -> assertThat(partitioning.partition(file.times().start()))
                                .isEqualTo(partitioning.partition(file.times().end())));
    }

    private static void assertReads(Table table, TableSchema schema, Oracle oracle, Random random) throws IOException {
        Snapshot snapshot = table.snapshot();
        ScanSource source =
                new ScanSource(table.store().location(), schema, snapshot.liveFiles(table.store(), TimeRange.ALL));
        List<String> all = schema.fields().stream().map(Column::name).toList();
        long target = 1L + random.nextInt(200_000);
        ScanRequest everything = new ScanRequest(all, TimeRange.ALL, DeviceFilter.ALL, target);
        assertThat(Oracle.scan(table.store(), source, everything, 1 + random.nextInt(500)))
                .isEqualTo(oracle.lines());

        TimeRange times = new TimeRange(500 + random.nextInt(2000), 4000 + random.nextInt(3000));
        List<String> some = List.of("d", "s");
        DeviceFilter devices = device -> device.toString().endsWith("1");
        assertThat(Oracle.scan(table.store(), source, new ScanRequest(some, times, devices, target), 100))
                .isEqualTo(oracle.lines(some, times, devices));

        ScanRequest none = new ScanRequest(List.of(), TimeRange.ALL, DeviceFilter.ALL, target);
        assertThat(Oracle.scan(table.store(), source, none, 1000)).hasSize((int) oracle.size());
    }

    private static int compact(Table table, FlushOptions options) throws IOException {
        return Compaction.run(table, CompactionOptions.of(options), CompactionListener.NONE)
                .taskCount();
    }
}
