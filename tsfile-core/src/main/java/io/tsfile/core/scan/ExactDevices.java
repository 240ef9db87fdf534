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
import java.util.Optional;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Devices known by name.
 *
 * @param scope which
 */
record ExactDevices(DeviceScope.Exactly scope) implements DeviceFilter {
    @Override
    public boolean matches(IDeviceID device) {
        return scope.contains(device);
    }

    @Override
    public boolean mayMatch(DeviceRange range) {
        return scope.mayMeet(range);
    }

    @Override
    public Optional<DeviceScope.Exactly> exactly() {
        return Optional.of(scope);
    }
}
