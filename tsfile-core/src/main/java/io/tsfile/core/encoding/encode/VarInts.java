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

/** Signed numbers in groups of 7 bits, the lowest first, all but the last marked by the highest bit; the lowest bit is the sign. */
final class VarInts {
    /** Bytes of the longest 32-bit number. */
    static final int LONGEST_INT = 5;

    /** Bytes of the longest 64-bit number. */
    static final int LONGEST_LONG = 10;

    private VarInts() {}

    /** Writes {@code values[from..to)} from {@code offset} on and returns where they end. */
    static int write(int[] values, int from, int to, byte[] target, int offset) {
        int at = offset;
        for (int i = from; i < to; i++) {
            int rest = (values[i] << 1) ^ (values[i] >> 31);
            while ((rest & ~0x7f) != 0) {
                target[at++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            target[at++] = (byte) rest;
        }
        return at;
    }

    /** Writes {@code values[from..to)} from {@code offset} on and returns where they end. */
    static int write(long[] values, int from, int to, byte[] target, int offset) {
        int at = offset;
        for (int i = from; i < to; i++) {
            long rest = (values[i] << 1) ^ (values[i] >> 63);
            while ((rest & ~0x7fL) != 0) {
                target[at++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            target[at++] = (byte) rest;
        }
        return at;
    }
}
