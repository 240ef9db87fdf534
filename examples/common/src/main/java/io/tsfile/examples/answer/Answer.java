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
package io.tsfile.examples.answer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a table to see whether it is right.
 *
 * @param rows how many there are
 * @param firstTime the smallest time, in milliseconds since the epoch
 * @param lastTime the largest
 * @param columns every field's sum, in the order of the fields
 * @param devices the averages of every device, in any order
 */
public record Answer(long rows, long firstTime, long lastTime, List<ColumnSum> columns, List<DeviceAverages> devices) {
    private static final double TOLERANCE = 1e-9;

    /** Says what differs from the expected answer, a line each; nothing if all agrees. */
    public List<String> differencesFrom(Answer expected) {
        List<String> differences = new ArrayList<>();
        compare(differences, "rows", rows, expected.rows);
        compare(differences, "first time", Instant.ofEpochMilli(firstTime), Instant.ofEpochMilli(expected.firstTime));
        compare(differences, "last time", Instant.ofEpochMilli(lastTime), Instant.ofEpochMilli(expected.lastTime));
        compareColumns(differences, expected);
        compareDevices(differences, expected);
        return differences;
    }

    private void compareColumns(List<String> differences, Answer expected) {
        for (int i = 0; i < columns.size(); i++) {
            ColumnSum is = columns.get(i);
            ColumnSum should = expected.columns.get(i);
            if (!is.agrees(should)) {
                compare(differences, is.column() + ", values", is.values(), should.values());
                compare(differences, is.column() + ", sum", is.shown(), should.shown());
            }
        }
    }

    private void compareDevices(List<String> differences, Answer expected) {
        compare(differences, "devices", devices.size(), expected.devices.size());
        var byTags = new java.util.HashMap<List<@Nullable String>, DeviceAverages>();
        expected.devices.forEach(device -> byTags.put(device.tags(), device));
        for (DeviceAverages is : devices) {
            DeviceAverages should = byTags.get(is.tags());
            if (should == null) {
                differences.add("device " + is.tags() + ": there is none in the file");
            } else {
                compare(differences, "device " + is.tags() + ", rows", is.rows(), should.rows());
                if (!close(is.averages(), should.averages())) {
                    compare(differences, "device " + is.tags() + ", averages", is.averages(), should.averages());
                }
            }
        }
    }

    private static boolean close(List<@Nullable Double> some, List<@Nullable Double> others) {
        for (int i = 0; i < some.size(); i++) {
            Double one = some.get(i);
            Double other = others.get(i);
            if (one == null || other == null) {
                if (!Objects.equals(one, other)) {
                    return false;
                }
            } else if (Double.compare(one, other) != 0
                    && !(Math.abs(one - other) <= TOLERANCE * Math.max(1, Math.abs(other)))) {
                return false;
            }
        }
        return true;
    }

    private static void compare(List<String> differences, String what, Object is, Object should) {
        if (!is.equals(should)) {
            differences.add(what + ": the table says " + is + ", the file says " + should);
        }
    }
}
