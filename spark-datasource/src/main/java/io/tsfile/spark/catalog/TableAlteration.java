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
package io.tsfile.spark.catalog;

import io.tsfile.core.KnownNames;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.spark.read.Comments;
import io.tsfile.spark.read.TableProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.types.DataType;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * {@code ALTER TABLE} as a change of a table's metadata: fields are added and widened, properties and comments set. What another
 * engine changes meanwhile stays. Pure.
 */
final class TableAlteration implements UnaryOperator<TableMetadata> {
    /** What a table is. */
    private static final Set<String> FIXED = Set.of(
            TableProperties.MODEL,
            TableProperties.TAG_COLUMNS,
            TableProperties.TIME_COLUMN,
            TableProperties.TIME_PRECISION,
            TableProperties.TIME_PARTITION);

    private final String table;
    private final List<TableChange> changes;

    /**
     * An alteration.
     *
     * @param table its name for messages
     */
    TableAlteration(String table, TableChange... changes) {
        this.table = table;
        this.changes = List.of(changes);
    }

    @Override
    public TableMetadata apply(TableMetadata before) {
        TableMetadata metadata = before;
        for (TableChange change : changes) {
            metadata = changed(metadata, change);
        }
        return metadata;
    }

    private TableMetadata changed(TableMetadata metadata, TableChange change) {
        if (change instanceof TableChange.AddColumn add) {
            return added(metadata, add);
        }
        if (change instanceof TableChange.UpdateColumnType update) {
            return widened(metadata, name(update), update.newDataType());
        }
        if (change instanceof TableChange.UpdateColumnComment update) {
            return commented(metadata, name(update), update.newComment());
        }
        if (change instanceof TableChange.SetProperty set) {
            return set(metadata, set.property(), set.value());
        }
        if (change instanceof TableChange.RemoveProperty remove) {
            return removed(metadata, remove.property());
        }
        throw refusal(change);
    }

    private TsFileConnectorException refusal(TableChange change) {
        if (change instanceof TableChange.DeleteColumn delete) {
            return refused(
                    "drop column '" + name(delete) + "'",
                    "files hold it. Select the other columns, or make a table without it and INSERT INTO it");
        }
        if (change instanceof TableChange.RenameColumn rename) {
            return refused(
                    "rename column '" + name(rename) + "'",
                    "files hold it under its name. Give it the other name in a view, or with AS in the query");
        }
        if (change instanceof TableChange.UpdateColumnPosition move) {
            return refused(
                    "move column '" + name(move) + "'", "columns keep their places. Select them in another order");
        }
        if (change instanceof TableChange.UpdateColumnNullability update) {
            return refused(
                    "change whether column '" + name(update) + "' may be null",
                    "the time is never null, and all other columns may be. Leave it as it is");
        }
        if (change instanceof TableChange.UpdateColumnDefaultValue update) {
            return refused(
                    "give column '" + name(update) + "' a default value",
                    "a value that was not written is null. Write the value, or use coalesce in the query");
        }
        return refused(
                "make this change (" + change.getClass().getSimpleName() + ")",
                "a table of TsFiles has nothing like it. Leave it out");
    }

    private TableMetadata added(TableMetadata metadata, TableChange.AddColumn add) {
        String column = name(add);
        if (!add.isNullable()) {
            throw refused(
                    "add column '" + column + "' NOT NULL",
                    "rows that are there have no value of it. Leave NOT NULL out");
        }
        if (add.position() != null) {
            throw refused(
                    "add column '" + column + "' " + add.position(),
                    "new columns come last. Leave FIRST and AFTER out");
        }
        if (add.defaultValue() != null) {
            throw refused(
                    "add column '" + column + "' with a default value",
                    "a value that was not written is null. Leave DEFAULT out");
        }
        TableSchema schema = metadata.schema();
        String stored = stored(schema, column);
        if (isThere(schema, stored)) {
            throw refused("add column '" + column + "'", "there is one of that name. Use another name");
        }
        TSDataType type = StoredTypes.of("add a column to table " + table, column, add.dataType(), schema.precision());
        return commented(metadata.withSchema(schema.withField(column, type)), column, add.comment());
    }

