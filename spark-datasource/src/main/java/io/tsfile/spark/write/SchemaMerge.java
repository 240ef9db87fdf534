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
package io.tsfile.spark.write;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.SchemaEvolution;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.tsfile.enums.TSDataType;

/** Gives a table the columns of rows that are about to come. */
final class SchemaMerge {
    private SchemaMerge() {}

    /**
     * Adds the fields that the table lacks, and widens those that are too narrow; nothing is committed where there are none.
     *
     * @return what the table is then
     * @throws TsFileConnectorException if a column cannot become what the rows have
     */
    static TableMetadata merge(Table table, StructType rows) throws IOException {
        return table.alter(metadata -> metadata.withSchema(merged(metadata.schema(), rows)));
    }

    static TableSchema merged(TableSchema table, StructType rows) {
        TableSchema merged = table;
        for (StructField field : rows.fields()) {
            String name = table.model() == TableModel.TABLE ? field.name().toLowerCase(Locale.ROOT) : field.name();
            boolean isDevice = table.model() == TableModel.TREE && name.equals(TableSchema.DEVICE_COLUMN);
            if (!name.equals(table.timeColumn()) && !isDevice) {
                merged = merged(merged, name, field);
            }
        }
        return merged;
    }

    private static TableSchema merged(TableSchema table, String name, StructField field) {
        TSDataType type = Cell.stored(field.dataType())
                .orElseThrow(() -> new TsFileConnectorException("Cannot add column '" + name + "' of type "
                        + field.dataType().sql() + " to table '" + table.name()
                        + "': no file stores such values; cast it, or drop it"));
        Optional<Column> there = table.column(name);
        if (there.isEmpty()) {
            return table.withField(name, type);
        }
        boolean widens = there.get().type() != type
                && SchemaEvolution.takes(type, there.get().type());
        return widens ? table.widened(name, type) : table;
    }
}
