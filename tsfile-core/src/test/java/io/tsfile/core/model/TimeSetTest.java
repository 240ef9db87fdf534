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
package io.tsfile.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeSetTest {
    private static final int TIMES = 60;

    @Test
    void givesWhatBitsGive() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            BitSet bits = new BitSet();
            TimeSet set = random(random, bits).union(random(random, bits));
            List<TimeRange> ranges = new ArrayList<>();
            for (int start = bits.nextSetBit(0); start >= 0; start = bits.nextSetBit(bits.nextClearBit(start))) {
                ranges.add(new TimeRange(start, bits.nextClearBit(start) - 1));
            }
            assertThat(set.ranges()).as("seed %d", seed).isEqualTo(ranges);
            assertThat(set.isEmpty()).isEqualTo(bits.isEmpty());
            for (int start = 0; start < TIMES; start++) {
                assertThat(set.contains(start)).isEqualTo(bits.get(start));
                for (int end = start; end < TIMES; end++) {
                    TimeRange range = new TimeRange(start, end);
                    int hit = bits.get(start, end + 1).cardinality();
                    assertThat(set.overlaps(range))
                            .as("seed %d, %s", seed, range)
                            .isEqualTo(hit > 0);
                    assertThat(set.covers(range)).as("seed %d, %s", seed, range).isEqualTo(hit == end + 1 - start);
                }
            }
        }
    }

    @Test
    void knowsTheEndsOfTime() {
        TimeSet ends = TimeSet.of(
                List.of(new TimeRange(Long.MAX_VALUE, Long.MAX_VALUE), new TimeRange(Long.MIN_VALUE, Long.MIN_VALUE)));
        assertThat(ends.size()).isEqualTo(2);
        assertThat(ends.covers(TimeRange.ALL)).isFalse();
        TimeSet all = ends.union(TimeSet.of(List.of(new TimeRange(Long.MIN_VALUE + 1, Long.MAX_VALUE - 1))));
        assertThat(all.ranges()).containsExactly(TimeRange.ALL);
        assertThat(all.covers(TimeRange.ALL)).isTrue();
        assertThat(TimeSet.of(List.of(TimeRange.ALL, TimeRange.ALL)).ranges()).containsExactly(TimeRange.ALL);
    }

    private static TimeSet random(Random random, BitSet bits) {
        List<TimeRange> ranges = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            int start = random.nextInt(TIMES - 10);
            int end = start + random.nextInt(10);
            ranges.add(new TimeRange(start, end));
            bits.set(start, end + 1);
        }
        return TimeSet.of(ranges);
    }
}
