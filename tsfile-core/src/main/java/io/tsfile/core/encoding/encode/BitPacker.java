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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Packs numbers of a fixed width in bits behind each other, the highest bit first.
 *
 * <p>Every number is added to a word that starts at the byte where it does, and the word is written each time: a store per
 * number is cheaper than a branch that nobody can guess. Hence the {@link #SLACK} bytes behind the last number, which are
 * overwritten; the bits that fill up the last byte are 0.
 */
final class BitPacker {
    /** Bytes behind the packed ones that the target must have. */
    static final int SLACK = 8;

    /** Eight bytes, the first one highest. */
    static final VarHandle BIG_ENDIAN = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The widest number that fits a word whichever bit of its first byte it starts at, with a byte to spare for shifts. */
    private static final int ONE_WORD = 56;

    private BitPacker() {}

    /** How many bytes {@code count} numbers take. */
    static int bytes(int count, int width) {
        return (int) (((long) count * width + 7) >>> 3);
    }

    /** Packs {@code values[from..from + count)}, none of which is wider than {@code width}, from 1 to 64. */
    static void pack(long[] values, int from, int count, int width, byte[] target, int offset) {
        if (width > ONE_WORD) {
            packWide(values, from, count, width, target, offset);
            return;
        }
        int end = from + count;
        int i = from;
        long pending = 0;
        int used = 0;
        int at = offset;
        // Each step waits for the one before it, so narrow numbers are put together first.
        if (width <= ONE_WORD / 4) {
            for (int four = 4 * width; i <= end - 4; i += 4) {
                long upper = (values[i] << width) | values[i + 1];
                long lower = (values[i + 2] << width) | values[i + 3];
                pending |= ((upper << (2 * width)) | lower) << (Long.SIZE - four - used);
                BIG_ENDIAN.set(target, at, pending);
                used += four;
                pending <<= used & ~7;
                at += used >>> 3;
                used &= 7;
            }
        } else if (width <= ONE_WORD / 2) {
            for (int two = 2 * width; i <= end - 2; i += 2) {
                pending |= ((values[i] << width) | values[i + 1]) << (Long.SIZE - two - used);
                BIG_ENDIAN.set(target, at, pending);
                used += two;
                pending <<= used & ~7;
                at += used >>> 3;
                used &= 7;
            }
        }
        for (; i < end; i++) {
            pending |= values[i] << (Long.SIZE - width - used);
            BIG_ENDIAN.set(target, at, pending);
            used += width;
            pending <<= used & ~7;
            at += used >>> 3;
            used &= 7;
        }
    }

    /** The same in two steps per number: its upper bits, and its lower 32. */
    private static void packWide(long[] values, int from, int count, int width, byte[] target, int offset) {
        int upper = width - Integer.SIZE;
        long pending = 0;
        int used = 0;
        int at = offset;
        for (int i = from; i < from + count; i++) {
            pending |= (values[i] >>> Integer.SIZE) << (Long.SIZE - upper - used);
            BIG_ENDIAN.set(target, at, pending);
            used += upper;
            pending <<= used & ~7;
            at += used >>> 3;
            used &= 7;
            pending |= (values[i] & 0xffffffffL) << (Long.SIZE - Integer.SIZE - used);
            BIG_ENDIAN.set(target, at, pending);
            used += Integer.SIZE;
            pending <<= used & ~7;
            at += used >>> 3;
            used &= 7;
        }
    }
}
