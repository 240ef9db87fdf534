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
    private final FileRouter router;
    private final Map<Hidden, List<IDeviceID>> devices = new LinkedHashMap<>();

    /** Times in files below an order, and in older commits. */
    private record Hidden(int order, TimeRange times) {}

    DrainDeletions(FileRouter router) {
        this.router = router;
    }

    /**
     * Adds times of a device, which comes once, and whose rows are not routed yet.
     *
     * @param times strictly ascending; such as follow each other without a time between become one range
     */
    void add(IDeviceID device, LongVector times) {
        for (int from = 0, to; from < times.size(); from = to) {
            int order = router.order(device, times.get(from));
            to = from + 1;
            while (to < times.size()
                    && times.get(to) == times.get(to - 1) + 1
                    && router.order(device, times.get(to)) == order) {
                to++;
            }
            TimeRange range = new TimeRange(times.get(from), times.get(to - 1));
            devices.computeIfAbsent(new Hidden(order, range), h -> new ArrayList<>(1))
                    .add(device);
        }
    }

    /** One per order and range of times, for all its devices. */
    List<Tombstone> tombstones() {
        List<Tombstone> tombstones = new ArrayList<>(devices.size());
        devices.forEach((hidden, some) ->
                tombstones.add(Tombstone.open(hidden.order, Deletion.ofRows(DeviceScope.of(some), hidden.times))));
        return tombstones;
    }
}
