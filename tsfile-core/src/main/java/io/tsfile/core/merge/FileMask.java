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

import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TimeSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.file.metadata.IDeviceID;

/** The deletions that concern a file, found by device: of many that name their devices, a device looks at its own only. */
final class FileMask {
    private final Map<IDeviceID, List<Deletion>> named = new HashMap<>();
    private final List<Deletion> others = new ArrayList<>();

    FileMask(List<Deletion> deletions) {
        for (Deletion deletion : deletions) {
            if (deletion.devices() instanceof DeviceScope.Exactly exactly) {
                for (IDeviceID device : exactly.devices()) {
                    named.computeIfAbsent(device, any -> new ArrayList<>()).add(deletion);
                }
            } else {
                others.add(deletion);
            }
        }
    }

    /** What they hide of one device. */
    DeviceMask of(IDeviceID device) {
        List<TimeSet> rows = new ArrayList<>();
        Map<String, List<TimeSet>> values = new HashMap<>();
        for (Deletion deletion : named.getOrDefault(device, List.of())) {
            add(deletion, rows, values);
        }
        for (Deletion deletion : others) {
            if (deletion.devices().contains(device)) {
                add(deletion, rows, values);
            }
        }
        if (rows.isEmpty() && values.isEmpty()) {
            return DeviceMask.NONE;
        }
        Map<String, TimeSet> sets = new HashMap<>();
        values.forEach((measurement, times) -> sets.put(measurement, TimeSet.union(times)));
        return new DeviceMask(TimeSet.union(rows), sets);
    }

    private static void add(Deletion deletion, List<TimeSet> rows, Map<String, List<TimeSet>> values) {
        if (deletion.ofRows()) {
            rows.add(deletion.times());
        }
        for (String measurement : deletion.measurements()) {
            values.computeIfAbsent(measurement, any -> new ArrayList<>()).add(deletion.times());
        }
    }
}
