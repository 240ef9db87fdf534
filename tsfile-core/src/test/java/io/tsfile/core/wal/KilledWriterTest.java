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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.memtable.DeviceView;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.Devices;
import io.tsfile.core.testing.KilledProcess;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Threads;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it appends: what it had said to be acknowledged is there. */
class KilledWriterTest {
    private static final int THREADS = 3;
    private static final int ROUNDS = 6;

    /** The process that is killed. */
    static final class Writer {
        private Writer() {}

        /** Arguments: folder, policy, round. Prints a line for each acknowledged append: thread and number of rows so far. */
        public static void main(String[] arguments) throws Exception {
            WalOptions options = WalTesting.options(Path.of(arguments[0]), SyncPolicy.valueOf(arguments[1]));
            int round = Integer.parseInt(arguments[2]);
            try (WriteAheadLog log = WriteAheadLog.open(options);
                    FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
                log.start(WalTesting.header(WalTesting.SMALL, true), 0);
                Object order = new Object();
                int[] generation = new int[1];
                Threads.together(THREADS, thread -> {
                    for (int rows = 0; ; ) {
                        int count = rows % 7 == 3 ? 50 : 1;
                        long ticket;
                        synchronized (order) {
                            ticket = append(log, device(round, thread), rows, count);
                            if (thread == 0 && rows % 100 == 5) {
                                log.roll(++generation[0]);
                            }
                        }
                        rows += count;
                        log.await(ticket);
                        byte[] line = (thread + " " + rows + "\n").getBytes(StandardCharsets.UTF_8);
                        synchronized (out) {
                            out.write(line);
                        }
                    }
                });
            }
        }

        private static long append(WriteAheadLog log, IDeviceID device, int from, int count) throws IOException {
            if (count == 1) {
                return log.append(device, from, row(from));
            }
            LongVector times = (LongVector) Vector.of(TSDataType.INT64, count);
            Vector x = Vector.of(TSDataType.INT64, count);
            Vector s = Vector.of(TSDataType.STRING, count);
            for (int i = from; i < from + count; i++) {
                times.append(i);
                row(i).appendTo(0, x);
                row(i).appendTo(1, s);
            }
            return log.append(device, times, new @Nullable Vector[] {x, s}, 0, count);
        }
    }

    @Test
    void losesNothingThatWasAcknowledged(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<int[]> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            SyncPolicy policy = round % 2 == 0 ? SyncPolicy.SYNC : SyncPolicy.WRITE;
            List<String> lines;
            try (KilledProcess writer =
                    KilledProcess.start(Writer.class, folder.toString(), policy.name(), Integer.toString(round))) {
                writer.awaitLines(1 + random.nextInt(2000));
                lines = writer.kill();
            }
            int[] rows = new int[THREADS];
            for (String line : lines) {
                String[] parts = line.split(" ", -1);
                rows[Integer.parseInt(parts[0])] = Integer.parseInt(parts[1]);
            }
            acknowledged.add(rows);

            // What was killed in earlier rounds is still there, too.
            try (FileStore store = WalTesting.store(folder)) {
                MemTable found = WalTesting.recovered(store, WalTesting.SMALL, true);
                long total = 0;
                for (int r = 0; r <= round; r++) {
                    for (int thread = 0; thread < THREADS; thread++) {
                        String when = "seed " + seed + ", round " + r + " of " + round + ", thread " + thread;
                        total += checkDevice(
                                found, device(r, thread), acknowledged.get(r)[thread], when);
                    }
                }
                assertThat(found.rows()).as("seed " + seed).isEqualTo(total);
            }
        }
    }

    /** The rows are those that were appended, in order; one append may have come further than its acknowledgement. */
    private static int checkDevice(MemTable found, IDeviceID device, int acknowledged, String when) {
        Optional<DeviceView> view = found.view(device);
        int rows = view.map(v -> v.arrivals().get(0).times().size()).orElse(0);
        assertThat(rows).as(when).isBetween(acknowledged, acknowledged + 50);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            expected.add(device + "@" + i + "{s=" + row(i).values().get(1) + ", x="
                    + row(i).values().get(0) + "}");
        }
        assertThat(WalTesting.lines(found, List.of(device))).as(when).isEqualTo(expected);
        return rows;
    }

    @Test
    void aProcessHoldsTheFolderUntilItsEnd(@TempDir Path folder) throws Exception {
        WalOptions options = WalTesting.options(folder, SyncPolicy.SYNC);
        try (KilledProcess writer = KilledProcess.start(Writer.class, folder.toString(), "SYNC", "0")) {
            writer.awaitLines(1);

            assertThatThrownBy(() -> WriteAheadLog.open(options))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageContaining("another process has it");
            writer.kill();
        }
        WriteAheadLog.open(options).close();
    }

    private static IDeviceID device(int round, int thread) {
        return Devices.ofTable("t", "r" + round + "t" + thread);
    }

    private static ObjectRow row(int i) {
        return WalTesting.row(31L * i, "value " + i);
    }
}
