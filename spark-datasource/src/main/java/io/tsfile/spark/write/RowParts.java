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
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Takes Spark's rows apart. Not thread-safe: the values of a row are valid until the next row's are asked for. */
final class RowParts {
    private final TableSchema table;
    private final List<Cell> cells = new ArrayList<>();
    private final Cell time;
    private final List<Cell> device;
    /** By the table's fields; null where the rows do not have it. */
    private final @Nullable Cell[] fields;

    private final Values values = new Values();
    private @Nullable UTF8String[] lastTags = new UTF8String[0];
    private @Nullable IDeviceID lastDevice;

    /**
     * Parts of rows of {@code rows} for a table.
     *
     * @throws TsFileConnectorException if the rows lack the time or the device, or have a column that the table cannot take
     */
    RowParts(StructType rows, TableSchema table) {
        this.table = table;
        for (int i = 0; i < rows.fields().length; i++) {
            StructField field = rows.fields()[i];
            cells.add(new Cell(field.name(), i, field.dataType(), table.precision()));
        }
        time = required(table.timeColumn(), "the time");
        DataType type = time.type();
        if (!(Cell.isTimestamp(type) || type instanceof LongType)) {
            throw refused(time, "it is the time, which is TIMESTAMP, or BIGINT in the table's unit");
        }
        List<Column> tags = table.tags();
        device = table.model() == TableModel.TREE
                ? List.of(required(TableSchema.DEVICE_COLUMN, "the path of the device"))
                : tags.stream().map(tag -> required(tag.name(), "a tag")).toList();
        for (Cell cell : device) {
            if (!(cell.type() instanceof StringType)) {
                throw refused(cell, "it names the device, and is STRING");
            }
        }
        List<Column> columns = table.fields();
        fields = columns.stream().map(column -> find(column.name())).toArray(Cell[]::new);
        for (int i = 0; i < fields.length; i++) {
            Cell cell = fields[i];
            if (cell != null && !Cell.fits(cell.type(), columns.get(i).type())) {
                throw refused(
                        cell, "the table's column is of type " + columns.get(i).type() + "; cast it");
            }
        }
        for (Cell cell : cells) {
            boolean known = cell.equals(time)
                    || device.contains(cell)
                    || Arrays.asList(fields).contains(cell);
            if (!known) {
                throw refused(
                        cell,
                        "the table has no such column; drop it, or let mergeSchema add it. The table's columns are "
                                + table.columns().stream().map(Column::name).toList());
            }
        }
    }

    /** Whose the row is. */
    IDeviceID device(InternalRow row) {
        boolean same = lastDevice != null;
        for (int i = 0; same && i < lastTags.length; i++) {
            Cell tag = device.get(i);
            same = Objects.equals(lastTags[i], tag.isNull(row) ? null : row.getUTF8String(tag.position()));
        }
        if (lastDevice == null || !same) {
            @Nullable UTF8String[] tags = new UTF8String[device.size()];
            for (int i = 0; i < tags.length; i++) {
                Cell tag = device.get(i);
                // Spark's rows are used again.
                tags[i] = tag.isNull(row)
                        ? null
                        : row.getUTF8String(tag.position()).clone();
            }
            lastDevice = device(row, tags);
            lastTags = tags;
        }
        return lastDevice;
    }

    private IDeviceID device(InternalRow row, @Nullable UTF8String[] tags) {
        if (table.model() == TableModel.TABLE) {
            @Nullable String[] names = new String[tags.length];
            for (int i = 0; i < names.length; i++) {
                UTF8String tag = tags[i];
                names[i] = tag == null ? null : tag.toString();
            }
            return Devices.ofTable(table.name(), names);
        }
        String column = device.get(0).column();
        String path = tags[0] == null ? null : tags[0].toString();
        if (path == null || path.isEmpty()) {
            throw BadRow.of(text(row), column, path, "it must be the path of a device, such as root.plant.line1.motor");
        }
        IDeviceID found;
        try {
            found = Devices.ofPath(path);
        } catch (IllegalArgumentException e) {
            throw BadRow.of(text(row), column, path, String.valueOf(e.getMessage()));
        }
        // Rows of one device must come to one task, and Spark sees the spelling alone.
        if (!Devices.path(found).equals(path)) {
            throw BadRow.of(
                    text(row), column, path, "one device has one spelling here: write it as " + Devices.path(found));
        }
        return found;
    }

