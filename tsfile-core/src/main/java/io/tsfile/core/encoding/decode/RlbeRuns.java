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

/**
 * The runs of an RLBE page, for both widths of numbers.
 *
 * <pre>
 * block  = how many numbers (32 bits), runs, zeros up to the next whole byte
 * run    = width in bits (6 bits for numbers of 32 bits, 7 for those of 64),
 *          how many numbers (Fibonacci: bit i counts for 1, 2, 3, 5, 8, ...; two bits that are set end it),
 *          the difference of each number from the one before, or from 0 in front of the block's first one
 * </pre>
 *
 * <p>The library writes 10000 numbers per block. A negative difference has the full width, and its highest bit is written
 * as 0: the bit says nothing, because without it the width would be less.
 */
final class RlbeRuns {
    private final PageCursor page;
    private final int maxWidth;
    private final int widthBits;
    private final long end;
    private long bit;
    private int width;
    private int left;
    private int leftOfBlock;

    RlbeRuns(PageCursor page, int maxWidth) {
        this.page = page;
        this.maxWidth = maxWidth;
        this.widthBits = Integer.SIZE - Integer.numberOfLeadingZeros(maxWidth);
        this.bit = 8L * page.position();
        this.end = 8L * page.end();
    }

    /** Bits per difference. */
    int width() {
        return width;
    }

    /** Where the next difference starts, in bits of the page's array. */
    long bit() {
        return bit;
    }

    /** How many differences are left of this run. */
    int left() {
        return left;
    }

    /** Tells that {@code count} of the differences that are left were taken. */
    void advance(int count) {
        left -= count;
        leftOfBlock -= count;
        bit += (long) count * width;
    }

    /**
     * Moves to the next run, which has at least one difference, and all of whose bits are in the page.
     *
     * @return whether it is the first one of a block
     */
    boolean next() {
        boolean opened = leftOfBlock == 0;
        if (opened) {
            openBlock();
        }
        width = (int) take(widthBits);
        if (width < 1 || width > maxWidth) {
            throw malformed("RLBE numbers of 1 to " + maxWidth + " bits expected, and " + width + " bits found");
        }
        long count = fibonacci();
        if (count > leftOfBlock || count * width > end - bit) {
            throw malformed("a run of at most " + leftOfBlock + " RLBE numbers in " + Math.max(0, end - bit)
                    + " bits expected, and one of " + count + " with " + width + " bits each found");
        }
        left = (int) count;
        return opened;
    }

    private void openBlock() {
        bit = (bit + 7) & ~7L;
        if (end - bit < Integer.SIZE) {
            throw malformed("a block of RLBE numbers expected, and " + ((end - bit) >> 3) + " bytes are left");
        }
        leftOfBlock = (int) take(Integer.SIZE);
        if (leftOfBlock <= 0) {
            int found = leftOfBlock;
            leftOfBlock = 0;
            throw malformed("a block of RLBE numbers expected, and one of " + found + " found");
        }
    }

    private long fibonacci() {
        requireInside();
        long word = BitWindow.peek(page.array(), bit);
        // The first of the two set bits that are the end still counts.
        int last = Long.numberOfLeadingZeros(word & word << 1);
        if (last + 1 >= BitWindow.PEEKED) {
            throw malformed("the length of an RLBE run expected, and no end of it found");
        }
        long sum = 0;
        long weight = 1;
        long nextWeight = 2;
        for (int i = 0; i <= last; i++) {
            sum += weight & word << i >> (Long.SIZE - 1);
            long following = weight + nextWeight;
            weight = nextWeight;
            nextWeight = following;
        }
        bit += last + 2;
        return sum;
    }

    private long take(int count) {
        requireInside();
        long taken = BitWindow.take(page.array(), bit, count);
        bit += count;
        return taken;
    }

    private void requireInside() {
        if (bit > end) {
            throw malformed("more RLBE numbers expected, and the end found within one of their runs");
        }
    }

    private RuntimeException malformed(String expectedAndFound) {
        page.moveTo((int) Math.min((bit + 7) >>> 3, page.end()));
        return page.malformed(expectedAndFound);
    }
}
