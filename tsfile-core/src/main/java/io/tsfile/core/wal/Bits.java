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
package io.tsfile.core.wal;

import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.Vector;
import java.nio.ByteBuffer;

/** Bits in bytes, the highest of a byte first, as TsFile's own bitmaps are; unused bits of the last byte are 0. */
final class Bits {
    private Bits() {}

    /** How many bytes {@code count} bits take. */
    static int bytes(int count) {
        return (int) ((count + 7L) >>> 3);
    }

    /** Writes a bit for each of the values. */
    static void put(BooleanVector values, int from, int to, ByteBuffer out) {
        for (int i = from; i < to; i += 8) {
            int bits = 0;
            for (int k = i; k < Math.min(i + 8, to); k++) {
                bits |= values.get(k) ? 0x80 >>> (k - i) : 0;
            }
            out.put((byte) bits);
        }
    }

    /** Writes a bit for each of the values, set where it is not null. */
    static void putPresent(Vector values, int from, int to, ByteBuffer out) {
        for (int i = from; i < to; i += Long.SIZE) {
            int count = Math.min(Long.SIZE, to - i);
            long present = Long.reverse(~values.nullBits(i)) & (-1L << (Long.SIZE - count));
            for (int k = 0; k < bytes(count); k++) {
                out.put((byte) (present >>> (56 - 8 * k)));
            }
        }
    }

    /** Appends {@code count} values. */
    static void get(BooleanVector target, int count, ByteBuffer in) {
        int start = in.position();
        skip(in, count);
        for (int i = 0; i < count; i++) {
            target.append(isSet(in, start, i));
        }
    }

    /** Copies {@code count} bits, the bytes as they are. */
    static byte[] get(int count, ByteBuffer in) {
        Fields.require(in, bytes(count));
        byte[] bits = new byte[bytes(count)];
        in.get(bits);
        return bits;
    }

    /** How many of the first {@code count} bits are set. */
    static int countSet(byte[] bits, int count) {
        int set = 0;
        for (int i = 0; i < bits.length; i++) {
            int used = Math.min(8, count - 8 * i);
            set += Integer.bitCount(bits[i] & (0xff00 >>> used) & 0xff);
        }
        return set;
    }

    /** Whether bit {@code index} behind byte {@code start} is set. */
    static boolean isSet(ByteBuffer in, int start, int index) {
        return (in.get(start + (index >>> 3)) & (0x80 >>> (index & 7))) != 0;
    }

    /** Moves behind {@code count} bits. */
    static void skip(ByteBuffer in, int count) {
        Fields.require(in, bytes(count));
        in.position(in.position() + bytes(count));
    }
}
