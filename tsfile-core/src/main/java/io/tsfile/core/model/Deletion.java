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
import java.util.List;

/**
 * Points that are not to be seen: of these devices, of these measurements, at these times. Without measurements, the rows
 * themselves are gone (N4); with some, rows of aligned devices of the table model stay.
 *
 * @param devices whose points
 * @param measurements of which measurements, each once; empty for all, and the rows with them
 * @param times at which times, both ends included
 */
public record Deletion(DeviceScope devices, List<String> measurements, TimeRange times) implements Serializable {
    /** Copies the list. */
    public Deletion {
        measurements = List.copyOf(measurements);
    }

    /** All points of the devices at these times. */
    public static Deletion ofRows(DeviceScope devices, TimeRange times) {
        return new Deletion(devices, List.of(), times);
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
