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

/** How many bytes whole numbers take in TS_2DIFF and in ZIGZAG, and how wide they are, found without writing. */
public final class NumberSizes {
    /** How many numbers a block of TS_2DIFF has. */
    private static final int BLOCK = 129;

    private NumberSizes() {}

    /**
     * Bytes of a page in TS_2DIFF.
     *
     * @param numbers those of 32 bits with their sign
     * @param count how many there are
     * @param size of a number, 32 or 64 bits
     * @param part how many stand behind each other at least, before others of the page: a block of TS_2DIFF, or a part of one,
     *     which has so much of its head
     */
    public static long deltas(long[] numbers, int count, int size, int part) {
        int length = Math.min(part, BLOCK);
        long bytes = 0;
        for (int first = 0; first < count; first += length) {
            int most = Math.min(length, count - first);
            int width = deltaWidth(numbers, first, most, Long.SIZE - size);
            bytes += (2L * Integer.BYTES + 2L * (size / Byte.SIZE)) * length / BLOCK + BitPacker.bytes(most - 1, width);
        }
        return bytes;
    }

    /** Bytes of numbers in ZIGZAG, without its head: a bit for the sign, and seven to a byte. */
    public static long zigzag(long[] numbers, int count) {
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            long number = numbers[i];
            bytes += (Long.SIZE - Long.numberOfLeadingZeros(number ^ (number >> 63)) + 7) / 7;
        }
        return bytes;
    }

    /** Bits of the widest number, one at least; a negative one has all. */
    public static int width(long[] numbers, int count, int size) {
        long all = 1;
        for (int i = 0; i < count; i++) {
            all |= numbers[i];
        }
        return Long.SIZE - Long.numberOfLeadingZeros(all & (-1L >>> (Long.SIZE - size)));
    }

    private static int deltaWidth(long[] numbers, int first, int count, int unused) {
        long least = Long.MAX_VALUE;
        for (int i = first + 1; i < first + count; i++) {
            least = Math.min(least, ((numbers[i] - numbers[i - 1]) << unused) >> unused);
        }
        long all = 0;
        for (int i = first + 1; i < first + count; i++) {
            all |= numbers[i] - numbers[i - 1] - least;
        }
        return Long.SIZE - Long.numberOfLeadingZeros(all & (-1L >>> unused));
    }
}
