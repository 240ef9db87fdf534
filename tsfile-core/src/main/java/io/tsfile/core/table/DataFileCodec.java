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
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tsfile.core.io.RelativePaths;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** The body of the {@code add} action. */
final class DataFileCodec {
    private static final long MAX_CRC = 0xffff_ffffL;

    private DataFileCodec() {}

    static ObjectNode encode(DataFile file) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("path", file.path())
                .put("length", Long.toString(file.length()));
        if (file.crc32c() != DataFile.UNKNOWN_CRC) {
            body.put("crc32c", Long.toString(file.crc32c()));
        }
        body.putObject("version")
                .put("commit", Long.toString(file.version().commit()))
                .put("order", file.version().order());
        body.put("level", file.level())
                .put("cleanThrough", Long.toString(file.cleanThrough()))
                .put("ordered", file.ordered());
        ArrayNode devices = body.putArray("devices");
        device(devices.addArray(), file.devices().first());
        device(devices.addArray(), file.devices().last());
        body.putArray("buckets").add(file.buckets().first()).add(file.buckets().last());
        body.putArray("times")
                .add(Long.toString(file.times().start()))
                .add(Long.toString(file.times().end()));
        body.put("rows", Long.toString(file.rows())).put("points", Long.toString(file.points()));
        if (file.chunks() != DataFile.UNKNOWN_CHUNKS) {
            body.put("chunks", Long.toString(file.chunks()));
        }
        if (!file.splits().isEmpty()) {
            ArrayNode splits = body.putArray("splits");
            for (DeviceSplit split : file.splits()) {
                ObjectNode one = splits.addObject();
                device(one.putArray("device"), split.device());
                one.put("bytes", Long.toString(split.bytes()));
            }
        }
        return body;
    }

    static DataFile decode(JsonFields body) {
        int[] buckets = body.int32Pair("buckets");
        long[] times = body.int64Pair("times");
        return new DataFile(
                body.converted("path", DataFileCodec::path),
                body.count("length"),
                crc(body),
                version(body.object("version")),
                notNegative(body, "level"),
                body.count("cleanThrough"),
                body.bool("ordered"),
                devices(body),
                body.checked("buckets", () -> new BucketRange(buckets[0], buckets[1])),
                body.checked("times", () -> new TimeRange(times[0], times[1])),
                body.count("rows"),
                body.count("points"),
                body.has("chunks") ? body.count("chunks") : DataFile.UNKNOWN_CHUNKS,
                splits(body));
    }

    /** A path of a data file: below the table's folder, and not in the log's. */
    static String path(String path) {
        RelativePaths.check(path);
        if (path.equals(TableLog.ROOT) || path.startsWith(TableLog.ROOT + "/")) {
            throw new IllegalArgumentException(
                    "Cannot use path '" + path + "' for a data file: " + TableLog.ROOT + " is the log's");
        }
        return path;
    }

    private static void device(ArrayNode segments, IDeviceID device) {
        for (@Nullable String segment : Devices.segments(device)) {
            segments.add(segment);
        }
    }

    private static DeviceRange devices(JsonFields body) {
        List<List<@Nullable String>> ends = body.textListPair("devices");
        DeviceRange range = new DeviceRange(device(body, "devices", ends.get(0)), device(body, "devices", ends.get(1)));
        if (range.first().compareTo(range.last()) > 0) {
            throw body.wrong("devices", "the first device comes after the last");
        }
        return range;
    }

    private static IDeviceID device(JsonFields body, String name, List<@Nullable String> segments) {
        if (segments.isEmpty() || segments.get(0) == null) {
            throw body.wrong(name, "a device starts with a name");
        }
        return Devices.ofSegments(segments);
    }

    private static List<DeviceSplit> splits(JsonFields body) {
        if (!body.has("splits")) {
            return List.of();
        }
        List<DeviceSplit> splits = new ArrayList<>();
        for (JsonFields one : body.objects("splits")) {
            DeviceSplit split = new DeviceSplit(device(one, "device", one.textList("device")), one.count("bytes"));
            DeviceSplit before = splits.isEmpty() ? null : splits.get(splits.size() - 1);
            if (before != null && (before.device().compareTo(split.device()) >= 0 || before.bytes() >= split.bytes())) {
                throw one.wrong("bytes", "splits ascend by device and by bytes");
            }
            splits.add(split);
        }
        if (splits.isEmpty() || splits.size() > DataFile.MOST_SPLITS) {
            throw body.wrong("splits", "1 to " + DataFile.MOST_SPLITS + " are expected, not " + splits.size());
        }
        return splits;
    }

    private static long crc(JsonFields body) {
        if (!body.has("crc32c")) {
            return DataFile.UNKNOWN_CRC;
        }
        long crc = body.count("crc32c");
        if (crc > MAX_CRC) {
            throw body.wrong("crc32c", "a checksum has 32 bits, and " + crc + " has more");
        }
        return crc;
    }

    private static Version version(JsonFields body) {
        return new Version(body.count("commit"), notNegative(body, "order"));
    }

    private static int notNegative(JsonFields body, String name) {
        int number = body.int32(name);
        if (number < 0) {
            throw body.wrong(name, "a number that is not negative is expected, not " + number);
        }
        return number;
    }
}
