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
 * SPRINTZ of 64-bit numbers, and of the bits of DOUBLE values.
 *
 * <pre>
 * block = width in bits (1 byte), first number (8 bytes), 8 differences of that width
 *       | 128 + n (1 byte), n numbers in RLE, of DOUBLE in GORILLA: only at the end, n is 1 to 8
 * </pre>
 *
 * <p>A difference d is written as 2d-1 if it is positive, else as -2d, and is that from a forecast: the number before plus a
 * share of the last change, which is learnt anew in each block (FIRE). Large differences overflow in the library's encoder;
 * what comes back is then what its decoder gives.
 */
final class SprintzLongs implements LongSource {
    private static final int DIFFERENCES = 8;

    private final PageCursor page;
    private final boolean doubles;
    private final long[] block = new long[1 + DIFFERENCES];
    private int size;
    private int next;
    private boolean ended;

    /**
     * Starts at the cursor.
     *
     * @param doubles whether the numbers are the bits of DOUBLE values
     */
    SprintzLongs(PageCursor page, boolean doubles) {
        this.page = page;
        this.doubles = doubles;
    }

    @Override
    public void read(long[] target, int offset, int count) {
        int end = offset + count;
        for (int at = offset; at < end; ) {
            if (next == size) {
                openBlock();
            }
            int portion = Math.min(size - next, end - at);
            System.arraycopy(block, next, target, at, portion);
            next += portion;
            at += portion;
        }
    }

    private void openBlock() {
        if (ended) {
            throw page.malformed("more SPRINTZ numbers expected, and the last block found before");
        }
        int head = page.readByte("the head of a SPRINTZ block");
        if (head > 0x80 && head <= 0x80 + DIFFERENCES) {
            LongSource rest = doubles ? new GorillaLongs(page) : new RleLongs(page);
            rest.read(block, 0, head - 0x80);
            size = head - 0x80;
            ended = true;
        } else if (head >= 1 && head <= Long.SIZE) {
            block[0] = page.readLong("the first number of a SPRINTZ block");
            int packed = page.take(head, "the differences of a SPRINTZ block");
            BitUnpacker.unpack(page.array(), 8L * packed, head, block, 1, DIFFERENCES);
            // The differences are from the one NaN that Java makes of all.
            addForecasts(block, doubles ? Double.doubleToLongBits(Double.longBitsToDouble(block[0])) : block[0]);
            size = 1 + DIFFERENCES;
        } else {
            throw page.malformed(
                    "a SPRINTZ block of 1 to 64 bits, or of 1 to 8 numbers expected, and " + head + " found");
        }
        next = 0;
    }

    private static void addForecasts(long[] block, long first) {
        long value = first;
        int learnt = 0;
        long change = 0;
        for (int i = 1; i < block.length; i++) {
            long coded = block[i];
            // All ones where it is even, and is to be negated; else one is to be added.
            long even = (coded & 1) - 1;
            long difference = ((coded ^ even) + 1) >> 1;
            long now = value + (((learnt >> 3) * change) >> 16) + difference;
            // All ones where the difference is not positive, and the change counts against: no branch can guess that.
            long against = ~(-difference >> 63);
            learnt = (int) (learnt + (change ^ against) - against);
            change = now - value;
            value = now;
            block[i] = now;
        }
    }
}
