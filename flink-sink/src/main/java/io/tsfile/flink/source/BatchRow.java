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
package io.tsfile.flink.source;

import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RawValueData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.types.RowKind;
import org.apache.flink.types.variant.Variant;

/**
 * A row of a batch, without a copy of its values. It stays as it is when the reader goes on, so it may be kept; who keeps few rows for
 * long should copy them, because each holds the batch.
 */
final class BatchRow implements RowData {
    private final BatchColumn[] columns;
    private final int row;
    private RowKind kind = RowKind.INSERT;

    BatchRow(BatchColumn[] columns, int row) {
        this.columns = columns;
        this.row = row;
    }

    @Override
    public int getArity() {
        return columns.length;
    }

    @Override
    public RowKind getRowKind() {
        return kind;
    }

    @Override
    public void setRowKind(RowKind kind) {
        this.kind = kind;
    }

    @Override
    public boolean isNullAt(int column) {
        return columns[column].isNullAt(row);
    }

    @Override
    public boolean getBoolean(int column) {
        return columns[column].booleanAt(row);
    }

    @Override
    public byte getByte(int column) {
        return (byte) columns[column].intAt(row);
    }

    @Override
    public short getShort(int column) {
        return (short) columns[column].intAt(row);
    }

    @Override
    public int getInt(int column) {
        return columns[column].intAt(row);
    }

    @Override
    public long getLong(int column) {
        return columns[column].longAt(row);
    }

    @Override
    public float getFloat(int column) {
        return columns[column].floatAt(row);
    }

    @Override
    public double getDouble(int column) {
        return columns[column].doubleAt(row);
    }

    @Override
    public StringData getString(int column) {
        return columns[column].stringAt(row);
    }

    @Override
    public byte[] getBinary(int column) {
        return columns[column].bytesAt(row);
    }

    @Override
    public TimestampData getTimestamp(int column, int precision) {
        return columns[column].timestampAt(row);
    }

    @Override
    public DecimalData getDecimal(int column, int precision, int scale) {
        throw noSuchType();
    }

    @Override
    public <T> RawValueData<T> getRawValue(int column) {
        throw noSuchType();
    }

    @Override
    public ArrayData getArray(int column) {
        throw noSuchType();
    }

    @Override
    public MapData getMap(int column) {
        throw noSuchType();
    }

    @Override
    public RowData getRow(int column, int fields) {
        throw noSuchType();
    }

    @Override
    public Variant getVariant(int column) {
        throw noSuchType();
    }

    private static UnsupportedOperationException noSuchType() {
        return new UnsupportedOperationException("Cannot read a nested value or a decimal: TsFile stores none");
    }
}
