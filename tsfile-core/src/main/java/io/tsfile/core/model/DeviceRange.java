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

/**
 * A closed range of devices in the order of the metadata index ({@link IDeviceID#compareTo}).
 *
 * @param first the first device inside
 * @param last the last device inside
 */
public record DeviceRange(IDeviceID first, IDeviceID last) implements Serializable {
    /** Whether both may have a device in common. */
    public boolean overlaps(DeviceRange other) {
        return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
    }

    /** Whether {@code device} lies inside. */
    public boolean contains(IDeviceID device) {
        return first.compareTo(device) <= 0 && device.compareTo(last) <= 0;
    }

    /** The smallest range that holds both. */
    public DeviceRange union(DeviceRange other) {
        return new DeviceRange(
                first.compareTo(other.first) <= 0 ? first : other.first,
                last.compareTo(other.last) >= 0 ? last : other.last);
    }
}
