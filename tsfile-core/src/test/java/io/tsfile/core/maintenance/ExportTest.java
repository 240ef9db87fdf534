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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.format.read.ChunkHeadCheck;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.PlainFolder;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportTest {
    private static final FlushOptions OPTIONS = new FlushOptions(20, 60, 12_000, 4, CompressionType.LZ4);
    private static final TimePartitioning PARTITIONING = new TimePartitioning(1000);

    @TempDir
    Path folder;

    @TempDir
    Path copy;

    @ParameterizedTest
    @ValueSource(longs = {1, 30_000, Long.MAX_VALUE})
    void aCopyHoldsEveryRowOnceInFilesThatShareNone(long taskBytes) throws IOException {
        for (TableSchema schema : List.of(RandomRows.tableOfAllTypes(), RandomRows.treeOfAllTypes())) {
            String name = schema.model() + "-" + taskBytes;
            try (FileStore store =
                            StoreLocation.of(folder.resolve(name).toString()).open();
                    FileStore target =
                            StoreLocation.of(copy.resolve(name).toString()).open()) {
                Table table = table(store, schema);
                ExportReport report = Export.run(table, target, options(taskBytes));

                assertThat(report.snapshot()).isEqualTo(table.snapshot().number());
                assertThat(target.list("", true).stream().map(StoredFile::path))
                        .containsExactlyInAnyOrderElementsOf(
                                report.files().stream().map(DataFile::path).toList());
                List<String> expected = Oracle.scan(store, table.snapshot());
                ScanSource exported = new ScanSource(target.location(), schema, LiveFile.of(report.files()));
                ScanRequest all = new ScanRequest(
                        schema.fields().stream().map(field -> field.name()).toList(),
                        TimeRange.ALL,
                        DeviceFilter.ALL,
                        Long.MAX_VALUE);
                assertThat(Oracle.scan(target, exported, all, 1000)).isEqualTo(expected);
                // Without a word about their order.
                ScanSource found = PlainFolder.discover(target, Optional.empty(), Optional.empty());
                assertThat(found.files()).hasSize(report.files().size());
                assertThat(SharedRows.find(target, schema, sameVersion(report.files())))
                        .isEmpty();
            }
        }
    }

    /** Of a folder whose files encode a series in different ways, an IoTDB refuses the load. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void inTheTreeModelAColumnIsInOneEncodingAndCompression(boolean aligned) throws IOException {
        TableSchema schema = TableSchema.ofTree(
                "small",
                List.of(
                        Column.field("same", TSDataType.DOUBLE),
                        Column.field("steps", TSDataType.DOUBLE),
                        Column.field("mixed", TSDataType.DOUBLE),
                        Column.field("number", TSDataType.INT64),
                        Column.field("text", TSDataType.STRING)));
        Oracle oracle = new Oracle(schema);
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FileStore target = StoreLocation.of(copy.toString()).open()) {
            Table table = Table.create(store, TableMetadata.of(schema, TimePartitioning.NONE, Map.of()));
            append(table, oracle, aligned, Devices.ofPath("root.small.d0"), false);
            append(table, oracle, aligned, Devices.ofPath("root.small.d1"), true);
            List<String> all = schema.fields().stream().map(Column::name).toList();
            ColumnForms before = ColumnForms.of(store, table.snapshot().files());
            assertThat(before.differing()).contains("steps", "mixed", "number").doesNotContain("text");

            ExportReport report = Export.run(table, target, CompactionOptions.DEFAULT);

            assertThat(ColumnForms.of(target, report.files()).differing()).isEmpty();
            assertThat(encodings(target, report.files(), "same")).containsOnly(TSEncoding.TS_2DIFF);
            assertThat(encodings(target, report.files(), "steps")).containsOnly(TSEncoding.TS_2DIFF);
            assertThat(encodings(target, report.files(), "mixed")).containsOnly(TSEncoding.GORILLA);
            assertThat(encodings(target, report.files(), "number")).containsOnly(TSEncoding.TS_2DIFF);
            // Each series for itself.
            assertThat(encodings(target, report.files(), "text")).containsOnly(TSEncoding.DICTIONARY, TSEncoding.PLAIN);
            ScanSource exported = new ScanSource(target.location(), schema, LiveFile.of(report.files()));
            ScanRequest request = new ScanRequest(all, TimeRange.ALL, DeviceFilter.ALL, Long.MAX_VALUE);
            assertThat(Oracle.scan(target, exported, request, 1000)).isEqualTo(oracle.lines());
            assertThat(target.list("", true)).hasSameSizeAs(report.files());
        }
    }

    @Test
    void chunksOfNothingButNullsAreEncodedAsTheOthersOfTheirSeries() throws IOException {
        TableSchema schema = TableSchema.ofTree(
                "small", List.of(Column.field("same", TSDataType.DOUBLE), Column.field("sparse", TSDataType.DOUBLE)));
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FileStore target = StoreLocation.of(copy.toString()).open()) {
            Table table = Table.create(store, TableMetadata.of(schema, TimePartitioning.NONE, Map.of()));
            try (FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, FlushOptions.DEFAULT)) {
                for (boolean first : new boolean[] {true, false}) {
                    MemTable memTable = new MemTable(schema, true);
                    for (int i = 0; i < 2000; i++) {
                        double decimals = i * 37 % 1000 / 100.0;
                        ObjectRow row = ObjectRow.of(decimals, first ? null : (Double) decimals);
                        memTable.append(Devices.ofPath("root.small.d"), first ? i : 4000 + i, row);
                    }
                    flush.drain(memTable);
                }
                table.commit(Commit.append(
                        table.snapshot().metadata().id(), CommitId.unique(), "test append", flush.finish()));
            }
            List<String> expected = Oracle.scan(store, table.snapshot());

            ExportReport report = Export.run(table, target, CompactionOptions.DEFAULT);

            assertThat(ColumnForms.of(target, report.files()).differing()).isEmpty();
            assertThat(encodings(target, report.files(), "sparse")).containsOnly(TSEncoding.TS_2DIFF);
            ScanSource exported = new ScanSource(target.location(), schema, LiveFile.of(report.files()));
            ScanRequest all =
                    new ScanRequest(List.of("same", "sparse"), TimeRange.ALL, DeviceFilter.ALL, Long.MAX_VALUE);
            assertThat(Oracle.scan(target, exported, all, 1000)).isEqualTo(expected);
        }
    }

    /** Of all chunks with values. */
    private static Set<TSEncoding> encodings(FileStore store, List<DataFile> files, String column) throws IOException {
        Set<TSEncoding> found = EnumSet.noneOf(TSEncoding.class);
        for (DataFile file : files) {
            try (OpenTsFile open = OpenTsFile.open(store, file.path())) {
                for (DeviceCursor cursor = open.devices(null); cursor.current() != null; cursor.advance()) {
                    for (ChunkEntry chunk : cursor.chunks().chunks(column)) {
                        if (chunk.count() > 0) {
                            found.add(ChunkHeadCheck.check(open, chunk).encoding());
                        }
                    }
                }
            }
        }
        return found;
    }

    /** Two commits of a device: one follows the other, or their rows take turns. */
    private static void append(Table table, Oracle oracle, boolean aligned, IDeviceID device, boolean turns)
            throws IOException {
        TableSchema schema = table.snapshot().metadata().schema();
        for (int commit = 0; commit < 2; commit++) {
            try (FusedFlush flush =
                    new FusedFlush(table.store(), schema, TimePartitioning.NONE, FlushOptions.DEFAULT)) {
                MemTable memTable = new MemTable(schema, aligned);
                boolean first = commit == 0;
                for (int i = 0; i < 2000; i++) {
                    double decimals = i * 37 % 1000 / 100.0;
                    ObjectRow row = ObjectRow.of(
                            decimals,
                            first ? 1.5 + Math.floorDiv(i, 1000) : decimals,
                            turns ? null : (Double) (first ? Math.sqrt(i) : decimals),
                            first ? (long) (i / 500) : (long) i * i,
                            ObjectRow.Bytes.of((turns ? "state " + i % 3 : "text " + i * 7919).getBytes(UTF_8)));
                    long time = turns ? 2L * i + commit : 4000L * commit + i;
                    memTable.append(device, time, row);
                    oracle.put(device, time, row);
                }
                flush.drain(memTable);
                table.commit(Commit.append(
                        table.snapshot().metadata().id(), CommitId.unique(), "test append", flush.finish()));
            }
        }
    }

    @Test
    void anEmptyTableMakesAnEmptyFolder() throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FileStore target = StoreLocation.of(copy.toString()).open()) {
            Table table = Table.create(store, TableMetadata.of(RandomRows.tableOfAllTypes(), PARTITIONING, Map.of()));
            assertThat(Export.run(table, target, CompactionOptions.DEFAULT).files())
                    .isEmpty();
            assertThat(target.list("", true)).isEmpty();
        }
    }

    @Test
    void aFolderThatIsNotEmptyIsRefused() throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            Table table = table(store, RandomRows.tableOfAllTypes());
            assertThatThrownBy(() -> Export.run(table, store, CompactionOptions.DEFAULT))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageStartingWith("Cannot export to ")
                    .hasMessageContaining("Give an empty folder");
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterAnErrorNothingIsLeftOfIt(TableModel model) throws IOException {
        TableSchema schema = model == TableModel.TABLE ? RandomRows.tableOfAllTypes() : RandomRows.treeOfAllTypes();
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FileStore target = StoreLocation.of(copy.toString()).open()) {
            Table table = table(store, schema);
            int steps = 0;
            while (true) {
                FaultPlan plan = FaultPlan.at(++steps, Fault.FAILED);
                try {
                    Export.run(table, new FaultyFileStore(target, plan), options(30_000));
                    break;
                } catch (IOException e) {
                    assertThat(target.list("", true)).as("after step %d", steps).isEmpty();
                }
            }
            assertThat(steps).isGreaterThan(5);
        }
    }

    private static CompactionOptions options(long taskBytes) {
        CompactionOptions usual = CompactionOptions.of(OPTIONS);
        return new CompactionOptions(
                usual.output(), usual.smallChunkPoints(), taskBytes, usual.maxTaskFiles(), usual.validateValues());
    }

    private static List<LiveFile> sameVersion(List<DataFile> files) {
        return LiveFile.of(files.stream()
                .map(file -> file.compacted(files.get(0).version(), 0, 0))
                .toList());
    }

    private static Table table(FileStore store, TableSchema schema) throws IOException {
        Table table = Table.create(store, TableMetadata.of(schema, PARTITIONING, Map.of()));
        RandomRows rows = new RandomRows(schema, 7, 5);
        for (int commit = 0; commit < 5; commit++) {
            try (FusedFlush flush = new FusedFlush(store, schema, PARTITIONING, OPTIONS)) {
                MemTable memTable = new MemTable(schema, commit % 2 == 0);
                for (int i = 0; i < 200; i++) {
                    RandomRows.KeyedRow row = rows.next();
                    memTable.append(row.device(), row.time(), row.row());
                }
                flush.drain(memTable);
                table.commit(Commit.append(
                        table.snapshot().metadata().id(), CommitId.unique(), "test append", flush.finish()));
            }
        }
        return table;
    }
}
