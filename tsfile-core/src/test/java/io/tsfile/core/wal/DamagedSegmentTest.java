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
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.OutputFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A segment with each byte damaged, and cut at each length: a prefix of its records, or a clear error. */
class DamagedSegmentTest {
    private static final IDeviceID DEVICE = Devices.ofTable("t", "a");

    private FileStore store;
    private String first;
    private String last;

    /** Two segments: the first has come to its end, the last one has not. */
    @BeforeEach
    void write(@TempDir Path folder) throws IOException {
        store = WalTesting.store(folder);
        WriteAheadLog log = WriteAheadLog.open(store, WalTesting.options(folder, SyncPolicy.SYNC));
        log.start(WalTesting.header(WalTesting.SMALL, true), 3);
        append(log, 0);
        log.roll(4);
        append(log, 10);
        byte[] open = store.read(segments().get(1));
        log.close();
        List<String> segments = segments();
        first = segments.get(0);
        last = segments.get(1);
        // As it was before the log was closed.
        replace(last, open);
    }

    private static void append(WriteAheadLog log, int from) throws IOException {
        log.append(DEVICE, from, WalTesting.row(1, "a"));
        log.append(DEVICE, 1, from + 1, WalTesting.row(0, "b"));
        LongVector times = (LongVector) Vector.of(TSDataType.INT64, 3);
        Vector x = Vector.of(TSDataType.INT64, 3);
        for (int i = 2; i < 5; i++) {
            times.append(from + i);
            WalTesting.row(i, "").appendTo(0, x);
        }
        log.append(DEVICE, times, new @Nullable Vector[] {x, null}, 0, 3);
        log.await(log.append(DEVICE, from + 5, WalTesting.row(5, "")));
    }

    @Test
    void undamagedItComesBackWhole() throws IOException {
        assertThat(times()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 10L, 11L, 12L, 13L, 14L, 15L);
    }

    @Test
    void theLastSegmentGivesAPrefixWhereverItIsCut() throws IOException {
        byte[] whole = store.read(last);
        long before = 0;
        for (int length = 0; length <= whole.length; length++) {
            replace(last, Arrays.copyOf(whole, length));
            long rows = checkPrefix(times(), "cut at " + length);
            assertThat(rows).as("cut at " + length).isGreaterThanOrEqualTo(before);
            before = rows;
        }
        assertThat(before).isEqualTo(12);
    }

    @Test
    void theLastSegmentGivesAPrefixOrAnErrorWhicheverByteIsDamaged() throws IOException {
        byte[] whole = store.read(last);
        int refused = 0;
        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << bit);
                replace(last, damaged);
                try {
                    assertThat(checkPrefix(times(), "byte " + at)).isLessThan(12);
                } catch (TsFileConnectorException e) {
                    assertThat(e).hasMessageStartingWith("Cannot read segment " + last);
                    refused++;
                }
            }
        }
        // All of the header: what follows it was durable only after it.
        assertThat(refused).isGreaterThan(8 * SegmentHead.START_BYTES).isLessThan(8 * whole.length);
    }

    @Test
    void aCompleteSegmentIsRefusedWhereverItIsCutAndWhicheverByteIsDamaged() throws IOException {
        byte[] whole = store.read(first);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << (at % 8));
            for (byte[] content : List.of(damaged, Arrays.copyOf(whole, at))) {
                replace(first, content);
                assertThatThrownBy(this::times)
                        .as("byte " + at)
                        .isInstanceOf(TsFileConnectorException.class)
                        .hasMessageContaining(first)
                        .hasMessageContaining("at byte ")
                        .hasMessageContaining("move it out of the folder");
            }
        }
    }

    @Test
    void whatIsKnownToHaveBeenDurableIsNoTornEnd() throws IOException {
        byte[] whole = writtenInGroups();
        int durable = (int) knownDurable(whole);
        for (int at = headerBytes(whole); at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << (at % 8));
            replace(last, damaged);
            if (at < durable) {
                assertThatThrownBy(this::times)
                        .as("byte " + at)
                        .isInstanceOf(TsFileConnectorException.class)
                        .hasMessageContaining(last)
                        .hasMessageContaining("was durable once");
            } else {
                assertThat(times()).as("byte " + at).hasSizeBetween(15, 17);
            }
        }
        // A file that is shorter looks like one that was never longer.
        for (int length = 0; length < whole.length; length++) {
            replace(last, Arrays.copyOf(whole, length));
            assertThat(times()).as("cut at " + length).hasSizeBetween(6, 17);
        }
    }

    /** The first segment as before; in the last one, each row is a group of its own. */
    private byte[] writtenInGroups() throws IOException {
        byte[] before = store.read(first);
        for (String path : segments()) {
            store.delete(path);
        }
        SegmentName name = SegmentName.parse(first).orElseThrow();
        replace(first, before);
        WriteAheadLog log =
                WriteAheadLog.open(store, new WalOptions(store.location(), SyncPolicy.SYNC, Duration.ofSeconds(1)));
        log.start(WalTesting.header(WalTesting.SMALL, true), 3);
        last = segments().get(1);
        for (int i = 6; i < 17; i++) {
            log.await(log.append(DEVICE, i, WalTesting.row(i, "value")));
        }
        byte[] open = store.read(last);
        log.close();
        assertThat(name.run()).isLessThan(SegmentName.parse(last).orElseThrow().run());
        return open;
    }

    /** The position in the last record, which is one of what is durable. */
    private static long knownDurable(byte[] segment) {
        assertThat(segment[segment.length - RecordKind.DURABLE_BYTES]).isEqualTo(RecordKind.DURABLE);
        return ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN).getLong(segment.length - 8);
    }

    @Test
    void aSegmentOfZerosNeverStarted() throws IOException {
        replace(last, new byte[4096]);

        assertThat(times()).hasSize(6);
    }

    @Test
    void aTailOfZerosOrOfAnotherSegmentIsCut() throws IOException {
        byte[] whole = store.read(last);
        byte[] other = store.read(first);
        int header = other.length - (whole.length - headerBytes(whole)) - RecordKind.FRAME_BYTES - 1;
        for (byte[] tail : List.of(new byte[1000], Arrays.copyOfRange(other, header, other.length))) {
            byte[] longer = Arrays.copyOf(whole, whole.length + tail.length);
            System.arraycopy(tail, 0, longer, whole.length, tail.length);
            replace(last, longer);

            assertThat(times()).hasSize(12);
        }
    }

    private static int headerBytes(byte[] segment) {
        ByteBuffer start = ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN);
        return SegmentHead.START_BYTES + start.getInt(12) + 4;
    }

    private static long checkPrefix(List<Long> times, String when) {
        List<Long> all = List.of(0L, 1L, 2L, 3L, 4L, 5L, 10L, 11L, 12L, 13L, 14L, 15L);
        assertThat(times).as(when).isEqualTo(all.subList(0, times.size()));
        assertThat(times).as(when).hasSizeGreaterThanOrEqualTo(6);
        return times.size();
    }

    private List<Long> times() throws IOException {
        MemTable found = WalTesting.recovered(store, WalTesting.SMALL, true);
        LongVector times = found.view(DEVICE).orElseThrow().arrivals().get(0).times();
        List<Long> list = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            list.add(times.get(i));
        }
        return list;
    }

    private List<String> segments() throws IOException {
        return WalTesting.segments(store);
    }

    private void replace(String path, byte[] content) throws IOException {
        store.delete(path);
        try (OutputFile out = store.create(path)) {
            out.write(content, 0, content.length);
        }
    }
}
