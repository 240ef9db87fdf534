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
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.junit.jupiter.api.Test;

/** RLBE, which is only read. */
class RlbeDecodingTest extends DecodingContract {
    RlbeDecodingTest() {
        super(
                TSEncoding.RLBE,
                TSDataType.INT32,
                TSDataType.DATE,
                TSDataType.INT64,
                TSDataType.TIMESTAMP,
                TSDataType.FLOAT,
                TSDataType.DOUBLE);
    }

    @Test
    void readsSeveralBlocks() {
        for (int size : new int[] {9_999, 10_000, 10_001, 20_000, 25_000}) {
            LongVector values = (LongVector) Vector.of(TSDataType.INT64, size);
            for (int i = 0; i < size; i++) {
                values.append(i * i % 977 - 400L);
            }
            assertReads(values);
        }
    }

    @Test
    void readsRunsOfEveryLength() {
        LongVector values = (LongVector) Vector.of(TSDataType.INT64, 0);
        for (int length = 1; length < 240; length++) {
            for (int i = 0; i < length; i++) {
                long last = values.size() == 0 ? 0 : values.get(values.size() - 1);
                values.append(last + (length & 1) + 1);
            }
        }
        assertReads(values);
    }

    @Test
    void refusesBlocksAndRunsThatCannotBe() {
        assertDamaged("one of 0 found", 0, 0, 0, 0, 0, 0);
        assertDamaged("one of -1 found", 0xff, 0xff, 0xff, 0xff, 0, 0);
        // A width of 0 and of 127 bits.
        assertDamaged("0 bits found", 0, 0, 0, 1, 0b0000000_1, 0b1_0000000);
        assertDamaged("127 bits found", 0, 0, 0, 1, 0b1111111_1, 0b1_0000000);
        // Two numbers of one bit in a block of one, and as many as never end.
        assertDamaged("one of 2 with 1 bits each found", 0, 0, 0, 1, 0b0000001_0, 0b11_000000);
        assertDamaged("no end of it found", 0, 0, 0, 1, 0b0000001_0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        // 4181 numbers in the rest of a byte.
        assertDamaged("one of 4181 with 1 bits each", 0, 0, 0x40, 0, 0b0000001_0, 0, 0, 0b11_000000);
    }

    private void assertReads(LongVector values) {
        Vector decoded = Vector.of(TSDataType.INT64, 0);

        PageBytes page = PageBytes.copyOf(libraryPage(values));
        PageDecoders.of(encoding(), TSDataType.INT64, page, values.size()).decode(decoded, values.size());

        assertSame(decoded, values, values.size() + " values");
    }

    private void assertDamaged(String message, int... bytes) {
        byte[] page = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            page[i] = (byte) bytes[i];
        }
        ValueDecoder decoder = PageDecoders.of(encoding(), TSDataType.INT64, PageBytes.copyOf(page), 4);
        assertThatThrownBy(() -> decoder.decode(Vector.of(TSDataType.INT64, 0), 4))
                .isInstanceOf(MalformedPageException.class)
                .hasMessageContaining(message);
    }
}
