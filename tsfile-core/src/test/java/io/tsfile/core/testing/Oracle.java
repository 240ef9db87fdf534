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
package io.tsfile.core.testing;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanPlanner;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.SectionReader;
import io.tsfile.core.table.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * The answer that a table must give, from a map in memory: the last value that is not null counts, per field, unless a later
 * deletion covers it.
 */
public final class Oracle {
    private final TableSchema schema;
    private final TreeMap<IDeviceID, TreeMap<Long, @Nullable Object[]>> rows = new TreeMap<>();

    /** An oracle for an empty table. */
    public Oracle(TableSchema schema) {
        this.schema = schema;
    }

    /** Takes in a row that was written after all others. */
    public void put(IDeviceID device, long time, ObjectRow row) {
        if (schema.model() == TableModel.TREE && row.values().stream().allMatch(Objects::isNull)) {
            return;
        }
        @Nullable
        Object[] merged = rows.computeIfAbsent(device, d -> new TreeMap<>())
                .computeIfAbsent(time, t -> new Object[row.values().size()]);
        for (int i = 0; i < merged.length; i++) {
            Object value = row.values().get(i);
            if (value != null) {
                merged[i] = value;
            }
        }
    }

    /** Takes in a deletion that was made after all rows so far, and hides what it covers of them (N4, N5). */
    public void delete(Deletion deletion) {
        List<String> names = schema.fields().stream().map(Column::name).toList();
        rows.forEach((device, byTime) -> {
            if (deletion.devices().contains(device)) {
                for (TimeRange range : deletion.times().ranges()) {
                    hide(deletion, byTime.subMap(range.start(), true, range.end(), true), names);
                }
            }
        });
        rows.values().removeIf(TreeMap::isEmpty);
    }

    private void hide(Deletion deletion, SortedMap<Long, @Nullable Object[]> hit, List<String> names) {
        if (deletion.ofRows()) {
            hit.clear();
        }
        for (String measurement : deletion.measurements()) {
            int field = names.indexOf(measurement);
            hit.values().forEach(values -> values[field] = null);
        }
        if (schema.model() == TableModel.TREE) {
            hit.values().removeIf(values -> Arrays.stream(values).allMatch(Objects::isNull));
        }
    }

    /** How many rows there are. */
    public long size() {
        return rows.values().stream().mapToLong(TreeMap::size).sum();
    }

    /** The rows in a range, one line each: device, time, values of the fields. */
    public List<String> lines(List<String> fields, TimeRange times, DeviceFilter devices) {
        List<String> names = schema.fields().stream().map(Column::name).toList();
        List<String> lines = new ArrayList<>();
        rows.forEach((device, byTime) -> {
            if (devices.matches(device)) {
                byTime.subMap(times.start(), true, times.end(), true).forEach((time, values) -> {
                    @Nullable Object[] wanted = new Object[fields.size()];
                    for (int i = 0; i < wanted.length; i++) {
                        wanted[i] = ObjectRow.comparable(values[names.indexOf(fields.get(i))]);
                    }
                    lines.add(line(device, time, wanted));
                });
            }
        });
        return lines;
    }

    /** All rows with all fields. */
    public List<String> lines() {
        return lines(schema.fields().stream().map(Column::name).toList(), TimeRange.ALL, DeviceFilter.ALL);
    }

    /** All rows of a table's snapshot, in the oracle's form and order. */
    public static List<String> scan(FileStore store, Snapshot snapshot) throws IOException {
        TableSchema schema = snapshot.metadata().schema();
        List<String> fields = schema.fields().stream().map(Column::name).toList();
        ScanSource source = new ScanSource(store.location(), schema, snapshot.liveFiles(store, TimeRange.ALL));
        return scan(store, source, new ScanRequest(fields, TimeRange.ALL, DeviceFilter.ALL, 20_000), 100);
    }

    /** What a scan answers, in the oracle's form and order. */
    public static List<String> scan(FileStore store, ScanSource source, ScanRequest request, int batchRows)
            throws IOException {
        TreeMap<IDeviceID, TreeMap<Long, String>> sorted = new TreeMap<>();
        for (ScanTask task : ScanPlanner.plan(source, request)) {
            try (SectionReader reader = new SectionReader(store, task, batchRows)) {
                while (reader.next()) {
                    for (int row = 0; row < reader.times().size(); row++) {
                        @Nullable Object[] values = new Object[request.fields().size()];
                        for (int field = 0; field < values.length; field++) {
                            values[field] = ObjectRow.read(reader.values(field), row);
                        }
                        long time = reader.times().get(row);
                        String before = sorted.computeIfAbsent(reader.device(), d -> new TreeMap<>())
                                .put(time, line(reader.device(), time, values));
                        if (before != null) {
                            throw new AssertionError("read twice: " + before);
                        }
                    }
                }
            }
        }
        List<String> lines = new ArrayList<>();
        sorted.values().forEach(byTime -> lines.addAll(byTime.values()));
        return lines;
    }

    private static String line(IDeviceID device, long time, @Nullable Object[] values) {
        return device + "@" + time + Arrays.toString(values);
    }
}
