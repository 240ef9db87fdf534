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
package io.tsfile.spark.read;

import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.scan.DeviceFilter;
import java.util.ArrayList;
import java.util.Optional;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Devices that meet all conditions.
 *
 * @param conditions none: every device
 * @param known devices that hold all that can meet them, where the conditions name them; null where they do not
 */
record DeviceConditions(ArrayList<DeviceCondition> conditions, DeviceScope.@Nullable Exactly known)
        implements DeviceFilter {
    @Override
    public boolean matches(IDeviceID device) {
        for (DeviceCondition condition : conditions) {
            if (!condition.matches(device)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean mayMatch(DeviceRange range) {
        for (DeviceCondition condition : conditions) {
            if (!condition.mayMatch(range)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Optional<DeviceScope.Exactly> exactly() {
        return Optional.ofNullable(known);
    }
}
