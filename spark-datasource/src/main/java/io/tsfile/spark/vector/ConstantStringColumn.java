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

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** A tag or a device's path: one value, possibly null, for all rows of a batch. Not thread-safe. */
public final class ConstantStringColumn extends ColumnVector {
    private @Nullable UTF8String value;
    private int rows;

    /** A column without a batch. */
    public ConstantStringColumn() {
        super(DataTypes.StringType);
    }

    /** Shows {@code constant} in {@code count} rows from now on. */
    public void set(@Nullable String constant, int count) {
        rows = count;
        value = constant == null ? null : UTF8String.fromString(constant);
    }

    @Override
    public void close() {
        // There is nothing to free.
    }

    @Override
    public boolean hasNull() {
        return value == null;
    }

    @Override
    public int numNulls() {
        return value == null ? rows : 0;
    }

    @Override
    public boolean isNullAt(int rowId) {
        return value == null;
    }

    // Spark asks for null where there is no value, but does not annotate it.
    @SuppressWarnings("NullAway")
    @Override
    public UTF8String getUTF8String(int rowId) {
        return value;
    }

    @Override
    public boolean getBoolean(int rowId) {
        throw wrongAccessor();
    }

    @Override
    public byte getByte(int rowId) {
        throw wrongAccessor();
    }

    @Override
    public short getShort(int rowId) {
        throw wrongAccessor();
    }

    @Override
    public int getInt(int rowId) {
        throw wrongAccessor();
    }

    @Override
    public long getLong(int rowId) {
        throw wrongAccessor();
    }

    @Override
    public float getFloat(int rowId) {
        throw wrongAccessor();
    }

    @Override
    public double getDouble(int rowId) {
        throw wrongAccessor();
    }

    @Override
    public byte[] getBinary(int rowId) {
        throw wrongAccessor();
    }

    @Override
    public Decimal getDecimal(int rowId, int precision, int scale) {
        throw wrongAccessor();
    }

    @Override
    public ColumnarArray getArray(int rowId) {
        throw wrongAccessor();
    }

    @Override
    public ColumnarMap getMap(int ordinal) {
        throw wrongAccessor();
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        throw wrongAccessor();
    }

    private static IllegalStateException wrongAccessor() {
        return new IllegalStateException("Cannot read a column of strings as another type");
    }
}
