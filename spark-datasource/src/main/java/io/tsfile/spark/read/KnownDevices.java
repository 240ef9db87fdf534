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

import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.spark.read.DeviceCondition.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Finds the devices that conditions name, so that files can be asked for them. */
final class KnownDevices {
    /** Looking for more devices than that in every file takes longer than walking over those that it has. */
    private static final int MOST = 1000;

    private KnownDevices() {}

    /** All devices that can meet the conditions, and perhaps more; nothing if some tag is open, or they are very many. */
    static Optional<DeviceScope.Exactly> of(TableSchema schema, List<DeviceCondition> conditions) {
        return schema.model() == TableModel.TREE ? ofPaths(conditions) : ofTags(schema, conditions);
    }

    private static Optional<DeviceScope.Exactly> ofPaths(List<DeviceCondition> conditions) {
        List<@Nullable String> paths = values(conditions, DeviceCondition.PATH);
        if (paths.isEmpty() || paths.size() > MOST) {
            return Optional.empty();
        }
        List<IDeviceID> devices = new ArrayList<>();
        for (String path : paths) {
            Optional<IDeviceID> device = device(path);
            if (device.isEmpty()) {
                return Optional.empty();
            }
            devices.add(device.get());
        }
        return Optional.of(DeviceScope.of(devices));
    }

    /** The device that is shown with that path; nothing if it is no path, or not one that is shown. */
    private static Optional<IDeviceID> device(@Nullable String path) {
        if (path == null) {
            return Optional.empty();
        }
        try {
            IDeviceID device = Devices.ofPath(path);
            return Devices.path(device).equals(path) ? Optional.of(device) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<DeviceScope.Exactly> ofTags(TableSchema schema, List<DeviceCondition> conditions) {
        int tags = schema.tags().size();
        List<@Nullable String[]> combinations = new ArrayList<>();
        combinations.add(new String[tags]);
        for (int tag = 0; tag < tags; tag++) {
            List<@Nullable String> values = values(conditions, tag);
            if (values.isEmpty() || (long) combinations.size() * values.size() > MOST) {
                return Optional.empty();
            }
            List<@Nullable String[]> longer = new ArrayList<>();
            for (@Nullable String[] combination : combinations) {
                for (String value : values) {
                    @Nullable String[] copy = Arrays.copyOf(combination, tags);
                    copy[tag] = value;
                    longer.add(copy);
                }
            }
            combinations = longer;
        }
        return Optional.of(DeviceScope.of(combinations.stream()
                .map(values -> Devices.ofTable(schema.name(), values))
                .toList()));
    }

    /** The values that one condition leaves to a tag; none if none says which. */
    private static List<@Nullable String> values(List<DeviceCondition> conditions, int tag) {
        for (DeviceCondition condition : conditions) {
            if (condition.tag() == tag && condition.kind() == Kind.NULL) {
                List<@Nullable String> onlyNull = new ArrayList<>();
                onlyNull.add(null);
                return onlyNull;
            }
            if (condition.tag() == tag && condition.kind() == Kind.IN) {
                return new ArrayList<>(condition.values());
            }
        }
        return List.of();
    }
}
