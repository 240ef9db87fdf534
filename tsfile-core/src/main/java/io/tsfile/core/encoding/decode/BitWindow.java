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
 * Bits of an array, the highest of a byte first, from words that are loaded anew for each use.
 *
 * <p>Positions count bits from the start of the array. Only {@link #check} looks where a page ends: nine bytes from that of
 * a position on must be there, which {@link io.tsfile.core.encoding.PageBytes} promises up to 56 bits behind the end. So a
 * decoder that starts no value behind the end, and asks for a value's last bits less than 56 bits from its first ones,
 * may find out afterwards that it took more than there was.
 */
final class BitWindow {
    /** How many bits of {@link #peek} are those of the array. */
    static final int PEEKED = BitUnpacker.ONE_WORD;

    /** 0, 8, 12, 16, 18, 20, 22 and 24, a byte each from the lowest on. */
    private static final long CHIMP_LEADING = 0x18_16_14_12_10_0C_08_00L;

    private BitWindow() {}

    /** The {@link #PEEKED} bits from {@code position} on at the top of a word, and zeros or more of the array's below. */
    static long peek(byte[] array, long position) {
        return (long) BIG_ENDIAN.get(array, (int) (position >>> 3)) << (position & 7);
    }

    /** The {@code count} bits from {@code position} on, 1 to 64. */
    static long take(byte[] array, long position, int count) {
        int index = (int) (position >>> 3);
        int used = (int) position & 7;
        long next = (array[index + Long.BYTES] & 0xffL) >>> (Byte.SIZE - used);
        return ((long) BIG_ENDIAN.get(array, index) << used | next) >>> -count;
    }

    /** How many bits CHIMP says are the same, by the lowest three bits of {@code code}. */
    static int chimpLeading(int code) {
        return (int) (CHIMP_LEADING >>> (code << 3)) & 0xff;
    }

    /**
     * Throws if bits were taken from behind the end of a page, or for a place in a value that there is not.
     *
     * @param position behind the last bit that was taken
     * @param places all places of bits within a value, ORed: negative if one was not within it
     */
    static void check(String encoding, PageCursor page, long position, int places) {
        if (position > 8L * page.end()) {
            page.moveTo(page.end());
            throw page.malformed("more " + encoding + " values expected, and the end found within one of them");
        }
        if (places < 0) {
            page.moveTo((int) ((position + 7) >>> 3));
            throw page.malformed(
                    "bits at a place within their " + encoding + " value expected, and another place found");
        }
    }
}
