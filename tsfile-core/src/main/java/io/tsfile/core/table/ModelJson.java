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
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Devices, times and versions, which all actions write alike. */
final class ModelJson {
    private ModelJson() {}

    /** Fills an empty array with a device's segments. */
    static void device(ArrayNode segments, IDeviceID device) {
        for (@Nullable String segment : Devices.segments(device)) {
            segments.add(segment);
        }
    }

    static IDeviceID device(JsonFields body, String name) {
        return device(body, name, body.textList(name));
    }

    static IDeviceID device(JsonFields body, String name, List<@Nullable String> segments) {
        if (segments.isEmpty() || segments.get(0) == null) {
            throw body.wrong(name, "a device starts with a name");
        }
        return Devices.ofSegments(segments);
    }

    static void devices(ObjectNode body, String name, DeviceRange range) {
        ArrayNode devices = body.putArray(name);
        device(devices.addArray(), range.first());
        device(devices.addArray(), range.last());
    }

    static DeviceRange devices(JsonFields body, String name) {
        List<List<@Nullable String>> ends = body.textListPair(name);
        DeviceRange range = new DeviceRange(device(body, name, ends.get(0)), device(body, name, ends.get(1)));
        if (range.first().compareTo(range.last()) > 0) {
            throw body.wrong(name, "the first device comes after the last");
        }
        return range;
    }

    static void times(ObjectNode body, String name, TimeRange times) {
        body.putArray(name).add(Long.toString(times.start())).add(Long.toString(times.end()));
    }

    static TimeRange times(JsonFields body, String name) {
        long[] times = body.int64Pair(name);
        return body.checked(name, () -> new TimeRange(times[0], times[1]));
    }

    static void version(ObjectNode body, String name, Version version) {
        body.putObject(name).put("commit", Long.toString(version.commit())).put("order", version.order());
    }

    static Version version(JsonFields body, String name) {
        JsonFields version = body.object(name);
        return new Version(version.count("commit"), version.smallCount("order"));
    }

    static long crc(JsonFields body, String name) {
        long crc = body.count(name);
        if (crc > 0xffff_ffffL) {
            throw body.wrong(name, "a checksum has 32 bits, and " + crc + " has more");
        }
        return crc;
    }
}
