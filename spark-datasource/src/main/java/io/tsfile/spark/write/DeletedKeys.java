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
package io.tsfile.spark.write;

import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Rows of one device that are deleted.
 *
 * @param device whose
 * @param times of the rows, in any order
 */
record DeletedKeys(IDeviceID device, long[] times) implements Serializable {
    /** Of a tombstone at most: readers of a few devices then skip most of them. */
    private static final int DEVICES_OF_TOMBSTONE = 100;

    /** As few tombstones as hide these rows of older commits, and nothing of the commit that brings them. */
    static List<Tombstone> tombstones(List<DeletedKeys> all) {
        Map<TimeRange, List<IDeviceID>> devices = new TreeMap<>((one, other) -> one.start() != other.start()
                ? Long.compare(one.start(), other.start())
                : Long.compare(one.end(), other.end()));
        for (DeletedKeys keys : all) {
            long[] times = keys.times.clone();
            Arrays.sort(times);
            for (int from = 0, to; from < times.length; from = to) {
                to = from + 1;
                // Twice the same, or one unit later.
                while (to < times.length && times[to] - times[to - 1] <= 1) {
                    to++;
                }
                devices.computeIfAbsent(new TimeRange(times[from], times[to - 1]), range -> new ArrayList<>(1))
                        .add(keys.device);
            }
        }
        List<Tombstone> tombstones = new ArrayList<>();
        devices.forEach((times, some) -> {
            for (int from = 0; from < some.size(); from += DEVICES_OF_TOMBSTONE) {
                DeviceScope scope =
                        DeviceScope.of(some.subList(from, Math.min(some.size(), from + DEVICES_OF_TOMBSTONE)));
                tombstones.add(Tombstone.open(0, Deletion.ofRows(scope, times)));
            }
        });
        return tombstones;
    }
}
