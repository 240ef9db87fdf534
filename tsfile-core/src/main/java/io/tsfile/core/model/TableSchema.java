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
package io.tsfile.core.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.enums.TSDataType;

/**
 * What a table holds: one time, tags that name the device, fields that are measured.
 *
 * <p>In the tree model there are no tags: the device is a path, and {@code columns} are the measurements of all devices.
 *
 * @param model table or tree
 * @param name the table's name in the table model; a name without meaning to the files in the tree model
 * @param timeColumn what engines call the time
 * @param precision the unit of times
 * @param columns tags first, in the order in which they name the device; then fields
 */
public record TableSchema(
        TableModel model, String name, String timeColumn, TimePrecision precision, List<Column> columns)
        implements Serializable {
    /** What engines call the time unless the user names it. */
    public static final String DEFAULT_TIME_COLUMN = "time";

    /** What engines call the path of a device of the tree model. */
    public static final String DEVICE_COLUMN = "device";

    /** Checks the names; table-model names are lower-cased here, and only here, whatever the locale (N8). */
    public TableSchema {
        boolean tableModel = model == TableModel.TABLE;
        if (tableModel) {
            name = lower(name);
            timeColumn = lower(timeColumn);
            columns = columns.stream()
                    .map(c -> new Column(lower(c.name()), c.type(), c.category()))
                    .toList();
        } else {
            columns = List.copyOf(columns);
        }
        Set<String> names = new HashSet<>();
        names.add(timeColumn);
        if (!tableModel) {
            names.add(DEVICE_COLUMN);
        }
        boolean fieldSeen = false;
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("Cannot define table '" + name + "': two columns are named '"
                        + column.name() + "'" + (tableModel ? " (upper and lower case are the same)" : ""));
            }
            boolean tag = column.category() == ColumnCategory.TAG;
            if (tag && (fieldSeen || !tableModel)) {
                throw new IllegalArgumentException("Cannot define table '" + name + "': tag '" + column.name()
                        + (tableModel
                                ? "' stands behind a field; tags come first"
                                : "' in the tree model, which has no tags"));
            }
            fieldSeen |= !tag;
        }
    }

    /** A table of the table model with milliseconds and the usual name for its time. */
    public static TableSchema ofTable(String name, List<Column> columns) {
        return new TableSchema(TableModel.TABLE, name, DEFAULT_TIME_COLUMN, TimePrecision.MILLIS, columns);
    }

    /** A table of the tree model with milliseconds. */
    public static TableSchema ofTree(String name, List<Column> measurements) {
        return new TableSchema(TableModel.TREE, name, DEFAULT_TIME_COLUMN, TimePrecision.MILLIS, measurements);
    }

    /** The columns that name the device, in order. */
    public List<Column> tags() {
        return columns.stream().filter(c -> c.category() == ColumnCategory.TAG).toList();
    }

    /** The columns that are measured, in order. */
    public List<Column> fields() {
        return columns.stream()
                .filter(c -> c.category() == ColumnCategory.FIELD)
                .toList();
    }

    /** The column of that exact name. */
    public Optional<Column> column(String column) {
        return columns.stream().filter(c -> c.name().equals(column)).findFirst();
    }

    /** The type of a field, or an error that lists the fields. */
    public TSDataType fieldType(String field) {
        return fields().stream()
                .filter(c -> c.name().equals(field))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Cannot find field '" + field + "' in table '" + name + "'; its fields are "
                                + fields().stream().map(Column::name).toList()))
                .type();
    }

    /**
     * This schema with one more field, behind the others; the same schema if it has just this field.
     *
     * @throws IllegalArgumentException if it has another column of that name
     */
    public TableSchema withField(String field, TSDataType type) {
        Column added = Column.field(model == TableModel.TABLE ? lower(field) : field, type);
        if (columns.contains(added)) {
            return this;
        }
        List<Column> more = new ArrayList<>(columns);
        more.add(added);
        return new TableSchema(model, name, timeColumn, precision, more);
    }

    /**
     * This schema with a field of a wider type.
     *
     * @throws IllegalArgumentException if there is no such field, or its values would not all fit
     */
    public TableSchema widened(String field, TSDataType type) {
        String known = model == TableModel.TABLE ? lower(field) : field;
        if (!SchemaEvolution.takes(type, fieldType(known))) {
            throw new IllegalArgumentException("Cannot widen field '" + known + "' of table '" + name + "' from "
                    + fieldType(known) + " to " + type + "; only INT32 can become INT64, and FLOAT can become DOUBLE");
        }
        List<Column> wider = columns.stream()
                .map(column -> column.name().equals(known) ? Column.field(known, type) : column)
                .toList();
        return new TableSchema(model, name, timeColumn, precision, wider);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
