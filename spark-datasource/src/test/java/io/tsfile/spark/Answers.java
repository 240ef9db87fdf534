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
package io.tsfile.spark;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ObjectRow;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Spark's answers in the oracle's form. */
final class Answers {
    private Answers() {}

    /** One line per row, sorted: device, time, values of the fields. Times must be read as numbers. */
    static List<String> lines(Dataset<Row> rows, TableSchema schema, List<String> fields) {
        List<String> lines = new ArrayList<>();
        for (Row row : rows.collectAsList()) {
            @Nullable Object[] values = new Object[fields.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = ObjectRow.comparable(stored(row.get(row.fieldIndex(fields.get(i)))));
            }
            lines.add(device(row, schema) + "@" + row.getLong(row.fieldIndex("time")) + Arrays.toString(values));
        }
        lines.sort(null);
        return lines;
    }

    /** The oracle's lines in the same order. */
    static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }

    private static IDeviceID device(Row row, TableSchema schema) {
        if (schema.model() == TableModel.TREE) {
            return Devices.ofPath(row.getString(row.fieldIndex("device")));
        }
        @Nullable
        String[] tags = schema.tags().stream()
                .map(Column::name)
                .map(tag -> row.getString(row.fieldIndex(tag)))
                .toArray(String[]::new);
        return Devices.ofTable(schema.name(), tags);
    }

    private static @Nullable Object stored(@Nullable Object shown) {
        if (shown instanceof String text) {
            return ObjectRow.Bytes.of(text.getBytes(StandardCharsets.UTF_8));
        }
        if (shown instanceof byte[] bytes) {
            return ObjectRow.Bytes.of(bytes);
        }
        if (shown instanceof LocalDate date) {
            return date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
        }
        return shown;
    }
}
