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

import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.vector.LongVector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.file.metadata.IDeviceID;

/** What one drain deletes of files that are older, as few tombstones. Not thread-safe. */
final class DrainDeletions {
    private final int order;
    private final Map<TimeRange, List<IDeviceID>> devices = new LinkedHashMap<>();

    /** @param order of the first file that none of it concerns */
    DrainDeletions(int order) {
        this.order = order;
    }

    int order() {
        return order;
    }

    /**
     * Adds times of a device, which comes once.
     *
     * @param times strictly ascending; such as follow each other without a time between become one range
     */
    void add(IDeviceID device, LongVector times) {
        for (int from = 0, to; from < times.size(); from = to) {
            to = from + 1;
            while (to < times.size() && times.get(to) == times.get(to - 1) + 1) {
                to++;
            }
            TimeRange range = new TimeRange(times.get(from), times.get(to - 1));
            devices.computeIfAbsent(range, r -> new ArrayList<>(1)).add(device);
        }
    }

    /** One per range of times, for all its devices. */
    List<Tombstone> tombstones() {
        List<Tombstone> tombstones = new ArrayList<>(devices.size());
        devices.forEach((times, some) ->
                tombstones.add(Tombstone.open(order, Deletion.ofRows(DeviceScope.of(some), times))));
        return tombstones;
    }
}
