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

import io.tsfile.core.encoding.PageBuffer;
import io.tsfile.core.format.EncodedChunk;
import java.util.Arrays;
import org.apache.tsfile.file.metadata.enums.CompressionType;

/** The bodies of a chunk's pages behind each other. Reused for one chunk after the other. Not thread-safe. */
final class Pages {
    /** A buffer that one large chunk made larger than this is given back. */
    static final int MAX_KEPT_BYTES = 4 << 20;

    private final PageBuffer bytes = new PageBuffer(1 << 16);
    /** Where each page ends. */
    private int[] ends = new int[16];

    private int count;

    /** Starts a new chunk. */
    void clear() {
        bytes.clear(MAX_KEPT_BYTES);
        count = 0;
    }

    /** Where the next page's bytes are appended; {@link #endPage} ends it. */
    PageBuffer bytes() {
        return bytes;
    }

    void endPage() {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count++] = bytes.size();
        checkPageLength(length(count - 1));
    }

    /**
     * Refuses what could not be read back.
     *
     * @throws IllegalStateException if a page is too long
     */
    static void checkPageLength(int length) {
        if (length > EncodedChunk.MOST_PAGE_BYTES) {
            throw new IllegalStateException("Cannot write a page of " + length + " bytes: readers take at most "
                    + EncodedChunk.MOST_PAGE_BYTES + "; write pages of fewer rows, or shorter values");
        }
    }

    int count() {
        return count;
    }

    int start(int page) {
        return page == 0 ? 0 : ends[page - 1];
    }

    int length(int page) {
        return ends[page] - start(page);
    }

    /** Bytes of all pages. */
    long size() {
        return bytes.size();
    }

    /** Copies a page to {@code target[position..]} and returns the position behind it. */
    int copy(int page, byte[] target, int position) {
        System.arraycopy(bytes.array(), start(page), target, position, length(page));
        return position + length(page);
    }

    /** The page with the most bytes, of equal ones the first. */
    int longest() {
        int longest = 0;
        for (int page = 1; page < count; page++) {
            if (length(page) > length(longest)) {
                longest = page;
            }
        }
        return longest;
    }

    /** Makes this the compressed pages of {@code raw}; an empty page stays empty. */
    void compress(Pages raw, CompressionType type) {
        clear();
        for (int page = 0; page < raw.count; page++) {
            int length = raw.length(page);
            if (length > 0) {
                PageCompressor.compress(type, raw.bytes.array(), raw.start(page), length, bytes);
            }
            endPage();
        }
    }
}
