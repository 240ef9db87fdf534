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

import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.vector.Vector;
import io.tsfile.flink.RowConverter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Takes {@link Row}s apart. Not thread-safe. */
final class RowRowConverter implements RowConverter<Row> {
    private static final int ABSENT = -1;

    /** A column of the rows. */
    private record Slot(String name, int position) implements Serializable {}

    private final TableModel model;
    private final TimePrecision precision;
    private final Slot time;
    private final Slot[] device;
    /** Of the row at hand. */
    private final @Nullable String[] tags;

    private final TableDevices devices;
    /** By the table's fields. */
    private final Slot[] fields;

    private final Column[] columns;
    /** Of the rows' columns, by position. */
    private final String[] names;
    /** The columns as they are called, and as rows have spelled them. */
    private final HashSet<String> known;
    /** The names that the last row shares with others of its type, if all were known. */
    private transient @Nullable Set<String> checked;

    RowRowConverter(TableSchema rows, TableSchema table) {
        this.model = table.model();
        this.devices = new TableDevices(table.name());
        this.precision = table.precision();
        this.time = new Slot(rows.timeColumn(), 0);
        List<Slot> deviceSlots = new ArrayList<>();
        int position = 1;
        if (model == TableModel.TREE) {
            deviceSlots.add(new Slot(TableSchema.DEVICE_COLUMN, position++));
        }
        for (Column tag : rows.tags()) {
            deviceSlots.add(new Slot(tag.name(), position++));
        }
        this.device = deviceSlots.toArray(new Slot[0]);
        this.tags = new String[device.length];
        List<String> fieldNames = rows.fields().stream().map(Column::name).toList();
        this.columns = table.fields().toArray(new Column[0]);
        this.fields = new Slot[columns.length];
        for (int i = 0; i < columns.length; i++) {
            int index = fieldNames.indexOf(columns[i].name());
            fields[i] = new Slot(columns[i].name(), index == ABSENT ? ABSENT : position + index);
        }
        List<String> all = new ArrayList<>(List.of(time.name));
        deviceSlots.forEach(slot -> all.add(slot.name));
        all.addAll(fieldNames);
        this.names = all.toArray(new String[0]);
        this.known = new HashSet<>(all);
    }

    @Override
    public IDeviceID device(Row row) {
        boolean named = named(row);
        if (model == TableModel.TREE) {
            return TreeDevices.of(() -> row, device[0].name, value(row, device[0], named));
        }
        for (int i = 0; i < tags.length; i++) {
            Object value = value(row, device[i], named);
            if (value != null && !(value instanceof String)) {
                throw BadRow.of(row, device[i].name, value, "tags are of type String; convert it");
            }
            tags[i] = (String) value;
        }
        return devices.of(tags);
    }

    @Override
    public long time(Row row) {
        boolean named = named(row);
        checkColumns(row, named);
        Object value = value(row, time, named);
        if (value == null) {
            throw BadRow.nullTime(row, time.name);
        }
        try {
            return JavaValues.time(value, precision);
        } catch (ArithmeticException | ClassCastException e) {
            throw BadRow.of(row, time.name, value, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public RowKind kind(Row row) {
        return row.getKind();
    }

    @Override
    public RowValues values(Row row) {
        boolean named = named(row);
        return new RowValues() {
            @Override
            public boolean isNull(int field) {
                return fields[field].position == ABSENT || value(row, fields[field], named) == null;
            }

            @Override
            public void appendTo(int field, Vector target) {
                Object value = value(row, fields[field], named);
                try {
                    JavaValues.append(value, columns[field].type(), precision, target);
                } catch (ArithmeticException | ClassCastException e) {
                    throw BadRow.of(row, fields[field].name, value, String.valueOf(e.getMessage()));
                }
            }
        };
    }

    /** Refuses a row that has more than would be written. */
    private void checkColumns(Row row, boolean named) {
        if (!named) {
            if (row.getArity() > names.length) {
                throw BadRow.of(
                        row,
                        "number " + (names.length + 1),
                        row.getField(names.length),
                        "rows have " + names.length + " columns: " + List.of(names)
                                + "; drop the others, or add them to the schema");
            }
            return;
        }
        Set<String> given = row.getFieldNames(true);
        // Rows of one type share the names that an exchange gave them.
        if (given == null || given == checked) {
            return;
        }
        for (String name : given) {
            if (!known.contains(name)) {
                if (!known.contains(model == TableModel.TABLE ? name.toLowerCase(Locale.ROOT) : name)) {
                    throw BadRow.of(
                            row,
                            name,
                            row.getField(name),
                            "there is no such column, and what it has would be lost; the columns are " + List.of(names)
                                    + "; correct the name, drop it, or add it to the schema");
                }
                known.add(name);
            }
        }
        // The names of a row that has its own change with it.
        checked = row.getFieldNames(false) == null ? given : null;
    }

    /**
     * Whether the columns are found by name. An exchange gives all rows positions and the names of their type as well, where
     * a type without names has {@code f0, f1, ...}: the name of the time tells them apart.
     */
    private boolean named(Row row) {
        if (row.getFieldNames(false) != null) {
            return true;
        }
        Set<String> names = row.getFieldNames(true);
        return names != null && given(names, time.name) != null;
    }

    private @Nullable Object value(Row row, Slot slot, boolean named) {
        if (named) {
            Set<String> names = row.getFieldNames(true);
            String given = names == null ? null : given(names, slot.name);
            return given == null ? null : row.getField(given);
        }
        if (slot.position >= row.getArity()) {
            throw BadRow.of(
                    row,
                    slot.name,
                    null,
                    "the row has only " + row.getArity() + " fields; order them as time, then the"
                            + " device's path or the tags, then the fields");
        }
        return row.getField(slot.position);
    }

    /** The name as the row spells it; in the table model upper and lower case are the same. */
    private @Nullable String given(Set<String> names, String column) {
        if (names.contains(column)) {
            return column;
        }
        if (model == TableModel.TABLE) {
            for (String name : names) {
                if (name.toLowerCase(Locale.ROOT).equals(column)) {
                    return name;
                }
            }
        }
        return null;
    }
}
