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

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.Vector;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** BLOB. Spark takes an array per value, so each one is a copy. */
public final class BinaryColumn extends CoreColumn {
    private @Nullable BinaryVector values;

    /** A column without a batch. */
    public BinaryColumn() {
        super(DataTypes.BinaryType);
    }

    @Override
    void arraysOf(Vector bound) {
        values = (BinaryVector) bound;
    }

    // Spark asks for null where there is no value, but does not annotate it.
    @SuppressWarnings("NullAway")
    @Override
    public byte[] getBinary(int rowId) {
        return values == null || isNullAt(rowId) ? null : values.get(rowId);
    }
}
