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
 * SPRINTZ of 32-bit numbers, and of the bits of FLOAT values: as {@link SprintzLongs}, but the first number of a block is an
 * unsigned var-int, of FLOAT 4 bytes.
 */
final class SprintzInts implements IntSource {
    private static final int DIFFERENCES = 8;

    private final PageCursor page;
    private final boolean floats;
    private final int[] block = new int[1 + DIFFERENCES];
    private int size;
    private int next;
    private boolean ended;

    /**
     * Starts at the cursor.
     *
     * @param floats whether the numbers are the bits of FLOAT values
     */
    SprintzInts(PageCursor page, boolean floats) {
        this.page = page;
        this.floats = floats;
    }

    @Override
    public void read(int[] target, int offset, int count) {
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
            IntSource rest = floats ? new GorillaInts(page) : new RleInts(page);
            rest.read(block, 0, head - 0x80);
            size = head - 0x80;
            ended = true;
        } else if (head >= 1 && head <= Integer.SIZE) {
            String first = "the first number of a SPRINTZ block";
            block[0] = floats ? page.readInt(first) : page.readVarInt(first);
            int packed = page.take(head, "the differences of a SPRINTZ block");
            BitUnpacker.unpack(page.array(), 8L * packed, head, block, 1, DIFFERENCES);
            // The differences are from the one NaN that Java makes of all.
            addForecasts(block, floats ? Float.floatToIntBits(Float.intBitsToFloat(block[0])) : block[0]);
            size = 1 + DIFFERENCES;
        } else {
            throw page.malformed(
                    "a SPRINTZ block of 1 to 32 bits, or of 1 to 8 numbers expected, and " + head + " found");
        }
        next = 0;
    }

    private static void addForecasts(int[] block, int first) {
        int value = first;
        int learnt = 0;
        int change = 0;
        for (int i = 1; i < block.length; i++) {
            int coded = block[i];
            // All ones where it is even, and is to be negated; else one is to be added.
            int even = (coded & 1) - 1;
            int difference = ((coded ^ even) + 1) >> 1;
            int now = value + (((learnt >> 2) * change) >> 8) + difference;
            // All ones where the difference is not positive, and the change counts against: no branch can guess that.
            int against = ~(-difference >> 31);
            learnt += (change ^ against) - against;
            change = now - value;
            value = now;
            block[i] = now;
        }
    }
}
