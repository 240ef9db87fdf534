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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Log entries to bytes and back; {@code docs/table-log.md} is the form's definition. */
final class LogEntryCodec {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private LogEntryCodec() {}

    static byte[] encode(LogEntry entry) {
        List<ObjectNode> actions = new ArrayList<>();
        actions.add(action("info", CommitInfoCodec.encode(entry.info())));
        entry.metadata().ifPresent(metadata -> actions.add(action("table", TableMetadataCodec.encode(metadata))));
        TombstoneChanges tombstones = entry.tombstones();
        add(actions, "remove", entry.removes(), LogEntryCodec::path);
        add(actions, "add", entry.adds(), DataFileCodec::encode);
        add(actions, "hide", entry.hides(), TombstoneCodec::encode);
        add(actions, "forget", tombstones.forgotten(), TombstoneCodec::encode);
        add(actions, "forget", tombstones.forgottenFiles(), LogEntryCodec::path);
        add(actions, "tombstone", tombstones.added(), TombstoneCodec::encode);
        add(actions, "tombstones", tombstones.addedFiles(), TombstoneCodec::encode);
        addPaths(actions, "doomed", entry.doomed().doomed());
        addPaths(actions, "gone", entry.doomed().gone());
        return LogJson.write(actions);
    }

    /** What a snapshot says beside its files, as the actions that would say so. */
    static List<ObjectNode> remaining(Snapshot snapshot) {
        List<ObjectNode> actions = new ArrayList<>();
        add(actions, "tombstone", snapshot.tombstones(), TombstoneCodec::encode);
        add(actions, "tombstones", snapshot.tombstoneFiles(), TombstoneCodec::encode);
        addPaths(actions, "doomed", List.copyOf(snapshot.doomed()));
        return actions;
    }

    /**
     * Reads an entry.
     *
     * @param file its path, for messages
     * @throws io.tsfile.core.TsFileConnectorException if it is not what {@link #encode} writes, or newer than this release
     */
    static LogEntry decode(long number, byte[] content, String file) {
        ReadActions actions = new ReadActions(file);
        LogJson.read(content, file).forEach(actions::add);
        return actions.entry(number);
    }

    private static ObjectNode action(String name, ObjectNode body) {
        return NODES.objectNode().set(name, body);
    }

    private static <T> void add(List<ObjectNode> actions, String name, List<T> values, Function<T, ObjectNode> codec) {
        values.forEach(value -> actions.add(action(name, codec.apply(value))));
    }

    private static ObjectNode path(String path) {
        return NODES.objectNode().put("path", path);
    }

    private static void addPaths(List<ObjectNode> actions, String name, List<String> paths) {
        if (!paths.isEmpty()) {
            ObjectNode body = NODES.objectNode();
            ArrayNode array = body.putArray("paths");
            paths.forEach(array::add);
            actions.add(action(name, body));
        }
    }

    /** A path of what can be doomed: a data file or one beside the log, and never an entry of the log. */
    static String doomedPath(String path) {
        RelativePaths.check(path);
        if (path.equals(TableLog.ROOT) || path.equals(TableLog.FOLDER) || path.startsWith(TableLog.FOLDER + "/")) {
            throw new IllegalArgumentException("Cannot use path '" + path + "' as that of a file to delete: "
                    + TableLog.FOLDER + " is the log itself");
        }
        return path;
    }
}
