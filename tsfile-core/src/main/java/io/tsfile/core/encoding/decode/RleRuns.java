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
 * The runs of an RLE page, for both widths of numbers.
 *
 * <pre>
 * part   = length of the rest (unsigned var-int), width in bits (1 byte), runs
 * run    = n shl 1 (unsigned var-int), the value in whole bytes: n times that value
 *        | g shl 1 | 1 (unsigned var-int), m (1 byte), g groups of 8 numbers packed with the highest bit first:
 *          the last group has m numbers that count
 * </pre>
 *
 * <p>The library writes one part per page, and reads any number of them.
 */
final class RleRuns {
    private final PageCursor page;
    private final int maxWidth;
    private int partEnd;
    private int width;
    private int left;
    private boolean packed;
    private long bit;

    RleRuns(PageCursor page, int maxWidth) {
        this.page = page;
        this.maxWidth = maxWidth;
        this.partEnd = page.position();
    }

    /** How many numbers are left of this run. */
    int left() {
        return left;
    }

    /** Bits per number. */
    int width() {
        return width;
    }

    /** Whether the run has numbers of its own, and not one again and again. */
    boolean isPacked() {
        return packed;
    }

    /** Where the next number of a packed run starts, in bits of the page's array. */
    long bit() {
        return bit;
    }

    /** Where the value of the other kind of run starts in the page's array. */
    int valuePosition() {
        return (int) (bit >>> 3);
    }

    /** Bytes of the value of such a run. */
    int valueBytes() {
        return (width + 7) >>> 3;
    }

    /** Tells that {@code count} of the numbers that are left were taken. */
    void advance(int count) {
        left -= count;
        if (packed) {
            bit += (long) count * width;
        }
    }

    /** Moves to the next run, which has at least one number. */
    void next() {
        if (page.position() >= partEnd) {
            openPart();
        }
        int head = page.readVarInt("the head of an RLE run");
        packed = (head & 1) != 0;
        if (packed) {
            openPacked(head >>> 1);
        } else {
            left = head >>> 1;
            bit = 8L * takeOfPart(valueBytes(), "the value of an RLE run");
        }
        if (head < 0 || left <= 0) {
            throw page.malformed("an RLE run expected, and one of " + left + " numbers found");
        }
    }

    private void openPart() {
        int length = page.readVarInt("the length of an RLE page");
        if (length < 1 || length > page.remaining()) {
            throw page.malformed(
                    "an RLE page of " + length + " bytes expected, and " + page.remaining() + " bytes are left");
        }
        partEnd = page.position() + length;
        width = page.readByte("the width of an RLE page");
        if (width > maxWidth) {
            throw page.malformed("RLE numbers of 0 to " + maxWidth + " bits expected, and " + width + " bits found");
        }
    }

    private void openPacked(int groups) {
        int last = page.readByte("the size of the last group of an RLE run");
        long count = (groups - 1) * 8L + last;
        if (last > 8 || count > Integer.MAX_VALUE) {
            throw page.malformed(
                    "groups of at most 8 RLE numbers expected, and " + groups + " with " + last + " in the last found");
        }
        left = (int) count;
        // The last group's numbers that do not count need not be there.
        long bytes = Math.min((long) groups * width, partEnd - page.position());
        if (count * width > 8 * bytes) {
            throw page.malformed(count + " RLE numbers of " + width + " bits expected, and "
                    + (partEnd - page.position()) + " bytes are left");
        }
        bit = 8L * takeOfPart(bytes, "the groups of an RLE run");
    }

    private int takeOfPart(long bytes, String what) {
        if (bytes > partEnd - page.position()) {
            throw page.malformed(what + " expected, and " + (partEnd - page.position()) + " bytes are left");
        }
        return page.take(bytes, what);
    }
}
