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
import io.tsfile.core.model.DeviceSplit;
import java.util.ArrayList;
import java.util.List;

/** The body of the {@code add} action. */
final class DataFileCodec {
    private DataFileCodec() {}

    static ObjectNode encode(DataFile file) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("path", file.path())
                .put("length", Long.toString(file.length()));
        if (file.crc32c() != DataFile.UNKNOWN_CRC) {
            body.put("crc32c", Long.toString(file.crc32c()));
        }
        ModelJson.version(body, "version", file.version());
        body.put("level", file.level())
                .put("cleanThrough", Long.toString(file.cleanThrough()))
                .put("ordered", file.ordered());
        ModelJson.devices(body, "devices", file.devices());
        body.putArray("buckets").add(file.buckets().first()).add(file.buckets().last());
        ModelJson.times(body, "times", file.times());
        body.put("rows", Long.toString(file.rows())).put("points", Long.toString(file.points()));
        if (file.chunks() != DataFile.UNKNOWN_CHUNKS) {
            body.put("chunks", Long.toString(file.chunks()));
        }
        if (!file.splits().isEmpty()) {
            ArrayNode splits = body.putArray("splits");
            for (DeviceSplit split : file.splits()) {
                ObjectNode one = splits.addObject();
                ModelJson.device(one.putArray("device"), split.device());
                one.put("bytes", Long.toString(split.bytes()));
            }
        }
        return body;
    }

    static DataFile decode(JsonFields body) {
        int[] buckets = body.int32Pair("buckets");
        return new DataFile(
                body.converted("path", DataFileCodec::path),
                body.count("length"),
                body.has("crc32c") ? ModelJson.crc(body, "crc32c") : DataFile.UNKNOWN_CRC,
                ModelJson.version(body, "version"),
                body.smallCount("level"),
                body.count("cleanThrough"),
                body.bool("ordered"),
                ModelJson.devices(body, "devices"),
                body.checked("buckets", () -> new BucketRange(buckets[0], buckets[1])),
                ModelJson.times(body, "times"),
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

    private static List<DeviceSplit> splits(JsonFields body) {
        if (!body.has("splits")) {
            return List.of();
        }
        List<DeviceSplit> splits = new ArrayList<>();
        for (JsonFields one : body.objects("splits")) {
            DeviceSplit split = new DeviceSplit(ModelJson.device(one, "device"), one.count("bytes"));
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
}
