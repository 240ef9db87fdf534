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
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.model.Tombstone;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        Map<IDeviceID, List<TimeSet>> times = new TreeMap<>();
        for (DeletedKeys keys : all) {
            times.computeIfAbsent(keys.device, device -> new ArrayList<>(1)).add(TimeSet.ofTimes(keys.times));
        }
        Map<TimeSet, List<IDeviceID>> devices = new LinkedHashMap<>();
        times.forEach((device, sets) -> devices.computeIfAbsent(TimeSet.union(sets), set -> new ArrayList<>(1))
                .add(device));
        List<Tombstone> tombstones = new ArrayList<>();
        devices.forEach((set, some) -> {
            for (int from = 0; from < some.size(); from += DEVICES_OF_TOMBSTONE) {
                DeviceScope scope =
                        DeviceScope.of(some.subList(from, Math.min(some.size(), from + DEVICES_OF_TOMBSTONE)));
                tombstones.add(Tombstone.open(0, Deletion.ofRows(scope, set)));
            }
        });
        return tombstones;
    }
}
