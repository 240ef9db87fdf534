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
package io.tsfile.flink.row;

import io.tsfile.core.model.TableSchema;
import io.tsfile.flink.RowConverter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Flink's internal rows.
 *
 * @param type the rows' columns; those of {@code schema} are found by name
 * @param schema the columns that are written
 */
public record RowDataFormat(RowType type, TableSchema schema) implements RowFormat<RowData> {
    @Override
    public RowConverter<RowData> converter(TableSchema table) {
        return new RowDataConverter(type, schema, table);
    }
}
