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
package io.tsfile.core.encoding.encode;

import static io.tsfile.core.encoding.encode.BitPacker.BIG_ENDIAN;

import io.tsfile.core.encoding.PageBuffer;

/** GORILLA of 32 bits a value: as {@link GorillaLongs}, with shorter heads. */
final class GorillaInts implements IntEncoding {
    private static final int MOST_BITS = 2 + 5 + 5 + 32;

    private final int end;

    /**
     * An encoding.
     *
     * @param end the value that the library writes behind a page's last one
     */
    GorillaInts(int end) {
        this.end = end;
    }

    @Override
    public void encode(int[] values, int from, int to, PageBuffer target) {
        byte[] array = BitWords.reserve(target, (to - from + 1L) * MOST_BITS);
        int index = target.size();
        int before = from < to ? values[from] : end;
        long word = (long) before << Integer.SIZE;
        int free = Integer.SIZE;
        // No number of bits is as large: the first ones that differ have a place of their own.
        int leading = Integer.MAX_VALUE;
        int trailing = 0;
        for (int i = from + 1; i <= to; i++) {
            int value = i < to ? values[i] : end;
            int different = value ^ before;
            before = value;
            long bits;
            int length;
            if (different == 0) {
                int run = i + 1;
                int runEnd = Math.min(to, i + Long.SIZE);
                while (run < runEnd && values[run] == value) {
                    run++;
                }
                bits = 0;
                length = run - i;
                i = run - 1;
            } else {
                int leadingNow = Integer.numberOfLeadingZeros(different);
                int trailingNow = Integer.numberOfTrailingZeros(different);
                long head = 0b10;
                int headLength = 2;
                if (leadingNow < leading || trailingNow < trailing) {
                    leading = leadingNow;
                    trailing = trailingNow;
                    head = 0b11L << 10 | leading << 5 | 31 - leading - trailing;
                    headLength = 12;
                }
                length = 32 - leading - trailing;
                bits = head << length | (different & 0xffffffffL) >>> trailing;
                length += headLength;
            }
            free -= length;
            if (free > 0) {
                word |= bits << free;
            } else {
                BIG_ENDIAN.set(array, index, word | bits >>> -free);
                index += Long.BYTES;
                free += Long.SIZE;
                word = bits << 1 << (free - 1);
            }
        }
        BitWords.finish(target, index, word, free);
    }
}
