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

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tsfile.core.io.RelativePaths;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.model.Version;
import java.util.Optional;

/** The bodies of the actions {@code tombstone}, {@code tombstones}, {@code hide}, and what a side file holds. */
final class TombstoneCodec {
    private TombstoneCodec() {}

    static ObjectNode encode(Tombstone tombstone) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ModelJson.version(body, "version", tombstone.version());
        DeletionCodec.encode(body, tombstone.deletion());
        return body;
    }

    static Tombstone decode(JsonFields body) {
        return new Tombstone(ModelJson.version(body, "version"), DeletionCodec.decode(body));
    }

    /** A tombstone in a side file, which does not know the number of its commit. */
    static ObjectNode encodeOpen(Tombstone tombstone) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("order", tombstone.version().order());
        DeletionCodec.encode(body, tombstone.deletion());
        return body;
    }

    static Tombstone decodeOpen(JsonFields body, long commit) {
        return new Tombstone(new Version(commit, body.smallCount("order")), DeletionCodec.decode(body));
    }

    static ObjectNode encode(TombstoneFile file) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("path", file.path())
                .put("length", Long.toString(file.length()))
                .put("crc32c", Long.toString(file.crc32c()))
                .put("commit", Long.toString(file.commit()));
        file.devices().ifPresent(devices -> ModelJson.devices(body, "devices", devices));
        ModelJson.times(body, "times", file.times());
        return body.put("count", Long.toString(file.count()));
    }

    static TombstoneFile decodeFile(JsonFields body) {
        Optional<DeviceRange> devices =
                body.has("devices") ? Optional.of(ModelJson.devices(body, "devices")) : Optional.empty();
        return new TombstoneFile(
                filePath(body),
                body.count("length"),
                ModelJson.crc(body, "crc32c"),
                body.count("commit"),
                devices,
                ModelJson.times(body, "times"),
                body.count("count"));
    }

    /** The path of a side file, which lies in the folder of side files. */
    static String filePath(JsonFields body) {
        return body.converted("path", path -> {
            RelativePaths.check(path);
            if (!path.startsWith(TombstoneFiles.FOLDER + "/")) {
                throw new IllegalArgumentException("Cannot use path '" + path
                        + "' for a file of tombstones: they lie in " + TombstoneFiles.FOLDER);
            }
            return path;
        });
    }

    static ObjectNode encode(Hide hide) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("path", hide.path());
        DeletionCodec.encode(body, hide.deletion());
        return body;
    }

    static Hide decodeHide(JsonFields body) {
        return new Hide(body.converted("path", DataFileCodec::path), DeletionCodec.decode(body));
    }
}
