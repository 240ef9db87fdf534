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
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * A part of the keys of a table: a span of devices and a range of times. Cuts of one plan have no key in common.
 *
 * @param from the first device, in the order of the metadata index; null for no bound
 * @param to the first device behind the cut; null for no bound
 * @param times its times
 */
public record Cut(@Nullable IDeviceID from, @Nullable IDeviceID to, TimeRange times) implements Serializable {
    /** Every key. */
    public static final Cut ALL = new Cut(null, null, TimeRange.ALL);

    /** All devices at these times. */
    public static Cut ofTimes(TimeRange times) {
        return new Cut(null, null, times);
    }

    /** Its devices. */
    public DeviceScope devices() {
        return from == null && to == null ? DeviceScope.ALL : new DeviceScope.Between(from, to);
    }

    /** Whether the device has rows in it, for all that is known without a time. */
    public boolean contains(IDeviceID device) {
        return devices().contains(device);
    }

    /** Whether the file may have a row in it; a yes may be wrong, a no never is. */
    public boolean mayMeet(DataFile file) {
        return times.overlaps(file.times()) && devices().mayMeet(file.devices());
    }

    /** Whether something may be deleted in it; a yes may be wrong, a no never is. */
    public boolean mayMeet(Deletion deletion) {
        if (!deletion.times().overlaps(times)) {
            return false;
        }
        if (deletion.devices() instanceof DeviceScope.Exactly exactly) {
            return !exactly.within(this).isEmpty();
        }
        if (deletion.devices() instanceof DeviceScope.Between between) {
            return (from == null || between.to() == null || from.compareTo(between.to()) < 0)
                    && (to == null || between.from() == null || between.from().compareTo(to) < 0);
        }
        return true;
    }

    /** What hides the cut in a file. */
    public Deletion deletion() {
        return Deletion.ofRows(devices(), times);
    }
}
