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
package io.tsfile.core.testing;

import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of boxed values: Boolean, Integer, Long, Float, Double, or byte[] in a {@link Bytes}.
 *
 * @param values one per field, null where there is none
 */
public record ObjectRow(List<@Nullable Object> values) implements RowValues {
    /** A row of these values. */
    public static ObjectRow of(@Nullable Object... values) {
        return new ObjectRow(Arrays.asList(values));
    }

    /** Bytes that are compared by content. */
    public record Bytes(List<Byte> bytes) {
        /** The bytes of an array. */
        public static Bytes of(byte[] array) {
            Byte[] boxed = new Byte[array.length];
            for (int i = 0; i < array.length; i++) {
                boxed[i] = array[i];
            }
            return new Bytes(List.of(boxed));
        }

        /** The bytes as an array. */
        public byte[] array() {
            byte[] array = new byte[bytes.size()];
            for (int i = 0; i < array.length; i++) {
                array[i] = bytes.get(i);
            }
            return array;
        }
    }

    @Override
    public boolean isNull(int field) {
        return values.get(field) == null;
    }

    @Override
    public void appendTo(int field, Vector target) {
        Object value = values.get(field);
        if (target instanceof BooleanVector vector && value instanceof Boolean bool) {
            vector.append(bool);
        } else if (target instanceof IntVector vector && value instanceof Integer number) {
            vector.append(number);
        } else if (target instanceof LongVector vector && value instanceof Long number) {
            vector.append(number);
        } else if (target instanceof FloatVector vector && value instanceof Float number) {
            vector.append(number);
        } else if (target instanceof DoubleVector vector && value instanceof Double number) {
            vector.append(number);
        } else if (target instanceof BinaryVector vector && value instanceof Bytes bytes) {
            vector.append(bytes.array());
        } else {
            throw new IllegalArgumentException("Cannot put " + value + " into a column of type " + target.type());
        }
    }

    /** The value at {@code index} in the form that rows hold; floating-point numbers that differ in a bit differ. */
    public static @Nullable Object read(Vector vector, int index) {
        if (vector.isNull(index)) {
            return null;
        } else if (vector instanceof BooleanVector booleans) {
            return booleans.get(index);
        } else if (vector instanceof IntVector ints) {
            return ints.get(index);
        } else if (vector instanceof LongVector longs) {
            return longs.get(index);
        } else if (vector instanceof FloatVector floats) {
            return "f" + Float.floatToRawIntBits(floats.get(index));
        } else if (vector instanceof DoubleVector doubles) {
            return "d" + Double.doubleToRawLongBits(doubles.get(index));
        } else {
            return Bytes.of(((BinaryVector) vector).get(index));
        }
    }

    /** A row's value in the form of {@link #read}. */
    public static @Nullable Object comparable(@Nullable Object value) {
        if (value instanceof Float number) {
            return "f" + Float.floatToRawIntBits(number);
        }
        if (value instanceof Double number) {
            return "d" + Double.doubleToRawLongBits(number);
        }
        return value;
    }
}
