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
package io.tsfile.spark.read;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.spark.vector.BinaryColumn;
import io.tsfile.spark.vector.BooleanColumn;
import io.tsfile.spark.vector.CoreColumn;
import io.tsfile.spark.vector.DateColumn;
import io.tsfile.spark.vector.DoubleColumn;
import io.tsfile.spark.vector.FloatColumn;
import io.tsfile.spark.vector.IntColumn;
import io.tsfile.spark.vector.LongColumn;
import io.tsfile.spark.vector.StringColumn;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Which type of Spark shows which type of TsFile. */
final class Types {
    private Types() {}

    /** The columns of a table: time, then tags (table model) or the device's path (tree model), then fields. */
    static StructType shown(TableSchema schema, TimeDisplay times) {
        StructType shown = new StructType().add(schema.timeColumn(), times.type(), false);
        if (schema.model() == TableModel.TREE) {
            shown = shown.add(TableSchema.DEVICE_COLUMN, DataTypes.StringType, false);
        }
        for (Column column : schema.columns()) {
            shown = shown.add(column.name(), column(column, times).dataType(), true);
        }
        return shown;
    }

    /** A column that shows values of {@code column}. */
    static CoreColumn column(Column column, TimeDisplay times) {
        return switch (column.type()) {
            case BOOLEAN -> new BooleanColumn();
            case INT32 -> new IntColumn();
            case INT64 -> new LongColumn();
            case FLOAT -> new FloatColumn();
            case DOUBLE -> new DoubleColumn();
            case TEXT, STRING -> new StringColumn();
            case BLOB -> new BinaryColumn();
            case DATE -> new DateColumn(column.name());
            case TIMESTAMP -> times.column(column.name());
            default ->
                throw new IllegalArgumentException(
                        "Cannot show column '" + column.name() + "' of type " + column.type());
        };
    }
}
