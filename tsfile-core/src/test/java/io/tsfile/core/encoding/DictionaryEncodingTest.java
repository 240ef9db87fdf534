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
import io.tsfile.core.encoding.encode.PageEncoders;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.Vector;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.junit.jupiter.api.Test;

/** DICTIONARY. */
class DictionaryEncodingTest extends EncodingContract {
    DictionaryEncodingTest() {
        super(TSEncoding.DICTIONARY, TSDataType.TEXT, TSDataType.STRING);
    }

    @Test
    void fewBytesDoNotBecomeAnyNumberOfThem() {
        int entryBytes = 1 << 20;
        int most = PageBytes.MOST_DICTIONARY_BYTES / entryBytes;
        Vector numbers = Vector.of(TSDataType.INT32, most + 1);
        for (int i = 0; i <= most; i++) {
            ((IntVector) numbers).append(0);
        }
        PageBuffer page = new PageBuffer(0);
        page.putVarInt(2);
        page.putVarInt(2 * entryBytes);
        page.put(new byte[entryBytes], 0, entryBytes);
        PageEncoders.of(TSEncoding.RLE, TSDataType.INT32).encode(numbers, 0, most + 1, page);
        PageBytes bytes = PageBytes.copyOf(page.toByteArray());

        ValueDecoder decoder = PageDecoders.of(TSEncoding.DICTIONARY, TSDataType.STRING, bytes, most + 1);
        assertThatThrownBy(() -> decoder.decode(Vector.of(TSDataType.STRING, 0), most + 1))
                .isInstanceOf(MalformedPageException.class)
                .hasMessageContaining("values of at most 268435456 bytes expected, and 269484032 bytes found");
    }
}
