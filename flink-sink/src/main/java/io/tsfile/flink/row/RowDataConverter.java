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
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.vector.Vector;
import io.tsfile.flink.RowConverter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Takes Flink's internal rows apart. Not thread-safe. */
final class RowDataConverter implements RowConverter<RowData> {
    private static final int ABSENT = -1;

    private final RowType type;
    private final TableModel model;
    /** As the rows spell it. */
    private final String timeColumn;

    private final int time;
    private final RowDataValue timeValue;
    private final String[] deviceColumns;
    private final int[] device;
    /** Of the row at hand. */
    private final @Nullable String[] tags;

    private final TableDevices devices;
    /** By the table's fields. */
    private final String[] fieldNames;

    private final int[] fields;
    private final @Nullable RowDataValue[] values;

    RowDataConverter(RowType type, TableSchema rows, TableSchema table) {
        this.type = type;
        this.model = table.model();
        this.devices = new TableDevices(table.name());
        TimePrecision precision = table.precision();
        this.time = position(rows.timeColumn());
        this.timeColumn = type.getFieldNames().get(time);
        if (!LogicalTypes.isTime(type.getTypeAt(time))) {
            throw new TsFileConnectorException("Cannot use column '" + timeColumn + "' of type " + type.getTypeAt(time)
                    + " as the time: it must be BIGINT, TIMESTAMP or TIMESTAMP_LTZ");
        }
        if (!LogicalTypes.isTimestamp(type.getTypeAt(time))) {
            SchemaMatch.checkUnit(rows, table);
        }
        this.timeValue = RowDataValue.of(type.getTypeAt(time), precision);
        List<String> deviceNames = new ArrayList<>();
        if (model == TableModel.TREE) {
            deviceNames.add(TableSchema.DEVICE_COLUMN);
        }
        rows.tags().forEach(tag -> deviceNames.add(tag.name()));
        this.deviceColumns = deviceNames.toArray(new String[0]);
        this.device = deviceNames.stream().mapToInt(this::position).toArray();
        this.tags = new String[device.length];
        List<Column> columns = table.fields();
        this.fieldNames = columns.stream().map(Column::name).toArray(String[]::new);
        this.fields = new int[fieldNames.length];
        this.values = new RowDataValue[fieldNames.length];
        for (int i = 0; i < fieldNames.length; i++) {
            String name = fieldNames[i];
            boolean given = rows.fields().stream().anyMatch(f -> f.name().equals(name));
            fields[i] = given ? position(name) : ABSENT;
            values[i] = given ? RowDataValue.of(type.getTypeAt(fields[i]), precision) : null;
        }
    }

    @Override
    public IDeviceID device(RowData row) {
        if (model == TableModel.TREE) {
            Object path =
                    row.isNullAt(device[0]) ? null : row.getString(device[0]).toString();
            return TreeDevices.of(() -> text(row), deviceColumns[0], path);
        }
        for (int i = 0; i < tags.length; i++) {
            tags[i] = row.isNullAt(device[i]) ? null : row.getString(device[i]).toString();
        }
        return devices.of(tags);
    }

    @Override
    public long time(RowData row) {
        if (row.isNullAt(time)) {
            throw BadRow.nullTime(text(row), timeColumn);
        }
        try {
            return timeValue.time(row, time);
        } catch (ArithmeticException e) {
            throw BadRow.of(text(row), timeColumn, show(row, time), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public RowKind kind(RowData row) {
        return row.getRowKind();
    }

    /** Only a {@code GenericRowData} shows its values by itself. */
    @Override
    public String text(RowData row) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < type.getFieldCount(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(type.getFieldNames().get(i))
                    .append('=')
                    .append(show(row, i));
        }
        return text.append(']').toString();
    }

    @Override
    public RowValues values(RowData row) {
        return new RowValues() {
            @Override
            public boolean isNull(int field) {
                return fields[field] == ABSENT || row.isNullAt(fields[field]);
            }

            @Override
            public void appendTo(int field, Vector target) {
                RowDataValue value = values[field];
                if (value == null) {
                    throw new IllegalStateException(
                            "Cannot append field '" + fieldNames[field] + "': rows do not have it");
                }
                try {
                    value.append(row, fields[field], target);
                } catch (ArithmeticException e) {
                    String column = type.getFieldNames().get(fields[field]);
                    throw BadRow.of(text(row), column, show(row, fields[field]), String.valueOf(e.getMessage()));
                }
            }
        };
    }

    /** The first column of that name; in the table model upper and lower case are the same. */
    private int position(String column) {
        List<String> names = type.getFieldNames();
        for (int i = 0; i < names.size(); i++) {
            String name = model == TableModel.TABLE ? names.get(i).toLowerCase(Locale.ROOT) : names.get(i);
            if (name.equals(column)) {
                return i;
            }
        }
        throw new TsFileConnectorException(
                "Cannot find column '" + column + "' in the rows, whose columns are " + names);
    }

    private @Nullable Object show(RowData row, int position) {
        LogicalType column = type.getTypeAt(position);
        Object value = RowData.createFieldGetter(column, position).getFieldOrNull(row);
        return value instanceof Integer day && column.is(LogicalTypeRoot.DATE) ? LocalDate.ofEpochDay(day) : value;
    }
}
