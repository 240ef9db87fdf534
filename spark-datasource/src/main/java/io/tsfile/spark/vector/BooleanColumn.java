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
import org.apache.spark.sql.types.DataTypes;

/** BOOLEAN. */
public final class BooleanColumn extends CoreColumn {
    private long[] words = {};

    /** A column without a batch. */
    public BooleanColumn() {
        super(DataTypes.BooleanType);
    }

    @Override
    void arraysOf(Vector bound) {
        words = ((BooleanVector) bound).words();
    }

    @Override
    public boolean getBoolean(int rowId) {
        return (words[rowId >>> 6] & (1L << rowId)) != 0;
    }
}
