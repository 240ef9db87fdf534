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

import java.util.Arrays;
import org.apache.tsfile.enums.TSDataType;

/**
 * How many bytes a page takes in GORILLA and in CHIMP at least, found without writing. Not thread-safe.
 *
 * <p>In GORILLA it is what all values take, without the end mark behind them. In CHIMP a value takes, with so many bits before the
 * first that differs from the value before, less what has no code of its own:
 *
 * <pre>
 *   66 (34) - bits    or 3 more, if it is not the same number of bits as before
 *    9  (8)           if its lowest bits were there before, for it may be equal to that value
 * </pre>
 */
public final class XorBounds {
    private static final byte[] CHIMP_LEADING = chimpLeading();

    private final int width;
    private final int gorillaHead;
    private final int keyBits;
    /** A bit for each form of the lowest bits that was there. */
    private final long[] known;

    private int familiar;

    private XorBounds(int width, int gorillaHead, int keyBits) {
        this.width = width;
        this.gorillaHead = gorillaHead;
        this.keyBits = keyBits;
        this.known = new long[(1 << keyBits) / Long.SIZE];
    }

    /** For numbers of a type, which has 32 or 64 bits. */
    public static XorBounds of(TSDataType type) {
        return switch (type) {
            case INT32, DATE, FLOAT -> new XorBounds(Integer.SIZE, 5 + 5, 12);
            default -> new XorBounds(Long.SIZE, 6 + 6, 14);
        };
    }

    /**
     * Bytes in GORILLA.
     *
     * @param bits the values' bits, the lower half of those of 32
     * @param count at least one
     */
    public long gorilla(long[] bits, int count) {
        int narrow = Long.SIZE - width;
        long sum = width;
        int leading = Integer.MAX_VALUE;
        int trailing = 0;
        int length = 0;
        for (int i = 1; i < count; i++) {
            long different = (bits[i] ^ bits[i - 1]) << narrow;
            int leadingNow = Long.numberOfLeadingZeros(different);
            int trailingNow = Long.numberOfTrailingZeros(different);
            if (different != 0 && (leadingNow < leading || trailingNow < trailing)) {
                leading = leadingNow;
                trailing = trailingNow;
                length = 2 + Long.SIZE - leading - trailing;
                sum += gorillaHead;
            }
            sum += different == 0 ? 1 : length;
        }
        return sum / Byte.SIZE;
    }

    /**
     * Bytes in CHIMP.
     *
     * @param bits the values' bits, the lower half of those of 32
     * @param count at least one
     */
    public long chimp(long[] bits, int count) {
        Arrays.fill(known, 0);
        int narrow = Long.SIZE - width;
        int keys = (1 << keyBits) - 1;
        int least = leastChimp();
        int most = 2 + width;
        long sum = width;
        int seen = 0;
        known[((int) bits[0] & keys) >>> 6] |= 1L << bits[0];
        // No branch depends on the values: it could not be guessed, and would take longer than all the rest.
        for (int i = 1; i < count; i++) {
            long value = bits[i];
            int leading = CHIMP_LEADING[Long.numberOfLeadingZeros((value ^ bits[i - 1]) << narrow)];
            int word = ((int) value & keys) >>> 6;
            int again = (int) (known[word] >>> value) & 1;
            known[word] |= 1L << value;
            seen += again;
            sum += again == 0 ? most - leading : least;
        }
        familiar = seen;
        return sum / Byte.SIZE;
    }

    /** Bits that no value but the first has fewer of in CHIMP. */
    public int leastChimp() {
        return width == Long.SIZE ? 2 + 7 : 2 + 6;
    }

    /** How many of the values that {@link #chimp} was given last have the lowest bits, 14 of 64 and 12 of 32, of one before. */
    public int familiar() {
        return familiar;
    }

    private static byte[] chimpLeading() {
        byte[] leading = new byte[Long.SIZE + 1];
        for (int i = 0; i < leading.length; i++) {
            leading[i] = (byte) ChimpLeading.bits(ChimpLeading.code(Math.min(i, Long.SIZE - 1)));
        }
        return leading;
    }
}
