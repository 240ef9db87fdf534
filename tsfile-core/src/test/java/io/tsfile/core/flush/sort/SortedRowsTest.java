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

import io.tsfile.core.flush.memtable.ArrivalText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortedRowsTest {
    @ParameterizedTest
    @CsvSource({
        "1:1-- 2:-2- 3:--3,             1:1-- 2:-2- 3:--3",
        "2:1-- 1:2--,                   1:2-- 2:1--",
        "1:123 1:456,                   1:456",
        "1:123 1:-4- 1:--5,             1:145",
        "5:1-- 5:--- 4:--- 5:2--,       4:--- 5:2--",
        "3:1-- 1:-1- 3:--2 2:9-- 3:3--, 1:-1- 2:9-- 3:3-2",
        "1:--- 1:---,                   1:---",
    })
    void mergesPerColumnWhatArrivedLast(String arrivals, String expected) {
        assertThat(sorted(arrivals)).isEqualTo(expected);
    }

    @Test
    void takesTheArraysOfRowsThatArrivedInOrder() {
        ArrivedSeries arrived = ArrivalText.arrived("1:1-- 2:2-- 4:3--");
        SortedRows sorted = SortedRows.of(arrived);
        assertThat(sorted.times()).isSameAs(arrived.times());
        assertThat(sorted.column(0, 0, 3)).isSameAs(arrived.columns()[0]);
        assertThat(sorted.column(1, 0, 3)).isNull();
    }

    @Test
    void answersAsAMapDoes() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            List<String> arrivals = new ArrayList<>();
            TreeMap<Integer, char[]> map = new TreeMap<>();
            int range = 1 + random.nextInt(60);
            for (int i = 1 + random.nextInt(80); i > 0; i--) {
                int time = random.nextInt(range);
                char[] row = map.computeIfAbsent(time, t -> "---".toCharArray());
                char[] arrival = "---".toCharArray();
                for (int field = 0; field < 3; field++) {
                    if (random.nextBoolean()) {
                        arrival[field] = (char) ('0' + random.nextInt(10));
                        row[field] = arrival[field];
                    }
                }
                arrivals.add(time + ":" + new String(arrival));
            }
            List<String> expected = new ArrayList<>();
            map.forEach((time, row) -> expected.add(time + ":" + new String(row)));
            assertThat(sorted(String.join(" ", arrivals)))
                    .as("seed %d: %s", seed, arrivals)
                    .isEqualTo(String.join(" ", expected));
        }
    }

    @Test
    void takesAnyRowsOfNearlySortedOnes() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            int arrivals = 50 + random.nextInt(2000);
            int lateOf = 9 + random.nextInt(arrivals / 3 - 9);
            List<String> tokens = new ArrayList<>();
            TreeMap<Integer, char[]> map = new TreeMap<>();
            for (int i = 0; i < arrivals; i++) {
                // Late rows come by themselves, in blocks, and with the times of others.
                boolean late = i / 3 % lateOf == lateOf - 1;
                int time = late ? Math.max(0, 2 * i - 2 - random.nextInt(60)) : 2 * i;
                char[] arrival = {digit(random), digit(random), random.nextInt(3) == 0 ? digit(random) : '-'};
                char[] row = map.computeIfAbsent(time, t -> "---".toCharArray());
                for (int field = 0; field < 3; field++) {
                    row[field] = arrival[field] == '-' ? row[field] : arrival[field];
                }
                tokens.add(time + ":" + new String(arrival));
            }
            List<String> expected = new ArrayList<>();
            map.forEach((time, row) -> expected.add(time + ":" + new String(row)));

            SortedRows rows = SortedRows.of(ArrivalText.arrived(String.join(" ", tokens)));
            int from = random.nextInt(expected.size());
            int to = from + 1 + random.nextInt(expected.size() - from);
            if (lateOf > 40) {
                assertThat(rows.order()).as("seed %d", seed).isInstanceOf(RunOrder.class);
            }
            assertThat(ArrivalText.format(rows.times(from, to), ArrivalText.columns(rows, from, to)))
                    .as("seed %d: rows %d to %d of %s", seed, from, to, tokens)
                    .isEqualTo(String.join(" ", expected.subList(from, to)));
        }
    }

    @Test
    void ordersTheFirstAndTheLastTimeThereIs() {
        String min = Long.toString(Long.MIN_VALUE);
        String max = Long.toString(Long.MAX_VALUE);
        assertThat(sorted(max + ":1-- " + min + ":2-- 0:3-- " + min + ":-4- " + max + ":-5-"))
                .isEqualTo(min + ":24- 0:3-- " + max + ":15-");
        assertThat(sorted(min + ":1-- " + min + ":2--")).isEqualTo(min + ":2--");
        assertThat(sorted(min + ":1--")).isEqualTo(min + ":1--");
    }

    @Test
    void makesOneRowOfManyOfOneTime() {
        StringBuilder arrivals = new StringBuilder("7:12-");
        for (int i = 0; i < 1000; i++) {
            arrivals.append(" 7:").append(i % 10).append("--");
        }
        assertThat(sorted(arrivals.toString())).isEqualTo("7:92-");
    }

    private static char digit(Random random) {
        return (char) ('0' + random.nextInt(10));
    }

    private static String sorted(String arrivals) {
        return ArrivalText.sorted(ArrivalText.arrived(arrivals));
    }
}
