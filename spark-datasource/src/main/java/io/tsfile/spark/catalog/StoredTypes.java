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
package io.tsfile.spark.catalog;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.TimePrecision;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.tsfile.enums.TSDataType;

/** Which type of a TsFile holds a column of Spark. Pure. */
final class StoredTypes {
    private static final Map<DataType, TSDataType> TYPES = Map.of(
            DataTypes.BooleanType, TSDataType.BOOLEAN,
            DataTypes.IntegerType, TSDataType.INT32,
            DataTypes.LongType, TSDataType.INT64,
            DataTypes.FloatType, TSDataType.FLOAT,
            DataTypes.DoubleType, TSDataType.DOUBLE,
            DataTypes.StringType, TSDataType.STRING,
            DataTypes.BinaryType, TSDataType.BLOB,
            DataTypes.DateType, TSDataType.DATE,
            DataTypes.TimestampType, TSDataType.TIMESTAMP);

    private StoredTypes() {}

    /**
     * The type that holds it.
     *
     * @param what what is to be done with the column, for messages: "create table 't'"
     * @throws TsFileConnectorException if there is none
     */
    static TSDataType of(String what, String column, DataType type, TimePrecision precision) {
        TSDataType found = TYPES.get(type);
        if (found == null || (found == TSDataType.TIMESTAMP && precision == TimePrecision.NANOS)) {
            throw new TsFileConnectorException("Cannot " + what + ": column '" + column + "' is of type " + type.sql()
                    + "; the types are BOOLEAN, INT, BIGINT, FLOAT, DOUBLE, STRING, BINARY, DATE"
                    + (precision == TimePrecision.NANOS ? "" : " and TIMESTAMP"));
        }
        return found;
    }
}
