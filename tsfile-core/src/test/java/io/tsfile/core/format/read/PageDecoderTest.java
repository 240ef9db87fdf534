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
package io.tsfile.core.format.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.encoding.PageBuffer;
import io.tsfile.core.encoding.PageBytes;
import io.tsfile.core.encoding.encode.PageEncoders;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.SpareVectors;
import io.tsfile.core.vector.Vector;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.junit.jupiter.api.Test;

class PageDecoderTest {
    @Test
    void theLongestPageOfEqualValuesIsReadBack() {
        int rows = FlushOptions.MOST_PAGE_ROWS;
        BooleanVector flags = (BooleanVector) Vector.of(TSDataType.BOOLEAN, rows);
        for (int i = 0; i < rows; i++) {
            flags.append(true);
        }
        PageBuffer page = new PageBuffer(16);
        PageEncoders.of(TSEncoding.RLE, TSDataType.BOOLEAN).encode(flags, 0, rows, page);
        PageBytes bytes = PageBytes.copyOf(page.toByteArray());
        assertThat(PageDecoder.values(
                                TSEncoding.RLE, TSDataType.BOOLEAN, bytes, rows, TSDataType.BOOLEAN, SpareVectors.NONE)
                        .size())
                .isEqualTo(rows);
    }
}
