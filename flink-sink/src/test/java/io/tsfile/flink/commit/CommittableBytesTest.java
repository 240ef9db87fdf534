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

import io.tsfile.core.table.CommitId;
import io.tsfile.flink.TestFiles;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;

class CommittableBytesTest {
    private static final TableCommittable COMMITTABLE = new TableCommittable(
            new UUID(1, 2),
            new CommitId(new UUID(3, 4), 5),
            6,
            List.of(TestFiles.file("a", 0), TestFiles.file("b", 1)));

    @Test
    void readsCommittablesOfEveryReleaseAndWritesThemTheSame() throws IOException {
        check(
                new TableCommittableSerializer(),
                COMMITTABLE,
                "00000000000000010000000000000002000000000000000300000000000000040000000000000005"
                        + "0000000000000006000000020000000f646174612f302f612e747366696c6500000000000003e800"
                        + "0000000000cafeffffffffffffffff0000000000000000ffffffffffffffff010000000200000001"
                        + "740000000161000000030000000174000000016200000001630000000300000005ffffffffffffff"
                        + "ff0000000000000009000000000000000a00000000000000140000000f646174612f302f622e7473"
                        + "66696c6500000000000003e8000000000000cafeffffffffffffffff0000000100000000ffffffff"
                        + "ffffffff010000000200000001740000000161000000030000000174000000016200000001630000"
                        + "000300000005ffffffffffffffff0000000000000009000000000000000a0000000000000014");
    }

    @Test
    void readsWritersResultsOfEveryReleaseAndWritesThemTheSame() throws IOException {
        check(
                new WriteResultSerializer(),
                new WriteResult(List.of(TestFiles.file("a", 0))),
                "000000010000000f646174612f302f612e747366696c6500000000000003e8000000000000cafeff"
                        + "ffffffffffffff0000000000000000ffffffffffffffff0100000002000000017400000001610000"
                        + "00030000000174000000016200000001630000000300000005ffffffffffffffff00000000000000"
                        + "09000000000000000a0000000000000014");
    }

    @Test
    void refusesAnUnknownVersion() {
        assertThatThrownBy(() -> new TableCommittableSerializer().deserialize(2, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot read a committable of version 2");
    }

    private static <T> void check(SimpleVersionedSerializer<T> serializer, T value, String golden) throws IOException {
        assertThat(serializer.getVersion()).isEqualTo(1);
        assertThat(HexFormat.of().formatHex(serializer.serialize(value))).isEqualTo(golden);
        assertThat(serializer.deserialize(1, HexFormat.of().parseHex(golden))).isEqualTo(value);
    }
}
