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
package io.tsfile.flink.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.table.CommitId;
import io.tsfile.flink.TestFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;

class CommittableBytesTest {
    private static final Tombstone TOMBSTONE = Tombstone.open(
            2,
            Deletion.ofRows(
                    DeviceScope.of(List.of(Devices.ofTable("t", "a", null), Devices.ofTable("t", "b"))),
                    new TimeRange(7, 8)));

    private static final String TOMBSTONE_BYTES = "ffffffffffffffff000000020100000002000000020000000174"
            + "000000016100000002000000017400000001620000000000000000000000070000000000000008";

    /** Where a single range has its start and its end, several have their number and -1. */
    @Test
    void writesTombstonesOfSeveralRanges() throws IOException {
        Tombstone several = Tombstone.open(0, Deletion.ofRows(DeviceScope.ALL, TimeSet.ofBounds(-2, -1, 3, 7)));
        check(
                new WriteResultSerializer(),
                3,
                new WriteResult(List.of(), List.of(TOMBSTONE, several, TOMBSTONE)),
                "0000000000000003"
                        + TOMBSTONE_BYTES
                        + "ffffffffffffffff00000000"
                        + "0000000000"
                        + "0000000000000002ffffffffffffffff"
                        + "fffffffffffffffeffffffffffffffff00000000000000030000000000000007"
                        + TOMBSTONE_BYTES);
        checkDamaged(new WriteResultSerializer(), new WriteResult(List.of(), List.of(several)));
    }

    @Test
    void readsCommittablesOfEveryReleaseAndWritesThemTheSame() throws IOException {
        check(
                new TableCommittableSerializer(),
                3,
                new TableCommittable(
                        new UUID(1, 2),
                        new CommitId(new UUID(3, 4), 5),
                        6,
                        List.of(TestFiles.file("a", 0)),
                        List.of(TOMBSTONE)),
                "00000000000000010000000000000002000000000000000300000000000000040000000000000005"
                        + "0000000000000006000000010000000f646174612f302f612e747366696c6500000000000003e800"
                        + "0000000000cafeffffffffffffffff0000000000000000ffffffffffffffff010000000200000001"
                        + "740000000161000000030000000174000000016200000001630000000300000005ffffffffffffff"
                        + "ff0000000000000009000000000000000a0000000000000014000000000000000400000001000000"
                        + "02000000017400000002616200000000000001f400000001ffffffffffffffff0000000201000000"
                        + "02000000020000000174000000016100000002000000017400000001620000000000000000000000"
                        + "070000000000000008");
        checkRead(
                new TableCommittableSerializer(),
                2,
                "00000000000000010000000000000002000000000000000300000000000000040000000000000005"
                        + "0000000000000006000000020000000f646174612f302f612e747366696c6500000000000003e800"
                        + "0000000000cafeffffffffffffffff0000000000000000ffffffffffffffff010000000200000001"
                        + "740000000161000000030000000174000000016200000001630000000300000005ffffffffffffff"
                        + "ff0000000000000009000000000000000a0000000000000014000000000000000400000001000000"
                        + "02000000017400000002616200000000000001f40000000f646174612f302f622e747366696c6500"
                        + "000000000003e8000000000000cafeffffffffffffffff0000000100000000ffffffffffffffff01"
                        + "00000002000000017400000001610000000300000001740000000162000000016300000003000000"
                        + "05ffffffffffffffff0000000000000009000000000000000a000000000000001400000000000000"
                        + "040000000100000002000000017400000002616200000000000001f4",
                committable(TestFiles.file("a", 0), TestFiles.file("b", 1)));
        checkRead(
                new TableCommittableSerializer(),
                1,
                "00000000000000010000000000000002000000000000000300000000000000040000000000000005"
                        + "0000000000000006000000020000000f646174612f302f612e747366696c6500000000000003e800"
                        + "0000000000cafeffffffffffffffff0000000000000000ffffffffffffffff010000000200000001"
                        + "740000000161000000030000000174000000016200000001630000000300000005ffffffffffffff"
                        + "ff0000000000000009000000000000000a00000000000000140000000f646174612f302f622e7473"
                        + "66696c6500000000000003e8000000000000cafeffffffffffffffff0000000100000000ffffffff"
                        + "ffffffff010000000200000001740000000161000000030000000174000000016200000001630000"
                        + "000300000005ffffffffffffffff0000000000000009000000000000000a0000000000000014",
                committable(withoutSplits(TestFiles.file("a", 0)), withoutSplits(TestFiles.file("b", 1))));
    }

