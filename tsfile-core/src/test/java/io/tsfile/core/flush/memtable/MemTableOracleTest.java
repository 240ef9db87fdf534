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

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.SortStage;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random rows, points and batches through a memtable and the sort stage, against a map of boxed values. */
class MemTableOracleTest {
    private static final List<Column> FIELDS = RandomRows.treeOfAllTypes().fields();
    private static final int SEEDS = 60;

    /** Values by device, time and field; a time without a value is there only where that is a row. */
    private static final class Oracle {
        final Map<IDeviceID, TreeMap<Long, @Nullable Object[]>> devices = new HashMap<>();
        long points;
        long rows;

        void add(IDeviceID device, long time, ObjectRow row, boolean tableModel) {
            if (!tableModel && row.values().stream().allMatch(Objects::isNull)) {
                return;
            }
            rows++;
            @Nullable
            Object[] merged = devices.computeIfAbsent(device, d -> new TreeMap<>())
                    .computeIfAbsent(time, t -> new Object[FIELDS.size()]);
            for (int i = 0; i < merged.length; i++) {
                if (!row.isNull(i)) {
                    points++;
                    merged[i] = ObjectRow.comparable(row.values().get(i));
                }
            }
        }

        /** What there is of a device, as {@link #put} collects it. */
        Map<String, @Nullable Object> cells(IDeviceID device, boolean rowsExist) {
            Map<String, @Nullable Object> cells = new TreeMap<>();
            devices.getOrDefault(device, new TreeMap<>()).forEach((time, values) -> {
                if (rowsExist) {
                    cells.put("row@" + time, null);
                }
                for (int i = 0; i < values.length; i++) {
                    if (values[i] != null) {
                        cells.put(FIELDS.get(i).name() + "@" + time, values[i]);
                    }
                }
            });
            return cells;
        }
    }

