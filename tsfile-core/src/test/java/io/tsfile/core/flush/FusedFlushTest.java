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
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.memtable.ArrivalText;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FusedFlushTest {
    private static final TimePartitioning PARTITIONING = new TimePartitioning(500);
    private static final FlushOptions OPTIONS = new FlushOptions(10, 50, 3000, 3, CompressionType.LZ4);
    private static final IDeviceID A = Devices.ofPath("root.x.y.a");
    private static final IDeviceID B = Devices.ofPath("root.x.y.b");

    private final FileStore store;

    FusedFlushTest(@TempDir Path folder) throws IOException {
        store = StoreLocation.of(folder.toString()).open();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writesTheSameBytesAgainAfterAnyFailedStep(boolean aligned) throws IOException {
        TableSchema schema = RandomRows.treeOfAllTypes();
        List<MemTable> tables = tables(schema, aligned);
        FaultPlan count = FaultPlan.none();
        List<String> expected = flush(new FaultyFileStore(store, count), schema, tables);
        assertThat(expected).hasSizeGreaterThan(3);
        long rows = tables.get(0).rows();
        long bytes = tables.get(0).bytes();
        assertThat(count.steps()).isGreaterThan(10);
        for (int step = 1; step <= count.steps(); step++) {
            FaultPlan plan = FaultPlan.at(step, Fault.FAILED);
            FileStore faulty = new FaultyFileStore(store, plan);
            assertThatThrownBy(() -> flush(faulty, schema, tables)).isInstanceOf(IOException.class);
            assertThat(plan.openFiles()).as("step %d", step).isZero();
            assertThat(paths()).as("step %d leaves nothing", step).isEmpty();
            assertThat(tables.get(0).rows()).isEqualTo(rows);
            assertThat(tables.get(0).bytes()).isEqualTo(bytes);
            assertThat(flush(store, schema, tables))
                    .as("after step %d failed", step)
                    .isEqualTo(expected);
        }
    }

    @Test
    void keepsWhatADrainCouldNotWrite() throws IOException {
        MemTable table = ArrivalText.tree(true, A, "1:1--", B, "2:2--");
        FileStore faulty = new FaultyFileStore(store, FaultPlan.at(1, Fault.FAILED));
        try (FusedFlush flush = new FusedFlush(faulty, ArrivalText.TREE, PARTITIONING, OPTIONS)) {
            assertThatThrownBy(() -> flush.drain(table)).isInstanceOf(FlushException.class);
            assertThat(table.rows()).isEqualTo(2);
        }
        try (FusedFlush flush = new FusedFlush(store, ArrivalText.TREE, PARTITIONING, OPTIONS)) {
            flush.drain(table);
            assertThat(table.isEmpty()).isTrue();
            assertThat(flush.finish()).hasSize(1);
        }
    }

    @Test
    void saysWhichDeviceCouldNotBeSorted() throws IOException {
        try (FusedFlush flush = new FusedFlush(store, ArrivalText.TREE, PARTITIONING, OPTIONS)) {
            FlushException failure =
                    failure(flush, ArrivalText.tree(true, A, "1:1--", B, "1:1--"), ArrivalText.tree(false, B, "2:1--"));
            assertThat(failure.stage()).isEqualTo(FlushStage.SORT);
            assertThat(failure.device()).contains(B);
            assertThat(failure).hasCauseInstanceOf(TsFileConnectorException.class);
            assertThat(failure)
                    .hasMessageStartingWith("Cannot flush device root.x.y.b: stage 'sort' failed")
                    .hasMessageContaining("The rows are still in memory");
        }
    }

    @Test
    void saysWhichDeviceCouldNotBeWritten() throws IOException {
        FaultPlan plan = FaultPlan.at(1, Fault.FAILED);
        try (FusedFlush flush =
                new FusedFlush(new FaultyFileStore(store, plan), ArrivalText.TREE, PARTITIONING, OPTIONS)) {
            FlushException failure = failure(flush, ArrivalText.tree(true, B, "1:1--", A, "1:1--"));
            assertThat(failure.stage()).isEqualTo(FlushStage.IO);
            assertThat(failure.device()).contains(A);
            assertThat(failure.getCause()).hasMessageContaining("step 1 ");
        }
    }

    /** A device was written already; without the other one its file must not be committed. */
    @Test
    void handsOutNothingAfterAFailure() throws IOException {
        MemTable aligned = ArrivalText.tree(true, A, "1:1--", B, "1:1--");
        try (FusedFlush flush = new FusedFlush(store, ArrivalText.TREE, PARTITIONING, OPTIONS)) {
            failure(flush, aligned, ArrivalText.tree(false, B, "2:1--"));
            assertThat(paths()).hasSize(1);
            assertRefusesToGoOn(flush, aligned);
        }
        assertThat(paths()).isEmpty();
    }

    @Test
    void refusesToGoOnOnceClosed() throws IOException {
        FusedFlush flush = new FusedFlush(store, ArrivalText.TREE, PARTITIONING, OPTIONS);
        flush.close();
        assertRefusesToGoOn(flush, ArrivalText.tree(true, A, "1:1--"));
        flush.close();
        assertThat(paths()).isEmpty();
    }

    @Test
    void saysThatMemtablesDoNotGoTogether() throws IOException {
        try (FusedFlush flush = new FusedFlush(store, ArrivalText.TREE, PARTITIONING, OPTIONS)) {
            FlushException failure =
                    failure(flush, ArrivalText.tree(true, A, "1:1--"), new MemTable(RandomRows.treeOfAllTypes(), true));
            assertThat(failure.stage()).isEqualTo(FlushStage.SORT);
            assertThat(failure.device()).isEmpty();
            assertThat(failure).hasCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void stopsWhereItsThreadIsInterrupted() throws IOException {
        MemTable table = ArrivalText.tree(true, A, "1:1--");
        try (FusedFlush flush = new FusedFlush(store, ArrivalText.TREE, PARTITIONING, OPTIONS)) {
            Thread.currentThread().interrupt();
            FlushException failure = failure(flush, table);
            assertThat(Thread.interrupted()).as("it still is").isTrue();
            assertThat(failure.device()).contains(A);
            assertThat(failure).hasCauseInstanceOf(InterruptedIOException.class);
            assertThat(table.rows()).isOne();
        }
        assertThat(paths()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, 4, 6, 3", "false, 6, 6, 5"})
    void countsWhatItDid(boolean aligned, long rows, long points, long chunks) throws IOException {
        try (FusedFlush flush = new FusedFlush(
                store, ArrivalText.TREE, TimePartitioning.NONE, new FlushOptions(1, 2, 3000, 1, CompressionType.LZ4))) {
            assertThat(flush.stats()).isEqualTo(FlushStats.NONE);
            // A's rows become one of three, which are two chunks each.
            flush.flush(List.of(
                    ArrivalText.tree(aligned, A, "1:1-- 2:1-3 3:1--", B, "1:5--"),
                    ArrivalText.tree(aligned, A, "1:23-")));
            FlushStats stats = flush.stats();
            assertThat(stats.rows()).isEqualTo(rows);
            assertThat(stats.points()).isEqualTo(points);
            assertThat(stats.fallbacks()).isZero();
            assertThat(stats.sort().tasks()).isEqualTo(2);
            assertThat(stats.encode().tasks()).isEqualTo(chunks);
            assertThat(stats.io().tasks()).isEqualTo(chunks);
            for (StageStats stage : List.of(stats.sort(), stats.encode(), stats.io())) {
                assertThat(stage.workNanos()).isPositive().isEqualTo(stage.wallNanos());
                assertThat(stage.peakWorkers()).isOne();
                assertThat(stage.peakQueueBytes() + stage.stalls()).isZero();
            }
            flush.finish();
            flush.flush(List.of(ArrivalText.tree(aligned, A, "1:1--")));
            assertThat(flush.stats().rows()).as("since the engine was made").isEqualTo(rows + 1);
        }
    }

    @Test
    void rowsWithoutValuesAreNothingInATree() throws IOException {
        MemTable table = ArrivalText.tree(true, A, "1:1--");
        table.append(B, 1, ObjectRow.of(null, null, null));
        try (FusedFlush flush = new FusedFlush(store, ArrivalText.TREE, PARTITIONING, OPTIONS)) {
            flush.flush(List.of(new MemTable(ArrivalText.TREE, true)));
            assertThat(flush.finish()).isEmpty();
            flush.flush(List.of(table));
            assertThat(flush.stats().rows()).isOne();
            assertThat(flush.finish()).hasSize(1);
        }
    }

    private static void assertRefusesToGoOn(FusedFlush flush, MemTable table) {
        assertThatThrownBy(() -> flush.flush(List.of(table)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Cannot go on");
        assertThatThrownBy(flush::finish).isInstanceOf(IllegalStateException.class);
    }

    private static FlushException failure(FusedFlush flush, MemTable... tables) {
        FlushException failure = catchThrowableOfType(FlushException.class, () -> flush.flush(List.of(tables)));
        assertThat(failure).isNotNull();
        return failure;
    }

    /** Flushes into new files, takes their bytes, and deletes them. */
    private List<String> flush(FileStore into, TableSchema schema, List<MemTable> tables) throws IOException {
        List<String> bytes = new ArrayList<>();
        try (FusedFlush flush = new FusedFlush(into, schema, PARTITIONING, OPTIONS)) {
            flush.flush(tables);
            for (DataFile file : flush.finish()) {
                bytes.add(file.version().order() + " " + HexFormat.of().formatHex(store.read(file.path())));
                store.delete(file.path());
            }
        }
        return bytes;
    }

    private List<String> paths() throws IOException {
        return store.list("", true).stream().map(StoredFile::path).toList();
    }

    private static List<MemTable> tables(TableSchema schema, boolean aligned) {
        List<MemTable> tables = new ArrayList<>();
        RandomRows rows = new RandomRows(schema, 3, 3);
        for (int i = 0; i < 2; i++) {
            MemTable table = new MemTable(schema, aligned);
            for (int row = 0; row < 250; row++) {
                RandomRows.KeyedRow next = rows.next();
                table.append(next.device(), next.time(), next.row());
            }
            tables.add(table);
        }
        return tables;
    }
}
