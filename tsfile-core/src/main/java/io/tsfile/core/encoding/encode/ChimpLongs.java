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
 * CHIMP of 64 bits a value, in the form that the class of the same name in {@code decode} describes. Of the 128 values
 * before, the last one with the same lowest 14 bits is told; if there is none, the value before is.
 */
final class ChimpLongs implements LongEncoding {
    private static final int MOST_BITS = 2 + 3 + 64;
    private static final int PLACES = 128;
    private static final int KEYS = 1 << 14;
    /** So many equal lowest bits make another value than the one before worth its place: those of a key. */
    private static final int EQUAL = 14;
    /** Larger than any number of bits. */
    private static final int NONE = 65;

    /** By the lowest bits: which value of the page last had them, and the first one where none had. */
    private final int[] lastWith = new int[KEYS];

    private final long end;

    /**
     * An encoding.
     *
     * @param end the value that the library writes behind a page's last one
     */
    ChimpLongs(long end) {
        this.end = end;
    }

    @Override
    public void encode(long[] values, int from, int to, PageBuffer target) {
        byte[] array = BitWords.reserve(target, (to - from + 1L) * MOST_BITS);
        int index = target.size();
        Arrays.fill(lastWith, 0);
        long before = from < to ? values[from] : end;
        BIG_ENDIAN.set(array, index, before);
        index += Long.BYTES;
        long word = 0;
        int free = Long.SIZE;
        int leading = NONE;
        for (int i = from + 1; i <= to; i++) {
            long value = i < to ? values[i] : end;
            int number = i - from;
            int key = (int) value & KEYS - 1;
            int similar = lastWith[key];
            lastWith[key] = number;
            int place = number - 1;
            long different = value ^ before;
            before = value;
            boolean told = false;
            if (place - similar < PLACES) {
                long other = value ^ values[from + similar];
                if (Long.numberOfTrailingZeros(other) >= EQUAL) {
                    told = true;
                    place = similar;
                    different = other;
                }
            }
            long bits;
            int length;
            if (different == 0) {
                bits = place & PLACES - 1;
                length = 2 + 7;
                leading = NONE;
            } else {
                int code = ChimpLeading.code(Long.numberOfLeadingZeros(different));
                int leadingNow = ChimpLeading.bits(code);
                length = 64 - leadingNow;
                bits = different;
                long head;
                int headLength;
                if (told) {
                    int trailing = Long.numberOfTrailingZeros(different);
                    length -= trailing;
                    bits >>>= trailing;
                    head = 0b01L << 16 | (place & PLACES - 1) << 9 | code << 6 | length;
                    headLength = 18;
                    leading = NONE;
                } else {
                    boolean same = leadingNow == leading;
                    head = same ? 0b10 : 0b11 << 3 | code;
                    headLength = same ? 2 : 5;
                    leading = leadingNow;
                }
                if (headLength + length > Long.SIZE) {
                    free -= headLength;
                    if (free > 0) {
                        word |= head << free;
                    } else {
                        BIG_ENDIAN.set(array, index, word | head >>> -free);
                        index += Long.BYTES;
                        free += Long.SIZE;
                        word = head << 1 << (free - 1);
                    }
                } else {
                    bits |= head << length;
                    length += headLength;
                }
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
