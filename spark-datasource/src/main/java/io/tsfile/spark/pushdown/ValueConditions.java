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
package io.tsfile.spark.pushdown;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.TimeBounds;
import io.tsfile.core.scan.ValueCondition;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.tsfile.enums.TSDataType;

/**
 * Says in the core's words what a condition of Spark's asks of a field, or something less than that: Spark has to look at the rows all
 * the same. Immutable.
 */
public final class ValueConditions {
    private final TableSchema schema;
    private final DataType timeType;
    private final long timeScale;

    /**
     * Conditions on a table's fields.
     *
     * @param timeType how times are shown
     * @param timeScale what a stored unit of time counts in the unit that is shown
     */
    public ValueConditions(TableSchema schema, DataType timeType, long timeScale) {
        this.schema = schema;
        this.timeType = timeType;
        this.timeScale = timeScale;
    }

    /** What a condition asks of a field at least; nothing if statistics say nothing of it. */
    public Optional<ValueCondition> translate(Predicate predicate) {
        Expression[] children = predicate.children();
        if (children.length == 0) {
            return Optional.empty();
        }
        if (predicate.name().equals("NOT")) {
            return children[0] instanceof Predicate denied ? not(denied) : Optional.empty();
        }
        boolean mirrored = children.length == 2 && children[1] instanceof NamedReference;
        Optional<Column> field = field(children[mirrored ? 1 : 0]);
        if (field.isEmpty()) {
            return Optional.empty();
        }
        String name = mirrored ? Comparisons.mirrored(predicate.name()) : predicate.name();
        if (name.equals("IS_NOT_NULL")) {
            return Optional.of(new ValueCondition.Present(field.get().name()));
        }
        if (name.equals("IN")) {
            return in(field.get(), children);
        }
        if (name.equals("STARTS_WITH")) {
            return mirrored ? Optional.empty() : startsWith(field.get(), children[1]);
        }
        return children.length == 2 ? compare(field.get(), name, children[mirrored ? 0 : 1]) : Optional.empty();
    }

    /** What is not true is false, or null. */
    private Optional<ValueCondition> not(Predicate denied) {
        return denied.name().equals("=")
                ? translate(denied)
                        .filter(ValueCondition.Flag.class::isInstance)
                        .map(ValueCondition.Flag.class::cast)
                        .map(flag -> new ValueCondition.Flag(flag.field(), !flag.value()))
                : Optional.empty();
    }

    /** All that two conditions ask, if they are of one field and this can be said as one. */
    public static Optional<ValueCondition> both(ValueCondition one, ValueCondition other) {
        if (!one.field().equals(other.field())) {
            return Optional.empty();
        }
        if (one instanceof ValueCondition.Present) {
            return Optional.of(other);
        }
        if (other instanceof ValueCondition.Present) {
            return Optional.of(one);
        }
        if (one instanceof ValueCondition.Longs a && other instanceof ValueCondition.Longs b) {
            return Optional.of(
                    new ValueCondition.Longs(a.field(), Math.max(a.low(), b.low()), Math.min(a.high(), b.high())));
        }
        if (one instanceof ValueCondition.Doubles a && other instanceof ValueCondition.Doubles b) {
            return Optional.of(
                    new ValueCondition.Doubles(a.field(), Math.max(a.low(), b.low()), Math.min(a.high(), b.high())));
        }
        if (one instanceof ValueCondition.Texts a && other instanceof ValueCondition.Texts b) {
            return Optional.of(a.and(b));
        }
        return Optional.empty();
    }

    /** The hull of the list; a null in it makes no row true. */
    private Optional<ValueCondition> in(Column field, Expression[] children) {
        ValueCondition hull = null;
        for (int i = 1; i < children.length; i++) {
            if (children[i] instanceof Literal<?> literal && literal.value() == null) {
                continue;
            }
            Optional<ValueCondition> one = compare(field, "=", children[i]);
            if (one.isEmpty()) {
                return one;
            }
            hull = hull == null ? one.get() : hull(hull, one.get());
        }
        return Optional.ofNullable(hull);
    }

    private static ValueCondition hull(ValueCondition one, ValueCondition other) {
        if (one instanceof ValueCondition.Longs a && other instanceof ValueCondition.Longs b) {
            return new ValueCondition.Longs(a.field(), Math.min(a.low(), b.low()), Math.max(a.high(), b.high()));
        }
        if (one instanceof ValueCondition.Doubles a && other instanceof ValueCondition.Doubles b) {
            return new ValueCondition.Doubles(a.field(), Math.min(a.low(), b.low()), Math.max(a.high(), b.high()));
        }
        if (one instanceof ValueCondition.Texts a && other instanceof ValueCondition.Texts b) {
            return a.hull(b);
        }
        return one.equals(other) ? one : new ValueCondition.Present(one.field());
    }