    @ParameterizedTest(name = "table model {0}, aligned {1}")
    @CsvSource({"true, true", "false, true", "false, false"})
    void answersAsAMapDoes(boolean tableModel, boolean aligned) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            TableSchema schema = schema(tableModel);
            MemTable table = new MemTable(schema, aligned);
            SortStage stage =
                    new SortStage(schema, new TimePartitioning(random.nextInt(3) * 50L), FlushOptions.DEFAULT);
            for (int drain = 0; drain < 2; drain++) {
                Oracle oracle = new Oracle();
                fill(random, table, oracle, tableModel);
                String when = "seed " + seed + ", drain " + drain;
                assertThat(table.rows()).as(when).isEqualTo(oracle.rows);
                assertThat(table.points()).as(when).isEqualTo(oracle.points);
                assertThat(table.times()).as(when).isEqualTo(times(oracle));
                Map<IDeviceID, Map<String, @Nullable Object>> sorted = new HashMap<>();
                List<IDeviceID> order = new ArrayList<>();
                stage.sort(table, series -> {
                    order.add(series.device());
                    Map<String, @Nullable Object> cells = sorted.computeIfAbsent(series.device(), d -> new TreeMap<>());
                    put(cells, series.times(), series.columns(), series.values(), aligned, when);
                });
                assertThat(order).as(when).isSorted();
                assertThat(sorted.keySet()).as(when).isEqualTo(oracle.devices.keySet());
                sorted.forEach((device, cells) -> assertThat(cells).as(when).isEqualTo(oracle.cells(device, aligned)));
                assertThat(table.isEmpty()).as(when).isTrue();
                assertThat(table.bytes()).as(when).isZero();
            }
        }
    }

    @ParameterizedTest(name = "table model {0}, aligned {1}")
    @CsvSource({"true, true", "false, true", "false, false"})
    void viewsStayAsTheyWere(boolean tableModel, boolean aligned) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            MemTable table = new MemTable(schema(tableModel), aligned);
            Oracle oracle = new Oracle();
            IDeviceID device = device(0, tableModel);
            List<Map<String, @Nullable Object>> expected = new ArrayList<>();
            List<Optional<DeviceView>> views = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                fill(random, table, oracle, tableModel);
                expected.add(oracle.cells(device, aligned));
                views.add(table.view(device));
                table.view(device).ifPresent(MemTableOracleTest::appendToAll);
            }
            table.clear();
            for (int i = 0; i < views.size(); i++) {
                String when = "seed " + seed + ", view " + i;
                Map<String, @Nullable Object> cells = new TreeMap<>();
                views.get(i)
                        .ifPresent(view -> view.sorted()
                                .forEach(series ->
                                        put(cells, series.times(), series.columns(), series.values(), aligned, when)));
                assertThat(cells).as(when).isEqualTo(expected.get(i));
            }
        }
    }

    /** Nobody else sees what is appended to the vectors of a view. */
    private static void appendToAll(DeviceView view) {
        for (DeviceView.Series series : view.arrivals()) {
            series.times().append(series.times().slice(0, 1), 0);
            for (Vector values : series.values()) {
                values.append(values.slice(0, 1), 0);
            }
        }
    }

    private static void fill(Random random, MemTable table, Oracle oracle, boolean tableModel) {
        RandomRows source = new RandomRows(schema(tableModel), random.nextLong(), 1);
        int devices = 1 + random.nextInt(4);
        double present = random.nextInt(4) / 3.0;
        for (int i = random.nextInt(40); i >= 0; i--) {
            IDeviceID device = device(random.nextInt(devices), tableModel);
            List<RandomRows.KeyedRow> rows = new ArrayList<>();
            for (int row = random.nextInt(random.nextInt(10) == 0 ? 150 : 8); row >= 0; row--) {
                RandomRows.KeyedRow any = source.next();
                List<@Nullable Object> values = new ArrayList<>(any.row().values());
                values.replaceAll(value -> random.nextDouble() < present ? value : null);
                rows.add(new RandomRows.KeyedRow(device, any.time(), new ObjectRow(values)));
            }
            switch (random.nextInt(3)) {
                case 0 ->
                    rows.forEach(row -> {
                        table.append(device, row.time(), row.row());
                        oracle.add(device, row.time(), row.row(), tableModel);
                    });
                case 1 ->
                    rows.forEach(row -> {
                        int field = random.nextInt(FIELDS.size());
                        @Nullable Object[] one = new Object[FIELDS.size()];
                        one[field] = row.row().values().get(field);
                        table.append(device, field, row.time(), row.row());
                        // A point that is none is no row.
                        oracle.add(device, row.time(), ObjectRow.of(one), false);
                    });
                default -> {
                    LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, 0);
                    @Nullable Vector[] columns = new Vector[FIELDS.size()];
                    rows.forEach(row -> appendTo(times, columns, row.time(), row.row()));
                    int from = random.nextInt(rows.size());
                    int to = from + random.nextInt(rows.size() - from + 1);
                    rows.subList(from, to).forEach(row -> oracle.add(device, row.time(), row.row(), tableModel));
                    table.append(device, times, columns, from, to);
                }
            }
        }
    }

    private static void appendTo(LongVector times, @Nullable Vector[] columns, long time, ObjectRow values) {
        for (int field = 0; field < columns.length; field++) {
            Vector column = columns[field];
            if (column == null && !values.isNull(field)) {
                column = Vector.of(FIELDS.get(field).type(), 0);
                column.appendNulls(times.size());
                columns[field] = column;
            }
            if (column != null && values.isNull(field)) {
                column.appendNull();
            } else if (column != null) {
                values.appendTo(field, column);
            }
        }
        times.append(time);
    }

    /** Adds the rows of a series, each of which must come after the one before it. */
    private static void put(
            Map<String, @Nullable Object> cells,
            LongVector times,
            List<Column> columns,
            List<Vector> values,
            boolean aligned,
            String when) {
        for (int row = 0; row < times.size(); row++) {
            assertThat(row == 0 || times.get(row - 1) < times.get(row)).as(when).isTrue();
            if (aligned) {
                cells.put("row@" + times.get(row), null);
            }
            for (int i = 0; i < columns.size(); i++) {
                assertThat(values.get(i).size()).as(when).isEqualTo(times.size());
                Object value = ObjectRow.read(values.get(i), row);
                if (value != null) {
                    cells.put(columns.get(i).name() + "@" + times.get(row), value);
                }
            }
        }
    }

    private static Optional<TimeRange> times(Oracle oracle) {
        return oracle.devices.values().stream()
                .map(rows -> new TimeRange(rows.firstKey(), rows.lastKey()))
                .reduce(TimeRange::union);
    }

    private static TableSchema schema(boolean tableModel) {
        return tableModel ? RandomRows.tableOfAllTypes() : RandomRows.treeOfAllTypes();
    }

    private static IDeviceID device(int number, boolean tableModel) {
        return tableModel
                ? Devices.ofTable(RandomRows.tableOfAllTypes().name(), "d" + number)
                : Devices.ofPath("root.a.b.d" + number);
    }
}
