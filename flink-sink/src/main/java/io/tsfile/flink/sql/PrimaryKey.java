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
package io.tsfile.flink.sql;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;

/** The only key that rows of a TsFile table have: their device and their time. */
final class PrimaryKey {
    private PrimaryKey() {}

    /**
     * Whether a table declares it.
     *
     * @param table its name for messages
     * @throws ValidationException if it declares another one
     */
    static boolean isDeclared(String table, ResolvedSchema declared, TableSchema schema) {
        List<String> key = declared.getPrimaryKey().map(k -> k.getColumns()).orElse(List.of());
        List<String> columns = new ArrayList<>();
        for (String column : key) {
            columns.add(schema.model() == TableModel.TABLE ? column.toLowerCase(Locale.ROOT) : column);
        }
        if (!key.isEmpty() && !new HashSet<>(columns).equals(new HashSet<>(columns(schema)))) {
            throw new ValidationException("Cannot use table " + table + " with primary key " + key
                    + ": of rows with the same device and time the last one counts, whatever else they have in common;"
                    + " declare " + clause(schema) + ", or no key");
        }
        return !key.isEmpty();
    }

    /** How it is declared. */
    static String clause(TableSchema schema) {
        return "PRIMARY KEY (" + String.join(", ", columns(schema)) + ") NOT ENFORCED";
    }

    private static List<String> columns(TableSchema schema) {
        List<String> columns = new ArrayList<>();
        if (schema.model() == TableModel.TREE) {
            columns.add(TableSchema.DEVICE_COLUMN);
        }
        schema.tags().stream().map(Column::name).forEach(columns::add);
        columns.add(schema.timeColumn());
        return columns;
    }
}