    private Optional<ValueCondition> compare(Column field, String operator, Expression expression) {
        if (!(expression instanceof Literal<?> literal) || literal.value() == null) {
            return Optional.empty();
        }
        DataType type = literal.dataType();
        return switch (field.type()) {
            case INT32 ->
                type.equals(DataTypes.IntegerType)
                        ? longs(field, operator, ((Number) literal.value()).longValue(), 1)
                        : Optional.empty();
            case INT64 ->
                type.equals(DataTypes.LongType) ? longs(field, operator, (Long) literal.value(), 1) : Optional.empty();
            case TIMESTAMP ->
                type.equals(timeType) ? longs(field, operator, (Long) literal.value(), timeScale) : Optional.empty();
            case DATE ->
                type.equals(DataTypes.DateType) ? dates(field, operator, (Integer) literal.value()) : Optional.empty();
            case FLOAT ->
                type.equals(DataTypes.FloatType) ? doubles(field, operator, (Float) literal.value()) : Optional.empty();
            case DOUBLE ->
                type.equals(DataTypes.DoubleType)
                        ? doubles(field, operator, (Double) literal.value())
                        : Optional.empty();
            case BOOLEAN ->
                type.equals(DataTypes.BooleanType)
                        ? flag(field, operator, (Boolean) literal.value())
                        : Optional.empty();
            case STRING -> text(literal).flatMap(value -> texts(field, operator, value));
            default -> Optional.empty();
        };
    }

    private static Optional<ValueCondition> longs(Column field, String operator, long shown, long scale) {
        TimeBounds bounds = new TimeBounds(scale);
        return Comparisons.narrow(bounds, operator, shown)
                ? bounds.range().map(range -> longs(field, range))
                : Optional.empty();
    }

    private static ValueCondition longs(Column field, TimeRange range) {
        return new ValueCondition.Longs(field.name(), range.start(), range.end());
    }

    /** A stored date is the number {@code yyyymmdd}: as far as years have four digits, it grows with the day. */
    private static Optional<ValueCondition> dates(Column field, String operator, int day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        if (date.getYear() < 1000 || date.getYear() > 9999) {
            return Optional.empty();
        }
        return longs(field, operator, date.getYear() * 10_000L + date.getMonthValue() * 100L + date.getDayOfMonth(), 1);
    }

    /** Spark takes NaN for the greatest number: whatever is to be greater than something may be NaN. */
    private static Optional<ValueCondition> doubles(Column field, String operator, double value) {
        if (Double.isNaN(value)) {
            return Optional.empty();
        }
        return switch (operator) {
            case "=", "<=>" -> Optional.of(new ValueCondition.Doubles(field.name(), value, value));
            case ">", ">=" -> Optional.of(new ValueCondition.Doubles(field.name(), value, Double.POSITIVE_INFINITY));
            case "<", "<=" -> Optional.of(new ValueCondition.Doubles(field.name(), Double.NEGATIVE_INFINITY, value));
            default -> Optional.empty();
        };
    }

    private static Optional<ValueCondition> flag(Column field, String operator, boolean value) {
        return operator.equals("=") || operator.equals("<=>")
                ? Optional.of(new ValueCondition.Flag(field.name(), value))
                : Optional.empty();
    }

    /** Spark compares texts by their bytes, as statistics do; other collations have other types. */
    private static Optional<ValueCondition> texts(Column field, String operator, String value) {
        return switch (operator) {
            case "=", "<=>" -> Optional.of(new ValueCondition.Texts(field.name(), value, value));
            case ">", ">=" -> Optional.of(new ValueCondition.Texts(field.name(), value, null));
            case "<", "<=" -> Optional.of(new ValueCondition.Texts(field.name(), "", value));
            default -> Optional.empty();
        };
    }

    private static Optional<ValueCondition> startsWith(Column field, Expression expression) {
        return field.type() == TSDataType.STRING && expression instanceof Literal<?> literal
                ? text(literal).map(prefix -> ValueCondition.Texts.startingWith(field.name(), prefix))
                : Optional.empty();
    }

    /** A text; bytes that are none have no form as one. */
    private static Optional<String> text(Literal<?> literal) {
        return literal.dataType().equals(DataTypes.StringType)
                        && literal.value() instanceof UTF8String value
                        && UTF8String.fromString(value.toString()).equals(value)
                ? Optional.of(value.toString())
                : Optional.empty();
    }

    private Optional<Column> field(Expression expression) {
        if (!(expression instanceof NamedReference reference) || reference.fieldNames().length != 1) {
            return Optional.empty();
        }
        List<Column> fields = schema.fields();
        return fields.stream()
                .filter(field -> field.name().equals(reference.fieldNames()[0]))
                .findFirst();
    }
}
