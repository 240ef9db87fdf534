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
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/** What one drain deletes of files that are older, as few tombstones. Not thread-safe. */
final class DrainDeletions {
    private final FileRouter router;
    private final Map<Hidden, List<IDeviceID>> devices = new LinkedHashMap<>();

    /** Times in files below an order, and in older commits. */
    private record Hidden(int order, TimeSet times) {}

    DrainDeletions(FileRouter router) {
        this.router = router;
    }

    /**
     * Adds times of a device, which comes once, and whose rows are not routed yet.
     *
     * @param times strictly ascending
     */
    void add(IDeviceID device, LongVector times) {
        Map<Integer, LongVector> byOrder = new LinkedHashMap<>();
        for (int i = 0; i < times.size(); i++) {
            byOrder.computeIfAbsent(
                            router.order(device, times.get(i)), o -> (LongVector) Vector.of(TSDataType.TIMESTAMP, 1))
                    .append(times.get(i));
        }
        byOrder.forEach((order, some) -> {
            TimeSet set = TimeSet.ofTimes(Arrays.copyOf(some.values(), some.size()));
            devices.computeIfAbsent(new Hidden(order, set), h -> new ArrayList<>(1))
                    .add(device);
        });
    }

    /** One per order and times, for all devices of which just these are deleted. */
    List<Tombstone> tombstones() {
        List<Tombstone> tombstones = new ArrayList<>(devices.size());
        devices.forEach((hidden, some) ->
                tombstones.add(Tombstone.open(hidden.order, Deletion.ofRows(DeviceScope.of(some), hidden.times))));
        return tombstones;
    }
}
