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
package io.tsfile.benchmarks.flink;

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
 * What a device reports at a time: its name, the time, a value of each sensor. The values are no objects, as in the rows of Flink's own
 * readers of columns. May be changed for the next time once it was taken.
 */
final class SensorRow implements RowData {
    private static final int FIRST_SENSOR = 2;

    private final StringData device;
    private final double[] values;
    private long time;

    SensorRow(String device, int sensors) {
        this.device = StringData.fromString(device);
        this.values = new double[sensors];
    }

    void setTime(long millis) {
        time = millis;
    }

    void setValue(int sensor, double value) {
        values[sensor] = value;
    }

    @Override
    public int getArity() {
        return FIRST_SENSOR + values.length;
    }

    @Override
    public RowKind getRowKind() {
        return RowKind.INSERT;
    }

    @Override
    public void setRowKind(RowKind kind) {
        if (kind != RowKind.INSERT) {
            throw new IllegalArgumentException("Cannot make a row of a sensor one of kind " + kind);
        }
    }

    @Override
    public boolean isNullAt(int position) {
        return false;
    }

    @Override
    public StringData getString(int position) {
        return device;
    }

    @Override
    public long getLong(int position) {
        return time;
    }

    @Override
    public double getDouble(int position) {
        return values[position - FIRST_SENSOR];
    }

    @Override
    public boolean getBoolean(int position) {
        throw other(position);
    }

    @Override
    public byte getByte(int position) {
        throw other(position);
    }

    @Override
    public short getShort(int position) {
        throw other(position);
    }

    @Override
    public int getInt(int position) {
        throw other(position);
    }

    @Override
    public float getFloat(int position) {
        throw other(position);
    }

    @Override
    public DecimalData getDecimal(int position, int precision, int scale) {
        throw other(position);
    }

    @Override
    public TimestampData getTimestamp(int position, int precision) {
        throw other(position);
    }

    @Override
    public <T> RawValueData<T> getRawValue(int position) {
        throw other(position);
    }

    @Override
    public byte[] getBinary(int position) {
        throw other(position);
    }

    @Override
    public ArrayData getArray(int position) {
        throw other(position);
    }

    @Override
    public MapData getMap(int position) {
        throw other(position);
    }

    @Override
    public RowData getRow(int position, int fields) {
        throw other(position);
    }

    @Override
    public Variant getVariant(int position) {
        throw other(position);
    }

    private static UnsupportedOperationException other(int position) {
        return new UnsupportedOperationException("Cannot read column " + position
                + " as another type: a row has a device, a time, and values of DOUBLE");
    }
}
