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

/** How CHIMP says how many bits are the same: with a code for the next lower of 0, 8, 12, 16, 18, 20, 22 and 24. */
final class ChimpLeading {
    /** By the number of bits. */
    private static final byte[] CODES = codes();

    private static final int[] BITS = {0, 8, 12, 16, 18, 20, 22, 24};

    private ChimpLeading() {}

    /** The code for {@code leading} bits, 0 to 63. */
    static int code(int leading) {
        return CODES[leading];
    }

    /** How many bits {@code code} stands for. */
    static int bits(int code) {
        return BITS[code];
    }

    private static byte[] codes() {
        byte[] codes = new byte[Long.SIZE];
        for (int leading = 8; leading < Long.SIZE; leading++) {
            codes[leading] = (byte) (leading < 16 ? leading / 4 - 1 : Math.min(leading / 2 - 5, 7));
        }
        return codes;
    }
}
