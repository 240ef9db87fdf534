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
package io.tsfile.flink.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.compact.CompactionReason;
import io.tsfile.core.compact.CompactionResult;
import io.tsfile.core.compact.CompactionStrategy;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.flink.TestFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageBytesTest {
    private static final Deletion DELETION =
            Deletion.ofRows(DeviceScope.of(List.of(Devices.ofTable("t", "a", null))), new TimeRange(7, 8));

    private static final CompactionTask TASK = new CompactionTask(
            5,
            CompactionReason.OVERLAP,
            CompactionStrategy.PATCH,
            11,
            2,
            new Cut(Devices.ofTable("t", "a"), null, new TimeRange(-1, 9)),
            new ArrayList<>(List.of(
                    new LiveFile(TestFiles.file("a", 0), List.of(DELETION)),
                    new LiveFile(TestFiles.file("b", 1), List.of(DELETION)))));

    private static final CompactionResult RESULT =
            new CompactionResult(TASK, new ArrayList<>(List.of(TestFiles.file("c", 0))));

    private static final String BYTES =
            "010000000000000005000000074f5645524c4150000000055041544348000000000000000b000000"
                    + "0201000000020000000174000000016100ffffffffffffffff000000000000000900000001010000"
                    + "00010000000200000001740000000161000000000000000000000007000000000000000800000002"
                    + "0000000f646174612f302f612e747366696c6500000000000003e8000000000000cafeffffffffff"
                    + "ffffff0000000000000000ffffffffffffffff010000000200000001740000000161000000030000"
                    + "000174000000016200000001630000000300000005ffffffffffffffff0000000000000009000000"
                    + "000000000a0000000000000014000000000000000400000001000000020000000174000000026162"
                    + "00000000000001f40000000f646174612f302f622e747366696c6500000000000003e80000000000"
                    + "00cafeffffffffffffffff0000000100000000ffffffffffffffff01000000020000000174000000"
                    + "0161000000030000000174000000016200000001630000000300000005ffffffffffffffff000000"
                    + "0000000009000000000000000a000000000000001400000000000000040000000100000002000000"
                    + "017400000002616200000000000001f400000001000000000000000100000000";

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(MessageBytes.task(MessageBytes.of(TASK))).isEqualTo(TASK);
        assertThat(MessageBytes.result(MessageBytes.of(RESULT))).isEqualTo(RESULT);
    }

    @Test
    void writesTheBytesOfItsVersion() throws IOException {
        assertThat(HexFormat.of().formatHex(MessageBytes.of(TASK))).isEqualTo(BYTES);
    }

    @Test
    void refusesAnotherVersion() throws IOException {
        byte[] bytes = MessageBytes.of(TASK);
        bytes[0] = 9;
        assertThatThrownBy(() -> MessageBytes.task(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 9")
                .hasMessageContaining("one release");
    }
}
