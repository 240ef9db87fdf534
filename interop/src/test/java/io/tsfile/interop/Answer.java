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
package io.tsfile.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ObjectRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Rows that the server answered: device, time, values of all fields. */
final class Answer {
    private final Map<IDeviceID, Map<Long, List<@Nullable Object>>> rows = new TreeMap<>();

    private Answer() {}

    /**
     * Asks the database in use for rows of a table.
     *
     * @param condition of SQL, such as {@code where site is null}, or nothing
     */
    static Answer ofTable(IotdbClient client, TableSchema schema, String condition) throws Exception {
        Answer answer = new Answer();
        String tags = schema.tags().stream().map(Column::name).collect(Collectors.joining(", "));
        String fields = fields(schema, "\"%s\"");
        String sql = "select time, " + tags + ", " + fields + " from " + schema.name() + " " + condition;
        int firstField = 1 + schema.tags().size();
        for (List<@Nullable Object> row : client.query(sql)) {
            answer.add(
                    device(schema, row.subList(1, firstField)),
                    (Long) requireNonNull(row.get(0)),
                    row.subList(firstField, row.size()));
        }
        return answer;
    }

    /** Asks for the rows of all devices that a path pattern of SQL matches. */
    static Answer ofTree(IotdbClient client, TableSchema schema, String pattern) throws Exception {
        Answer answer = new Answer();
        String sql = "select " + fields(schema, "`%s`") + " from " + pattern + " align by device";
        for (List<@Nullable Object> row : client.query(sql)) {
            IDeviceID device = Devices.ofPath(requireNonNull(text(row.get(1))));
            answer.add(device, (Long) requireNonNull(row.get(0)), row.subList(2, row.size()));
        }
        return answer;
    }

    /** Fields in SQL, each through a format, with commas between them. */
    static String fields(TableSchema schema, String format) {
        return schema.fields().stream()
                .map(field -> String.format(format, field.name()))
                .collect(Collectors.joining(", "));
    }

    /** The device of tags as the server gives them. */
    static IDeviceID device(TableSchema schema, List<@Nullable Object> tags) {
        return Devices.ofTable(schema.name(), tags.stream().map(Answer::text).toArray(String[]::new));
    }

    /** Text as the server gives it. */
    static @Nullable String text(@Nullable Object bytes) {
        return bytes == null ? null : new String(((ObjectRow.Bytes) bytes).array(), UTF_8);
    }

    Set<IDeviceID> devices() {
        return rows.keySet();
    }

    /** All rows, in the form and order of {@link io.tsfile.core.testing.Oracle#lines()}. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        rows.forEach((device, byTime) -> byTime.forEach((time, values) -> lines.add(device + "@" + time
                + Arrays.toString(values.stream().map(ObjectRow::comparable).toArray()))));
        return lines;
    }

    /** What a device has of a field, in order of time, without nulls. */
    List<Object> values(IDeviceID device, int field) {
        List<Object> values = new ArrayList<>();
        for (List<@Nullable Object> row : rows.getOrDefault(device, Map.of()).values()) {
            Object value = row.get(field);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private void add(IDeviceID device, long time, List<@Nullable Object> values) {
        if (rows.computeIfAbsent(device, d -> new TreeMap<>()).put(time, values) != null) {
            throw new AssertionError("The server answered twice with device " + device + " at " + time);
        }
    }
}
