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

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.TableMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the order of {@link KeyOrder}, for a table that is in no catalog: there Spark knows no function that tells time partitions,
 * so that the rows are brought into order before it sees the table.
 */
final class ArrangedRows {
    private ArrangedRows() {}

    /** The rows in order; nothing if the order that every write asks for is as good. */
    static Optional<Dataset<Row>> of(Dataset<Row> rows, TableMetadata table, WriteOptions options) {
        TableSchema schema = table.schema();
        StructField time = find(rows, schema, schema.timeColumn());
        if (time == null || table.partitioning().interval() == 0) {
            return Optional.empty();
        }
        Cell cell = new Cell(time.name(), 0, time.dataType(), schema.precision());
        boolean isNumber = time.dataType() instanceof LongType;
        long interval = isNumber
                ? table.partitioning().interval()
                : cell.shown(table.partitioning().interval());
        if (interval == 0 || !(isNumber || Cell.isTimestamp(time.dataType()))) {
            return Optional.empty();
        }
        String quoted = Cell.quoted(time.name());
        String number = isNumber ? quoted : "unix_micros(CAST(" + quoted + " AS TIMESTAMP))";
        List<org.apache.spark.sql.Column> key = new ArrayList<>();
        key.add(functions.expr("floor(" + number + " / " + interval + ")"));
        deviceColumns(schema).forEach(name -> add(rows, schema, name, key));
        key.add(functions.col(quoted));
        List<org.apache.spark.sql.Column> order = new ArrayList<>(key);
        String newerBy = options.duplicates().column();
        if (newerBy != null) {
            add(rows, schema, newerBy, order);
        }
        return Optional.of(rows.repartitionByRange(key.toArray(org.apache.spark.sql.Column[]::new))
                .sortWithinPartitions(order.toArray(org.apache.spark.sql.Column[]::new)));
    }

    private static List<String> deviceColumns(TableSchema schema) {
        return schema.model() == TableModel.TREE
                ? List.of(TableSchema.DEVICE_COLUMN)
                : schema.tags().stream().map(Column::name).toList();
    }

    /** A column that the rows do not have is the same in all of them. */
    private static void add(
            Dataset<Row> rows, TableSchema schema, String name, List<org.apache.spark.sql.Column> columns) {
        StructField field = find(rows, schema, name);
        if (field != null) {
            columns.add(functions.col(Cell.quoted(field.name())));
        }
    }

    private static @Nullable StructField find(Dataset<Row> rows, TableSchema schema, String name) {
        for (StructField field : rows.schema().fields()) {
            boolean tableModel = schema.model() == TableModel.TABLE;
            if (tableModel
                    ? field.name().toLowerCase(Locale.ROOT).equals(name)
                    : field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }
}
