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
package io.tsfile.flink.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.RowKey;
import io.tsfile.flink.TestFiles;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;

/** Savepoints hold these bytes, so every release must read them. */
class SourceBytesTest {
    private static final Deletion DELETION = new Deletion(
            DeviceScope.of(List.of(Devices.ofTable("t", "a", null))), List.of("x"), new TimeRange(7, 8));

    private static final TsFileSplit SPLIT = new TsFileSplit(
            "5-0",
            5,
            TableSchema.ofTable("t", List.of(Column.tag("k"), Column.field("x", TSDataType.INT64))),
            List.of(
                    new SplitSection(
                            new Cut(Devices.ofTable("t", "a"), null, new TimeRange(1, 2)),
                            List.of(new LiveFile(TestFiles.file("a", 0), List.of(DELETION)))),
                    new SplitSection(
                            Cut.ALL,
                            List.of(new LiveFile(TestFiles.file("b", 1), List.of(DELETION))))),
            9,
            new SplitPosition(1, new RowKey(Devices.ofTable("t", "b"), 3), 4));

    private static final String SPLIT_BYTES = "00000003352d300000000000000005000000055441424c4500000001740000000474696d65000000"
            + "064d494c4c495300000002000000016b0b0100000001780200000000000000000900000001010000"
            + "00020000000174000000016200000000000000030000000000000004000000010100000001000000"
            + "02000000017400000001610000000100000001780000000000000007000000000000000800000002"
            + "0100000002000000017400000001610000000000000000010000000000000002000000010000000f"
            + "646174612f302f612e747366696c6500000000000003e8000000000000cafeffffffffffffffff00"
            + "00000000000000ffffffffffffffff01000000020000000174000000016100000003000000017400"
            + "0000016200000001630000000300000005ffffffffffffffff000000000000000900000000000000"
            + "0a000000000000001400000000000000040000000100000002000000017400000002616200000000"
            + "000001f40000000100000000000080000000000000007fffffffffffffff000000010000000f6461"
            + "74612f302f622e747366696c6500000000000003e8000000000000cafeffffffffffffffff000000"
            + "0100000000ffffffffffffffff010000000200000001740000000161000000030000000174000000"
            + "016200000001630000000300000005ffffffffffffffff0000000000000009000000000000000a00"
            + "00000000000014000000000000000400000001000000020000000174000000026162000000000000"
            + "01f40000000100000000";

    @Test
    void readsSplitsOfEveryReleaseAndWritesThemTheSame() throws IOException {
        check(new SplitSerializer(), SPLIT, SPLIT_BYTES);
    }

    @Test
    void readsTheProgressOfEveryReleaseAndWritesItTheSame() throws IOException {
        check(
                new ProgressSerializer(),
                new ReadProgress(ReadProgress.Phase.FOLLOW, new UUID(1, 2), 6, 5, List.of(SPLIT)),
                "00000006464f4c4c4f57010000000000000001000000000000000200000000000000060000000000000005"
                        + "00000001" + SPLIT_BYTES);
        check(new ProgressSerializer(), ReadProgress.START, "00000005535441525400" + "0".repeat(40));
    }

    @Test
    void writesADeletionOfManyFilesOnce() throws IOException {
        Deletion ofMany = Deletion.ofRows(
                DeviceScope.of(IntStream.range(0, 1_000)
                        .mapToObj(i -> Devices.ofTable("t", "device" + i))
                        .toList()),
                TimeRange.ALL);
        List<LiveFile> files = IntStream.range(0, 100)
                .mapToObj(i -> new LiveFile(TestFiles.file("f" + i, i), List.of(ofMany)))
                .toList();
        TsFileSplit split = new TsFileSplit(
                "1-0",
                1,
                SPLIT.schema(),
                List.of(new SplitSection(Cut.ALL, files)),
                ReadSettings.NO_LIMIT,
                SplitPosition.START);

        byte[] bytes = new SplitSerializer().serialize(split);

        assertThat(bytes).hasSizeLessThan(100_000);
        assertThat(new SplitSerializer().deserialize(1, bytes)).isEqualTo(split);
    }

    @Test
    void refusesAnUnknownVersion() {
        assertThatThrownBy(() -> new SplitSerializer().deserialize(2, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot read a split of version 2");
        assertThatThrownBy(() -> new ProgressSerializer().deserialize(2, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot read a source's progress of version 2");
    }

    private static <T> void check(SimpleVersionedSerializer<T> serializer, T value, String golden) throws IOException {
        assertThat(HexFormat.of().formatHex(serializer.serialize(value))).isEqualTo(golden);
        assertThat(serializer.deserialize(1, HexFormat.of().parseHex(golden))).isEqualTo(value);
    }
}
