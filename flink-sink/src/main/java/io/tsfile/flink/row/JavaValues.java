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
package io.tsfile.flink.row;

import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * Java objects as values of a column. What does not fit is a {@link ClassCastException} or an {@link ArithmeticException}
 * whose message is the advice.
 */
final class JavaValues {
    private static final int NANOS_PER_MILLI = 1_000_000;

    private JavaValues() {}

    static long time(Object value, TimePrecision precision) {
        if (value instanceof Long units) {
            return units;
        }
        Instant instant;
        if (value instanceof Instant given) {
            instant = given;
        } else if (value instanceof LocalDateTime local) {
            instant = local.toInstant(ZoneOffset.UTC);
        } else {
            throw new ClassCastException(
                    "times are of type Long (in the table's unit), Instant or LocalDateTime (read as UTC); convert it");
        }
        long millis = Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000L), (long) (instant.getNano() / NANOS_PER_MILLI));
        return Times.of(millis, instant.getNano() % NANOS_PER_MILLI, precision);
    }

    static void append(@Nullable Object value, TSDataType type, TimePrecision precision, Vector target) {
        switch (type) {
            case BOOLEAN -> ((BooleanVector) target).append(cast(value, Boolean.class, type));
            case INT32 -> ((IntVector) target).append(Math.toIntExact(integer(value, type)));
            case INT64 -> ((LongVector) target).append(integer(value, type));
            case FLOAT -> ((FloatVector) target).append(cast(value, Float.class, type));
            case DOUBLE ->
                ((DoubleVector) target)
                        .append(value instanceof Float number ? number.doubleValue() : cast(value, Double.class, type));
            case TEXT, STRING ->
                ((BinaryVector) target).append(cast(value, String.class, type).getBytes(StandardCharsets.UTF_8));
            case BLOB -> ((BinaryVector) target).append(cast(value, byte[].class, type));
            case DATE -> ((IntVector) target).append(Times.ofDate(cast(value, LocalDate.class, type)));
            case TIMESTAMP -> ((LongVector) target).append(time(cast(value, Object.class, type), precision));
            default -> throw new ClassCastException("columns of type " + type + " are not stored");
        }
    }

    private static long integer(@Nullable Object value, TSDataType type) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (type == TSDataType.INT64 && value instanceof Long number) {
            return number;
        }
        throw new ClassCastException(
                "the column is of type " + type + "; convert it to " + (type == TSDataType.INT64 ? "Long" : "Integer"));
    }

    private static <V> V cast(@Nullable Object value, Class<V> javaType, TSDataType type) {
        if (!javaType.isInstance(value)) {
            throw new ClassCastException(
                    "the column is of type " + type + "; convert it to " + javaType.getSimpleName());
        }
        return javaType.cast(value);
    }
}
