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
package io.tsfile.core.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Names;
import io.tsfile.core.model.TimeSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** The fields that say which points are gone: {@code devices}, {@code measurements} and {@code times}. */
final class DeletionCodec {
    private static final String TIMES = "times";

    private DeletionCodec() {}

    static void encode(ObjectNode body, Deletion deletion) {
        scope(body.putObject("devices"), deletion.devices());
        if (!deletion.ofRows()) {
            ArrayNode measurements = body.putArray("measurements");
            deletion.measurements().forEach(measurements::add);
        }
        ArrayNode times = body.putArray(TIMES);
        for (long bound : deletion.times().bounds()) {
            times.add(Long.toString(bound));
        }
    }

    static Deletion decode(JsonFields body) {
        DeviceScope devices = scope(body.object("devices"));
        List<String> measurements = body.has("measurements") ? measurements(body) : List.of();
        return new Deletion(devices, measurements, times(body));
    }

    private static TimeSet times(JsonFields body) {
        long[] bounds = body.int64Array(TIMES);
        if (bounds.length == 0) {
            throw body.wrong(TIMES, "at least one range is expected");
        }
        return body.checked(TIMES, () -> TimeSet.ofBounds(bounds));
    }

    private static void scope(ObjectNode body, DeviceScope scope) {
        if (scope instanceof DeviceScope.All) {
            body.put("all", true);
        } else if (scope instanceof DeviceScope.Exactly exactly) {
            ArrayNode devices = body.putArray("exactly");
            exactly.devices().forEach(device -> ModelJson.device(devices.addArray(), device));
        } else if (scope instanceof DeviceScope.Between between) {
            ObjectNode bounds = body.putObject("between");
            if (between.from() != null) {
                ModelJson.device(bounds.putArray("from"), between.from());
            }
            if (between.to() != null) {
                ModelJson.device(bounds.putArray("to"), between.to());
            }
        } else if (scope instanceof DeviceScope.Below below) {
            body.put("below", below.path());
        }
    }

    private static DeviceScope scope(JsonFields body) {
        String kind = body.onlyName();
        switch (kind) {
            case "all" -> {
                if (!body.bool(kind)) {
                    throw body.wrong(kind, "true is expected");
                }
                return DeviceScope.ALL;
            }
            case "exactly" -> {
                return new DeviceScope.Exactly(exactly(body, kind));
            }
            case "between" -> {
                return between(body.object(kind), body);
            }
            case "below" -> {
                String path = body.text(kind);
                if (path.isEmpty() || !Names.isEncodable(path)) {
                    throw body.wrong(kind, "the path of a device is expected, not '" + path + "'");
                }
                return new DeviceScope.Below(path);
            }
            default -> throw body.newer("", "the scope '" + kind + "' is unknown to this release");
        }
    }

    private static List<IDeviceID> exactly(JsonFields body, String name) {
        List<IDeviceID> devices = new ArrayList<>();
        for (List<@Nullable String> segments : body.textLists(name)) {
            IDeviceID device = ModelJson.device(body, name, segments);
            if (!devices.isEmpty() && devices.get(devices.size() - 1).compareTo(device) >= 0) {
                throw body.wrong(name, "devices ascend, and device " + devices.size() + " does not");
            }
            devices.add(device);
        }
        if (devices.isEmpty()) {
            throw body.wrong(name, "at least one device is expected");
        }
        return List.copyOf(devices);
    }

    private static DeviceScope between(JsonFields bounds, JsonFields body) {
        IDeviceID from = bounds.has("from") ? ModelJson.device(bounds, "from") : null;
        IDeviceID to = bounds.has("to") ? ModelJson.device(bounds, "to") : null;
        if (from != null && to != null && from.compareTo(to) >= 0) {
            throw body.wrong("between", "no device lies between its bounds");
        }
        return new DeviceScope.Between(from, to);
    }

    private static List<String> measurements(JsonFields body) {
        List<String> measurements = new ArrayList<>();
        for (@Nullable String measurement : body.textList("measurements")) {
            if (measurement == null || measurement.isEmpty()) {
                throw body.wrong("measurements", "names are expected");
            }
            measurements.add(measurement);
        }
        if (measurements.isEmpty() || new HashSet<>(measurements).size() != measurements.size()) {
            throw body.wrong("measurements", "at least one name is expected, and each once");
        }
        return measurements;
    }
}
