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
package io.tsfile.core.writer;

import static io.tsfile.core.writer.WriterFixture.OPTIONS;
import static io.tsfile.core.writer.WriterFixture.assertNothingIsLeftBehind;
import static io.tsfile.core.writer.WriterFixture.commits;
import static io.tsfile.core.writer.WriterFixture.newTable;
import static io.tsfile.core.writer.WriterFixture.read;
import static io.tsfile.core.writer.WriterFixture.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.FlushReason;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.manage.FlushEvent;
import io.tsfile.core.flush.manage.FlushListener;
import io.tsfile.core.flush.manage.FlushManager;
import io.tsfile.core.flush.manage.FlushManagerOptions;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.Threads;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TsFileWriterTest {
    private static final TableSchema SCHEMA = TableSchema.ofTable(
            "motors",
            List.of(
                    Column.tag("site"),
                    Column.field("speed", TSDataType.DOUBLE),
                    Column.field("state", TSDataType.STRING)));
    private static final IDeviceID NORTH = Devices.ofTable("motors", "north");
    private static final IDeviceID SOUTH = Devices.ofTable("motors", "south");

    private Table table;
    private Oracle oracle;

    @BeforeEach
    void createTable(@TempDir Path folder) throws IOException {
        table = newTable(store(folder), SCHEMA);
        oracle = new Oracle(SCHEMA);
    }

    @Test
    void showsRowsPointsAndBatchesOnceFlushed() throws IOException {
        try (TsFileWriter writer = TsFileWriter.open(table, OPTIONS)) {
            writer.append(NORTH, 1, writer.row(1.5, "on"));
            expect(NORTH, 1, 1.5, "on");
            writer.append(NORTH, 2, writer.row(null, null));
            expect(NORTH, 2, null, null);
            writer.append(SOUTH, 0, 1, writer.row(2.5, "not asked for"));
            writer.append(SOUTH, "state", 2, "off");
            expect(SOUTH, 1, 2.5, null);
            expect(SOUTH, 2, null, "off");
            writer.append(NORTH, times(3, 4), new Vector[] {speeds(3, 4), null});
            expect(NORTH, 3, 3.0, null);
            expect(NORTH, 4, 4.0, null);
            assertThat(commits(table)).as("nothing is visible before a flush").isZero();

            writer.flush();

            assertThat(read(table)).isEqualTo(oracle.lines());
            assertThat(commits(table)).isEqualTo(1);
        }
        assertThat(commits(table)).as("nothing came since").isEqualTo(1);
        assertNothingIsLeftBehind(table);
    }

    @Test
    void closesWithAFlush() throws IOException {
        try (TsFileWriter writer = TsFileWriter.open(table, OPTIONS)) {
            writer.append(NORTH, 1, writer.row(1.5, "on"));
            expect(NORTH, 1, 1.5, "on");
        }
        assertThat(read(table)).isEqualTo(oracle.lines());
    }

    @Test
    void closesWithAFlushAlsoOnAnInterruptedThread() throws IOException {
        TsFileWriter writer = TsFileWriter.open(table, OPTIONS);
        writer.append(NORTH, 1, writer.row(1.5, "on"));
        expect(NORTH, 1, 1.5, "on");
        Thread.currentThread().interrupt();
        assertThatThrownBy(writer::flush).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();

        writer.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(read(table)).isEqualTo(oracle.lines());
    }

    @Test
    void letsTheNewestWinAcrossFlushes() throws IOException {
        try (TsFileWriter writer = TsFileWriter.open(table, OPTIONS)) {
            double[][] rounds = {{10, 20, 30, 20}, {5, 30, 10}, {40, 30, 5, 5}};
            double value = 0;
            for (double[] times : rounds) {
                for (double time : times) {
                    writer.append(NORTH, (long) time, writer.row(++value, value % 2 == 0 ? null : "v" + value));
                    expect(NORTH, (long) time, value, value % 2 == 0 ? null : "v" + value);
                }
                writer.flush();
                assertThat(read(table)).isEqualTo(oracle.lines());
            }
        }
    }

    @Test
    void makesNoCommitAndNoFileWithoutRows() throws IOException {
        try (TsFileWriter writer = TsFileWriter.open(table, OPTIONS)) {
            writer.flush();
            writer.append(NORTH, times(), new Vector[] {null, null});
            writer.append(NORTH, 0, 1, writer.row(null, "not asked for"));
            writer.flush();
            writer.resume();
        }
        assertThat(commits(table)).isZero();
        assertNothingIsLeftBehind(table);
    }

    @Test
    void refusesWorkOnceClosedAndClosesTwice() throws IOException {
        TsFileWriter writer = TsFileWriter.open(table, OPTIONS);
        writer.append(NORTH, 1, writer.row(1.5, "on"));
        writer.close();
        writer.close();

        assertThatThrownBy(() -> writer.append(NORTH, 2, writer.row(1.5, "on")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Cannot append to a writer that is closed");
        assertThatThrownBy(writer::flush).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::resume).isInstanceOf(IllegalStateException.class);
        assertThat(commits(table)).isEqualTo(1);
    }

    @Test
    void refusesWhatTheTableCannotHoldAndGoesOn() throws IOException {
        try (TsFileWriter writer = TsFileWriter.open(table, OPTIONS)) {
            writer.append(NORTH, 1, writer.row(1.5, "on"));
            expect(NORTH, 1, 1.5, "on");

            assertThatThrownBy(() -> writer.row("fast", "on"))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageContaining("'speed'")
                    .hasMessageContaining("fast (String)");
            assertThatThrownBy(() -> writer.append(NORTH, 2, ObjectRow.of(2.5, "a String, where bytes are due")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.append(NORTH, "sped", 2, 2.5))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageContaining("[speed, state]");
            assertThatThrownBy(() -> writer.append(NORTH, 7, 2, writer.row(2.5, "on")))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> writer.append(Devices.ofTable("pumps", "north"), 2, writer.row(2.5, "on")))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageContaining("pumps");
            assertThatThrownBy(() -> writer.append(NORTH, times(2, 3), new Vector[] {speeds(2), null}))
                    .isInstanceOf(IllegalArgumentException.class);

            writer.append(NORTH, 3, writer.row(3.5, null));
            expect(NORTH, 3, 3.5, null);
            writer.flush();
            assertThat(read(table)).isEqualTo(oracle.lines());
        }
    }

    @Test
    void refusesDevicesThatAreNotAlignedInTheTableModel() {
        assertThatThrownBy(() -> TsFileWriter.open(table, OPTIONS.withAligned(false)))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("not aligned");
    }

    @Test
    void sharesATableWithAnotherWriter() throws IOException {
        try (TsFileWriter one = TsFileWriter.open(table, OPTIONS);
                TsFileWriter other = TsFileWriter.open(Table.open(table.store()), OPTIONS)) {
            one.append(NORTH, 1, one.row(1.5, "one"));
            one.append(SOUTH, 1, one.row(1.5, "one"));
            other.append(NORTH, 1, other.row(null, "other"));
            other.append(SOUTH, 2, other.row(2.5, "other"));
            one.flush();
            other.flush();
        }
        expect(NORTH, 1, 1.5, "other");
        expect(SOUTH, 1, 1.5, "one");
        expect(SOUTH, 2, 2.5, "other");
        assertThat(read(table)).isEqualTo(oracle.lines());
        assertThat(commits(table)).isEqualTo(2);
    }

    @Test
    void handsOverWhenThereIsEnough() throws Exception {
        BlockingQueue<FlushEvent> events = new LinkedBlockingQueue<>();
        try (FlushManager manager = WriterFixture.manager(1, 1 << 20, events::add)) {
            try (TsFileWriter writer =
                    TsFileWriter.open(table, OPTIONS.withManager(manager).withMemTablePoints(200))) {
                // 120 rows of 2 fields reach 200 points once.
                appendUntil(writer, 120);
                assertThat(take(events).reasons()).containsExactly(FlushReason.POINTS);
                assertThat(commits(table)).isEqualTo(1);
            }
            assertThat(take(events).reasons()).containsExactly(FlushReason.END_OF_INPUT);
            try (TsFileWriter writer =
                    TsFileWriter.open(table, OPTIONS.withManager(manager).withMemTableBytes(4_000))) {
                appendUntil(writer, 500);
                assertThat(take(events).reasons()).contains(FlushReason.SIZE);
            }
            assertThat(manager.budget().used()).isZero();
        }
        assertThat(read(table)).isEqualTo(oracle.lines());
    }

    @Test
    void writesTheSameFilesWhateverTheStripes(@TempDir Path folder) throws IOException {
        List<List<Long>> checksums = new ArrayList<>();
        for (int stripes : new int[] {1, 3, 16}) {
            Table other = newTable(store(folder.resolve("stripes" + stripes)), SCHEMA);
            try (TsFileWriter writer = TsFileWriter.open(other, OPTIONS.withStripes(stripes))) {
                for (int i = 0; i < 2000; i++) {
                    IDeviceID device = Devices.ofTable("motors", "m" + i % 37);
                    writer.append(device, i / 3 * 2 - i % 5, writer.row(i / 7.0, "s" + i % 3));
                }
            }
            checksums.add(other.snapshot().files().stream()
                    .map(DataFile::crc32c)
                    .sorted()
                    .toList());
        }
        assertThat(checksums.get(0)).hasSizeGreaterThan(1);
        assertThat(checksums).containsOnly(checksums.get(0));
    }

    @Test
    void takesRowsOfManyThreadsOfOneDevice() throws Exception {
        int threads = 6;
        int rows = 500;
        try (TsFileWriter writer = TsFileWriter.open(table, OPTIONS.withMemTableBytes(8_000))) {
            Threads.together(threads, thread -> {
                for (int i = 0; i < rows; i++) {
                    writer.append(NORTH, (long) i * threads + thread, writer.row((double) i, "t" + thread));
                    if (i % 200 == 199) {
                        writer.flush();
                    }
                }
                return thread;
            });
        }
        for (int thread = 0; thread < threads; thread++) {
            for (int i = 0; i < rows; i++) {
                expect(NORTH, (long) i * threads + thread, (double) i, "t" + thread);
            }
        }
        assertThat(read(table)).isEqualTo(oracle.lines());
        assertNothingIsLeftBehind(table);
    }

    @Test
    @Timeout(60)
    void flushesWhatWaitsForMoreToBeMergedWith(@TempDir Path folder) throws IOException {
        Table other = newTable(store(folder), SCHEMA);
        FlushManagerOptions usual = FlushManagerOptions.DEFAULT;
        FlushManagerOptions merging = new FlushManagerOptions(
                1, 1, 4, 3, 1 << 20, 1, usual.firstPause(), usual.longestPause(), usual.blockTimeout(), Duration.ZERO);
        try (FlushManager manager = new FlushManager(merging, new MemoryBudget(1 << 20), FlushListener.NONE)) {
            WriterOptions options = OPTIONS.withManager(manager).withMemTablePoints(1);
            for (Table target : List.of(table, other)) {
                try (TsFileWriter writer = TsFileWriter.open(target, options)) {
                    writer.append(NORTH, 1, writer.row(1.5, "on"));
                    if (target == table) {
                        writer.flush();
                        assertThat(read(table)).hasSize(1);
                    }
                }
                assertThat(read(target)).hasSize(1);
                assertThat(commits(target)).isEqualTo(1);
            }
        }
    }

    @Test
    void countsNoMemoryOfRowsThatAreInTheTable() throws IOException {
        try (FlushManager manager = WriterFixture.manager(1, 1 << 20, FlushListener.NONE);
                TsFileWriter writer = TsFileWriter.open(table, OPTIONS.withManager(manager))) {
            LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, 10_000);
            DoubleVector speeds = (DoubleVector) Vector.of(TSDataType.DOUBLE, 10_000);
            for (int i = 0; i < 100; i++) {
                times.append(i);
                speeds.append(i);
            }
            assertThatThrownBy(() -> writer.append(NORTH, times, new Vector[] {speeds, speeds}))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(manager.budget().used())
                    .as("after a batch that was refused")
                    .isZero();
            writer.append(NORTH, times, new Vector[] {speeds, null}, 10, 12);
            writer.append(SOUTH, times, new Vector[] {speeds, null});
            writer.append(SOUTH, 1, writer.row(1.5, "x".repeat(100_000)));

            writer.flush();

            assertThat(manager.budget().used()).as("after a flush").isZero();
        }
    }

    @Test
    void takesBatchesThatAreLargerThanTheMemory() throws IOException {
        try (FlushManager manager = WriterFixture.manager(1, 20_000, FlushListener.NONE);
                TsFileWriter writer = TsFileWriter.open(table, OPTIONS.withManager(manager))) {
            for (int batch = 0; batch < 3; batch++) {
                LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, 5_000);
                DoubleVector speeds = (DoubleVector) Vector.of(TSDataType.DOUBLE, 5_000);
                for (int i = 0; i < 3_000; i++) {
                    times.append(i * 3L + batch);
                    speeds.append(i);
                }
                writer.append(NORTH, times, new Vector[] {speeds, null});
            }
        }
        assertThat(read(table)).hasSize(9_000);
    }

    @Test
    void takesNoNoticeOfPointsWithoutAValue() throws IOException {
        try (TsFileWriter writer = TsFileWriter.open(table, OPTIONS)) {
            writer.append(NORTH, "speed", 1, null);
        }
        assertThat(commits(table)).isZero();
    }

    @Test
    void refusesMoreStripesThanThereAreBuckets() {
        assertThatThrownBy(() -> OPTIONS.withStripes(70_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("70000 stripes");
    }

    @Test
    void leavesTheStoreToItsOwner() throws IOException {
        FileStore store = table.store();
        TsFileWriter.open(table, OPTIONS).close();
        assertThat(Table.open(store).snapshot().number()).isEqualTo(1);
    }

    private void appendUntil(TsFileWriter writer, int rows) throws IOException {
        for (int i = 0; i < rows; i++) {
            writer.append(NORTH, i, writer.row((double) i, "on"));
            expect(NORTH, i, (double) i, "on");
        }
    }

    private static FlushEvent take(BlockingQueue<FlushEvent> events) throws InterruptedException {
        return Objects.requireNonNull(events.poll(60, TimeUnit.SECONDS), "no flush ended");
    }

    private void expect(IDeviceID device, long time, @Nullable Double speed, @Nullable String state) {
        oracle.put(
                device,
                time,
                ObjectRow.of(speed, state == null ? null : ObjectRow.Bytes.of(state.getBytes(StandardCharsets.UTF_8))));
    }

    private static LongVector times(long... times) {
        LongVector vector = (LongVector) Vector.of(TSDataType.TIMESTAMP, 1);
        for (long time : times) {
            vector.append(time);
        }
        return vector;
    }

    private static DoubleVector speeds(double... values) {
        DoubleVector vector = (DoubleVector) Vector.of(TSDataType.DOUBLE, 1);
        for (double value : values) {
            vector.append(value);
        }
        return vector;
    }
}
