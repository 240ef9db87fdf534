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
package io.tsfile.core.flush;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortedDeviceTest {
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
        DeviceBuffer buffer = ArrivalText.buffer("1:1-- 2:2-- 4:3--");
        SortedDevice sorted = SortedDevice.of(buffer, 3);
        assertThat(sorted.times()).isSameAs(buffer.times());
        assertThat(sorted.columns()[0]).isSameAs(buffer.column(0));
        assertThat(sorted.columns()[1]).isNull();
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

    private static String sorted(String arrivals) {
        SortedDevice sorted = SortedDevice.of(ArrivalText.buffer(arrivals), 3);
        return ArrivalText.format(sorted.times(), Arrays.asList(sorted.columns()));
    }
}
