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
package io.tsfile.spark.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tsfile.core.TsFileConnectorException;
import java.util.UUID;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.jspecify.annotations.Nullable;

/** Behind which rows a stream is, as JSON in Spark's checkpoints. */
public final class StreamOffset extends Offset {
    private static final int VERSION = 1;
    private static final JsonMapper JSON = new JsonMapper();

    private final Position position;

    /**
     * A place in a table's commits.
     *
     * @param table the table's id
     * @param snapshot whether it is in the rows that the table had after the commit, not in those that the commit brought
     * @param commit the commit's number
     * @param groups how many groups of its files, those that overlap together, are read
     */
    public record Position(UUID table, boolean snapshot, long commit, int groups) {
        /** The place in front of what a commit brought. */
        public Position ofCommit(long number) {
            return new Position(table, false, number, 0);
        }

        Position withGroups(int read) {
            return new Position(table, snapshot, commit, read);
        }
    }

    /** The offset of a place. */
    public StreamOffset(Position position) {
        this.position = position;
    }

    /** The place. */
    public Position position() {
        return position;
    }

    /**
     * Reads an offset.
     *
     * @throws TsFileConnectorException if it is none, or of a newer version
     */
    public static StreamOffset of(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            int version = node.path("version").asInt(0);
            if (version != VERSION) {
                throw new TsFileConnectorException("Cannot read the stream's offset " + json + ": its version is "
                        + version + " and this connector knows " + VERSION
                        + "; go on with the connector that wrote the checkpoint, or start with a new checkpoint");
            }
            return new StreamOffset(new Position(
                    UUID.fromString(node.path("table").asText()),
                    node.path("snapshot").asBoolean(),
                    node.path("commit").asLong(),
                    node.path("groups").asInt()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new TsFileConnectorException(
                    "Cannot read '" + json
                            + "' as an offset of a stream: the checkpoint is damaged, or of another source",
                    e);
        }
    }

    @Override
    public String json() {
        ObjectNode node = JSON.createObjectNode();
        node.put("version", VERSION);
        node.put("table", position.table().toString());
        node.put("snapshot", position.snapshot());
        node.put("commit", position.commit());
        node.put("groups", position.groups());
        return node.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StreamOffset that && position.equals(that.position);
    }

    @Override
    public int hashCode() {
        return position.hashCode();
    }

    @Override
    public String toString() {
        return json();
    }
}
