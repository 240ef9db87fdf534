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

import io.tsfile.core.encoding.PageBuffer;
import java.util.Arrays;

/**
 * RLE of 32-bit numbers: runs of 8 and more like numbers, and between them groups of 8 packed ones.
 *
 * <p>A run is looked for at the start of a group only, as the library does; so what begins within a group is packed with it.
 */
final class RleInts implements IntEncoding {
    private static final int GROUP = 8;
    private static final int MOST_GROUPS = 63;
    private static final int LONGEST_RUN = 0x7fff;
    private static final int LONGEST_LENGTH = 5;

    /** Numbers that are packed at once. */
    private final long[] longs = new long[MOST_GROUPS * GROUP];

    @Override
    public void encode(int[] values, int from, int to, PageBuffer target) {
        int start = target.size();
        if (from < to) {
            int width = width(values, from, to);
            // The length of the body stands before it, so the body is written behind its longest form and moved.
            byte[] array = target.reserve(LONGEST_LENGTH + longestBody(to - from, width));
            int bodyStart = start + LONGEST_LENGTH;
            int length = encodeBody(values, from, to, width, array, bodyStart) - bodyStart;
            target.putVarInt(length);
            System.arraycopy(array, bodyStart, array, target.size(), length);
            target.advance(length);
        } else {
            target.putVarInt(0);
        }
    }

    /** Every group of 8 numbers or fewer is packed, with a head, or a run, with a head. */
    private static long longestBody(int count, int width) {
        return 1 + (count / GROUP + 1L) * (width + 3 + Long.BYTES) + BitPacker.SLACK;
    }

    private static int width(int[] values, int from, int to) {
        int all = 1;
        for (int i = from; i < to; i++) {
            all |= values[i];
        }
        return Integer.SIZE - Integer.numberOfLeadingZeros(all);
    }

    /** Writes the body and returns where it ends. */
    private int encodeBody(int[] values, int from, int to, int width, byte[] array, int bodyStart) {
        int at = bodyStart;
        array[at++] = (byte) width;
        int packedFrom = from;
        int i = from;
        while (i < to) {
            int limit = (int) Math.min(to, (long) i + LONGEST_RUN);
            int end = i + 1;
            while (end < limit && values[end] == values[i]) {
                end++;
            }
            if (end - i >= GROUP) {
                at = writePacked(values, packedFrom, i, width, array, at);
                at = writeRun(values[i], end - i, width, array, at);
                i = end;
                packedFrom = end;
            } else {
                i = Math.min(to, i + GROUP);
                if (i - packedFrom >= MOST_GROUPS * GROUP) {
                    at = writePacked(values, packedFrom, i, width, array, at);
                    packedFrom = i;
                }
            }
        }
        return writePacked(values, packedFrom, to, width, array, at);
    }

    private int writePacked(int[] values, int from, int to, int width, byte[] array, int start) {
        if (from == to) {
            return start;
        }
        int count = to - from;
        int groups = (count + GROUP - 1) / GROUP;
        array[start] = (byte) ((groups << 1) | 1);
        array[start + 1] = (byte) (count - (groups - 1) * GROUP);
        int packed = start + 2;
        int end = packed + groups * width;
        // The last group is filled up with zeros.
        Arrays.fill(array, packed + BitPacker.bytes(count, width), end, (byte) 0);
        for (int i = 0; i < count; i++) {
            longs[i] = values[from + i] & 0xffffffffL;
        }
        BitPacker.pack(longs, 0, count, width, array, packed);
        return end;
    }

    private static int writeRun(int value, int count, int width, byte[] array, int start) {
        int at = start;
        int head = count << 1;
        while (head > 0x7f) {
            array[at++] = (byte) (head | 0x80);
            head >>>= 7;
        }
        array[at++] = (byte) head;
        // Whole bytes, the lowest first (unlike 64-bit numbers).
        for (int shift = 0; shift < width; shift += Byte.SIZE) {
            array[at++] = (byte) (value >>> shift);
        }
        return at;
    }
}
