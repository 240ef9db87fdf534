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

/** TS_2DIFF of 32-bit numbers. Sums overflow as they do in the library. */
final class DeltaInts implements IntSource {
    private final PageCursor page;
    private final DeltaBlock block;
    private int least;
    private int value;

    DeltaInts(PageCursor page) {
        this.page = page;
        this.block = new DeltaBlock(page, Integer.SIZE);
    }

    @Override
    public void read(int[] target, int offset, int count) {
        int end = offset + count;
        int at = offset;
        while (at < end) {
            if (block.left() == 0) {
                openBlock();
                target[at++] = value;
            } else {
                int portion = Math.min(block.left(), end - at);
                sum(target, at, portion);
                at += portion;
            }
        }
    }

    @Override
    public void skip(int count) {
        int rest = count;
        while (rest > 0) {
            if (block.left() == 0) {
                openBlock();
                rest--;
            } else if (rest >= block.left()) {
                // The next block has a first value of its own.
                rest -= block.left();
                block.advance(block.left());
            } else {
                int portion = Math.min(rest, 128);
                sum(new int[portion], 0, portion);
                rest -= portion;
            }
        }
    }

    private void openBlock() {
        int head = block.open(2 * Long.BYTES);
        long leastAndFirst = (long) BIG_ENDIAN.get(page.array(), head + Long.BYTES);
        least = (int) (leastAndFirst >>> 32);
        value = (int) leastAndFirst;
    }

    /** All deltas are the least one. Eight values at a time, so that none waits for the one before it. */
    private static int addSteps(int first, int step, int[] target, int offset, int count) {
        int sum = first;
        int end = offset + count;
        int i = offset;
        for (; i < end - 7; i += 8) {
            target[i] = sum + step;
            target[i + 1] = sum + 2 * step;
            target[i + 2] = sum + 3 * step;
            target[i + 3] = sum + 4 * step;
            target[i + 4] = sum + 5 * step;
            target[i + 5] = sum + 6 * step;
            target[i + 6] = sum + 7 * step;
            sum += 8 * step;
            target[i + 7] = sum;
        }
        for (; i < end; i++) {
            sum += step;
            target[i] = sum;
        }
        return sum;
    }

    private void sum(int[] target, int offset, int count) {
        byte[] array = page.array();
        int width = block.width();
        long bit = block.bit();
        int step = least;
        int sum = value;
        int end = offset + count;
        if (width == 0) {
            sum = addSteps(sum, step, target, offset, count);
        } else {
            int unused = Long.SIZE - width;
            for (int i = offset; i < end; i++) {
                sum += step + (int) ((long) BIG_ENDIAN.get(array, (int) (bit >>> 3)) << (bit & 7) >>> unused);
                target[i] = sum;
                bit += width;
            }
        }
        value = sum;
        block.advance(count);
    }
}
