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

/**
 * TS_2DIFF of 64-bit numbers: blocks of a first value and up to 128 deltas, less the least of them and in as many bits as the
 * largest takes then. All differences may overflow, and do so back when they are summed up.
 *
 * <p>The bits that fill up the last byte are 0; in those the library leaves bits of an earlier block, so that there the bytes of a
 * page depend on the pages before it.
 */
final class DeltaLongs implements LongEncoding {
    private static final int BLOCK = 128;
    private static final int HEAD = 2 * Integer.BYTES + 2 * Long.BYTES;

    private final long[] deltas = new long[BLOCK];

    @Override
    public void encode(long[] values, int from, int to, PageBuffer target) {
        for (int first = from; first < to; first += BLOCK + 1) {
            encodeBlock(values, first, Math.min(BLOCK, to - first - 1), target);
        }
    }

    private void encodeBlock(long[] values, int first, int count, PageBuffer target) {
        long[] block = deltas;
        // What the library writes for a block that has no delta.
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            long delta = values[first + i + 1] - values[first + i];
            block[i] = delta;
            least = Math.min(least, delta);
        }
        long all = 0;
        for (int i = 0; i < count; i++) {
            block[i] -= least;
            all |= block[i];
        }
        int width = Long.SIZE - Long.numberOfLeadingZeros(all);
        int packed = BitPacker.bytes(count, width);
        byte[] array = target.reserve(HEAD + (long) packed + BitPacker.SLACK);
        int at = target.size();
        BIG_ENDIAN.set(array, at, ((long) count << 32) | width);
        BIG_ENDIAN.set(array, at + 8, least);
        BIG_ENDIAN.set(array, at + 16, values[first]);
        if (width > 0) {
            BitPacker.pack(block, 0, count, width, array, at + HEAD);
        }
        target.advance(HEAD + packed);
    }
}
