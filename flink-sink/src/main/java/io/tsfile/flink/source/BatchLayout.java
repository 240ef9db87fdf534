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
package io.tsfile.flink.source;

import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import java.util.List;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.tsfile.enums.TSDataType;

/** Shows batches of one schema as columns of Flink's types. */
final class BatchLayout {
    private final TableSchema schema;
    private final List<String> names;
    private final List<ReadColumns.Origin> origins;
    private final List<LogicalType> types;

    /**
     * @param types of the columns
     * @throws io.tsfile.core.TsFileConnectorException if a column cannot be shown in its type
     */
    BatchLayout(ReadColumns columns, List<LogicalType> types, TableSchema schema) {
        this.schema = schema;
        this.names = columns.names();
        this.origins = columns.origins(schema);
        this.types = types;
        List<String> fields = columns.fields(schema);
        for (int i = 0; i < names.size(); i++) {
            ReadColumns.Origin origin = origins.get(i);
            if (origin instanceof ReadColumns.Origin.Field field) {
                if (field.place() >= 0) {
                    ShownType.check(names.get(i), types.get(i), schema.fieldType(fields.get(field.place())));
                }
            } else {
                ShownType.check(
                        names.get(i),
                        types.get(i),
                        origin instanceof ReadColumns.Origin.Time ? TSDataType.TIMESTAMP : TSDataType.STRING);
            }
        }
    }

    /** The columns of a batch. */
    BatchColumn[] show(ReadBatch batch) {
        BatchColumn[] columns = new BatchColumn[origins.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(i, batch);
        }
        return columns;
    }

    private BatchColumn column(int i, ReadBatch batch) {
        ReadColumns.Origin origin = origins.get(i);
        if (origin instanceof ReadColumns.Origin.Tag tag) {
            return BatchColumns.text(Devices.tag(batch.device(), tag.place()));
        }
        if (origin instanceof ReadColumns.Origin.Path) {
            return BatchColumns.text(Devices.path(batch.device()));
        }
        if (origin instanceof ReadColumns.Origin.Field field) {
            return field.place() < 0
                    ? BatchColumns.nulls()
                    : BatchColumns.of(names.get(i), batch.fields()[field.place()], types.get(i), schema.precision());
        }
        return BatchColumns.of(names.get(i), batch.times(), types.get(i), schema.precision());
    }
}
