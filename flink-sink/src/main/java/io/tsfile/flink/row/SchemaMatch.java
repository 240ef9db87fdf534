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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;

/** Whether records of one schema can go into a table of another. */
public final class SchemaMatch {
    private SchemaMatch() {}

    /**
     * Checks that model, name and tags are the same, that the records' time is none of the table's other columns, and that the
     * table has every field of the records in a type that holds all its values.
     */
    public static void check(TableSchema records, TableSchema table, String location) {
        if (records.model() != table.model()) {
            throw refused(
                    location,
                    "it is of the " + table.model() + " model and the records are of the " + records.model()
                            + " model; set the model, or write to another folder");
        }
        if (!records.name().equals(table.name())) {
            throw refused(
                    location,
                    "its name is '" + table.name() + "' and the records are for '" + records.name()
                            + "'; use its name (in SQL: 'table' = '" + table.name() + "'), or write to another folder");
        }
        // Readers find it by its name, and would not see what was written.
        if (table.column(records.timeColumn()).isPresent()) {
            throw refused(
                    location,
                    "column '" + records.timeColumn()
                            + "' is the records' time, and one of the table's other columns; the" + " table's time is '"
                            + table.timeColumn() + "', name that (in SQL: 'time.column')");
        }
        List<String> tableTags = table.tags().stream().map(Column::name).toList();
        List<String> recordTags = records.tags().stream().map(Column::name).toList();
        if (!tableTags.equals(recordTags)) {
            throw refused(
                    location,
                    "its tags are " + tableTags + " and those of the records are " + recordTags
                            + "; name the same tags in the same order");
        }
        for (Column field : records.fields()) {
            Column stored = table.fields().stream()
                    .filter(c -> c.name().equals(field.name()))
                    .findFirst()
                    .orElseThrow(() -> refused(
                            location,
                            "it has no field '" + field.name() + "'; its fields are "
                                    + table.fields().stream().map(Column::name).toList()));
            if (!holds(stored.type(), field.type())) {
                throw refused(
                        location,
                        "its field '" + field.name() + "' is of type " + stored.type() + " and the records' is of type "
                                + field.type() + "; cast it in the query");
            }
        }
    }

    /** Refuses times that are plain numbers, which nothing but the unit tells apart, in another unit than the table's. */
    static void checkUnit(TableSchema records, TableSchema table) {
        if (records.precision() != table.precision()) {
            throw new TsFileConnectorException("Cannot write times in " + records.precision() + " to table '"
                    + table.name() + "', whose unit is " + table.precision()
                    + "; give numbers in that unit, and set it as"
                    + " the schema's (in SQL: 'time.precision')");
        }
    }

    private static boolean holds(TSDataType stored, TSDataType type) {
        return stored == type
                || switch (stored) {
                    case INT64 -> type == TSDataType.INT32;
                    case DOUBLE -> type == TSDataType.FLOAT;
                    case TEXT, STRING -> type == TSDataType.STRING || type == TSDataType.TEXT;
                    default -> false;
                };
    }

    private static TsFileConnectorException refused(String location, String reason) {
        return new TsFileConnectorException("Cannot write to the table in " + location + ": " + reason);
    }
}
