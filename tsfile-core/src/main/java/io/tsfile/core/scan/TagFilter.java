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
import org.jspecify.annotations.Nullable;

/**
 * The devices that a predicate is true of.
 *
 * @param predicate of their tags, or their paths
 * @param known the same devices, where it names them; null where it does not
 */
record TagFilter(TagPredicate predicate, DeviceScope.@Nullable Exactly known) implements DeviceFilter {
    @Override
    public boolean matches(IDeviceID device) {
        return Boolean.TRUE.equals(predicate.test(device));
    }

    @Override
    public boolean mayMatch(DeviceRange range) {
        return predicate.outcomes(range).mayBeTrue();
    }

    @Override
    public Optional<DeviceScope.Exactly> exactly() {
        return Optional.ofNullable(known);
    }
}
