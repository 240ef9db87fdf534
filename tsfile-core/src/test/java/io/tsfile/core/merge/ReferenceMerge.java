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
package io.tsfile.core.merge;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.RowGroups.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * What a merge must give, row by row and from maps: files are added oldest first, each with what is deleted of it. A row is
 * there if a file shows it.
 */
final class ReferenceMerge {
    private final TableSchema schema;
    private final TreeMap<IDeviceID, TreeMap<Long, @Nullable Object[]>> rows = new TreeMap<>();

    ReferenceMerge(TableSchema schema) {
        this.schema = schema;
    }

    void add(List<Group> groups, List<Deletion> deletions) {
        for (Group group : groups) {
            group.rows().forEach((time, row) -> add(group, time, row, deletions));
        }
    }

    private void add(Group group, long time, ObjectRow row, List<Deletion> deletions) {
        List<Column> fields = schema.fields();
        @Nullable Object[] seen = new Object[fields.size()];
        for (Column column : group.columns()) {
            seen[fields.indexOf(column)] = row.values().get(fields.indexOf(column));
        }
        for (Deletion deletion : deletions) {
            if (deletion.devices().contains(group.device()) && deletion.times().contains(time)) {
                if (deletion.ofRows()) {
                    return;
                }
                deletion.measurements().forEach(name -> seen[index(name)] = null);
            }
        }
        boolean isEmpty = Arrays.stream(seen).allMatch(Objects::isNull);
        if (isEmpty && (schema.model() == TableModel.TREE || !group.aligned())) {
            return;
        }
        @Nullable
        Object[] merged = rows.computeIfAbsent(group.device(), any -> new TreeMap<>())
                .computeIfAbsent(time, any -> new Object[fields.size()]);
        for (int i = 0; i < seen.length; i++) {
            merged[i] = seen[i] == null ? merged[i] : seen[i];
        }
    }

    /** The rows at some times, one line each: device, time, values of the fields. */
    List<String> lines(List<String> fields, TimeSet times) {
        List<String> lines = new ArrayList<>();
        rows.forEach((device, byTime) -> byTime.forEach((time, values) -> {
            if (times.contains(time)) {
                List<@Nullable Object> wanted = new ArrayList<>();
                fields.forEach(field -> wanted.add(ObjectRow.comparable(values[index(field)])));
                lines.add(device + "@" + time + wanted);
            }
        }));
        return lines;
    }

    /** The points of one measurement in a range, in the form of {@link #lines}. */
    List<String> points(String field, TimeRange range) {
        return lines(List.of(field), TimeSet.of(range)).stream()
                .filter(line -> !line.endsWith("[null]"))
                .toList();
    }

    private int index(String field) {
        return schema.fields().stream().map(Column::name).toList().indexOf(field);
    }
}
