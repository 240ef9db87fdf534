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
package io.tsfile.core.flush.memtable;

import io.tsfile.core.flush.sort.ArrivedSeries;
import io.tsfile.core.flush.sort.SortedRows;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.vector.HeapMeter;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Rows of three INT32 fields as text: {@code 15:1-2} is a row at 15 with the values 1, null and 2. */
public final class ArrivalText {
    public static final List<Column> FIELDS = List.of(
            Column.field("a", TSDataType.INT32),
            Column.field("b", TSDataType.INT32),
            Column.field("c", TSDataType.INT32));
    public static final TableSchema TREE = TableSchema.ofTree("tree", FIELDS);
    public static final TableSchema TABLE =
            TableSchema.ofTable("t", List.of(Column.tag("id"), FIELDS.get(0), FIELDS.get(1), FIELDS.get(2)));

    private ArrivalText() {}

    public record Arrival(long time, ObjectRow row) {}

    public static List<Arrival> parse(String text) {
        List<Arrival> arrivals = new ArrayList<>();
        for (String token : text.split(" +", -1)) {
            String[] parts = token.split(":", -1);
            @Nullable Object[] values = new Object[FIELDS.size()];
            for (int i = 0; i < values.length; i++) {
                char value = parts[1].charAt(i);
                values[i] = value == '-' ? null : value - '0';
            }
            arrivals.add(new Arrival(Long.parseLong(parts[0]), new ObjectRow(Arrays.asList(values))));
        }
        return arrivals;
    }

    /**
     * A memtable of the tree model.
     *
     * @param rows devices, each followed by its rows as text
     */
    public static MemTable tree(boolean aligned, Object... rows) {
        MemTable table = new MemTable(TREE, aligned);
        for (int i = 0; i < rows.length; i += 2) {
            IDeviceID device = (IDeviceID) rows[i];
            parse((String) rows[i + 1]).forEach(row -> table.append(device, row.time(), row.row()));
        }
        return table;
    }

    /** The rows of an aligned device. */
    public static ArrivedSeries arrived(String text) {
        BufferContext context =
                new BufferContext(FIELDS.stream().map(Column::type).toList(), new HeapMeter());
        DeviceBuffer buffer = new RowsBuffer(Devices.ofPath("root.x.y.any"), context);
        parse(text).forEach(arrival -> buffer.append(arrival.time(), arrival.row()));
        return Objects.requireNonNull(buffer.content().rows());
    }

    /** The rows once sorted, all of them taken at once. */
    public static String sorted(ArrivedSeries arrived) {
        SortedRows rows = SortedRows.of(arrived);
        return format(rows.times(), columns(rows, 0, rows.times().size()));
    }

    /** The rows of a device once sorted, also where each field has times of its own. */
    static String sorted(DeviceView view) {
        TreeMap<Long, char[]> rows = new TreeMap<>();
        for (DeviceView.Series series : view.sorted()) {
            for (int row = 0; row < series.times().size(); row++) {
                char[] cells = rows.computeIfAbsent(series.times().get(row), time -> "---".toCharArray());
                for (int i = 0; i < series.columns().size(); i++) {
                    Object value = ObjectRow.read(series.values().get(i), row);
                    if (value != null) {
                        cells[FIELDS.indexOf(series.columns().get(i))] =
                                value.toString().charAt(0);
                    }
                }
            }
        }
        return rows.entrySet().stream()
                .map(row -> row.getKey() + ":" + new String(row.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** All columns of some rows. */
    public static List<@Nullable Vector> columns(SortedRows rows, int from, int to) {
        List<@Nullable Vector> columns = new ArrayList<>();
        for (int field = 0; field < rows.columns().length; field++) {
            columns.add(rows.column(field, from, to));
        }
        return columns;
    }

    /** The rows of columns that stand side by side, in the same form. */
    public static String format(LongVector times, List<? extends @Nullable Vector> columns) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < times.size(); row++) {
            StringBuilder cells = new StringBuilder();
            for (Vector column : columns) {
                Object value = column == null ? null : ObjectRow.read(column, row);
                cells.append(Objects.requireNonNullElse(value, "-"));
            }
            rows.add(times.get(row) + ":" + cells);
        }
        return String.join(" ", rows);
    }
}
