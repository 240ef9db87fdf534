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
package io.tsfile.core.encoding;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.encoding.decode.PageDecoders;
import io.tsfile.core.vector.Vector;
import java.util.Arrays;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.junit.jupiter.api.Test;

/** CHIMP. */
class ChimpEncodingTest extends XorEncodingContract {
    ChimpEncodingTest() {
        super(TSEncoding.CHIMP);
    }

    @Test
    void refusesBitsBehindAsManyAsBeforeIfThereAreNone() {
        // The bits 10 behind the first value.
        assertDamaged(TSDataType.DOUBLE, 8, 0b10_000000);
        assertDamaged(TSDataType.FLOAT, 4, 0b10_000000);
    }

    @Test
    void refusesBitsThatReachOutOfTheirValue() {
        // As many as there are bits behind 8 that are the same.
        assertDamaged(TSDataType.INT64, 8, 0b01_000000, 0b0_001_0000, 0b00_000000);
        assertDamaged(TSDataType.INT32, 4, 0b01_000000, 0b001_00000);
    }

    private static void assertDamaged(TSDataType type, int at, int... bytes) {
        byte[] page = new byte[40];
        for (int i = 0; i < bytes.length; i++) {
            page[at + i] = (byte) bytes[i];
        }
        ValueDecoder decoder = PageDecoders.of(TSEncoding.CHIMP, type, PageBytes.copyOf(page), 2);
        assertThatThrownBy(() -> decoder.decode(Vector.of(type, 0), 2))
                .as(type + " " + Arrays.toString(bytes))
                .isInstanceOf(MalformedPageException.class)
                .hasMessageContaining("another place found");
    }
}
