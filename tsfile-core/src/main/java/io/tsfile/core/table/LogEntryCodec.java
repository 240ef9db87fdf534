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
import io.tsfile.core.io.RelativePaths;
import io.tsfile.core.model.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Log entries to bytes and back; {@code docs/table-log.md} is the form's definition. */
final class LogEntryCodec {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private LogEntryCodec() {}

    static byte[] encode(LogEntry entry) {
        List<ObjectNode> actions = new ArrayList<>();
        actions.add(action("info", info(entry.info())));
        entry.metadata().ifPresent(metadata -> actions.add(action("table", TableMetadataCodec.encode(metadata))));
        entry.removes()
                .forEach(path -> actions.add(action("remove", NODES.objectNode().put("path", path))));
        entry.adds().forEach(file -> actions.add(action("add", DataFileCodec.encode(file))));
        return LogJson.write(actions);
    }

    /**
     * Reads an entry.
     *
     * @param file its path, for messages
     * @throws io.tsfile.core.TsFileConnectorException if it is not what {@link #encode} writes, or newer than this release
     */
    static LogEntry decode(long number, byte[] content, String file) {
        @Nullable CommitInfo info = null;
        Optional<TableMetadata> metadata = Optional.empty();
        List<DataFile> adds = new ArrayList<>();
        List<String> removes = new ArrayList<>();
        List<JsonFields> actions = LogJson.read(content, file);
        for (JsonFields action : actions) {
            String name = action.onlyName();
            JsonFields body = action.object(name);
            switch (name) {
                case "info" -> {
                    if (info != null) {
                        throw action.wrong(name, "it is the second one; a commit has one info");
                    }
                    info = info(body);
                }
                case "table" -> {
                    if (metadata.isPresent()) {
                        throw action.wrong(name, "it is the second one; a commit describes the table once");
                    }
                    metadata = Optional.of(TableMetadataCodec.decode(body));
                }
                case "add" -> adds.add(DataFileCodec.decode(body));
                case "remove" -> removes.add(body.converted("path", RelativePaths::check));
                default -> throw action.newer("", "the action '" + name + "' is unknown to this release");
            }
        }
        if (info == null) {
            throw new TsFileConnectorException(
                    "Cannot read " + file + ": none of its " + actions.size() + " actions is the commit's info");
        }
        return new LogEntry(number, info, metadata, List.copyOf(adds), List.copyOf(removes));
    }

    private static ObjectNode action(String name, ObjectNode body) {
        return NODES.objectNode().set(name, body);
    }

    private static ObjectNode info(CommitInfo info) {
        ObjectNode body = NODES.objectNode()
                .put("table", info.table().toString())
                .put("writer", info.id().writer().toString())
                .put("sequence", Long.toString(info.id().sequence()))
                .put("time", Long.toString(info.timeMillis()))
                .put("operation", info.operation());
        ObjectNode metrics = body.putObject("metrics");
        info.metrics().forEach((name, value) -> metrics.put(name, Long.toString(value)));
        return body;
    }

    private static CommitInfo info(JsonFields body) {
        return new CommitInfo(
                body.uuid("table"),
                new CommitId(body.uuid("writer"), body.count("sequence")),
                body.int64("time"),
                body.text("operation"),
                body.int64s("metrics"));
    }
}
