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
package io.tsfile.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a table may become: fields may be added, and their types widened. Then every file that was written before can
 * still be read, and every writer that knows only the columns of before can still write. Pure.
 */
public final class SchemaEvolution {
    private SchemaEvolution() {}

    /** Whether values of type {@code written} can be in a column of type {@code type}: the same, or widened without a loss. */
    public static boolean takes(TSDataType type, TSDataType written) {
        return type == written
                || (written == TSDataType.INT32 && type == TSDataType.INT64)
                || (written == TSDataType.FLOAT && type == TSDataType.DOUBLE);
    }

    /** Why a table cannot become {@code after}, or nothing if it can. */
    public static Optional<String> refusal(TableSchema before, TableSchema after) {
        String frame = frame(before, after);
        if (frame != null) {
            return Optional.of(frame);
        }
        List<String> order = new ArrayList<>();
        for (Column column : after.fields()) {
            before.column(column.name()).ifPresent(known -> order.add(known.name()));
        }
        for (Column field : before.fields()) {
            Optional<Column> now = after.column(field.name());
            if (now.isEmpty()) {
                return Optional.of("field '" + field.name() + "' would be gone; a field is neither dropped nor renamed,"
                        + " because files hold it");
            }
            if (!takes(now.get().type(), field.type())) {
                return Optional.of("field '" + field.name() + "' is of type " + field.type() + " and cannot become "
                        + now.get().type() + "; only INT32 can become INT64, and FLOAT can become DOUBLE");
            }
        }
        if (!order.equals(before.fields().stream().map(Column::name).toList())
                || !after.fields().subList(0, order.size()).stream()
                        .map(Column::name)
                        .toList()
                        .equals(order)) {
            return Optional.of("its fields would change places; new fields come behind those that are there");
        }
        return Optional.empty();
    }

    /** Why rows of {@code asked} cannot be written to a table of {@code table}, or nothing if they can. */
    public static Optional<String> mismatch(TableSchema table, TableSchema asked) {
        String frame = frame(table, asked);
        if (frame != null) {
            return Optional.of(frame);
        }
        for (Column field : asked.fields()) {
            Optional<Column> there = table.column(field.name());
            if (there.isEmpty()) {
                return Optional.of("it has no field '" + field.name() + "'; add it to the table first");
            }
            if (!takes(there.get().type(), field.type())) {
                return Optional.of("its field '" + field.name() + "' is of type "
                        + there.get().type() + ", which takes no " + field.type());
            }
        }
        return Optional.empty();
    }

    /** Why the two differ in more than fields. */
    private static @Nullable String frame(TableSchema one, TableSchema other) {
        if (one.model() != other.model()) {
            return "it is of the " + one.model() + " model, not of the " + other.model() + " model";
        }
        if (!one.name().equals(other.name())) {
            return "its name is '" + one.name() + "', not '" + other.name() + "'";
        }
        if (!one.timeColumn().equals(other.timeColumn())) {
            return "its time is called '" + one.timeColumn() + "', not '" + other.timeColumn() + "'";
        }
        if (one.precision() != other.precision()) {
            return "its times are " + one.precision() + ", not " + other.precision();
        }
        if (!one.tags().equals(other.tags())) {
            return "its tags are " + names(one) + ", not " + names(other) + "; tags name its devices, so they stay";
        }
        return null;
    }

    private static List<String> names(TableSchema schema) {
        return schema.tags().stream().map(Column::name).toList();
    }
}
