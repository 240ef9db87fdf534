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
package io.tsfile.spark.write;

import io.tsfile.core.model.SchemaEvolution;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * One column of Spark's rows. What does not fit is an {@link ArithmeticException} whose message is the advice.
 *
 * @param column its name, as the rows spell it
 * @param position in the rows
 * @param type Spark's
 * @param precision the unit of the table's times
 */
record Cell(String column, int position, DataType type, TimePrecision precision) implements Serializable {
    private static final int FIRST_YEAR = 1000;
    private static final int LAST_YEAR = 9999;

    /** What a file stores of values of a type; nothing if it cannot. */
    static Optional<TSDataType> stored(DataType type) {
        TSDataType stored = null;
        if (type instanceof BooleanType) {
            stored = TSDataType.BOOLEAN;
        } else if (type instanceof ByteType || type instanceof ShortType || type instanceof IntegerType) {
            stored = TSDataType.INT32;
        } else if (type instanceof LongType) {
            stored = TSDataType.INT64;
        } else if (type instanceof FloatType) {
            stored = TSDataType.FLOAT;
        } else if (type instanceof DoubleType) {
            stored = TSDataType.DOUBLE;
        } else if (type instanceof StringType) {
            stored = TSDataType.STRING;
        } else if (type instanceof BinaryType) {
            stored = TSDataType.BLOB;
        } else if (type instanceof DateType) {
            stored = TSDataType.DATE;
        } else if (isTimestamp(type)) {
            stored = TSDataType.TIMESTAMP;
        }
        return Optional.ofNullable(stored);
    }

    /** A name as Spark's references spell it. */
    static String quoted(String column) {
        return "`" + column.replace("`", "``") + "`";
    }

    static boolean isTimestamp(DataType type) {
        return type instanceof TimestampType || type instanceof TimestampNTZType;
    }

    /** Whether values of a type can be in a column of the table, perhaps widened. */
    static boolean fits(DataType type, TSDataType column) {
        boolean isNumberOfTime = column == TSDataType.TIMESTAMP && type instanceof LongType;
        boolean isText = column == TSDataType.TEXT && type instanceof StringType;
        return isNumberOfTime
                || isText
                || stored(type)
                        .filter(stored -> SchemaEvolution.takes(column, stored))
                        .isPresent();
    }

    boolean isNull(InternalRow row) {
        return row.isNullAt(position);
    }

    String string(InternalRow row) {
        return row.getUTF8String(position).toString();
    }

    /** A time in the table's unit: a number is one already. */
    long time(InternalRow row) {
        long value = row.getLong(position);
        if (!isTimestamp(type)) {
            return value;
        }
        return switch (precision) {
            case MICROS -> value;
            case MILLIS -> {
                if (Math.floorMod(value, 1000L) != 0) {
                    throw new ArithmeticException("it is finer than the table's unit (ms); cut it with date_trunc("
                            + "'MILLISECOND', `" + column + "`), or create the table with a finer unit");
                }
                yield Math.floorDiv(value, 1000L);
            }
            case NANOS -> {
                try {
                    yield Math.multiplyExact(value, 1000L);
                } catch (ArithmeticException e) {
                    throw new ArithmeticException("it does not fit 64 bits in the table's unit (ns); correct it, or"
                            + " create the table with a coarser unit");
                }
            }
        };
    }

    /** An interval of times, of the table's unit, in that of the rows; 0 if that cannot be said. */
    long shown(long interval) {
        if (!isTimestamp(type)) {
            return interval;
        }
        return switch (precision) {
            case MILLIS -> interval * 1000;
            case MICROS -> interval;
            case NANOS -> interval % 1000 == 0 ? interval / 1000 : 0;
        };
    }

    /** Appends a value that is not null; the vector may be of a wider type. */
    void append(InternalRow row, Vector target) {
        if (target instanceof BooleanVector booleans) {
            booleans.append(row.getBoolean(position));
        } else if (target instanceof IntVector ints) {
            ints.append(type instanceof DateType ? date(row.getInt(position)) : integer(row));
        } else if (target instanceof LongVector longs) {
            longs.append(type instanceof LongType || isTimestamp(type) ? time(row) : integer(row));
        } else if (target instanceof FloatVector floats) {
            floats.append(row.getFloat(position));
        } else if (target instanceof DoubleVector doubles) {
            doubles.append(type instanceof FloatType ? row.getFloat(position) : row.getDouble(position));
        } else if (target instanceof BinaryVector texts) {
            texts.append(
                    type instanceof BinaryType
                            ? row.getBinary(position)
                            : row.getUTF8String(position).getBytes());
        } else {
            throw new IllegalStateException("Cannot append a value of type " + type.sql());
        }
    }

    private int integer(InternalRow row) {
        if (type instanceof ByteType) {
            return row.getByte(position);
        }
        return type instanceof ShortType ? row.getShort(position) : row.getInt(position);
    }

    /** A date as {@code yyyymmdd}. */
    private static int date(int day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
            throw new ArithmeticException("TsFile stores dates of the years " + FIRST_YEAR + " to " + LAST_YEAR
                    + "; correct it, or store it as a TIMESTAMP");
        }
        return date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
    }

    /** Whether two rows have the same value, bit for bit, or none. */
    boolean same(InternalRow one, InternalRow other) {
        if (isNull(one) || isNull(other)) {
            return isNull(one) && isNull(other);
        }
        if (type instanceof BinaryType) {
            return Arrays.equals(one.getBinary(position), other.getBinary(position));
        }
        if (type instanceof FloatType) {
            return Float.floatToRawIntBits(one.getFloat(position)) == Float.floatToRawIntBits(other.getFloat(position));
        }
        if (type instanceof DoubleType) {
            return Double.doubleToRawLongBits(one.getDouble(position))
                    == Double.doubleToRawLongBits(other.getDouble(position));
        }
        return one.get(position, type).equals(other.get(position, type));
    }

    /** The value for people. */
    @Nullable
    Object show(InternalRow row) {
        if (isNull(row)) {
            return null;
        }
        if (isTimestamp(type)) {
            return Instant.EPOCH.plus(row.getLong(position), ChronoUnit.MICROS);
        }
        if (type instanceof DateType) {
            return LocalDate.ofEpochDay(row.getInt(position));
        }
        return type instanceof BinaryType
                ? row.getBinary(position).length + " bytes"
                : String.valueOf(row.get(position, type));
    }
}
