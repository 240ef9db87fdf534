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
package io.tsfile.flink.sql;

import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.scan.TimeBounds;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * A time that a query compares the rows' with.
 *
 * @param floor the last time of the table's unit that is not behind it
 * @param exact whether it is that time
 */
record TimeLiteral(long floor, boolean exact) {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    /**
     * The time of a literal; nothing if it is of another type than the column, or does not fit the table's unit.
     *
     * @param column the type in which the time is shown: TIMESTAMP stands for the time in UTC
     */
    static Optional<TimeLiteral> of(ValueLiteralExpression literal, LogicalType column, TimePrecision precision) {
        return switch (column.getTypeRoot()) {
            case BIGINT -> number(literal).map(number -> new TimeLiteral(number, true));
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                literal.getValueAs(LocalDateTime.class)
                        .flatMap(time -> of(time.toEpochSecond(ZoneOffset.UTC), time.getNano(), precision));
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                literal.getValueAs(Instant.class)
                        .flatMap(time -> of(time.getEpochSecond(), time.getNano(), precision));
            default -> Optional.empty();
        };
    }

    private static Optional<Long> number(ValueLiteralExpression literal) {
        return switch (literal.getOutputDataType().getLogicalType().getTypeRoot()) {
            case BIGINT -> literal.getValueAs(Long.class);
            case INTEGER -> literal.getValueAs(Integer.class).map(Integer::longValue);
            case SMALLINT -> literal.getValueAs(Short.class).map(Short::longValue);
            case TINYINT -> literal.getValueAs(Byte.class).map(Byte::longValue);
            default -> Optional.empty();
        };
    }

    private static Optional<TimeLiteral> of(long seconds, int nanos, TimePrecision precision) {
        long unitsPerSecond = precision.unit().convert(1, TimeUnit.SECONDS);
        long nanosPerUnit = NANOS_PER_SECOND / unitsPerSecond;
        try {
            long time = Math.addExact(Math.multiplyExact(seconds, unitsPerSecond), nanos / nanosPerUnit);
            return Optional.of(new TimeLiteral(time, nanos % nanosPerUnit == 0));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /**
     * The stored times of which a comparison is true; nothing if it is no comparison, or not one that leaves few ranges.
     *
     * @param mirrored whether the literal stands on the left
     */
    Optional<TimeSet> matching(FunctionDefinition comparison, boolean mirrored) {
        TimeBounds bounds = new TimeBounds(1);
        if (comparison == BuiltInFunctionDefinitions.EQUALS) {
            bounds.equalTo(floor);
            if (!exact) {
                bounds.never();
            }
        } else if (comparison == (mirrored ? BuiltInFunctionDefinitions.LESS_THAN : BuiltInFunctionDefinitions.GREATER_THAN)) {
            bounds.above(floor);
        } else if (comparison
                == (mirrored
                        ? BuiltInFunctionDefinitions.LESS_THAN_OR_EQUAL
                        : BuiltInFunctionDefinitions.GREATER_THAN_OR_EQUAL)) {
            if (exact) {
                bounds.atLeast(floor);
            } else {
                bounds.above(floor);
            }
        } else if (comparison == (mirrored ? BuiltInFunctionDefinitions.GREATER_THAN : BuiltInFunctionDefinitions.LESS_THAN)) {
            if (exact) {
                bounds.below(floor);
            } else {
                bounds.atMost(floor);
            }
        } else if (comparison
                == (mirrored
                        ? BuiltInFunctionDefinitions.GREATER_THAN_OR_EQUAL
                        : BuiltInFunctionDefinitions.LESS_THAN_OR_EQUAL)) {
            bounds.atMost(floor);
        } else {
            return Optional.empty();
        }
        List<TimeRange> ranges = bounds.range().stream().toList();
        return Optional.of(TimeSet.of(ranges));
    }
}
