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
package io.tsfile.flink.source;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.TimePrecision;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.tsfile.enums.TSDataType;

/** In which types of Flink's a stored column can be shown. */
public final class ShownType {
    private ShownType() {}

    /** The type that shows all values of a stored one as they are. */
    public static LogicalType natural(TSDataType stored, TimePrecision precision) {
        return switch (stored) {
            case BOOLEAN -> new BooleanType();
            case INT32 -> new IntType();
            case INT64 -> new BigIntType();
            case FLOAT -> new FloatType();
            case DOUBLE -> new DoubleType();
            case TEXT, STRING -> new VarCharType(VarCharType.MAX_LENGTH);
            case BLOB -> new VarBinaryType(VarBinaryType.MAX_LENGTH);
            case DATE -> new DateType();
            case TIMESTAMP ->
                new LocalZonedTimestampType(
                        switch (precision) {
                            case MILLIS -> 3;
                            case MICROS -> 6;
                            case NANOS -> 9;
                        });
            default -> throw new IllegalArgumentException("Cannot show columns of type " + stored);
        };
    }

    /**
     * Refuses a type in which the values of a column cannot be shown.
     *
     * @throws TsFileConnectorException if it is one
     */
    static void check(String column, LogicalType shown, TSDataType stored) {
        boolean fits =
                switch (shown.getTypeRoot()) {
                    case BOOLEAN -> stored == TSDataType.BOOLEAN;
                    case TINYINT, SMALLINT, INTEGER -> stored == TSDataType.INT32;
                    case BIGINT ->
                        stored == TSDataType.INT64 || stored == TSDataType.INT32 || stored == TSDataType.TIMESTAMP;
                    case FLOAT -> stored == TSDataType.FLOAT;
                    case DOUBLE -> stored == TSDataType.DOUBLE || stored == TSDataType.FLOAT;
                    case CHAR, VARCHAR -> stored == TSDataType.STRING || stored == TSDataType.TEXT;
                    case BINARY, VARBINARY -> stored == TSDataType.BLOB;
                    case DATE -> stored == TSDataType.DATE;
                    case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> stored == TSDataType.TIMESTAMP;
                    default -> false;
                };
        if (!fits) {
            throw new TsFileConnectorException("Cannot show column '" + column + "', which is stored as " + stored
                    + ", as " + shown.asSummaryString() + ": declare it as "
                    + natural(stored, TimePrecision.NANOS).asSummaryString() + " and CAST it");
        }
    }
}
