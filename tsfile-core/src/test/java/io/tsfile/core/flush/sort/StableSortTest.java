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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StableSortTest {
    @Property
    void isTheStableSort(@ForAll @Size(max = 200) @LongRange(min = -5, max = 5) long[] times) {
        assertThat(StableSort.of(times, times.length)).isEqualTo(stableSort(times, times.length));
    }

    @Property
    void sortsAnyTimes(@ForAll long[] times) {
        assertThat(StableSort.of(times, times.length)).isEqualTo(stableSort(times, times.length));
    }

    @Test
    void sortsManyNearlySortedRows() {
        Random random = new Random(1);
        long[] times = new long[20_000];
        for (int i = 0; i < times.length; i++) {
            times[i] = random.nextInt(20) == 0 ? i - random.nextInt(500) : i;
        }
        assertThat(StableSort.of(times, times.length)).isEqualTo(stableSort(times, times.length));
    }

    @Test
    void sortsTimesThatSpanMoreBitsThanAreLeft() {
        for (long seed = 1; seed <= 100; seed++) {
            Random random = new Random(seed);
            long[] times = new long[1 + random.nextInt(3000)];
            int near = 1 + random.nextInt(40);
            for (int i = 0; i < times.length; i++) {
                // Far apart, and in clusters of times that differ in their lowest bits alone.
                times[i] = random.nextInt(4) == 0
                        ? random.nextLong()
                        : ((random.nextInt(3) - 1L) << 61) + random.nextInt(near);
            }
            assertThat(StableSort.of(times, times.length))
                    .as("seed %d", seed)
                    .isEqualTo(stableSort(times, times.length));
        }
    }

    @Test
    void sortsManyShuffledRowsHoweverFarApart() {
        for (int bits = 0; bits <= 62; bits++) {
            Random random = new Random(bits);
            long[] times = random.longs(2048 + bits).map(time -> time >>> 2).toArray();
            for (int i = 0; i < times.length; i++) {
                times[i] = (times[i] & ((1L << bits) - 1)) - (1L << (bits / 2));
            }
            assertThat(StableSort.of(times, times.length))
                    .as("%d bits", bits)
                    .isEqualTo(stableSort(times, times.length));
        }
    }

    @Test
    void looksOnlyAtTheFirstTimes() {
        assertThat(StableSort.of(new long[] {3, 1, 2, 0, 0}, 3)).containsExactly(1, 2, 0);
        assertThat(StableSort.of(new long[] {3}, 0)).isEmpty();
    }

    private static int[] stableSort(long[] times, int size) {
        return IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> times[i]).thenComparing(i -> i))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
