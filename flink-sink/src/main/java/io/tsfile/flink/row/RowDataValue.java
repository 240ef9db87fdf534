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
package io.tsfile.flink.row;

import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.Serializable;
import java.time.LocalDate;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Moves the values of one column of Flink's type to a vector, which may be of a wider type. What does not fit is an
 * {@link ArithmeticException} whose message is the advice.
 *
 * @param root the column's type
 * @param digits of a timestamp's second
 * @param precision the table's time unit
 */
record RowDataValue(LogicalTypeRoot root, int digits, TimePrecision precision) implements Serializable {
    static RowDataValue of(LogicalType type, TimePrecision precision) {
        int digits = LogicalTypes.isTimestamp(type) ? LogicalTypeChecks.getPrecision(type) : 0;
        return new RowDataValue(type.getTypeRoot(), digits, precision);
    }

    long time(RowData row, int position) {
        if (root == LogicalTypeRoot.BIGINT) {
            return row.getLong(position);
        }
        TimestampData timestamp = row.getTimestamp(position, digits);
        return Times.of(timestamp.getMillisecond(), timestamp.getNanoOfMillisecond(), precision);
    }

    void append(RowData row, int position, Vector target) {
        switch (root) {
            case BOOLEAN -> ((BooleanVector) target).append(row.getBoolean(position));
            case TINYINT -> appendInt(row.getByte(position), target);
            case SMALLINT -> appendInt(row.getShort(position), target);
            case INTEGER -> appendInt(row.getInt(position), target);
            case BIGINT -> ((LongVector) target).append(row.getLong(position));
            case FLOAT -> appendFloat(row.getFloat(position), target);
            case DOUBLE -> ((DoubleVector) target).append(row.getDouble(position));
            case CHAR, VARCHAR ->
                ((BinaryVector) target).append(row.getString(position).toBytes());
            case BINARY, VARBINARY -> ((BinaryVector) target).append(row.getBinary(position));
            case DATE -> ((IntVector) target).append(Times.ofDate(LocalDate.ofEpochDay(row.getInt(position))));
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                ((LongVector) target).append(time(row, position));
            default -> throw new IllegalStateException("Cannot append a value of type " + root);
        }
    }

    private static void appendInt(int value, Vector target) {
        if (target instanceof LongVector longs) {
            longs.append(value);
        } else {
            ((IntVector) target).append(value);
        }
    }

    private static void appendFloat(float value, Vector target) {
        if (target instanceof DoubleVector doubles) {
            doubles.append(value);
        } else {
            ((FloatVector) target).append(value);
        }
    }
}
