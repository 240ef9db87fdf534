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
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.TimeRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Manifests to bytes and back, in the form of log entries; {@code docs/table-log.md} is the form's definition. */
final class CheckpointManifestCodec {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private CheckpointManifestCodec() {}

    static byte[] encode(CheckpointManifest manifest) {
        List<ObjectNode> actions = new ArrayList<>();
        ObjectNode checkpoint = NODES.objectNode()
                .put("number", Long.toString(manifest.number()))
                .put("time", Long.toString(manifest.timeMillis()));
        if (manifest.horizonMillis() != Long.MIN_VALUE) {
            checkpoint.put("horizon", Long.toString(manifest.horizonMillis()));
        }
        actions.add(action("checkpoint", checkpoint));
        actions.add(action("table", TableMetadataCodec.encode(manifest.metadata())));
        manifest.parts().forEach(part -> actions.add(action("part", encode(part))));
        return LogJson.write(actions);
    }

    /**
     * Reads a manifest.
     *
     * @param file its path, for messages
     * @throws TsFileConnectorException if it is not what {@link #encode} writes, or newer than this release
     */
    static CheckpointManifest decode(long number, byte[] content, String file) {
        @Nullable JsonFields checkpoint = null;
        Optional<TableMetadata> metadata = Optional.empty();
        List<CheckpointPart> parts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonFields action : LogJson.read(content, file)) {
            String name = action.onlyName();
            JsonFields body = action.object(name);
            switch (name) {
                case "checkpoint" -> {
                    if (checkpoint != null || body.count("number") != number) {
                        throw body.wrong("number", "one checkpoint of commit " + number + " is expected");
                    }
                    checkpoint = body;
                }
                case "table" -> {
                    if (metadata.isPresent()) {
                        throw action.wrong(name, "it is the second one; a checkpoint describes the table once");
                    }
                    metadata = Optional.of(TableMetadataCodec.decode(body));
                }
                case "part" -> {
                    CheckpointPart part = part(body);
                    if (!names.add(part.name())) {
                        throw body.wrong("name", "the part is named twice");
                    }
                    parts.add(part);
                }
                default -> throw action.newer("", "the action '" + name + "' is unknown to this release");
            }
        }
        if (checkpoint == null || metadata.isEmpty()) {
            throw new TsFileConnectorException(
                    "Cannot read " + file + ": it does not say which checkpoint it is, or what the table is");
        }
        return new CheckpointManifest(
                number,
                checkpoint.int64("time"),
                checkpoint.has("horizon") ? checkpoint.int64("horizon") : Long.MIN_VALUE,
                metadata.get(),
                List.copyOf(parts));
    }

    private static ObjectNode action(String name, ObjectNode body) {
        return NODES.objectNode().set(name, body);
    }

    private static ObjectNode encode(CheckpointPart part) {
        ObjectNode body = NODES.objectNode()
                .put("name", part.name())
                .put("kind", part.kind().text())
                .put("length", Long.toString(part.length()))
                .put("crc32c", Long.toString(part.crc32c()))
                .put("count", Long.toString(part.count()));
        if (part.kind() == PartKind.FILES) {
            body.putArray("times")
                    .add(Long.toString(part.times().start()))
                    .add(Long.toString(part.times().end()));
        }
        return body;
    }

    private static CheckpointPart part(JsonFields body) {
        PartKind kind = kind(body);
        return new CheckpointPart(
                body.converted("name", CheckpointManifestCodec::name),
                kind,
                body.count("length"),
                body.count("crc32c"),
                body.count("count"),
                kind == PartKind.FILES ? times(body) : TimeRange.ALL);
    }

    private static TimeRange times(JsonFields body) {
        long[] times = body.int64Pair("times");
        return body.checked("times", () -> new TimeRange(times[0], times[1]));
    }

    private static PartKind kind(JsonFields body) {
        String text = body.text("kind");
        for (PartKind kind : PartKind.values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw body.newer("kind", "parts of kind '" + text + "' are unknown to this release");
    }

    private static String name(String name) {
        if (!TableLog.isPart(name)) {
            throw new IllegalArgumentException("'" + name + "' is no name of a part");
        }
        return name;
    }
}