    private TableMetadata widened(TableMetadata metadata, String column, DataType wider) {
        TableSchema schema = metadata.schema();
        String stored = stored(schema, column);
        if (schema.fields().stream().noneMatch(field -> field.name().equals(stored))) {
            throw refused(
                    "make column '" + column + "' " + wider.sql(),
                    "only fields get a wider type: the time and what names devices keep theirs. Leave it as it is");
        }
        TSDataType type = StoredTypes.of("change a column of table " + table, column, wider, schema.precision());
        if (schema.column(stored).orElseThrow().type() == type) {
            return metadata;
        }
        try {
            return metadata.withSchema(schema.widened(column, type));
        } catch (IllegalArgumentException e) {
            throw new TsFileConnectorException(
                    "Cannot alter table " + table + ": " + e.getMessage()
                            + ". For another type, add a column and write it, or make a new table",
                    e);
        }
    }

    private static TableMetadata commented(TableMetadata metadata, String column, @Nullable String comment) {
        return withText(metadata, Comments.ofColumn(stored(metadata.schema(), column)), comment);
    }

    private static TableMetadata withText(TableMetadata metadata, String option, @Nullable String text) {
        return text == null || text.isEmpty() ? metadata.withoutOption(option) : metadata.withOption(option, text);
    }

    private TableMetadata set(TableMetadata metadata, String property, String value) {
        if (property.equals(TableCatalog.PROP_COMMENT)) {
            return withText(metadata, Comments.ofTable(), value);
        }
        if (!EncodingOptions.isName(property)) {
            return metadata.withOption(option(property), value);
        }
        TableMetadata changed = metadata;
        // Spelled as the table spells it.
        for (Map.Entry<String, String> setting : EncodingOptions.of(metadata.schema(), Map.of(property, value))
                .settings()
                .entrySet()) {
            changed = changed.withOption(setting.getKey(), setting.getValue());
        }
        return changed;
    }

    private TableMetadata removed(TableMetadata metadata, String property) {
        if (property.equals(TableCatalog.PROP_COMMENT)) {
            return metadata.withoutOption(Comments.ofTable());
        }
        return metadata.withoutOption(
                EncodingOptions.isName(property) ? stored(metadata.schema(), property) : option(property));
    }

    /** The option that a property is, which is no encoding. */
    private String option(String property) {
        String name = property.toLowerCase(Locale.ROOT);
        if (FIXED.contains(name)) {
            throw refused(
                    "change property '" + property + "'",
                    "it says what the table is, and its files are so. Make another table and INSERT INTO it");
        }
        KnownNames.check("properties that can be changed", List.of(property), changeable());
        return name;
    }

    private static List<String> changeable() {
        List<String> names = new ArrayList<>(TableProperties.NAMES);
        names.removeAll(FIXED);
        return names;
    }

    private String name(TableChange.ColumnChange change) {
        String[] path = change.fieldNames();
        if (path.length != 1) {
            throw refused(
                    "change column '" + String.join(".", path) + "'",
                    "a table of TsFiles has no columns inside columns");
        }
        return path[0];
    }

    private static boolean isThere(TableSchema schema, String column) {
        return column.equals(schema.timeColumn())
                || schema.column(column).isPresent()
                || (schema.model() == TableModel.TREE && column.equals(TableSchema.DEVICE_COLUMN));
    }

    private static String stored(TableSchema schema, String name) {
        return schema.model() == TableModel.TABLE ? name.toLowerCase(Locale.ROOT) : name;
    }

    private TsFileConnectorException refused(String what, String why) {
        return new TsFileConnectorException("Cannot " + what + " of table " + table + ": " + why);
    }
}
