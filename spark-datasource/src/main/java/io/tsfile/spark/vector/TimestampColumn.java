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
package io.tsfile.spark.vector;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import org.apache.spark.sql.types.DataTypes;

/** Times as Spark's timestamps, which count microseconds since the epoch. */
public final class TimestampColumn extends CoreColumn {
    private final String name;
    private final long microsPerUnit;
    private final long largest;
    private long[] values = {};

    /**
     * A column without a batch.
     *
     * @param name the column's name, for errors
     * @param microsPerUnit microseconds of one stored unit: 1000 for milliseconds, 1 for microseconds
     */
    public TimestampColumn(String name, long microsPerUnit) {
        super(DataTypes.TimestampType);
        this.name = name;
        this.microsPerUnit = microsPerUnit;
        this.largest = Long.MAX_VALUE / microsPerUnit;
    }

    @Override
    void arraysOf(Vector bound) {
        values = ((LongVector) bound).values();
    }

    @Override
    public long getLong(int rowId) {
        long value = values[rowId];
        if (microsPerUnit != 1 && (value > largest || value < -largest)) {
            return unshown(rowId, value);
        }
        return value * microsPerUnit;
    }

    private long unshown(int rowId, long value) {
        if (isNullAt(rowId)) {
            // The slot of a null holds anything.
            return 0;
        }
        throw new TsFileConnectorException("Cannot show the stored time " + value + " of column '" + name
                + "' as a timestamp: Spark's timestamps end 292,000 years from the epoch. Read it as the number it is with"
                + " option timestampAs=long");
    }
}
