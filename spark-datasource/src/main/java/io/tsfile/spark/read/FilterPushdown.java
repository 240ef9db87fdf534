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
package io.tsfile.spark.read;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DevicePattern;
import io.tsfile.core.scan.TagPredicate;
import io.tsfile.core.scan.TimeBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataTypes;

/**
 * Takes over what it can of a query's conditions. Not thread-safe.
 *
 * <p>There are three kinds: conditions that the scan answers for good (times; tags and devices), conditions that only narrow
 * the range of times (a list of times), and all others, which stay with Spark.
 */
final class FilterPushdown {
    private final TableSchema schema;
    private final TimeDisplay times;
    private final TimeBounds bounds;
    private final List<TagPredicate> conditions = new ArrayList<>();
    private final List<Predicate> pushed = new ArrayList<>();

    /**
     * No conditions yet.
     *
     * @param chosen which devices there are to see; absent: all
     */
    FilterPushdown(TableSchema schema, TimeDisplay times, Optional<DevicePattern> chosen) {
        this.schema = schema;
        this.times = times;
        this.bounds = new TimeBounds(times.scale());
        chosen.map(TagPredicate::matches).ifPresent(conditions::add);
    }

    /** Takes over a condition that rows must meet; false if Spark must still evaluate it. */
    boolean push(Predicate predicate) {
        boolean answered = tryPush(predicate);
        if (answered) {
            pushed.add(predicate);
        }
        return answered;
    }

    /** The conditions that the scan answers for good. */
    List<Predicate> pushed() {
        return pushed;
    }

    /** The stored times to read, or nothing if no row can be in the answer. */
    Optional<TimeRange> range() {
        return bounds.range();
    }

    /** What is asked of tags and devices, all of it; of nothing, every device meets it. */
    TagPredicate devices() {
        return TagPredicate.all(conditions);
    }

    private boolean tryPush(Predicate predicate) {
        Expression[] children = predicate.children();
        if (children.length == 1 && children[0] instanceof NamedReference column) {
            return pushNullTest(predicate.name(), name(column));
        }
        if (predicate.name().equals("IN") && children[0] instanceof NamedReference column) {
            return pushIn(name(column), children);
        }
        if (children.length != 2) {
            return false;
        }
        if (children[0] instanceof NamedReference column && children[1] instanceof Literal<?> literal) {
            return pushComparison(predicate.name(), name(column), literal);
        }
        if (children[0] instanceof Literal<?> literal && children[1] instanceof NamedReference column) {
            return pushComparison(mirrored(predicate.name()), name(column), literal);
        }
        return false;
    }

    private boolean pushNullTest(String operator, String column) {
        OptionalInt tag = tag(column);
        if (tag.isEmpty() || !(operator.equals("IS_NULL") || operator.equals("IS_NOT_NULL"))) {
            return false;
        }
        TagPredicate isNull = TagPredicate.isNull(tag.getAsInt());
        conditions.add(operator.equals("IS_NULL") ? isNull : isNull.not());
        return true;
    }

    private boolean pushIn(String column, Expression[] children) {
        boolean isTime = column.equals(schema.timeColumn());
        OptionalInt tag = tag(column);
        TreeSet<String> strings = new TreeSet<>();
        TreeSet<Long> numbers = new TreeSet<>();
        for (int i = 1; i < children.length; i++) {
            if (!(children[i] instanceof Literal<?> literal)) {
                return false;
            }
            // A null in the list makes no row true.
            if (literal.value() == null) {
                continue;
            }
            if (isTime && isTime(literal)) {
                numbers.add((Long) literal.value());
            } else if (tag.isPresent() && isString(literal)) {
                strings.add(literal.value().toString());
            } else {
                return false;
            }
        }
        if (tag.isPresent()) {
            conditions.add(TagPredicate.in(tag.getAsInt(), strings));
            return true;
        }
        if (!isTime) {
            return false;
        }
        if (numbers.isEmpty()) {
            bounds.never();
            return true;
        }
        bounds.atLeast(numbers.first());
        bounds.atMost(numbers.last());
        return numbers.size() == 1;
    }

    private boolean pushComparison(String operator, String column, Literal<?> literal) {
        OptionalInt tag = tag(column);
        if (tag.isPresent()) {
            return pushEquality(operator, tag.getAsInt(), literal);
        }
        if (!column.equals(schema.timeColumn()) || literal.value() == null || !isTime(literal)) {
            return false;
        }
        long shown = (Long) literal.value();
        switch (operator) {
            case "=", "<=>" -> bounds.equalTo(shown);
            case ">" -> bounds.above(shown);
            case ">=" -> bounds.atLeast(shown);
            case "<" -> bounds.below(shown);
            case "<=" -> bounds.atMost(shown);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean pushEquality(String operator, int tag, Literal<?> literal) {
        boolean nullSafe = operator.equals("<=>");
        if (!nullSafe && !operator.equals("=")) {
            return false;
        }
        if (literal.value() == null) {
            if (nullSafe) {
                conditions.add(TagPredicate.isNull(tag));
            }
            return nullSafe;
        }
        if (!isString(literal)) {
            return false;
        }
        conditions.add(TagPredicate.in(tag, List.of(literal.value().toString())));
        return true;
    }

    /** Which part of a device a column is, if it is one. */
    private OptionalInt tag(String column) {
        if (schema.model() == TableModel.TREE) {
            return column.equals(TableSchema.DEVICE_COLUMN) ? OptionalInt.of(TagPredicate.PATH) : OptionalInt.empty();
        }
        List<Column> tags = schema.tags();
        for (int i = 0; i < tags.size(); i++) {
            if (tags.get(i).name().equals(column)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private boolean isTime(Literal<?> literal) {
        return literal.dataType().equals(times.type());
    }

    private static boolean isString(Literal<?> literal) {
        // Equal only where the comparison is one of bytes; other collations stay with Spark.
        return literal.dataType().equals(DataTypes.StringType);
    }

    /** The name of a column; empty for a part of one, which no column is called. */
    private static String name(NamedReference reference) {
        String[] names = reference.fieldNames();
        return names.length == 1 ? names[0] : "";
    }

    private static String mirrored(String operator) {
        return switch (operator) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> operator;
        };
    }
}
