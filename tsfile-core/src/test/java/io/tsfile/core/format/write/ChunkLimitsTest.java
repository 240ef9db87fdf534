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
package io.tsfile.core.format.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.encoding.PageBuffer;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.format.EncodedChunk;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.Test;

/** What is too large for a page or a chunk is refused when it is written, and not when it is read. */
class ChunkLimitsTest {
    @Test
    void refusesPagesThatReadersRefuse() {
        Pages.checkPageLength(EncodedChunk.MOST_PAGE_BYTES);
        assertThatThrownBy(() -> Pages.checkPageLength(EncodedChunk.MOST_PAGE_BYTES + 1))
                .hasMessageStartingWith("Cannot write a page of 1073741824 bytes: readers take at most 1073741823");
        assertThatThrownBy(() -> new FlushOptions(FlushOptions.MOST_PAGE_ROWS + 1, 1 << 30, 1, 1, CompressionType.LZ4))
                .hasMessageStartingWith("Cannot flush with pages of 1048577 rows: a page has at most 1048576");
    }

    @Test
    void refusesChunksOfMoreBytesThanAnArrayHas() {
        assertThat(ChunkAssembler.checkedLength("v", 1 << 30)).isEqualTo(1 << 30);
        assertThatThrownBy(() -> ChunkAssembler.checkedLength("v", 1L << 31))
                .hasMessageStartingWith(
                        "Cannot write a chunk of 2147483648 bytes of column 'v': a chunk has less than");
        PageBuffer buffer = new PageBuffer(16);
        assertThatThrownBy(() -> buffer.reserve(1L << 31))
                .hasMessageStartingWith("Cannot encode 2147483648 bytes of pages: a chunk has less than 2 GiB");
    }
}
