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
package io.tsfile.core.wal;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.OutputFile;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Threads;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {
    private static final IDeviceID DEVICE = Devices.ofTable("t", "a");
    private static final TableSchema BLOBS =
            TableSchema.ofTable("t", List.of(Column.tag("id"), Column.field("x", TSDataType.BLOB)));

    private FileStore store;
    private WalOptions options;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        store = WalTesting.store(folder);
        options = WalTesting.options(folder, SyncPolicy.SYNC);
    }

    @Test
    void aFreshFolderHasNothingToReplay() throws IOException {
        try (WriteAheadLog log = WriteAheadLog.open(options)) {
            assertThat(log.leftovers()).isEmpty();
        }
        assertThat(WalTesting.segments(store)).isEmpty();
    }

    @Test
    void keepsSegmentsUntilTheyAreInstalled() throws IOException {
        WalHeader header = WalTesting.header(WalTesting.SMALL, false);
        try (WriteAheadLog log = started(header, 5)) {
            append(log, 1);
            log.roll(6);
            append(log, 2);
            log.roll(9);
            append(log, 3);
            assertThat(WalTesting.segments(store)).hasSize(3);

            log.installed(6);
            log.installed(6);

            assertThat(WalTesting.segments(store)).hasSize(1);
        }
        try (WriteAheadLog log = WriteAheadLog.open(options)) {
            assertThat(log.leftovers()).singleElement().satisfies(segment -> {
                assertThat(segment.header()).isEqualTo(header);
                assertThat(segment.generation()).isEqualTo(9);
                assertThat(segment.path()).contains(header.writer().toString());
                assertThat(segment.bytes())
                        .isEqualTo(store.status(segment.path()).orElseThrow().length());
            });
            log.delete(log.leftovers().get(0));
            log.delete(log.leftovers().get(0));
        }
        assertThat(WalTesting.segments(store)).isEmpty();
    }

    @Test
    void deletesASegmentThatIsInstalledBeforeItsEndOnceItHasEnded() throws IOException {
        WriteAheadLog log = started(WalTesting.header(WalTesting.SMALL, true), 0);
        append(log, 1);
        log.installed(0);
        assertThat(WalTesting.segments(store)).hasSize(1);
        log.roll(1);
        assertThat(WalTesting.segments(store)).singleElement().asString().endsWith("1.wal");
        append(log, 2);
        log.installed(1);
        log.close();
        log.close();

        assertThat(WalTesting.segments(store)).isEmpty();
    }

    @Test
    void goesOnWhenASegmentCannotBeDeleted() throws IOException {
        // Create and sync of the first segment; close of it, create and sync of the next one, and then the delete.
        FaultyFileStore faulty = new FaultyFileStore(store, FaultPlan.at(6, Fault.FAILED));
        try (WriteAheadLog log = WriteAheadLog.open(faulty, options)) {
            log.start(WalTesting.header(WalTesting.SMALL, true), 0);
            append(log, 1);
            log.installed(0);
            log.roll(1);
            assertThat(WalTesting.segments(store)).hasSize(2);
            log.await(append(log, 2));
            log.roll(2);

            assertThat(WalTesting.segments(store))
                    .hasSize(2)
                    .first(as(InstanceOfAssertFactories.STRING))
                    .endsWith("1.wal");
        }
    }

    @Test
    void leavesNoSegmentWithoutRows() throws IOException {
        started(WalTesting.header(WalTesting.SMALL, true), 0).close();

        assertThat(WalTesting.segments(store)).isEmpty();
    }

    @Test
    void writersComeInTheOrderOfTheirCreation() throws IOException {
        List<WalHeader> headers = new ArrayList<>();
        for (int run = 0; run < 12; run++) {
            headers.add(WalTesting.header(WalTesting.SMALL, true));
            try (WriteAheadLog log = started(headers.get(run), 0)) {
                append(log, 2L * run);
                log.roll(1);
                append(log, 2L * run + 1);
                if (run == 5) {
                    log.delete(log.leftovers().get(0));
                }
            }
        }
        try (WriteAheadLog log = WriteAheadLog.open(options)) {
            assertThat(log.leftovers()).extracting(WalSegment::header).isSubsetOf(headers);
            MemTable found = WalTesting.replayed(log, WalTesting.SMALL, true);
            LongVector times =
                    found.view(DEVICE).orElseThrow().arrivals().get(0).times();
            for (int i = 0; i < 23; i++) {
                assertThat(times.get(i)).isEqualTo(i + 1);
            }
            assertThat(times.size()).isEqualTo(23);
        }
    }

    @Test
    void tellsHowManyBytesOfATornEndItLeavesOut() throws IOException {
        WriteAheadLog log = started(WalTesting.header(WalTesting.SMALL, true), 0);
        log.await(append(log, 1));
        String path = WalTesting.segments(store).get(0);
        long one = store.status(path).orElseThrow().length();
        log.await(append(log, 2));
        byte[] two = store.read(path);
        log.close();
        // Behind the row stands a note that the row before is durable.
        int torn = two.length - RecordKind.FRAME_BYTES - RecordKind.DURABLE_BYTES - 1;
        replace(path, two, torn);

        try (WriteAheadLog next = WriteAheadLog.open(options)) {
            MemTable found = new MemTable(WalTesting.SMALL, true);
            assertThat(next.replay(next.leftovers().get(0), found)).isEqualTo(torn - one);
            assertThat(found.rows()).isEqualTo(1);
        }
    }

    @Test
    void aFileThatNeverGotItsHeaderIsForgotten() throws IOException {
        String path = new SegmentName(3, WalTesting.WRITER, 0).path();
        replace(path, new byte[0], 0);

        try (WriteAheadLog log = WriteAheadLog.open(options)) {
            assertThat(log.leftovers()).isEmpty();
            assertThat(WalTesting.segments(store)).hasSize(1);
            log.start(WalTesting.header(WalTesting.SMALL, true), 0);
            assertThat(WalTesting.segments(store)).singleElement().asString().startsWith("0000000004-");
        }
    }

    @Test
    void refusesAFolderWithOtherFiles() throws IOException {
        store.createIfAbsent(".hidden", new byte[1]);
        store.createIfAbsent("folder/notes", new byte[1]);
        WriteAheadLog.open(options).close();
        store.createIfAbsent("notes.txt", new byte[1]);

        assertThatThrownBy(() -> WriteAheadLog.open(options))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("'notes.txt' is none of its segments")
                .hasMessageContaining("a folder of its own");
    }

    @Test
    void refusesASegmentOfALaterVersionAndOneUnderAnotherName() throws IOException {
        byte[] head = head();
        head[8] = 2;
        rewriteStartChecksum(head);
        String path = new SegmentName(1, WalTesting.WRITER, 0).path();
        replace(path, head, head.length);
        assertThatThrownBy(() -> WriteAheadLog.open(options))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("use the release that wrote it");

        store.delete(path);
        replace(new SegmentName(1, WalTesting.WRITER, 1).path(), head(), head().length);
        assertThatThrownBy(() -> WriteAheadLog.open(options))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("generation 0, who wrote it");
    }

    @Test
    void onlyOneHasTheFolder() throws IOException {
        try (WriteAheadLog log = WriteAheadLog.open(options)) {
            assertThatThrownBy(() -> WriteAheadLog.open(options))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageContaining("this process has it");
            assertThat(log.leftovers()).isEmpty();
        }
        WriteAheadLog.open(options).close();
    }

    @Test
    void aRowThatDoesNotFitLeavesNothingBehind() throws IOException {
        WriteAheadLog log = started(WalTesting.header(WalTesting.SMALL, true), 0);
        append(log, 1);
        RowValues broken = new RowValues() {
            @Override
            public boolean isNull(int field) {
                return false;
            }

            @Override
            public void appendTo(int field, Vector target) {
                if (field == 1) {
                    throw new TsFileConnectorException("does not fit");
                }
                ((LongVector) target).append(7);
            }
        };
        assertThatThrownBy(() -> log.append(DEVICE, 2, broken)).hasMessage("does not fit");
        assertThatThrownBy(() -> log.append(Devices.ofTable("t", "\ud800"), 2, WalTesting.row(1, "")))
                .hasMessageContaining("half a character");
        append(log, 3);
        log.close();

        assertThat(WalTesting.lines(WalTesting.recovered(store, WalTesting.SMALL, true), List.of(DEVICE)))
                .hasSize(2);
    }

    @Test
    void aBatchOfAnotherTableLeavesNothingBehind() throws IOException {
        WriteAheadLog log = started(WalTesting.header(WalTesting.SMALL, true), 0);
        LongVector times = (LongVector) Vector.of(TSDataType.INT64, 1);
        times.append(1);
        Vector texts = Vector.of(TSDataType.STRING, 1);
        texts.appendNull();
        for (@Nullable
        Vector[] columns :
                List.of(new @Nullable Vector[] {texts, null}, new @Nullable Vector[] {null}, new @Nullable Vector[] {
                    null, Vector.of(TSDataType.STRING, 0)
                })) {
            assertThatThrownBy(() -> log.append(DEVICE, times, columns, 0, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("for each of 2 fields");
        }
        assertThatThrownBy(() -> log.append(DEVICE, times, new @Nullable Vector[] {null, texts}, 0, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        log.close();

        assertThat(WalTesting.segments(store)).isEmpty();
    }

    @Test
    void replaysIntoAMemTableOfItsSchemaAlone() throws IOException {
        WriteAheadLog log = started(WalTesting.header(WalTesting.SMALL, true), 0);
        append(log, 1);
        log.close();

        try (WriteAheadLog next = WriteAheadLog.open(options)) {
            MemTable narrow = new MemTable(
                    TableSchema.ofTable("t", List.of(Column.tag("id"), Column.field("x", TSDataType.INT64))), true);
            assertThatThrownBy(() -> next.replay(next.leftovers().get(0), narrow))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "Cannot replay " + next.leftovers().get(0).path());
            assertThat(narrow.isEmpty()).isTrue();
        }
    }

    @Test
    void namesTheRecordThatAMemTableRefuses() throws IOException {
        WriteAheadLog log = started(WalTesting.header(WalTesting.SMALL, true), 0);
        log.await(append(log, 1));
        String path = WalTesting.segments(store).get(0);
        long first = store.status(path).orElseThrow().length();
        log.append(Devices.ofTable("another", "a"), 2, WalTesting.row(2, ""));
        log.close();

        try (WriteAheadLog next = WriteAheadLog.open(options)) {
            MemTable found = new MemTable(WalTesting.SMALL, true);
            assertThatThrownBy(() -> next.replay(next.leftovers().get(0), found))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageStartingWith("Cannot read segment " + path)
                    .hasMessageContaining("at byte " + first)
                    .hasMessageContaining("another");
            assertThat(found.rows()).isEqualTo(1);
        }
    }

    @Test
    void aPointWithoutAValueIsNone() throws IOException {
        WriteAheadLog log = started(WalTesting.header(WalTesting.SMALL, true), 0);
        log.await(log.append(DEVICE, 1, 5, ObjectRow.of(1L, null)));
        log.close();

        assertThat(WalTesting.segments(store)).isEmpty();
    }

    @Test
    void partsALargeBatchButNoRow() throws IOException {
        WriteAheadLog log = started(WalTesting.header(BLOBS, true), 0);
        int[] lengths = {10, 3 << 20, 400_000, 400_000, 0, 400_000, 400_000, 1};
        LongVector times = (LongVector) Vector.of(TSDataType.INT64, lengths.length);
        BinaryVector blobs = (BinaryVector) Vector.of(TSDataType.BLOB, lengths.length);
        for (int i = 0; i < lengths.length; i++) {
            times.append(i);
            byte[] blob = new byte[lengths[i]];
            Arrays.fill(blob, (byte) i);
            blobs.append(blob);
        }
        log.await(log.append(DEVICE, times, new @Nullable Vector[] {blobs}, 0, lengths.length));
        log.close();

        SegmentName name = SegmentName.parse(WalTesting.segments(store).get(0)).orElseThrow();
        int records = 0;
        try (SegmentReader reader = SegmentReader.open(store, name).orElseThrow()) {
            for (var body = reader.next(); body.isPresent(); body = reader.next()) {
                records++;
            }
        }
        assertThat(records).isBetween(3, lengths.length);
        MemTable found = WalTesting.recovered(store, BLOBS, true);
        MemTable expected = new MemTable(BLOBS, true);
        expected.append(DEVICE, times, new @Nullable Vector[] {blobs});
        assertThat(WalTesting.lines(found, List.of(DEVICE)).hashCode())
                .isEqualTo(WalTesting.lines(expected, List.of(DEVICE)).hashCode());
    }

    @Test
    void writesWithoutAnAwaitOnceItsBufferIsFull() throws IOException {
        try (WriteAheadLog log = started(WalTesting.header(BLOBS, true), 0)) {
            byte[] blob = new byte[1 << 20];
            RowValues row = new RowValues() {
                @Override
                public boolean isNull(int field) {
                    return false;
                }

                @Override
                public void appendTo(int field, Vector target) {
                    ((BinaryVector) target).append(blob);
                }
            };
            for (int i = 0; i < 10; i++) {
                log.append(DEVICE, i, row);
            }
            // At most one buffer of 4 MiB, and what was appended last, waits in memory.
            assertThat(store.status(WalTesting.segments(store).get(0))
                            .orElseThrow()
                            .length())
                    .isGreaterThan(5 << 20);
        }
        assertThat(WalTesting.recovered(store, BLOBS, true).rows()).isEqualTo(10);
    }

    @Test
    @Timeout(120)
    void syncsWhatIsOnlyWrittenInTime() throws Exception {
        FaultyFileStore watched = new FaultyFileStore(store, FaultPlan.none());
        WalOptions often = new WalOptions(options.folder(), SyncPolicy.WRITE, Duration.ofMillis(20));
        try (WriteAheadLog log = WriteAheadLog.open(watched, often)) {
            log.start(WalTesting.header(WalTesting.SMALL, true), 0);
            long ticket = append(log, 1);
            log.await(ticket);

            watched.awaitDurable();
        }
    }

    @Test
    void anInterruptDoesNotHurtTheLog() throws IOException {
        try (WriteAheadLog log = started(WalTesting.header(WalTesting.SMALL, true), 0)) {
            Thread.currentThread().interrupt();
            append(log, 1);
            log.roll(1);
            append(log, 2);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(WalTesting.recovered(store, WalTesting.SMALL, true).rows()).isEqualTo(2);
    }

    @Test
    void aFailedSyncFailsAllThatWaitAndAllThatCome() throws Exception {
        for (Fault fault : List.of(Fault.FAILED, Fault.DONE_BUT_FAILED, Fault.CRASH)) {
            FileStore folder = store.child(fault.name());
            // Create, sync of the header; then the syncs of groups.
            FaultyFileStore faulty = new FaultyFileStore(folder, FaultPlan.at(12, fault));
            WriteAheadLog log = WriteAheadLog.open(faulty, options);
            log.start(WalTesting.header(WalTesting.SMALL, true), 0);

            List<Integer> acknowledged = Threads.together(4, thread -> {
                for (int i = 0; ; i++) {
                    try {
                        log.await(log.append(Devices.ofTable("t", "d" + thread), i, WalTesting.row(i, "")));
                    } catch (IOException e) {
                        assertThat(e).hasMessageStartingWith("Cannot append").hasStackTraceContaining("breaks by plan");
                        return i;
                    } catch (Error e) {
                        // Only for the one that led.
                        assertThat(fault).isEqualTo(Fault.CRASH);
                        return i;
                    }
                }
            });

            assertThatThrownBy(() -> append(log, 1)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> log.roll(1)).isInstanceOf(IOException.class);
            assertThatThrownBy(log::close).isInstanceOfAny(IOException.class, Error.class);
            log.close();
            faulty.endProcess();
            MemTable found = WalTesting.recovered(folder, WalTesting.SMALL, true);
            for (int thread = 0; thread < 4; thread++) {
                int least = acknowledged.get(thread);
                int rows = found.view(Devices.ofTable("t", "d" + thread))
                        .map(view -> view.arrivals().get(0).times().size())
                        .orElse(0);
                assertThat(rows).as(fault + " thread " + thread).isBetween(least, least + 1);
            }
        }
    }

    @Test
    @Timeout(120)
    void aFailureOfTheThreadThatSyncsReachesAllOthers() throws IOException {
        // Create, sync of the header; then the sync of the thread, since nobody waits for a write.
        FaultyFileStore faulty = new FaultyFileStore(store, FaultPlan.at(3, Fault.FAILED));
        WalOptions often = new WalOptions(options.folder(), SyncPolicy.WRITE, Duration.ofMillis(1));
        WriteAheadLog log = WriteAheadLog.open(faulty, often);
        log.start(WalTesting.header(WalTesting.SMALL, true), 0);
        append(log, 1);

        assertThatThrownBy(() -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        // Only asks.
                        log.append(DEVICE, 0, 1, ObjectRow.of(null, null));
                    }
                })
                .isInstanceOf(IOException.class)
                .hasStackTraceContaining("(sync ");
        assertThatThrownBy(log::close).isInstanceOf(IOException.class).hasStackTraceContaining("(sync ");
        WriteAheadLog.open(store, options).close();
    }

    @Test
    void threadsShareSyncs() throws Exception {
        FaultPlan plan = FaultPlan.none();
        try (WriteAheadLog log = WriteAheadLog.open(new FaultyFileStore(store, plan), options)) {
            log.start(WalTesting.header(WalTesting.SMALL, true), 0);
            List<Long> tickets = Threads.together(8, thread -> append(log, thread));
            int before = plan.steps();

            // All are in one buffer: whoever comes first brings all of them to the disk.
            Threads.together(8, thread -> {
                log.await(tickets.get(thread));
                return true;
            });

            assertThat(plan.steps()).isEqualTo(before + 1);
        }
    }

    @Test
    void refusesWhatComesInTheWrongOrder() throws IOException {
        WriteAheadLog log = WriteAheadLog.open(options);
        assertThatThrownBy(() -> append(log, 1)).isInstanceOf(IllegalStateException.class);
        WalHeader header = WalTesting.header(WalTesting.SMALL, true);
        log.start(header, 3);
        assertThatThrownBy(() -> log.start(header, 4)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.roll(3)).isInstanceOf(IllegalArgumentException.class);
        append(log, 1);
        log.close();
        assertThatThrownBy(() -> append(log, 1)).isInstanceOf(IOException.class).hasMessageContaining("it is closed");
    }

    private WriteAheadLog started(WalHeader header, long generation) throws IOException {
        WriteAheadLog log = WriteAheadLog.open(options);
        log.start(header, generation);
        return log;
    }

    private static long append(WriteAheadLog log, long time) throws IOException {
        return log.append(DEVICE, time, WalTesting.row(time, "value"));
    }

    private static byte[] head() {
        LogBytes head =
                SegmentHead.encode(new WalHeader(WalTesting.TABLE, WalTesting.WRITER, WalTesting.SMALL, true), 0);
        return Arrays.copyOf(head.array(), head.size());
    }

    private static void rewriteStartChecksum(byte[] head) {
        int checksum = SegmentHead.checksum(head, 0, SegmentHead.START_BYTES - 4);
        for (int i = 0; i < 4; i++) {
            head[SegmentHead.START_BYTES - 4 + i] = (byte) (checksum >>> (8 * i));
        }
    }

    private void replace(String path, byte[] content, int length) throws IOException {
        store.delete(path);
        try (OutputFile out = store.create(path)) {
            out.write(content, 0, length);
        }
    }
}
