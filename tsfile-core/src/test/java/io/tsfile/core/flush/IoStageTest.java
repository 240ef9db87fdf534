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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.testing.SimulatedCrash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IoStageTest {
    private static final TimePartitioning PARTITIONING = new TimePartitioning(500);

    private final FileStore store;

    IoStageTest(@TempDir Path folder) throws IOException {
        store = StoreLocation.of(folder.toString()).open();
    }

    @ParameterizedTest
    @CsvSource({"true, 1, 1", "true, 3000, 2", "false, 1, 1", "false, 3000, 3", "false, 1000000, 100"})
    void rollsFilesThatKeepOrdersAndRowsApart(boolean aligned, long targetBytes, int maxOpenFiles) throws IOException {
        TableSchema schema = RandomRows.treeOfAllTypes();
        FlushOptions options = options(targetBytes, maxOpenFiles);
        FaultPlan plan = FaultPlan.none();
        Oracle oracle = new Oracle(schema);
        List<DataFile> files;
        FileStore counted = new FaultyFileStore(store, plan);
        try (IoStage io = new IoStage(counted, schema, PARTITIONING, options)) {
            for (EncodedSeries series : encoded(schema, aligned, options, oracle)) {
                io.write(series);
                assertThat(plan.openFiles()).isLessThanOrEqualTo(maxOpenFiles);
            }
            files = io.finish();
        }
        assertThat(plan.openFiles()).isZero();
        assertThat(paths())
                .containsExactlyInAnyOrderElementsOf(
                        files.stream().map(DataFile::path).toList());
        assertThat(files).allSatisfy(file -> {
            long partition = PARTITIONING.partition(file.times().start());
            assertThat(PARTITIONING.partition(file.times().end())).isEqualTo(partition);
            assertThat(file.path()).startsWith("data/" + partition + "/");
            assertThat(store.status(file.path()))
                    .get()
                    .extracting(StoredFile::length)
                    .isEqualTo(file.length());
        });
        // Files of one order and one partition share no row: the scan fails if it sees one twice.
        Map<Integer, List<DataFile>> byOrder = new HashMap<>();
        files.forEach(file -> byOrder.computeIfAbsent(file.version().order(), o -> new ArrayList<>())
                .add(file));
        long rows = 0;
        for (List<DataFile> sameOrder : byOrder.values()) {
            long apart = 0;
            for (DataFile file : sameOrder) {
                apart += scan(schema, List.of(file)).size();
            }
            assertThat(scan(schema, sameOrder)).hasSize((int) apart);
            rows += apart;
        }
        assertThat(rows).isGreaterThan(oracle.size());
        assertThat(scan(schema, files)).isEqualTo(oracle.lines());
    }

    @Test
    void continuesAFileWhoseTargetIsNotReached() throws IOException {
        TableSchema schema = RandomRows.tableOfAllTypes();
        FlushOptions options = options(1 << 30, 100);
        List<EncodedSeries> all = encoded(schema, true, options, new Oracle(schema));
        try (IoStage io = new IoStage(store, schema, PARTITIONING, options)) {
            for (EncodedSeries series : all) {
                io.write(series);
            }
            long expected = all.stream()
                    .map(series -> series.partition() + "/" + series.order())
                    .distinct()
                    .count();
            assertThat(io.finish()).hasSize((int) expected);
            assertThat(io.finish()).as("nothing is handed out twice").isEmpty();
        }
        assertThat(paths()).as("what was handed out stays").isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 1", "true, 250000", "false, 250000"})
    void completesFilesWhoseMetadataTakesMuchMemory(boolean aligned, long metadataBytes) throws IOException {
        TableSchema schema = RandomRows.treeOfAllTypes();
        FlushOptions unbound = options(1 << 30, 100);
        Oracle oracle = new Oracle(schema);
        List<EncodedSeries> all = encoded(schema, aligned, unbound, oracle);
        List<List<DataFile>> tries = new ArrayList<>();
        long least = Long.MAX_VALUE;
        for (FlushOptions options :
                List.of(unbound, unbound.withMetadataBytes(metadataBytes), unbound.withMetadataBytes(metadataBytes))) {
            try (IoStage io = new IoStage(store, schema, PARTITIONING, options)) {
                assertThat(io.metadataBytes()).isZero();
                long most = 0;
                for (EncodedSeries series : all) {
                    io.write(series);
                    most = Math.max(most, io.metadataBytes());
                }
                assertThat(most).isLessThan(least);
                least = tries.isEmpty() ? most : least;
                tries.add(io.finish());
                assertThat(io.metadataBytes()).isZero();
            }
        }
        assertThat(tries.get(1).size()).isGreaterThan(tries.get(0).size());
        assertThat(scan(schema, tries.get(1))).isEqualTo(oracle.lines());
        assertThat(tries.get(2))
                .as("the same files each time")
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("path")
                .isEqualTo(tries.get(1));
        // The scan fails if it sees a row twice in files of one order.
        Map<Integer, List<DataFile>> byOrder = new HashMap<>();
        tries.get(1)
                .forEach(file -> byOrder.computeIfAbsent(file.version().order(), o -> new ArrayList<>())
                        .add(file));
        for (List<DataFile> sameOrder : byOrder.values()) {
            int apart = 0;
            for (DataFile file : sameOrder) {
                apart += scan(schema, List.of(file)).size();
            }
            assertThat(scan(schema, sameOrder)).hasSize(apart);
        }
    }

    @Test
    void deletesWhatWasNotHandedOut() throws IOException {
        TableSchema schema = RandomRows.tableOfAllTypes();
        FlushOptions options = options(3000, 2);
        List<EncodedSeries> all = encoded(schema, true, options, new Oracle(schema));
        List<DataFile> handedOut;
        try (IoStage io = new IoStage(store, schema, PARTITIONING, options)) {
            io.write(all.get(0));
            handedOut = io.finish();
            for (EncodedSeries series : all) {
                io.write(series);
            }
            assertThat(paths()).hasSizeGreaterThan(3);
        }
        assertThat(paths())
                .containsExactlyElementsOf(
                        handedOut.stream().map(DataFile::path).toList());
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DONE_BUT_FAILED", "FAILED"})
    void leavesNothingBehindWhateverStepFails(Fault fault) throws IOException {
        TableSchema schema = RandomRows.tableOfAllTypes();
        FlushOptions options = options(3000, 2);
        List<EncodedSeries> all =
                encoded(schema, true, options, new Oracle(schema)).subList(0, 25);
        FaultPlan count = FaultPlan.none();
        try (IoStage io = new IoStage(new FaultyFileStore(store, count), schema, PARTITIONING, options)) {
            writeAll(io, all);
        }
        int written = paths().size();
        assertThat(count.steps()).isGreaterThan(20);
        for (int step = 1; step <= count.steps(); step++) {
            FaultPlan plan = FaultPlan.at(step, fault);
            IoStage io = new IoStage(new FaultyFileStore(store, plan), schema, PARTITIONING, options);
            assertThatThrownBy(() -> writeAll(io, all))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("step " + step + " ");
            assertThatThrownBy(io::finish)
                    .as("half a file is never handed out")
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> io.write(all.get(0))).isInstanceOf(IllegalStateException.class);
            io.close();
            assertThat(paths()).as("%s at step %d", fault, step).hasSize(written);
            assertThat(plan.openFiles()).as("%s at step %d", fault, step).isZero();
        }
    }

    @Test
    void takesTheChunksOfRowsInPieces() throws IOException {
        TableSchema schema = RandomRows.tableOfAllTypes();
        FlushOptions options = options(3000, 2);
        List<EncodedSeries> all = encoded(schema, true, options, new Oracle(schema));
        int[] number = new int[1];
        try (IoStage whole = new IoStage(store, schema, options, partition -> "whole/" + number[0]++);
                IoStage pieces = new IoStage(store, schema, options, partition -> "pieces/" + number[0]++)) {
            for (EncodedSeries series : all) {
                whole.write(series);
                pieces.write(piece(series, 0, 3), series.measurements());
                assertThatThrownBy(() -> pieces.write(series)).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(pieces::finish).isInstanceOf(IllegalStateException.class);
                pieces.writeMore(piece(series, 3, 4));
                assertThatThrownBy(() -> pieces.writeMore(piece(series, 3, 11)))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("8 more chunks")
                        .hasMessageContaining("7 are expected");
                pieces.writeMore(piece(series, 4, 11));
                assertThatThrownBy(() -> pieces.writeMore(piece(series, 4, 11)))
                        .isInstanceOf(IllegalStateException.class);
            }
            // With the checksum of all bytes.
            assertThat(pieces.finish())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("path")
                    .isEqualTo(whole.finish());
        }
    }

    private static EncodedSeries piece(EncodedSeries series, int from, int to) {
        List<EncodedChunk> chunks = series.chunks().subList(from, to);
        long points = chunks.stream()
                .filter(chunk -> !chunk.measurement().isEmpty())
                .mapToLong(chunk -> chunk.statistics().getCount())
                .sum();
        return new EncodedSeries(
                series.device(),
                series.aligned(),
                series.partition(),
                series.order(),
                series.times(),
                series.rows(),
                points,
                chunks);
    }

    @Test
    void doesNotHideTheErrorThatEndedIt() throws IOException {
        TableSchema schema = RandomRows.tableOfAllTypes();
        FlushOptions options = options(3000, 2);
        List<EncodedSeries> all = encoded(schema, true, options, new Oracle(schema));
        FaultPlan plan = FaultPlan.at(5, Fault.CRASH);
        assertThatThrownBy(() -> {
                    try (IoStage io = new IoStage(new FaultyFileStore(store, plan), schema, PARTITIONING, options)) {
                        writeAll(io, all);
                    }
                })
                .isInstanceOf(SimulatedCrash.class)
                .hasMessageContaining("step 5 ");
    }

    private static void writeAll(IoStage io, List<EncodedSeries> all) throws IOException {
        for (EncodedSeries series : all) {
            io.write(series);
        }
        io.finish();
    }

    private List<String> paths() throws IOException {
        return store.list("", true).stream().map(StoredFile::path).toList();
    }

    private List<String> scan(TableSchema schema, List<DataFile> files) throws IOException {
        ScanSource source = new ScanSource(store.location(), schema, LiveFile.of(files));
        List<String> fields =
                schema.fields().stream().map(field -> field.name()).toList();
        return Oracle.scan(
                store, source, new ScanRequest(fields, TimeRange.ALL, DeviceFilter.ALL, Long.MAX_VALUE), 100);
    }

    private static FlushOptions options(long targetBytes, int maxOpenFiles) {
        return new FlushOptions(10, 50, targetBytes, maxOpenFiles, CompressionType.LZ4);
    }

    /** Several drains with late rows, so that there are several orders and partitions. */
    private static List<EncodedSeries> encoded(
            TableSchema schema, boolean aligned, FlushOptions options, Oracle oracle) {
        SortStage sort = new SortStage(schema, PARTITIONING, options);
        EncodeStage encode = new EncodeStage(options);
        MemTable table = new MemTable(schema, aligned);
        RandomRows rows = new RandomRows(schema, 11, 4);
        List<EncodedSeries> all = new ArrayList<>();
        for (int drain = 0; drain < 5; drain++) {
            for (int i = 0; i < 200; i++) {
                RandomRows.KeyedRow row = rows.next();
                table.append(row.device(), row.time(), row.row());
                oracle.put(row.device(), row.time(), row.row());
            }
            sort.sort(table, series -> all.add(encode.encode(series)));
        }
        return all;
    }
}
