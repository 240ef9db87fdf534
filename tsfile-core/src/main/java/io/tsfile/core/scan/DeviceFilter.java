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
package io.tsfile.core.scan;

import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceScope;
import java.io.Serializable;
import java.util.Collection;
import java.util.Optional;
import org.apache.tsfile.file.metadata.IDeviceID;

/** Which devices are read. Travels to the workers of an engine. */
@FunctionalInterface
public interface DeviceFilter extends Serializable {
    /** Every device. */
    DeviceFilter ALL = device -> true;

    /** Exactly these devices. */
    static DeviceFilter of(Collection<IDeviceID> devices) {
        return new ExactDevices(DeviceScope.of(devices));
    }

    /** Whether the device is read. */
    boolean matches(IDeviceID device);

    /** Whether a device of the range may be read; a yes may be wrong, a no never is. */
    default boolean mayMatch(DeviceRange range) {
        return true;
    }

    /**
     * All devices that are read, where they are known, be they stored or not: files are then asked for them rather than for
     * what they have. Nothing where only {@link #matches} tells.
     */
    default Optional<DeviceScope.Exactly> exactly() {
        return Optional.empty();
    }
}
