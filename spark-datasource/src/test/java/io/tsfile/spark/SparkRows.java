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
import io.tsfile.core.testing.RandomRows;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/** Rows of the core's tests in Spark's hands; times, and columns of type TIMESTAMP, as numbers. */
final class SparkRows {
    private SparkRows() {}

    /** The next rows of a source; of one key, the last one. */
    static List<RandomRows.KeyedRow> distinct(RandomRows source, int count) {
        Map<List<Object>, RandomRows.KeyedRow> rows = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            RandomRows.KeyedRow row = source.next();
            rows.put(List.of(row.device(), row.time()), row);
        }
        return new ArrayList<>(rows.values());
    }

    static StructType type(TableSchema schema) {
        StructType type = new StructType().add(schema.timeColumn(), DataTypes.LongType);
        if (schema.model() == TableModel.TREE) {
            type = type.add("device", DataTypes.StringType);
        }
        for (Column column : schema.columns()) {
            type = type.add(column.name(), type(column.type()));
        }
        return type;
    }

    private static DataType type(TSDataType type) {
        return switch (type) {
            case BOOLEAN -> DataTypes.BooleanType;
            case INT32 -> DataTypes.IntegerType;
            case INT64, TIMESTAMP -> DataTypes.LongType;
            case FLOAT -> DataTypes.FloatType;
            case DOUBLE -> DataTypes.DoubleType;
            case BLOB -> DataTypes.BinaryType;
            case DATE -> DataTypes.DateType;
            default -> DataTypes.StringType;
        };
    }

    static Dataset<Row> dataset(SparkSession spark, TableSchema schema, List<RandomRows.KeyedRow> rows) {
        return spark.createDataFrame(rows.stream().map(row -> row(schema, row)).toList(), type(schema));
    }

    static Row row(TableSchema schema, RandomRows.KeyedRow keyed) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(keyed.time());
        if (schema.model() == TableModel.TREE) {
            values.add(Devices.path(keyed.device()));
        }
        for (int i = 0; i < schema.tags().size(); i++) {
            values.add(Devices.tag(keyed.device(), i));
        }
        for (int i = 0; i < schema.fields().size(); i++) {
            values.add(value(schema.fields().get(i).type(), keyed.row().values().get(i)));
        }
        return RowFactory.create(values.toArray());
    }

    private static @Nullable Object value(TSDataType type, @Nullable Object value) {
        if (value instanceof ObjectRow.Bytes bytes) {
            return type == TSDataType.BLOB ? bytes.array() : new String(bytes.array(), StandardCharsets.UTF_8);
        }
        if (type == TSDataType.DATE && value instanceof Integer day) {
            return LocalDate.of(day / 10_000, day / 100 % 100, day % 100);
        }
        return value;
    }
}
