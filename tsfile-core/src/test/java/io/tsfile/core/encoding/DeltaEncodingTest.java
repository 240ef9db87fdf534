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

import java.nio.ByteBuffer;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/** TS_2DIFF of whole numbers. */
class DeltaEncodingTest extends EncodingContract {
    DeltaEncodingTest() {
        super(TSEncoding.TS_2DIFF, TSDataType.INT32, TSDataType.DATE, TSDataType.INT64, TSDataType.TIMESTAMP);
    }

    @Override
    void clearFillBits(TSDataType type, byte[] page) {
        clearFillBits(page, 0, type == TSDataType.INT32 || type == TSDataType.DATE ? Integer.BYTES : Long.BYTES);
    }

    /** The library fills the last byte of a page up with what an earlier block left in its buffer. */
    static void clearFillBits(byte[] page, int firstBlock, int valueBytes) {
        ByteBuffer bytes = ByteBuffer.wrap(page).position(firstBlock);
        while (bytes.hasRemaining()) {
            int bits = bytes.getInt() * bytes.getInt();
            bytes.position(bytes.position() + 2 * valueBytes + (bits + 7) / 8);
            if (bits % 8 != 0) {
                page[bytes.position() - 1] &= (byte) (0xff00 >>> (bits % 8));
            }
        }
    }
}
