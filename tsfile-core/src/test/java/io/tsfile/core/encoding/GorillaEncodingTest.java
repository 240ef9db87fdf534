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

/** GORILLA. */
class GorillaEncodingTest extends XorEncodingContract {
    GorillaEncodingTest() {
        super(TSEncoding.GORILLA);
    }

    @Test
    void refusesBitsAtThePlaceOfThoseBeforeIfThereAreNone() {
        // The bits 10 behind the first value.
        assertDamaged(TSDataType.DOUBLE, 8, 0b10_000000);
        assertDamaged(TSDataType.FLOAT, 4, 0b10_000000);
    }

    @Test
    void refusesBitsThatReachOutOfTheirValue() {
        // 63 or 31 bits are the same, and two differ.
        assertDamaged(TSDataType.INT64, 8, 0b11_111111, 0b000001_00);
        assertDamaged(TSDataType.INT32, 4, 0b11_11111_0, 0b0001_0000);
    }

    private static void assertDamaged(TSDataType type, int at, int... bytes) {
        byte[] page = new byte[40];
        for (int i = 0; i < bytes.length; i++) {
            page[at + i] = (byte) bytes[i];
        }
        ValueDecoder decoder = PageDecoders.of(TSEncoding.GORILLA, type, PageBytes.copyOf(page), 4);
        assertThatThrownBy(() -> decoder.decode(Vector.of(type, 0), 4))
                .as(type + " " + Arrays.toString(bytes))
                .isInstanceOf(MalformedPageException.class)
                .hasMessageContaining("another place found");
    }
}
