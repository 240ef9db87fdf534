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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.TimePrecision;
import java.util.Optional;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.tsfile.enums.TSDataType;

/** Flink's types as TsFile's. */
public final class LogicalTypes {
    private LogicalTypes() {}

    /**
     * The type in which a column is stored.
     *
     * @throws TsFileConnectorException if there is none
     */
    public static TSDataType stored(String column, LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> TSDataType.BOOLEAN;
            case TINYINT, SMALLINT, INTEGER -> TSDataType.INT32;
            case BIGINT -> TSDataType.INT64;
            case FLOAT -> TSDataType.FLOAT;
            case DOUBLE -> TSDataType.DOUBLE;
            case CHAR, VARCHAR -> TSDataType.STRING;
            case BINARY, VARBINARY -> TSDataType.BLOB;
            case DATE -> TSDataType.DATE;
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> TSDataType.TIMESTAMP;
            case DECIMAL -> throw unsupported(column, type, "TsFile has no decimals; CAST it to DOUBLE or STRING");
            case TIME_WITHOUT_TIME_ZONE ->
                throw unsupported(column, type, "TsFile has no times of a day; CAST it to INT or STRING");
            case ARRAY, MAP, MULTISET, ROW, STRUCTURED_TYPE ->
                throw unsupported(column, type, "a measurement is one value; write its parts to columns of their own");
            default -> throw unsupported(column, type, "TsFile has no such type; CAST it to STRING");
        };
    }

    /** Whether a column can be the time. */
    public static boolean isTime(LogicalType type) {
        return type.is(LogicalTypeRoot.BIGINT) || isTimestamp(type);
    }

    /** Whether a column is a TIMESTAMP or a TIMESTAMP_LTZ. */
    public static boolean isTimestamp(LogicalType type) {
        return type.is(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE)
                || type.is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
    }

    /** The coarsest unit that holds all values of a timestamp type; nothing for another type. */
    public static Optional<TimePrecision> precision(LogicalType type) {
        if (!isTimestamp(type)) {
            return Optional.empty();
        }
        int digits = LogicalTypeChecks.getPrecision(type);
        return Optional.of(
                digits <= 3 ? TimePrecision.MILLIS : digits <= 6 ? TimePrecision.MICROS : TimePrecision.NANOS);
    }

    private static TsFileConnectorException unsupported(String column, LogicalType type, String advice) {
        return new TsFileConnectorException("Cannot store column '" + column + "' of type " + type.asSummaryString()
                + ": " + advice + ", or leave the column out");
    }
}
