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

import io.tsfile.core.vector.Vector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A column of Spark over one of the core's vectors.
 *
 * <ul>
 *   <li>Shows the vector that was bound last, which stays the reader's and is only read.
 *   <li>Not thread-safe.
 *   <li>Only the accessor of the column's own type works; Spark calls no other.
 * </ul>
 */
public abstract class CoreColumn extends ColumnVector {
    private @Nullable Vector vector;
    /** Of the vector; asked for at every value. */
    private boolean hasNulls;

    CoreColumn(DataType type) {
        super(type);
    }

    /** Shows {@code bound} from now on, until the reader changes it. */
    public final void bind(Vector bound) {
        this.vector = bound;
        this.hasNulls = bound.hasNulls();
        arraysOf(bound);
    }

    /** Takes hold of the arrays of a vector of the column's type. */
    abstract void arraysOf(Vector bound);

    private Vector vector() {
        if (vector == null) {
            throw new IllegalStateException("Cannot read a column of type " + dataType() + " before a batch is there");
        }
        return vector;
    }

    @Override
    public final void close() {
        // The arrays are the reader's.
    }

    @Override
    public final boolean hasNull() {
        return vector().hasNulls();
    }

    @Override
    public final int numNulls() {
        return vector().nullCount();
    }

    @Override
    public final boolean isNullAt(int rowId) {
        return hasNulls && vector().isNull(rowId);
    }

    @Override
    public boolean getBoolean(int rowId) {
        throw wrongAccessor("boolean");
    }

    @Override
    public byte getByte(int rowId) {
        throw wrongAccessor("tinyint");
    }

    @Override
    public short getShort(int rowId) {
        throw wrongAccessor("smallint");
    }

    @Override
    public int getInt(int rowId) {
        throw wrongAccessor("int");
    }

    @Override
    public long getLong(int rowId) {
        throw wrongAccessor("bigint");
    }

    @Override
    public float getFloat(int rowId) {
        throw wrongAccessor("float");
    }

    @Override
    public double getDouble(int rowId) {
        throw wrongAccessor("double");
    }

    @Override
    public UTF8String getUTF8String(int rowId) {
        throw wrongAccessor("string");
    }

    @Override
    public byte[] getBinary(int rowId) {
        throw wrongAccessor("binary");
    }

    @Override
    public final Decimal getDecimal(int rowId, int precision, int scale) {
        throw wrongAccessor("decimal");
    }

    @Override
    public final ColumnarArray getArray(int rowId) {
        throw wrongAccessor("array");
    }

    @Override
    public final ColumnarMap getMap(int ordinal) {
        throw wrongAccessor("map");
    }

    @Override
    public final ColumnVector getChild(int ordinal) {
        throw wrongAccessor("struct");
    }

    private IllegalStateException wrongAccessor(String asked) {
        return new IllegalStateException("Cannot read a column of type " + dataType() + " as " + asked);
    }
}
