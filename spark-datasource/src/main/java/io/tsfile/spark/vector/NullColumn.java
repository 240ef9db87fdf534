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

import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.Vector;
import org.apache.spark.sql.types.DataType;
import org.apache.tsfile.enums.TSDataType;

/** A column that the table does not have, of any type: null in all rows. */
public final class NullColumn extends CoreColumn {
    /** A column without a batch. */
    public NullColumn(DataType type) {
        super(type);
    }

    /** Shows {@code rows} nulls from now on. */
    public void bind(int rows) {
        BooleanVector nulls = (BooleanVector) Vector.of(TSDataType.BOOLEAN, rows);
        nulls.appendNulls(rows);
        bind(nulls);
    }

    @Override
    void arraysOf(Vector bound) {
        // No value is ever asked for.
    }
}
