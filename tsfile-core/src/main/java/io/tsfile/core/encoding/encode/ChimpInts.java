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
import java.util.Arrays;

/**
 * CHIMP of 32 bits a value: as {@link ChimpLongs}, with 64 values before, the lowest 12 bits, and shorter heads.
 */
final class ChimpInts implements IntEncoding {
    private static final int MOST_BITS = 2 + 3 + 32;
    private static final int PLACES = 64;
    private static final int KEYS = 1 << 12;
    private static final int EQUAL = 12;
    private static final int NONE = 33;

    /** By the lowest bits: which value of the page last had them, and the first one where none had. */
    private final int[] lastWith = new int[KEYS];

    private final int end;

    /**
     * An encoding.
     *
     * @param end the value that the library writes behind a page's last one
     */
    ChimpInts(int end) {
        this.end = end;
    }

    @Override
    public void encode(int[] values, int from, int to, PageBuffer target) {
        byte[] array = BitWords.reserve(target, (to - from + 1L) * MOST_BITS);
        int index = target.size();
        Arrays.fill(lastWith, 0);
        int before = from < to ? values[from] : end;
        long word = (long) before << Integer.SIZE;
        int free = Integer.SIZE;
        int leading = NONE;
        for (int i = from + 1; i <= to; i++) {
            int value = i < to ? values[i] : end;
            int number = i - from;
            int key = value & KEYS - 1;
            int similar = lastWith[key];
            lastWith[key] = number;
            int place = number - 1;
            int different = value ^ before;
            before = value;
            boolean told = false;
            if (place - similar < PLACES) {
                int other = value ^ values[from + similar];
                if (Integer.numberOfTrailingZeros(other) >= EQUAL) {
                    told = true;
                    place = similar;
                    different = other;
                }
            }
            long bits;
            int length;
            if (different == 0) {
                bits = place & PLACES - 1;
                length = 2 + 6;
                leading = NONE;
            } else {
                int code = ChimpLeading.code(Integer.numberOfLeadingZeros(different));
                int leadingNow = ChimpLeading.bits(code);
                length = 32 - leadingNow;
                bits = different & 0xffffffffL;
                long head;
                int headLength;
                if (told) {
                    int trailing = Integer.numberOfTrailingZeros(different);
                    length -= trailing;
                    bits >>>= trailing;
                    head = 0b01L << 14 | (place & PLACES - 1) << 8 | code << 5 | length;
                    headLength = 16;
                    leading = NONE;
                } else {
                    boolean same = leadingNow == leading;
                    head = same ? 0b10 : 0b11 << 3 | code;
                    headLength = same ? 2 : 5;
                    leading = leadingNow;
                }
                bits |= head << length;
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
