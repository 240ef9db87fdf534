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
package io.tsfile.benchmarks.iotdb;

import java.util.ArrayList;
import java.util.List;

/**
 * What is written.
 *
 * @param aligned whether the fields of a device share their times
 * @param shape how the values look
 * @param late how many of 100 rows arrive seconds after others of later times
 */
public record Work(boolean aligned, Readings.Shape shape, int late) {
    /** All that is compared. */
    static List<Work> all() {
        List<Work> all = new ArrayList<>();
        for (boolean aligned : new boolean[] {true, false}) {
            for (Readings.Shape shape : Readings.Shape.values()) {
                for (int late : new int[] {0, 1, 10}) {
                    all.add(new Work(aligned, shape, late));
                }
            }
        }
        return all;
    }

    /** In words. */
    String description() {
        return (aligned ? "aligned, " : "not aligned, ")
                + (shape == Readings.Shape.DECIMALS ? "two decimals, " : "full precision, ")
                + (late == 0 ? "in order" : late + " % late");
    }

    /** On one line, for {@link #parse}. */
    String format() {
        return aligned + " " + shape + " " + late;
    }

    static Work parse(String line) {
        String[] words = line.split(" ", 3);
        return new Work(Boolean.parseBoolean(words[0]), Readings.Shape.valueOf(words[1]), Integer.parseInt(words[2]));
    }
}
