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

/** The body of the {@code info} action. */
final class CommitInfoCodec {
    private CommitInfoCodec() {}

    static ObjectNode encode(CommitInfo info) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("table", info.table().toString())
                .put("writer", info.id().writer().toString())
                .put("sequence", Long.toString(info.id().sequence()))
                .put("time", Long.toString(info.timeMillis()));
        if (info.rearranges()) {
            body.put("rearranges", true);
        }
        body.put("operation", info.operation());
        ObjectNode metrics = body.putObject("metrics");
        info.metrics().forEach((name, value) -> metrics.put(name, Long.toString(value)));
        return body;
    }

    static CommitInfo decode(JsonFields body) {
        return new CommitInfo(
                body.uuid("table"),
                new CommitId(body.uuid("writer"), body.count("sequence")),
                body.int64("time"),
                body.has("rearranges") && body.bool("rearranges"),
                body.text("operation"),
                body.int64s("metrics"));
    }
}
