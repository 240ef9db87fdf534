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
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimePrecision;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.enums.TSDataType;

/** The body of the {@code table} action. */
final class TableMetadataCodec {
    private TableMetadataCodec() {}

    static ObjectNode encode(TableMetadata metadata) {
        TableSchema schema = metadata.schema();
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("id", metadata.id().toString())
                .put("model", schema.model().name())
                .put("name", schema.name())
                .put("timeColumn", schema.timeColumn())
                .put("precision", schema.precision().name());
        ArrayNode columns = body.putArray("columns");
        for (Column column : schema.columns()) {
            columns.addObject()
                    .put("name", column.name())
                    .put("type", column.type().name())
                    .put("category", column.category().name());
        }
        body.put("partitionInterval", Long.toString(metadata.partitioning().interval()));
        ObjectNode options = body.putObject("options");
        metadata.options().forEach(options::put);
        return body;
    }

    static TableMetadata decode(JsonFields body) {
        TableModel model = body.converted("model", TableModel::valueOf);
        String name = body.text("name");
        String timeColumn = body.text("timeColumn");
        TimePrecision precision = body.converted("precision", TimePrecision::valueOf);
        List<Column> columns = new ArrayList<>();
        for (JsonFields column : body.objects("columns")) {
            String columnName = column.text("name");
            TSDataType type = column.converted("type", TSDataType::valueOf);
            ColumnCategory category = column.converted("category", ColumnCategory::valueOf);
            columns.add(column.checked("", () -> new Column(columnName, type, category)));
        }
        return new TableMetadata(
                body.uuid("id"),
                body.checked("columns", () -> new TableSchema(model, name, timeColumn, precision, columns)),
                new TimePartitioning(body.count("partitionInterval")),
                new TreeMap<>(body.texts("options")));
    }
}
