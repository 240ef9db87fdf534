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
package io.tsfile.core.writer;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TimePrecision;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.tsfile.enums.TSDataType;

/**
 * Java objects in the form in which a column holds them: Boolean, Integer, Long, Float, Double, byte[]. Numbers become wider
 * where nothing is lost, and never narrower.
 */
final class StoredValue {
    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int FIRST_YEAR = 1000;
    private static final int LAST_YEAR = 9999;

    private StoredValue() {}

    /**
     * The value as the column holds it.
     *
     * @throws TsFileConnectorException if the column cannot hold it, naming both
     */
    static Object of(Object value, String table, Column column, TimePrecision precision) {
        try {
            return convert(value, column.type(), precision);
        } catch (ClassCastException | ArithmeticException e) {
            throw new TsFileConnectorException(
                    "Cannot write value " + value + " ("
                            + value.getClass().getSimpleName() + ") to column '" + column.name() + "' of table '"
                            + table + "', which is of type " + column.type() + ": " + e.getMessage(),
                    e);
        }
    }

    private static Object convert(Object value, TSDataType type, TimePrecision precision) {
        return switch (type) {
            case BOOLEAN -> as(Boolean.class, value);
            case INT32 -> isSmall(value) ? ((Number) value).intValue() : as(Integer.class, value);
            case INT64 -> isSmall(value) ? ((Number) value).longValue() : as(Long.class, value);
            case FLOAT -> as(Float.class, value);
            case DOUBLE ->
                value instanceof Float || isSmall(value) ? ((Number) value).doubleValue() : as(Double.class, value);
            case TEXT, STRING -> as(String.class, value).getBytes(StandardCharsets.UTF_8);
            case BLOB -> as(byte[].class, value).clone();
            case DATE -> date(as(LocalDate.class, value));
            case TIMESTAMP -> value instanceof Instant instant ? units(instant, precision) : as(Long.class, value);
            default -> throw new ClassCastException("values of this type are not stored");
        };
    }

    /** Whether it is a whole number that an int holds. */
    private static boolean isSmall(Object value) {
        return value instanceof Integer || value instanceof Short || value instanceof Byte;
    }

    private static <V> V as(Class<V> javaType, Object value) {
        if (!javaType.isInstance(value)) {
            throw new ClassCastException("give it as " + javaType.getSimpleName());
        }
        return javaType.cast(value);
    }

    private static int date(LocalDate date) {
        if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
            throw new ArithmeticException("dates are of the years " + FIRST_YEAR + " to " + LAST_YEAR
                    + "; correct it, or store it as a TIMESTAMP");
        }
        return date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
    }

    private static long units(Instant instant, TimePrecision precision) {
        long perSecond = precision.unit().convert(NANOS_PER_SECOND, java.util.concurrent.TimeUnit.NANOSECONDS);
        long nanosPerUnit = NANOS_PER_SECOND / perSecond;
        if (instant.getNano() % nanosPerUnit != 0) {
            throw new ArithmeticException("it is finer than the table's unit (" + precision + "); round it");
        }
        try {
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), perSecond), instant.getNano() / nanosPerUnit);
        } catch (ArithmeticException e) {
            throw new ArithmeticException(
                    "it does not fit 64 bits in the table's unit (" + precision + "); correct it");
        }
    }
}
