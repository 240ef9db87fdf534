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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.spark.read.ReadOptions.TimestampAs;
import io.tsfile.spark.vector.CoreColumn;
import io.tsfile.spark.vector.LongColumn;
import io.tsfile.spark.vector.TimestampColumn;
import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * How stored times are shown: as timestamps, or as the numbers they are.
 *
 * @param precision the unit of the stored times
 * @param asLong whether they are shown as numbers
 */
record TimeDisplay(TimePrecision precision, boolean asLong) implements Serializable {
    /**
     * What the user asked for. Nanoseconds are shown as numbers, because Spark's timestamps would lose digits.
     *
     * @throws TsFileConnectorException if the user asked for timestamps of nanoseconds
     */
    static TimeDisplay of(TimePrecision precision, Optional<TimestampAs> asked) {
        boolean nanos = precision == TimePrecision.NANOS;
        if (nanos && asked.equals(Optional.of(TimestampAs.TIMESTAMP))) {
            throw new TsFileConnectorException(
                    "Cannot show nanoseconds as timestamps: Spark's count microseconds. Leave timestampAs out, read BIGINT, and"
                            + " convert where the loss is acceptable: timestamp_micros(time div 1000)");
        }
        return new TimeDisplay(precision, nanos || asked.equals(Optional.of(TimestampAs.LONG)));
    }

    /** Spark's type of a shown time. */
    DataType type() {
        return asLong ? DataTypes.LongType : DataTypes.TimestampType;
    }

    /** What a stored unit counts in Spark's unit. */
    long scale() {
        return !asLong && precision == TimePrecision.MILLIS ? 1_000 : 1;
    }

    /** A column that shows stored times. */
    CoreColumn column(String name) {
        return asLong ? new LongColumn() : new TimestampColumn(name, scale());
    }
}
