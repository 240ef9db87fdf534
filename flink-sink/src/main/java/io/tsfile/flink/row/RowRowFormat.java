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
import org.apache.flink.types.Row;

/**
 * {@link Row}s: by name where they have names; else by position: time, then the device's path or the tags, then the fields.
 *
 * @param schema the columns
 */
public record RowRowFormat(TableSchema schema) implements RowFormat<Row> {
    @Override
    public RowConverter<Row> converter(TableSchema table) {
        SchemaMatch.checkUnit(schema, table);
        return new RowRowConverter(schema, table);
    }
}
