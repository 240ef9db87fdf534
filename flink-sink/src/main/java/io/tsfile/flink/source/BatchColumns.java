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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.jspecify.annotations.Nullable;

/** Shows vectors as columns of Flink's types; {@link ShownType} says which go together. */
final class BatchColumns {
    private BatchColumns() {}

    /** A column in which every value is the same. */
    static BatchColumn text(@Nullable String value) {
        return new TextColumn(value == null ? null : StringData.fromString(value));
    }

    /** A column of values of {@code type}, or of what can be shown so. */
    static BatchColumn of(String name, Vector values, LogicalType type, TimePrecision precision) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> new BooleanColumn((BooleanVector) values);
            case TINYINT -> new IntColumn(name, (IntVector) values, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> new IntColumn(name, (IntVector) values, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> new IntColumn(name, (IntVector) values, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> new LongColumn(values);
            case FLOAT -> new FloatColumn((FloatVector) values);
            case DOUBLE -> new DoubleColumn(values);
            case CHAR, VARCHAR, BINARY, VARBINARY -> new BytesColumn((BinaryVector) values);
            case DATE -> new DateColumn(name, (IntVector) values);
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                new TimestampColumn(name, (LongVector) values, precision, LogicalTypeChecks.getPrecision(type));
            default -> throw new IllegalStateException("Cannot show a column of type " + type);
        };
    }

    /** A column of nothing but nulls. */
    static BatchColumn nulls() {
        return new TextColumn(null);
    }

    private static final class TextColumn extends BatchColumn {
        private final @Nullable StringData value;

        TextColumn(@Nullable StringData value) {
            this.value = value;
        }

        @Override
        boolean isNullAt(int row) {
            return value == null;
        }

        @Override
        StringData stringAt(int row) {
            if (value == null) {
                throw new IllegalStateException("Cannot read a null");
            }
            return value;
        }
    }

    /** Values of a vector. */
    private abstract static class VectorColumn extends BatchColumn {
        private final Vector values;

        VectorColumn(Vector values) {
            this.values = values;
        }

        @Override
        final boolean isNullAt(int row) {
            return values.isNull(row);
        }
    }

    private static final class BooleanColumn extends VectorColumn {
        private final BooleanVector values;

        BooleanColumn(BooleanVector values) {
            super(values);
            this.values = values;
        }

        @Override
        boolean booleanAt(int row) {
            return values.get(row);
        }
    }

    private static final class IntColumn extends VectorColumn {
        private final String name;
        private final IntVector values;
        private final int least;
        private final int most;

        IntColumn(String name, IntVector values, int least, int most) {
            super(values);
            this.name = name;
            this.values = values;
            this.least = least;
            this.most = most;
        }

        @Override
        int intAt(int row) {
            int value = values.get(row);
            if (value < least || value > most) {
                throw new TsFileConnectorException("Cannot show value " + value + " of column '" + name
                        + "' in the type that is declared for it, which ends at " + most + ": declare it as INT");
            }
            return value;
        }
    }

    private static final class LongColumn extends VectorColumn {
        private final Vector values;

        LongColumn(Vector values) {
            super(values);
            this.values = values;
        }

        @Override
        long longAt(int row) {
            return values instanceof IntVector ints ? ints.get(row) : ((LongVector) values).get(row);
        }
    }

    private static final class FloatColumn extends VectorColumn {
        private final FloatVector values;

        FloatColumn(FloatVector values) {
            super(values);
            this.values = values;
        }

        @Override
        float floatAt(int row) {
            return values.get(row);
        }
    }

    private static final class DoubleColumn extends VectorColumn {
        private final Vector values;

        DoubleColumn(Vector values) {
            super(values);
            this.values = values;
        }

        @Override
        double doubleAt(int row) {
            return values instanceof FloatVector floats ? floats.get(row) : ((DoubleVector) values).get(row);
        }
    }

    private static final class BytesColumn extends VectorColumn {
        private final BinaryVector values;

        BytesColumn(BinaryVector values) {
            super(values);
            this.values = values;
        }

        @Override
        StringData stringAt(int row) {
            // The vector's own bytes: nobody writes there any more.
            return BinaryStringData.fromBytes(values.data(), values.start(row), values.length(row));
        }

        @Override
        byte[] bytesAt(int row) {
            return values.get(row);
        }
    }

    private static final class DateColumn extends VectorColumn {
        private final String name;
        private final IntVector values;

        DateColumn(String name, IntVector values) {
            super(values);
            this.name = name;
            this.values = values;
        }

        @Override
        int intAt(int row) {
            int stored = values.get(row);
            try {
                return Math.toIntExact(LocalDate.of(stored / 10_000, stored / 100 % 100, stored % 100)
                        .toEpochDay());
            } catch (DateTimeException e) {
                throw new TsFileConnectorException(
                        "Cannot show value " + stored + " of column '" + name + "' as a date: a file holds dates as"
                                + " yyyymmdd, and this is none. Leave the column out, or correct the file",
                        e);
            }
        }
    }

    private static final class TimestampColumn extends VectorColumn {
        private final String name;
        private final LongVector values;
        private final long unitsPerMilli;
        private final int nanosPerUnit;
        /** What a value's nanoseconds of a millisecond must be multiples of. */
        private final int nanosPerDigit;

        TimestampColumn(String name, LongVector values, TimePrecision precision, int digits) {
            super(values);
            this.name = name;
            this.values = values;
            this.unitsPerMilli = precision.unit().convert(1, TimeUnit.MILLISECONDS);
            this.nanosPerUnit = Math.toIntExact(1_000_000 / unitsPerMilli);
            int nanos = 1;
            for (int i = Math.max(3, digits); i < 9; i++) {
                nanos *= 10;
            }
            this.nanosPerDigit = nanos;
        }

        @Override
        TimestampData timestampAt(int row) {
            long time = values.get(row);
            int nanos = (int) Math.floorMod(time, unitsPerMilli) * nanosPerUnit;
            if (nanos % nanosPerDigit != 0) {
                throw new TsFileConnectorException("Cannot show value " + time + " of column '" + name
                        + "' in the type that is declared for it, which has too few digits: declare it as TIMESTAMP("
                        + (nanosPerUnit == 1 ? 9 : 6) + ")");
            }
            return TimestampData.fromEpochMillis(Math.floorDiv(time, unitsPerMilli), nanos);
        }
    }
}
