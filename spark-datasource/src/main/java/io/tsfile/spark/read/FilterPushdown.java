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

import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DevicePattern;
import io.tsfile.core.scan.TagPredicate;
import io.tsfile.core.scan.TimeBounds;
import io.tsfile.core.scan.ValueCondition;
import io.tsfile.spark.pushdown.Comparisons;
import io.tsfile.spark.pushdown.TagConditions;
import io.tsfile.spark.pushdown.ValueConditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * Takes over what it can of a query's conditions. Not thread-safe.
 *
 * <p>There are three kinds: conditions that the scan answers for good (times; tags and devices), conditions that only narrow what is
 * read (a list of times; values of fields, by statistics), and all others. Spark evaluates those of the last two kinds.
 */
final class FilterPushdown {
    private final TableSchema schema;
    private final TimeDisplay times;
    private final TimeBounds bounds;
    private final TagConditions tagConditions;
    private final ValueConditions valueConditions;
    private final List<TagPredicate> devices = new ArrayList<>();
    private final List<ValueCondition> values = new ArrayList<>();
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
        this.tagConditions = new TagConditions(schema);
        this.valueConditions = new ValueConditions(schema, times.type(), times.scale());
        chosen.map(TagPredicate::matches).ifPresent(devices::add);
    }

    /** Takes over a condition that rows must meet; false if Spark must still evaluate it. */
    boolean push(Predicate predicate) {
        Optional<TagPredicate> ofDevices = tagConditions.translate(predicate);
        ofDevices.ifPresent(devices::add);
        boolean answered = ofDevices.isPresent() || pushTimes(predicate);
        if (answered) {
            pushed.add(predicate);
        } else {
            valueConditions.translate(predicate).ifPresent(this::add);
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
        return TagPredicate.all(devices);
    }

    /** What is asked of fields, as far as statistics can tell. */
    List<ValueCondition> values() {
        return List.copyOf(values);
    }

    private void add(ValueCondition condition) {
        for (int i = 0; i < values.size(); i++) {
            Optional<ValueCondition> both = ValueConditions.both(values.get(i), condition);
            if (both.isPresent()) {
                values.set(i, both.get());
                return;
            }
        }
        values.add(condition);
    }

    private boolean pushTimes(Predicate predicate) {
        Expression[] children = predicate.children();
        if (predicate.name().equals("IN") && isTime(children[0])) {
            return pushIn(children);
        }
        if (children.length != 2) {
            return false;
        }
        if (isTime(children[0]) && children[1] instanceof Literal<?> literal) {
            return pushComparison(predicate.name(), literal);
        }
        if (children[0] instanceof Literal<?> literal && isTime(children[1])) {
            return pushComparison(Comparisons.mirrored(predicate.name()), literal);
        }
        return false;
    }

    private boolean pushIn(Expression[] children) {
        TreeSet<Long> numbers = new TreeSet<>();
        for (int i = 1; i < children.length; i++) {
            if (!(children[i] instanceof Literal<?> literal)) {
                return false;
            }
            // A null in the list makes no row true.
            if (literal.value() == null) {
                continue;
            }
            if (!hasTimeType(literal)) {
                return false;
            }
            numbers.add((Long) literal.value());
        }
        if (numbers.isEmpty()) {
            bounds.never();
            return true;
        }
        bounds.atLeast(numbers.first());
        bounds.atMost(numbers.last());
        return numbers.size() == 1;
    }

    private boolean pushComparison(String operator, Literal<?> literal) {
        return literal.value() != null
                && hasTimeType(literal)
                && Comparisons.narrow(bounds, operator, (Long) literal.value());
    }

    private boolean isTime(Expression expression) {
        return expression instanceof NamedReference reference
                && reference.fieldNames().length == 1
                && reference.fieldNames()[0].equals(schema.timeColumn());
    }

    private boolean hasTimeType(Literal<?> literal) {
        return literal.dataType().equals(times.type());
    }
}
