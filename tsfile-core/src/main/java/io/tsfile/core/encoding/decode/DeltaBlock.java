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
package io.tsfile.core.encoding.decode;

import static io.tsfile.core.encoding.decode.PageCursor.BIG_ENDIAN;

/**
 * What both widths of TS_2DIFF share: the head of a block, and where its deltas are.
 *
 * <pre>
 * block = number of deltas (4 bytes), their width in bits (4), least delta, first value (4 or 8 each),
 *         deltas less the least one, packed with the highest bit first, the last byte filled up
 * </pre>
 *
 * <p>A block has one value more than deltas, and the next one starts anew. The library writes blocks of 128 deltas.
 */
final class DeltaBlock {
    private final PageCursor page;
    private final int maxWidth;
    private int left;
    private int width;
    private long bit;

    /** No block yet. */
    DeltaBlock(PageCursor page, int maxWidth) {
        this.page = page;
        this.maxWidth = maxWidth;
    }

    /** How many deltas are left of this block. */
    int left() {
        return left;
    }

    /** Bits per delta. */
    int width() {
        return width;
    }

    /** Where the next delta starts, in bits of the page's array. */
    long bit() {
        return bit;
    }

    /** Tells that {@code count} of the deltas that are left were taken. */
    void advance(int count) {
        left -= count;
        bit += (long) count * width;
    }

    /**
     * Moves to the next block, whose deltas are all there.
     *
     * @param headBytes bytes before the deltas
     * @return where the block starts in the page's array
     */
    int open(int headBytes) {
        int start = page.take(headBytes, "the head of a TS_2DIFF block");
        long countAndWidth = (long) BIG_ENDIAN.get(page.array(), start);
        left = (int) (countAndWidth >>> 32);
        width = (int) countAndWidth;
        if (left < 0 || width < 0 || width > maxWidth) {
            throw page.malformed("a TS_2DIFF block of deltas of 0 to " + maxWidth + " bits expected, and one of " + left
                    + " deltas of " + width + " bits found");
        }
        // An int times at most 64, so it does not overflow a long.
        bit = 8L * page.take(((long) left * width + 7) >>> 3, "the deltas of a TS_2DIFF block");
        return start;
    }
}
