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

/**
 * What stands before the whole numbers that FLOAT and DOUBLE values are in.
 *
 * <pre>
 * head = decimals (unsigned var-int)
 *      | 2^31 - 1, n, scaled bits, decimals
 *      | 2^31 - 2, n, scaled bits, raw bits, decimals
 * bits = n / 8 + 1 bytes, the lowest bit of a byte first
 * </pre>
 *
 * <p>A value is its number divided by ten to the power of the decimals; where scaled bits are there and its own is not set, the
 * number itself; and where its raw bit is set, the float or double that has the number's bits.
 */
final class ScaleHead {
    private static final int WITH_SCALED_BITS = Integer.MAX_VALUE;
    private static final int WITH_RAW_BITS = Integer.MAX_VALUE - 1;

    /** Exact, and by so many decimals in nearly all pages. */
    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18
    };

    private final PageCursor page;
    private final double divisor;
    private final int exceptions;
    private final int scaledBits;
    private final int rawBits;

    /** Reads the head at the cursor. */
    ScaleHead(PageCursor page) {
        this.page = page;
        int decimals = page.readVarInt("the number of decimals");
        int size = -1;
        int scaled = -1;
        int raw = -1;
        if (decimals == WITH_SCALED_BITS || decimals == WITH_RAW_BITS) {
            size = page.readVarInt("the number of values that may overflow");
            if (size < 0) {
                throw page.malformed("a number of values expected, and " + size + " found");
            }
            int bytes = size / 8 + 1;
            scaled = page.take(bytes, "the bits of values that overflow if scaled");
            raw = decimals == WITH_RAW_BITS ? page.take(bytes, "the bits of values that overflow") : -1;
            // Only here a negative number is a power, a fraction, and not 1.
            this.divisor = Math.pow(10, page.readVarInt("the number of decimals"));
        } else {
            this.divisor = decimals <= 0 ? 1 : decimals < POWERS.length ? POWERS[decimals] : Math.pow(10, decimals);
        }
        this.exceptions = size;
        this.scaledBits = scaled;
        this.rawBits = raw;
    }

    /** What a scaled number is divided by. */
    double divisor() {
        return divisor;
    }

    /** Whether some numbers are no scaled ones. */
    boolean hasExceptions() {
        return exceptions >= 0;
    }

    /** Throws if the page says nothing about a value before the one at {@code end}. */
    void checkExceptions(long end) {
        // The last byte may have bits of values that the page does not count; the library looks at them.
        if (end > 8 * (exceptions / 8 + 1L)) {
            throw page.malformed("bits of " + end + " values expected, and those of " + exceptions + " found");
        }
    }

    /** Whether value {@code i} of the page is divided. */
    boolean isScaled(int i) {
        return isSet(scaledBits, i);
    }

    /** Whether the number of value {@code i} of the page is its bits. */
    boolean isRaw(int i) {
        return rawBits >= 0 && isSet(rawBits, i);
    }

    private boolean isSet(int bits, int i) {
        return (page.array()[bits + (i >>> 3)] & (1 << (i & 7))) != 0;
    }
}
