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
package io.tsfile.core.flush.sort;

import java.util.Arrays;

/**
 * Sorts positions by the times there; equal times keep the order they have.
 *
 * <p>A time and its place in that order are packed into one number, so that sorting plain numbers is all there is to do:
 *
 * <pre>
 * key = (time - least time) : place        the place takes as many bits as the number of positions needs
 * </pre>
 *
 * <p>Where the times span more bits than are left, their lowest are cut off at first, and times that then look equal are
 * sorted among themselves. These span few bits, so nothing is cut off again.
 */
final class StableSort {
    /** Fewer keys are sorted sooner by comparing them, and so are those of more digits. */
    private static final int FEWEST_FOR_DIGITS = 2048;

    private static final int MOST_DIGITS = 5;
    /** For more keys, the second array that digits need would be large. */
    private static final int MOST_FOR_DIGITS = 1 << 22;

    private StableSort() {}

    /** Positions 0 to {@code size - 1} in ascending order of {@code times}, equal times in ascending order of position. */
    static int[] of(long[] times, int size) {
        int[] positions = new int[size];
        for (int i = 0; i < size; i++) {
            positions[i] = i;
        }
        sort(times, positions, 0, size);
        return positions;
    }

    /** Sorts {@code positions[from..to)} by {@code times} at the positions. */
    static void sort(long[] times, int[] positions, int from, int to) {
        int count = to - from;
        if (count < 2) {
            return;
        }
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            long time = times[positions[i]];
            min = Math.min(min, time);
            max = Math.max(max, time);
        }
        int placeBits = bits(count - 1L);
        // A key is no negative number. The difference is one without a sign.
        int cut = Math.max(0, bits(max - min) + placeBits - (Long.SIZE - 1));
        int timeBits = bits(max - min) - cut;
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = (((times[positions[from + i]] - min) >>> cut) << placeBits) | i;
        }
        keys = sort(keys, placeBits, timeBits);
        int[] unsorted = Arrays.copyOfRange(positions, from, to);
        long place = (1L << placeBits) - 1;
        for (int i = 0; i < count; i++) {
            positions[from + i] = unsorted[(int) (keys[i] & place)];
        }
        if (cut > 0) {
            sortEqual(times, positions, from, keys, placeBits);
        }
    }

    private static long[] sort(long[] keys, int placeBits, int timeBits) {
        if (keys.length >= FEWEST_FOR_DIGITS
                && keys.length <= MOST_FOR_DIGITS
                && RadixSort.digits(timeBits) <= MOST_DIGITS) {
            // Places ascend already.
            return RadixSort.sort(keys, placeBits, timeBits);
        }
        Arrays.sort(keys);
        return keys;
    }

    /** Sorts what the keys took for equal; {@code keys[i]} is that of {@code positions[from + i]}. */
    private static void sortEqual(long[] times, int[] positions, int from, long[] keys, int placeBits) {
        int start = 0;
        for (int i = 1; i <= keys.length; i++) {
            if (i == keys.length || keys[i] >>> placeBits != keys[start] >>> placeBits) {
                sort(times, positions, from + start, from + i);
                start = i;
            }
        }
    }

    private static int bits(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number);
    }
}
