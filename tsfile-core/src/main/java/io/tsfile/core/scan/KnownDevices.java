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

import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Finds the devices that a predicate names, so that files can be asked for them. */
final class KnownDevices {
    /** Looking for more devices than that in every file takes longer than walking over those that it has. */
    private static final int MOST = 1000;

    private KnownDevices() {}

    /** All devices that it is true of, be they stored or not; nothing if some tag is open, or they are very many. */
    static Optional<DeviceScope.Exactly> of(TableSchema schema, TagPredicate predicate) {
        Optional<List<IDeviceID>> named =
                schema.model() == TableModel.TREE ? ofPaths(predicate) : ofTags(schema, predicate);
        // The values of each tag alone do not say which go together, nor what else is asked of them.
        return named.map(devices -> DeviceScope.of(devices.stream()
                .filter(device -> Boolean.TRUE.equals(predicate.test(device)))
                .toList()));
    }

    private static Optional<List<IDeviceID>> ofPaths(TagPredicate predicate) {
        Optional<Set<@Nullable String>> paths = predicate.values(TagPredicate.PATH, true);
        if (paths.isEmpty() || paths.get().size() > MOST) {
            return Optional.empty();
        }
        List<IDeviceID> devices = new ArrayList<>();
        for (String path : paths.get()) {
            Optional<IDeviceID> device = device(path);
            if (device.isEmpty()) {
                return Optional.empty();
            }
            devices.add(device.get());
        }
        return Optional.of(devices);
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

    private static Optional<List<IDeviceID>> ofTags(TableSchema schema, TagPredicate predicate) {
        int tags = schema.tags().size();
        List<@Nullable String[]> combinations = new ArrayList<>();
        combinations.add(new String[tags]);
        for (int tag = 0; tag < tags; tag++) {
            Optional<Set<@Nullable String>> values = predicate.values(tag, true);
            if (values.isEmpty() || (long) combinations.size() * values.get().size() > MOST) {
                return Optional.empty();
            }
            List<@Nullable String[]> longer = new ArrayList<>();
            for (@Nullable String[] combination : combinations) {
                for (String value : values.get()) {
                    @Nullable String[] copy = Arrays.copyOf(combination, tags);
                    copy[tag] = value;
                    longer.add(copy);
                }
            }
            combinations = longer;
        }
        return Optional.of(combinations.stream()
                .map(values -> Devices.ofTable(schema.name(), values))
                .toList());
    }
}
