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
package io.tsfile.core.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Points that are not to be seen: of these devices, of these measurements, at these times. Without measurements, the rows
 * themselves are gone (N4); with some, rows of aligned devices of the table model stay.
 *
 * @param devices whose points
 * @param measurements of which measurements, each once; empty for all, and the rows with them
 * @param times at which times; at least one
 */
public record Deletion(DeviceScope devices, List<String> measurements, TimeSet times) implements Serializable {
    /** Copies the list. */
    public Deletion {
        measurements = List.copyOf(measurements);
        if (times.isEmpty()) {
            throw new IllegalArgumentException("Cannot delete at no time");
        }
    }

    /** Of one range of times. */
    public Deletion(DeviceScope devices, List<String> measurements, TimeRange times) {
        this(devices, measurements, TimeSet.of(times));
    }

    /** All points of the devices at these times. */
    public static Deletion ofRows(DeviceScope devices, TimeRange times) {
        return ofRows(devices, TimeSet.of(times));
    }

    /** All points of the devices at these times. */
    public static Deletion ofRows(DeviceScope devices, TimeSet times) {
        return new Deletion(devices, List.of(), times);
    }

    /** What it deletes in the range, which it must meet; perhaps a little more. */
    Deletion meeting(TimeRange range) {
        TimeSet within = times.meeting(range);
        return within.size() == times.size() ? this : new Deletion(devices, measurements, within);
    }

    /** The same deletions, where those of the same devices and measurements are one. */
    public static List<Deletion> joined(List<Deletion> deletions) {
        if (deletions.size() < 2) {
            return deletions;
        }
        record Points(DeviceScope devices, List<String> measurements) {}
        Map<Points, List<TimeSet>> times = new LinkedHashMap<>();
        for (Deletion deletion : deletions) {
            times.computeIfAbsent(new Points(deletion.devices, deletion.measurements), any -> new ArrayList<>(1))
                    .add(deletion.times);
        }
        if (times.size() == deletions.size()) {
            return deletions;
        }
        List<Deletion> joined = new ArrayList<>(times.size());
        times.forEach(
                (points, sets) -> joined.add(new Deletion(points.devices, points.measurements, TimeSet.union(sets))));
        return joined;
    }

    /** Whether it is of rows, not of single measurements. */
    public boolean ofRows() {
        return measurements.isEmpty();
    }

    /** Whether it may hide a point of the file; a yes may be wrong, a no never is. */
    public boolean mayMeet(DataFile file) {
        return times.overlaps(file.times()) && devices.mayMeet(file.devices());
    }
}
