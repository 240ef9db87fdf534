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
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.Vector;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.apache.spark.sql.types.DataTypes;

/** DATE: TsFile stores the decimal number {@code yyyymmdd}, Spark counts days since 1970-01-01. */
public final class DateColumn extends CoreColumn {
    private final String name;
    private int[] values = {};

    /**
     * A column without a batch.
     *
     * @param name the column's name, for errors
     */
    public DateColumn(String name) {
        super(DataTypes.DateType);
        this.name = name;
    }

    @Override
    void arraysOf(Vector bound) {
        values = ((IntVector) bound).values();
    }

    @Override
    public int getInt(int rowId) {
        // Row-wise readers ask for values of nulls, too, and those slots hold anything.
        return isNullAt(rowId) ? 0 : days(values[rowId]);
    }

    private int days(int date) {
        try {
            return (int)
                    LocalDate.of(date / 10_000, date / 100 % 100, date % 100).toEpochDay();
        } catch (DateTimeException e) {
            throw new TsFileConnectorException(
                    "Cannot show the value " + date + " of column '" + name
                            + "' as a date: a stored DATE is a number yyyymmdd, and there is no such day. Leave the column"
                            + " out of the query, or correct the rows where they were written",
                    e);
        }
    }
}
