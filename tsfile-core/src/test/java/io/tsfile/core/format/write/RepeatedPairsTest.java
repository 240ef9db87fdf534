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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepeatedPairsTest {
    private final RepeatedPairs pairs = new RepeatedPairs();

    @Test
    void countsWhatASetCounts() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int different = 1 + random.nextInt(30);
            long[] numbers = random.longs(500, 0, different).toArray();
            Set<List<Long>> before = new HashSet<>();
            int repeated = 0;
            for (int i = 1; i < numbers.length; i++) {
                repeated += before.add(List.of(numbers[i - 1], numbers[i])) ? 0 : 1;
            }
            // One pair may take another one's place.
            assertThat(pairs.count(numbers, numbers.length)).as("seed %d", seed).isBetween(repeated * 8 / 10, repeated);
        }
    }

    @Test
    void forgetsWhatItWasGivenBefore() {
        long[] numbers = new Random(1).longs(1000).toArray();
        assertThat(pairs.count(numbers, 1000)).isZero();
        assertThat(pairs.count(numbers, 1000)).isZero();
        assertThat(pairs.count(numbers, 1)).isZero();
    }

    @Test
    void countsRunsAndPeriods() {
        long[] period = new long[1000];
        for (int i = 0; i < period.length; i++) {
            period[i] = i % 100;
        }
        assertThat(pairs.count(period, 1000)).isGreaterThan(890);
        assertThat(pairs.count(new long[1000], 1000)).isEqualTo(998);
    }
}
