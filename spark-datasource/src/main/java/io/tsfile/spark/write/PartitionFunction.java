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

import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * In which time partition of a table a time is, for Spark to bring rows of one partition together: {@code time_partition(interval,
 * time)}, both in the unit in which the time is shown.
 */
public final class PartitionFunction implements UnboundFunction {
    /** Its name in a catalog. */
    public static final String NAME = "time_partition";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return NAME + "(interval, time): the number of the interval that the time is in";
    }

    @Override
    public BoundFunction bind(StructType inputType) {
        if (inputType.length() == 2 && inputType.fields()[0].dataType() instanceof LongType) {
            DataType time = inputType.fields()[1].dataType();
            if (time instanceof LongType || time instanceof TimestampType) {
                return new Bound(time);
            }
        }
        throw new UnsupportedOperationException("Cannot call " + NAME + " with " + inputType.toDDL()
                + ": it takes an interval as BIGINT and a time as TIMESTAMP or BIGINT");
    }

    /**
     * The function for a type of times.
     *
     * @param time TIMESTAMP or BIGINT
     */
    public record Bound(DataType time) implements ScalarFunction<Long> {
        /** Called by Spark, by this name. */
        public static long invoke(long interval, long time) {
            return Math.floorDiv(time, interval);
        }

        @Override
        public DataType[] inputTypes() {
            return new DataType[] {DataTypes.LongType, time};
        }

        @Override
        public DataType resultType() {
            return DataTypes.LongType;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String canonicalName() {
            return "tsfile." + NAME + "(" + time.typeName() + ")";
        }
    }
}
