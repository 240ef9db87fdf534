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

import java.util.Arrays;

/**
 * Numbers of a fixed width in bits, packed behind each other with the highest bit first.
 *
 * <p>A number that starts anywhere in a byte and has at most {@link #ONE_WORD} bits lies in the eight bytes from that byte on;
 * a wider one reaches into a ninth. Callers see to it that all bits are in the page; the bytes read beyond are its padding.
 */
final class BitUnpacker {
    /** The widest number that one word always holds, whichever bit of its first byte it starts at. */
    static final int ONE_WORD = 57;

    private BitUnpacker() {}

    /** Unpacks {@code count} numbers of {@code width} bits, 0 to 64, from {@code firstBit} of the array on. */
    static void unpack(byte[] array, long firstBit, int width, long[] target, int offset, int count) {
        if (width == 0) {
            Arrays.fill(target, offset, offset + count, 0);
        } else if (width > ONE_WORD) {
            unpackWide(array, firstBit, width, target, offset, count);
        } else {
            long bit = firstBit;
            int unused = Long.SIZE - width;
            int end = offset + count;
            for (int i = offset; i < end; i++) {
                target[i] = (long) BIG_ENDIAN.get(array, (int) (bit >>> 3)) << (bit & 7) >>> unused;
                bit += width;
            }
        }
    }

    /** Unpacks {@code count} numbers of {@code width} bits, 0 to 32, from {@code firstBit} of the array on. */
    static void unpack(byte[] array, long firstBit, int width, int[] target, int offset, int count) {
        if (width == 0) {
            Arrays.fill(target, offset, offset + count, 0);
            return;
        }
        long bit = firstBit;
        int unused = Long.SIZE - width;
        int end = offset + count;
        for (int i = offset; i < end; i++) {
            target[i] = (int) ((long) BIG_ENDIAN.get(array, (int) (bit >>> 3)) << (bit & 7) >>> unused);
            bit += width;
        }
    }

    /** {@link #unpack} for any width but 0, with a ninth byte. */
    static void unpackWide(byte[] array, long firstBit, int width, long[] target, int offset, int count) {
        long bit = firstBit;
        int unused = Long.SIZE - width;
        int end = offset + count;
        for (int i = offset; i < end; i++) {
            int at = (int) (bit >>> 3);
            int skipped = (int) bit & 7;
            long word = ((long) BIG_ENDIAN.get(array, at) << skipped) | ((array[at + 8] & 0xff) >>> (8 - skipped));
            target[i] = word >>> unused;
            bit += width;
        }
    }
}
