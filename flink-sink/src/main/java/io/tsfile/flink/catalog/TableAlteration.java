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
package io.tsfile.flink.catalog;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.flink.row.LogicalTypes;
import io.tsfile.flink.sql.Declarations;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.tsfile.enums.TSDataType;

/**
 * {@code ALTER TABLE} as a change of a table's metadata. Fields are added and widened, and options set; what was declared beyond the
 * table is taken from the table as it shall become. Fields that another engine adds meanwhile stay.
 */
final class TableAlteration implements UnaryOperator<TableMetadata> {
    private final String table;
    private final ResolvedCatalogTable wanted;
    private final List<TableChange> changes;

    /**
     * An alteration.
     *
     * @param table its name for messages
     * @param wanted the whole table as it shall become
     * @param changes what that means
     */
    TableAlteration(String table, ResolvedCatalogTable wanted, List<TableChange> changes) {
        this.table = table;
        this.wanted = wanted;
        this.changes = List.copyOf(changes);
    }

    @Override
    public TableMetadata apply(TableMetadata before) {
        TableSchema schema = before.schema();
        Map<String, String> options = new TreeMap<>(before.options());
        for (TableChange change : changes) {
            if (change instanceof TableChange.SetOption set) {
                set(schema, options, set.getKey(), set.getValue());
            } else if (change instanceof TableChange.ResetOption reset) {
                reset(schema, options, reset.getKey());
            } else {
                schema = changed(schema, change);
            }
        }
        options.keySet().removeIf(DeclaredSchema::isName);
        options.putAll(new DeclaredSchema(table, schema).options(wanted.getResolvedSchema(), Objects.toString(wanted.getComment(), "")));
        TableMetadata after = before.withSchema(schema);
        for (String gone : before.options().keySet()) {
            if (!options.containsKey(gone)) {
                after = after.withoutOption(gone);
            }
        }
        for (Map.Entry<String, String> option : options.entrySet()) {
            after = after.withOption(option.getKey(), option.getValue());
        }
        return after;
    }

    private TableSchema changed(TableSchema schema, TableChange change) {
        if (change instanceof TableChange.AddColumn add) {
            return added(schema, add.getColumn());
        }
        if (change instanceof TableChange.DropColumn drop) {
            if (isStored(schema, drop.getColumnName())) {
                throw refused("drop column '" + drop.getColumnName() + "'", "files hold it. Leave it empty");
            }
            return schema;
        }
        if (change instanceof TableChange.ModifyColumn modify) {
            return modified(schema, modify.getOldColumn(), modify.getNewColumn());
        }
        if (change instanceof TableChange.AddWatermark
                || change instanceof TableChange.ModifyWatermark
                || change instanceof TableChange.DropWatermark
                || change instanceof TableChange.AddUniqueConstraint
                || change instanceof TableChange.ModifyUniqueConstraint
                || change instanceof TableChange.DropConstraint
                || change instanceof TableChange.ModifyTableComment) {
            // What was declared is taken from the table as it shall become.
            return schema;
        }
        throw refused(
                "make this change (" + change.getClass().getSimpleName() + ")", "a table of TsFiles has nothing like it");
    }

    private TableSchema added(TableSchema schema, Column column) {
        if (!column.isPhysical()) {
            return schema;
        }
        LogicalType type = column.getDataType().getLogicalType();
        if (!type.isNullable()) {
            throw refused(
                    "add column '" + column.getName() + "'",
                    "rows that are there have no value of it; declare it without NOT NULL");
        }
        try {
            return schema.withField(column.getName(), LogicalTypes.stored(column.getName(), type));
        } catch (IllegalArgumentException | TsFileConnectorException e) {
            throw new CatalogException("Cannot alter table " + table + ": " + e.getMessage(), e);
        }
    }

    private TableSchema modified(TableSchema schema, Column old, Column now) {
        String name = old.getName();
        if (!old.isPhysical() && !now.isPhysical()) {
            return schema;
        }
        if (old.isPhysical() != now.isPhysical()) {
            throw refused(
                    "make column '" + name + "' a computed one, or a computed one a column",
                    "files hold the one and not the other");
        }
        if (!stored(schema, name).equals(stored(schema, now.getName()))) {
            throw refused("rename column '" + name + "'", "files hold it under its name");
        }
        LogicalType before = old.getDataType().getLogicalType();
        LogicalType after = now.getDataType().getLogicalType();
        if (before.equals(after)) {
            return schema;
        }
        if (stored(schema, name).equals(schema.timeColumn())) {
            if (!LogicalTypes.isTime(after)) {
                throw refused(
                        "make column '" + name + "' " + after.asSummaryString(),
                        "it is the time, which is BIGINT, TIMESTAMP or TIMESTAMP_LTZ");
            }
            return schema;
        }
        TSDataType was = LogicalTypes.stored(name, before);
        TSDataType wide = LogicalTypes.stored(name, after);
        boolean text = was == TSDataType.STRING && wide == TSDataType.STRING;
        try {
            return text || was == wide ? schema : schema.widened(name, wide);
        } catch (IllegalArgumentException e) {
            throw new CatalogException("Cannot alter table " + table + ": " + e.getMessage(), e);
        }
    }

    private void set(TableSchema schema, Map<String, String> options, String option, String value) {
        refuseFixed(option);
        String kept = TableSettings.keptName(table, option);
        Declarations.check(table, Map.of(option, value));
        if (EncodingOptions.isName(option)) {
            // Spelled as the table spells it.
            options.putAll(EncodingOptions.of(schema, Map.of(option, value)).settings());
        } else {
            options.put(kept, value);
        }
    }

    private void reset(TableSchema schema, Map<String, String> options, String option) {
        refuseFixed(option);
        String kept = TableSettings.keptName(table, option);
        options.remove(EncodingOptions.isName(option) ? stored(schema, kept) : kept);
    }

    private void refuseFixed(String option) {
        if (TableSettings.isFixed(option)) {
            throw refused("change option '" + option + "'", "it says what the table is. Create another table");
        }
    }

    private static boolean isStored(TableSchema schema, String column) {
        String name = stored(schema, column);
        return name.equals(schema.timeColumn())
                || schema.column(name).isPresent()
                || (schema.model() == TableModel.TREE && name.equals(TableSchema.DEVICE_COLUMN));
    }

    private static String stored(TableSchema schema, String name) {
        return schema.model() == TableModel.TABLE ? name.toLowerCase(Locale.ROOT) : name;
    }

    private CatalogException refused(String what, String why) {
        return new CatalogException("Cannot " + what + " of table " + table + ": " + why);
    }
}
