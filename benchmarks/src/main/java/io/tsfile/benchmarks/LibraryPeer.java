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
package io.tsfile.benchmarks;

import io.tsfile.core.model.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.ColumnSchema;
import org.apache.tsfile.file.metadata.TableSchema;
import org.apache.tsfile.read.query.dataset.ResultSet;
import org.apache.tsfile.read.v4.DeviceTableModelReader;
import org.apache.tsfile.write.record.Tablet;
import org.apache.tsfile.write.v4.ITsFileWriter;
import org.apache.tsfile.write.v4.TsFileWriterBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a program does that has only the Apache TsFile library: it sorts rows itself, writes tablets, reads result sets, and
 * merges files in a map.
 */
final class LibraryPeer {
    private static final int TABLET_ROWS = 10_000;

    private LibraryPeer() {}

    /** Writes rows whose times ascend within each machine to one file. */
    static void write(List<Machines.Row> rows, Path file) throws IOException {
        List<List<Machines.Row>> byMachine = new ArrayList<>();
        for (int i = 0; i < Machines.MACHINES; i++) {
            byMachine.add(new ArrayList<>());
        }
        for (Machines.Row row : rows) {
            byMachine.get(row.machine).add(row);
        }
        List<String> names =
                Machines.SCHEMA.columns().stream().map(Column::name).toList();
        List<TSDataType> types =
                Machines.SCHEMA.columns().stream().map(Column::type).toList();
        try (ITsFileWriter writer = new TsFileWriterBuilder()
                .file(file.toFile())
                .tableSchema(new TableSchema(
                        Machines.SCHEMA.name(),
                        Machines.SCHEMA.columns().stream()
                                .map(column -> new ColumnSchema(column.name(), column.type(), column.category()))
                                .toList()))
                .build()) {
            for (List<Machines.Row> own : byMachine) {
                for (int from = 0; from < own.size(); from += TABLET_ROWS) {
                    writer.write(tablet(own.subList(from, Math.min(own.size(), from + TABLET_ROWS)), names, types));
                }
            }
        } catch (Exception e) {
            if (e instanceof IOException io) {
                throw io;
            }
            throw new IOException(e);
        }
    }

    /** Sorts rows by time within each machine, keeps the last of each time, and writes them to one file. */
    static void sortAndWrite(List<Machines.Row> rows, Path file) throws IOException {
        List<Machines.Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingInt((Machines.Row row) -> row.machine).thenComparingLong(row -> row.time));
        List<Machines.Row> unique = new ArrayList<>(sorted.size());
        for (Machines.Row row : sorted) {
            int last = unique.size() - 1;
            if (last >= 0 && unique.get(last).machine == row.machine && unique.get(last).time == row.time) {
                unique.set(last, row);
            } else {
                unique.add(row);
            }
        }
        write(unique, file);
    }

    /** Reads all columns of a file, and returns a sum over what it read. */
    static double read(Path file) throws Exception {
        double sum = 0;
        try (DeviceTableModelReader reader = new DeviceTableModelReader(file.toFile());
                ResultSet rows = reader.query(Machines.SCHEMA.name(), columns(), Long.MIN_VALUE, Long.MAX_VALUE)) {
            while (rows.next()) {
                for (int field = 0; field < Machines.FIELDS.size(); field++) {
                    // Column 1 is the time, 2 the tag.
                    sum += weight(value(rows, field, field + 3));
                }
            }
        }
        return sum;
    }

    /** Reads files that overlap, the oldest first, into a map where the newest value of each field and time stays. */
    static Map<String, Map<Long, @Nullable Object[]>> merge(List<Path> files) throws Exception {
        Map<String, Map<Long, @Nullable Object[]>> merged = new TreeMap<>();
        for (Path file : files) {
            try (DeviceTableModelReader reader = new DeviceTableModelReader(file.toFile());
                    ResultSet rows = reader.query(Machines.SCHEMA.name(), columns(), Long.MIN_VALUE, Long.MAX_VALUE)) {
                while (rows.next()) {
                    @Nullable
                    Object[] row = merged.computeIfAbsent(rows.getString(2), machine -> new TreeMap<>())
                            .computeIfAbsent(rows.getLong(1), time -> new Object[Machines.FIELDS.size()]);
                    for (int field = 0; field < row.length; field++) {
                        Object value = value(rows, field, field + 3);
                        if (value != null) {
                            row[field] = value;
                        }
                    }
                }
            }
        }
        return merged;
    }

    /** Writes what {@link #merge} made to one file. */
    static void writeMerged(Map<String, Map<Long, @Nullable Object[]>> merged, Path file) throws Exception {
        List<Machines.Row> rows = new ArrayList<>();
        int machine = 0;
        for (Map<Long, @Nullable Object[]> byTime : merged.values()) {
            for (Map.Entry<Long, @Nullable Object[]> entry : byTime.entrySet()) {
                rows.add(row(machine, entry.getKey(), entry.getValue()));
            }
            machine++;
        }
        write(rows, file);
    }

    static double sum(Map<String, Map<Long, @Nullable Object[]>> merged) {
        double sum = 0;
        for (Map<Long, @Nullable Object[]> byTime : merged.values()) {
            for (@Nullable Object[] row : byTime.values()) {
                for (Object value : row) {
                    sum += weight(value);
                }
            }
        }
        return sum;
    }

    private static double weight(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        return value instanceof String text ? text.length() : 0;
    }

    private static @Nullable Object value(ResultSet rows, int field, int column) {
        if (rows.isNull(column)) {
            return null;
        }
        return switch (Machines.SCHEMA.fields().get(field).type()) {
            case DOUBLE -> rows.getDouble(column);
            case INT32 -> rows.getInt(column);
            case INT64 -> rows.getLong(column);
            case BOOLEAN -> rows.getBoolean(column);
            default -> rows.getString(column);
        };
    }

    private static Machines.Row row(int machine, long time, @Nullable Object[] values) {
        Machines.Row row = new Machines.Row(machine, time);
        for (int i = 0; i < row.doubles.length; i++) {
            row.gap |= values[i] == null;
            row.doubles[i] = values[i] instanceof Double number ? number : 0;
        }
        int next = row.doubles.length;
        row.count = values[next] instanceof Integer number ? number : 0;
        row.total = values[next + 1] instanceof Long number ? number : 0;
        row.ok = Boolean.TRUE.equals(values[next + 2]);
        row.state = values[next + 3] instanceof String text ? text : "";
        return row;
    }

    private static Tablet tablet(List<Machines.Row> rows, List<String> names, List<TSDataType> types) {
        Tablet tablet = new Tablet(names, types, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Machines.Row row = rows.get(i);
            tablet.addTimestamp(i, row.time);
            tablet.addValue(i, 0, Machines.name(row.machine));
            int column = 1;
            for (double value : row.doubles) {
                if (!(row.gap && column <= 2)) {
                    tablet.addValue(i, column, value);
                }
                column++;
            }
            tablet.addValue(i, column++, row.count);
            tablet.addValue(i, column++, row.total);
            tablet.addValue(i, column++, row.ok);
            tablet.addValue(i, column, row.state);
        }
        return tablet;
    }

    private static List<String> columns() {
        return Machines.SCHEMA.columns().stream().map(Column::name).toList();
    }
}
