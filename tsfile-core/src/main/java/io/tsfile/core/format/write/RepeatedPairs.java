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
package io.tsfile.core.format.write;

import java.util.Arrays;

/**
 * How many of some numbers come again behind the same number: what LZ4 shortens beyond a value. Not thread-safe.
 */
final class RepeatedPairs {
    private static final int SLOTS = 1 << 12;
    private static final int SHIFT = Long.SIZE - 12;
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    /** By a hash: where such a pair was last, counted over all that was ever looked at, so that nothing need be cleared. */
    private final int[] last = new int[SLOTS];

    private int before;

    /** Of {@code numbers[0..count)}, how many end a pair that was there before. */
    int count(long[] numbers, int count) {
        if (before > Integer.MAX_VALUE - count) {
            Arrays.fill(last, 0);
            before = 0;
        }
        int start = before;
        before += count;
        int repeated = 0;
        for (int i = 1; i < count; i++) {
            long first = numbers[i - 1];
            long second = numbers[i];
            int slot = (int) (((Long.rotateLeft(first * FACTOR, Integer.SIZE) + second) * FACTOR) >>> SHIFT);
            int at = last[slot] - start;
            last[slot] = start + i;
            if (at > 0 && numbers[at] == second && numbers[at - 1] == first) {
                repeated++;
            }
        }
        return repeated;
    }
}
