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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
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
            TimeSet set = union(random, bits);
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
                    assertThat(set.meeting(range).ranges())
                            .as("seed %d, %s", seed, range)
                            .isEqualTo(ranges.stream().filter(range::overlaps).toList());
                }
            }
        }
    }

    @Test
    void aPartIsASetOfItsOwn() throws Exception {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            long from = random.nextInt(TIMES);
            TimeRange range = new TimeRange(from, from + random.nextInt(TIMES));
            TimeSet whole = union(random, new BitSet());
            TimeSet part = whole.meeting(range);
            TimeSet copy = TimeSet.of(part.ranges());

            assertThat(part).as("seed %d", seed).isEqualTo(copy).hasSameHashCodeAs(copy);
            assertThat(TimeSet.ofBounds(part.bounds())).as("seed %d", seed).isEqualTo(part);
            byte[] bytes = serialized(part);
            assertThat(bytes).as("seed %d", seed).isEqualTo(serialized(copy));
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
                assertThat(in.readObject()).as("seed %d", seed).isEqualTo(part);
            }
            assertThat(part.equals(whole)).as("seed %d", seed).isEqualTo(part.size() == whole.size());
            for (long time = 0; time < TIMES; time++) {
                assertThat(part.contains(time)).as("seed %d", seed).isEqualTo(copy.contains(time));
                assertThat(part.firstEndingAtLeast(time)).as("seed %d", seed).isEqualTo(copy.firstEndingAtLeast(time));
            }
            assertThat(part.union(whole)).as("seed %d", seed).isEqualTo(whole);
            if (!part.isEmpty()) {
                assertThat(part.hull()).as("seed %d", seed).isEqualTo(copy.hull());
            }
        }
    }

    @Test
    void takesTimesInAnyOrder() {
        assertThat(TimeSet.ofTimes(5, 9, 4, 5, Long.MAX_VALUE, Long.MIN_VALUE, 6)
                        .ranges())
                .containsExactly(
                        new TimeRange(Long.MIN_VALUE, Long.MIN_VALUE),
                        new TimeRange(4, 6),
                        new TimeRange(9, 9),
                        new TimeRange(Long.MAX_VALUE, Long.MAX_VALUE));
    }

    @Test
    void refusesBoundsOfNoSet() {
        assertThatThrownBy(() -> TimeSet.ofBounds(1)).hasMessageContaining("from 1 bounds");
        assertThatThrownBy(() -> TimeSet.ofBounds(2, 1)).hasMessageContaining("starts at 2 and ends at 1");
        assertThatThrownBy(() -> TimeSet.ofBounds(1, 4, 5, 6)).hasMessageContaining("one starts at 5");
        assertThatThrownBy(() -> TimeSet.ofBounds(5, 6, 1, 2)).hasMessageContaining("one starts at 1");
        assertThatThrownBy(() -> TimeSet.ofBounds(0, Long.MAX_VALUE, Long.MIN_VALUE, 0))
                .hasMessageContaining("one starts at -9223372036854775808");
    }

    private static byte[] serialized(TimeSet set) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(set);
        }
        return bytes.toByteArray();
    }

    private static TimeSet union(Random random, BitSet bits) {
        List<TimeSet> sets = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            sets.add(random(random, bits));
        }
        return TimeSet.union(sets);
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
