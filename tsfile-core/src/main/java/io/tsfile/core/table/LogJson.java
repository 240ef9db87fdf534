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
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tsfile.core.TsFileConnectorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

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

    /** Of values that others follow. */
    private static final ObjectReader VALUES = MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final String ACTIONS = "actions";

    private LogJson() {}

    static byte[] write(List<ObjectNode> actions) {
        return write(actions.iterator());
    }

    /** Writes actions that need not be in memory together. */
    static byte[] write(Iterator<ObjectNode> actions) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            text(out, "{\"version\":" + VERSION + ",\"actions\":[\n");
            while (actions.hasNext()) {
                out.write(MAPPER.writeValueAsBytes(actions.next()));
                text(out, actions.hasNext() ? ",\n" : "");
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
        checkVersion(document);
        return document.objects(ACTIONS);
    }

    /** Gives the actions of a long document one after the other, of which no more than one is in memory as JSON. */
    static void forEach(byte[] content, String file, Consumer<JsonFields> action) {
        ObjectNode others = MAPPER.createObjectNode();
        try (JsonParser in = MAPPER.createParser(content)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new TsFileConnectorException("Cannot read " + file + ": an object is expected");
            }
            boolean found = false;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                if (in.nextToken() == JsonToken.START_ARRAY && name.equals(ACTIONS)) {
                    found = true;
                    for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
                        action.accept(new JsonFields(file, ACTIONS + "[" + i + "]", VALUES.readTree(in)));
                    }
                } else {
                    others.set(name, VALUES.readTree(in));
                }
            }
            JsonFields document = new JsonFields(file, "", others);
            checkVersion(document);
            if (!found || in.nextToken() != null) {
                throw document.wrong(ACTIONS, "one array of them is expected, and nothing behind the document");
            }
        } catch (JsonProcessingException e) {
            throw noJson(file, e);
        } catch (IOException e) {
            throw new TsFileConnectorException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void checkVersion(JsonFields document) {
        int version = document.int32("version");
        if (version != VERSION) {
            throw document.newer(
                    "version", "it is of version " + version + ", and this release knows version " + VERSION);
        }
    }

    private static JsonNode parse(byte[] content, String file) {
        try {
            return MAPPER.readTree(content);
        } catch (JsonProcessingException e) {
            throw noJson(file, e);
        } catch (IOException e) {
            throw new TsFileConnectorException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static TsFileConnectorException noJson(String file, JsonProcessingException e) {
        String position = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return new TsFileConnectorException(
                "Cannot read " + file + position + ": it is no JSON (" + e.getOriginalMessage()
                        + "). Restore the file from a backup",
                e);
    }

    private static void text(ByteArrayOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
