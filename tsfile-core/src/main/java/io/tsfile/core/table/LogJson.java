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

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tsfile.core.TsFileConnectorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The outer form of a log entry: one JSON document with a version and a list of actions, each on a line of its own.
 *
 * <pre>
 * {"version":1,"actions":[
 * {"info":{...}},
 * {"add":{...}}
 * ]}
 * </pre>
 */
final class LogJson {
    static final int VERSION = 1;

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private LogJson() {}

    static byte[] write(List<ObjectNode> actions) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            text(out, "{\"version\":" + VERSION + ",\"actions\":[\n");
            for (int i = 0; i < actions.size(); i++) {
                text(out, i == 0 ? "" : ",\n");
                out.write(MAPPER.writeValueAsBytes(actions.get(i)));
            }
            text(out, "\n]}\n");
        } catch (IOException e) {
            throw new TsFileConnectorException("Cannot write a log entry as JSON: " + e.getMessage(), e);
        }
        return out.toByteArray();
    }

    /** The actions of a document. */
    static List<JsonFields> read(byte[] content, String file) {
        JsonFields document = new JsonFields(file, "", parse(content, file));
        int version = document.int32("version");
        if (version != VERSION) {
            throw document.newer(
                    "version", "it is of version " + version + ", and this release knows version " + VERSION);
        }
        return document.objects("actions");
    }

    private static JsonNode parse(byte[] content, String file) {
        try {
            return MAPPER.readTree(content);
        } catch (JsonProcessingException e) {
            String position = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new TsFileConnectorException(
                    "Cannot read " + file + position + ": it is no JSON (" + e.getOriginalMessage()
                            + "). Restore the file from a backup",
                    e);
        } catch (IOException e) {
            throw new TsFileConnectorException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void text(ByteArrayOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