    @Test
    void readsWritersResultsOfEveryReleaseAndWritesThemTheSame() throws IOException {
        check(
                new WriteResultSerializer(),
                3,
                new WriteResult(List.of(TestFiles.file("a", 0)), List.of(TOMBSTONE)),
                "000000010000000f646174612f302f612e747366696c6500000000000003e8000000000000cafeff"
                        + "ffffffffffffff0000000000000000ffffffffffffffff0100000002000000017400000001610000"
                        + "00030000000174000000016200000001630000000300000005ffffffffffffffff00000000000000"
                        + "09000000000000000a00000000000000140000000000000004000000010000000200000001740000"
                        + "0002616200000000000001f400000001ffffffffffffffff00000002010000000200000002000000"
                        + "01740000000161000000020000000174000000016200000000000000000000000700000000000000"
                        + "08");
        checkRead(
                new WriteResultSerializer(),
                2,
                "000000010000000f646174612f302f612e747366696c6500000000000003e8000000000000cafeff"
                        + "ffffffffffffff0000000000000000ffffffffffffffff0100000002000000017400000001610000"
                        + "00030000000174000000016200000001630000000300000005ffffffffffffffff00000000000000"
                        + "09000000000000000a00000000000000140000000000000004000000010000000200000001740000"
                        + "0002616200000000000001f4",
                new WriteResult(List.of(TestFiles.file("a", 0)), List.of()));
        checkRead(
                new WriteResultSerializer(),
                1,
                "000000010000000f646174612f302f612e747366696c6500000000000003e8000000000000cafeff"
                        + "ffffffffffffff0000000000000000ffffffffffffffff0100000002000000017400000001610000"
                        + "00030000000174000000016200000001630000000300000005ffffffffffffffff00000000000000"
                        + "09000000000000000a0000000000000014",
                new WriteResult(List.of(withoutSplits(TestFiles.file("a", 0))), List.of()));
    }

    @Test
    void refusesAnUnknownVersion() {
        assertThatThrownBy(() -> new TableCommittableSerializer().deserialize(4, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot read a committable of version 4");
    }

    /** Whoever restores a job from such bytes must be told so, and not run out of memory. */
    @Test
    void refusesDamagedBytes() throws IOException {
        TableCommittable value = new TableCommittable(
                new UUID(1, 2),
                new CommitId(new UUID(3, 4), 5),
                6,
                List.of(TestFiles.file("a", 0)),
                List.of(TOMBSTONE));
        checkDamaged(new TableCommittableSerializer(), value);
        checkDamaged(new WriteResultSerializer(), new WriteResult(value.files(), value.tombstones()));
    }

    private static <T> void checkDamaged(SimpleVersionedSerializer<T> serializer, T value) throws IOException {
        byte[] whole = serializer.serialize(value);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> serializer.deserialize(3, cut)).isInstanceOf(IOException.class);
        }
        int refused = 0;
        for (int i = 0; i < whole.length; i++) {
            for (int wrong : new int[] {0x7f, 0x80, 0xff}) {
                byte[] damaged = whole.clone();
                damaged[i] = (byte) wrong;
                try {
                    serializer.deserialize(3, damaged);
                } catch (IOException e) {
                    refused++;
                }
            }
        }
        assertThat(refused).isPositive();
    }

    private static TableCommittable committable(DataFile... files) {
        return new TableCommittable(new UUID(1, 2), new CommitId(new UUID(3, 4), 5), 6, List.of(files), List.of());
    }

    /** A file as version 1 knew it. */
    private static DataFile withoutSplits(DataFile file) {
        return new DataFile(
                file.path(),
                file.length(),
                file.crc32c(),
                file.version(),
                file.level(),
                file.cleanThrough(),
                file.ordered(),
                file.devices(),
                file.buckets(),
                file.times(),
                file.rows(),
                file.points(),
                DataFile.UNKNOWN_CHUNKS,
                List.of());
    }

    private static <T> void check(SimpleVersionedSerializer<T> serializer, int version, T value, String golden)
            throws IOException {
        assertThat(serializer.getVersion()).isEqualTo(version);
        assertThat(HexFormat.of().formatHex(serializer.serialize(value))).isEqualTo(golden);
        checkRead(serializer, version, golden, value);
    }

    private static <T> void checkRead(SimpleVersionedSerializer<T> serializer, int version, String golden, T value)
            throws IOException {
        assertThat(serializer.deserialize(version, HexFormat.of().parseHex(golden)))
                .isEqualTo(value);
    }
}
