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
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.junit.jupiter.api.Test;

/** SPRINTZ, which is only read: the library's encoder overflows, and what its decoder makes of that is what counts. */
class SprintzDecodingTest extends DecodingContract {
    SprintzDecodingTest() {
        super(
                TSEncoding.SPRINTZ,
                TSDataType.INT32,
                TSDataType.DATE,
                TSDataType.INT64,
                TSDataType.TIMESTAMP,
                TSDataType.FLOAT,
                TSDataType.DOUBLE);
    }

    @Test
    void refusesBlocksThatCannotBe() {
        assertDamaged("and 0 found", 0);
        assertDamaged("and 33 found", 33);
        assertDamaged("and 128 found", 0x80);
        assertDamaged("and 137 found", 0x89);
        // Behind the last block: one number in RLE.
        assertDamaged("the last block found before", 0x81, 4, 1, 3, 1, 0x80, 1, 0);
        assertDamaged("the differences of a SPRINTZ block of 9 bytes expected, and 2 are left", 9, 1, 0, 0);
    }

    private void assertDamaged(String message, int... bytes) {
        byte[] page = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            page[i] = (byte) bytes[i];
        }
        ValueDecoder decoder = PageDecoders.of(encoding(), TSDataType.INT32, PageBytes.copyOf(page), 4);
        assertThatThrownBy(() -> decoder.decode(Vector.of(TSDataType.INT32, 0), 4))
                .isInstanceOf(MalformedPageException.class)
                .hasMessageContaining(message);
    }
}