    /** When it was measured, in the table's unit. */
    long time(InternalRow row) {
        if (time.isNull(row)) {
            throw BadRow.nullTime(text(row), time.column());
        }
        try {
            return time.time(row);
        } catch (ArithmeticException e) {
            throw BadRow.of(text(row), time.column(), time.show(row), String.valueOf(e.getMessage()));
        }
    }

    /** What was measured; of the next row once that is asked for. */
    RowValues values(InternalRow row) {
        values.row = row;
        return values;
    }

    /** Whether a field of the table has no value in the row. */
    boolean lacks(InternalRow row) {
        for (Cell field : fields) {
            if (field == null || field.isNull(row)) {
                return true;
            }
        }
        return fields.length == 0;
    }

    /** Whether two rows of one key are the same. */
    boolean same(InternalRow one, InternalRow other) {
        for (Cell field : fields) {
            if (field != null && !field.same(one, other)) {
                return false;
            }
        }
        return true;
    }

    /** The column of the rows that the table calls so. */
    Cell cell(String column) {
        Cell found = find(column);
        if (found == null) {
            throw new TsFileConnectorException("Cannot find column '" + column + "' in the rows, whose columns are "
                    + cells.stream().map(Cell::column).toList());
        }
        return found;
    }

    /** The column that is the time. */
    Cell time() {
        return time;
    }

    /** The columns that the key is made of, the device's first. */
    List<Cell> key() {
        List<Cell> key = new ArrayList<>(device);
        key.add(time);
        return key;
    }

    /** The row for people. */
    String text(InternalRow row) {
        StringBuilder text = new StringBuilder("[");
        for (Cell cell : cells) {
            text.append(text.length() == 1 ? "" : ", ")
                    .append(cell.column())
                    .append('=')
                    .append(cell.show(row));
        }
        return text.append(']').toString();
    }

    private Cell required(String column, String role) {
        Cell found = find(column);
        if (found == null) {
            throw new TsFileConnectorException("Cannot write rows without column '" + column + "' to table '"
                    + table.name() + "': it is " + role + "; the rows' columns are "
                    + cells.stream().map(Cell::column).toList());
        }
        return found;
    }

    /** In the table model upper and lower case are the same. */
    private @Nullable Cell find(String column) {
        for (Cell cell : cells) {
            String name = table.model() == TableModel.TABLE ? cell.column().toLowerCase(Locale.ROOT) : cell.column();
            if (name.equals(column)) {
                return cell;
            }
        }
        return null;
    }

    private TsFileConnectorException refused(Cell cell, String reason) {
        return new TsFileConnectorException("Cannot write column '" + cell.column() + "' of type "
                + cell.type().sql() + " to table '" + table.name() + "': " + reason);
    }

    /** The row at hand. */
    private final class Values implements RowValues {
        private @Nullable InternalRow row;

        @Override
        public boolean isNull(int field) {
            Cell cell = fields[field];
            return cell == null || cell.isNull(current());
        }

        @Override
        public void appendTo(int field, Vector target) {
            Cell cell = fields[field];
            if (cell == null) {
                throw new IllegalStateException("Cannot append field " + field + ": rows do not have it");
            }
            try {
                cell.append(current(), target);
            } catch (ArithmeticException e) {
                throw BadRow.of(text(current()), cell.column(), cell.show(current()), String.valueOf(e.getMessage()));
            }
        }

        private InternalRow current() {
            if (row == null) {
                throw new IllegalStateException("Cannot read the values of no row");
            }
            return row;
        }
    }
}
