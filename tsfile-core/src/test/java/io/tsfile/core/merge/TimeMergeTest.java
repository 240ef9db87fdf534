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
package io.tsfile.core.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.vector.Weave;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Times of many runs get the places that a sorted set of all of them has. */
class TimeMergeTest {
    private final TimeMerge merge = new TimeMerge();

    @Test
    void givesThePlacesOfASortedSet() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            long base = random.nextInt(3) == 0 ? Long.MIN_VALUE : random.nextLong() >> 2;
            long[][] runs = new long[1 + random.nextInt(random.nextBoolean() ? 4 : 40)][];
            for (int run = 0; run < runs.length; run++) {
                // Some are short, some shared, some have gaps.
                long steps = 1L + random.nextInt(20);
                runs[run] = random.longs(random.nextInt(200), 0, 50 + 20 * steps)
                        .map(step -> base + step * steps)
                        .sorted()
                        .distinct()
                        .toArray();
            }
            assertThat(placesOf(runs)).as("seed %d", seed).isEqualTo(reference(runs));
        }
    }

    @Test
    void countsRowsOfSeveralRunsAndChanges() {
        placesOf(new long[][] {{1, 2, 3, 10}, {3, 4, 10}, {10, 11}});
        assertThat(merge.sharedRows()).isEqualTo(2);
        // 0 0 0|1 1|0|1|2 2: whichever of equal times comes first.
        assertThat(merge.changes()).isBetween(4, 6);

        placesOf(new long[][] {{1, 2, 3}, {4, 5}});
        assertThat(merge.sharedRows()).isZero();
        assertThat(merge.changes()).isEqualTo(2);
    }

    @Test
    void spansWhatFitsBesideTheNumbersOfRuns() {
        assertThat(TimeMerge.spans(0, Long.MAX_VALUE, 1)).isTrue();
        assertThat(TimeMerge.spans(0, Long.MAX_VALUE, 2)).isFalse();
        assertThat(TimeMerge.spans(0, Long.MAX_VALUE >> 1, 2)).isTrue();
        assertThat(TimeMerge.spans(0, Long.MAX_VALUE >> 1, 3)).isFalse();
        assertThat(TimeMerge.spans(Long.MIN_VALUE, Long.MAX_VALUE, 1)).isFalse();
        long farthest = Long.MAX_VALUE >> 2;
        assertThat(TimeMerge.spans(-1, farthest - 1, 4)).isTrue();
        long[][] runs = {{-1}, {0, farthest - 1}, {farthest - 1}, {5}};
        assertThat(placesOf(runs)).isEqualTo(reference(runs));
    }

    /** The places of each run's times, run by run. */
    private List<Integer> placesOf(long[][] runs) {
        long first = Arrays.stream(runs).flatMapToLong(Arrays::stream).min().orElse(0);
        Weave weave = new Weave();
        merge.clear(
                first,
                runs.length,
                Arrays.stream(runs).mapToInt(run -> run.length).sum());
        for (int run = 0; run < runs.length; run++) {
            // In the middle of an array.
            long[] page = new long[runs[run].length + 7];
            System.arraycopy(runs[run], 0, page, 3, runs[run].length);
            merge.add(page, 3, 3 + runs[run].length);
            weave.add(run, 3, runs[run].length);
        }
        merge.merge(weave);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < weave.taken(); i++) {
            places.add(weave.targets()[i]);
        }
        places.add(weave.rows());
        return places;
    }

    private static List<Integer> reference(long[][] runs) {
        TreeSet<Long> all = new TreeSet<>();
        Arrays.stream(runs).flatMapToLong(Arrays::stream).forEach(all::add);
        List<Long> sorted = new ArrayList<>(all);
        List<Integer> places = new ArrayList<>();
        for (long[] run : runs) {
            for (long time : run) {
                places.add(sorted.indexOf(time));
            }
        }
        places.add(sorted.size());
        return places;
    }
}
