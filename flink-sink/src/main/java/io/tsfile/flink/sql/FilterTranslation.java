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

import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.scan.TagPredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.jspecify.annotations.Nullable;

/**
 * Takes over what it can of a query's conditions. Not thread-safe.
 *
 * <p>There are three kinds: conditions that the scan answers for good (tags and devices; one range of times), conditions that only
 * narrow the range of times (several ranges), and all others, which stay with Flink.
 */
final class FilterTranslation {
    private final StoredTable table;
    private PushedFilters pushed = PushedFilters.NONE;

    FilterTranslation(StoredTable table) {
        this.table = table;
    }

    /** What was taken over. */
    PushedFilters pushed() {
        return pushed;
    }

    /** Takes over conditions, all of which rows must meet. */
    SupportsFilterPushDown.Result push(List<ResolvedExpression> filters) {
        List<ResolvedExpression> accepted = new ArrayList<>();
        List<ResolvedExpression> remaining = new ArrayList<>();
        for (ResolvedExpression filter : filters) {
            TagPredicate devices = devices(filter);
            if (devices != null) {
                pushed = pushed.and(devices);
                accepted.add(filter);
                continue;
            }
            TimeSet times = times(filter);
            if (times != null) {
                pushed = pushed.and(hull(times));
                accepted.add(filter);
            }
            if (times == null || times.size() > 1) {
                remaining.add(filter);
            }
        }
        return SupportsFilterPushDown.Result.of(accepted, remaining);
    }

    private static Optional<TimeRange> hull(TimeSet times) {
        return times.isEmpty()
                ? Optional.empty()
                : Optional.of(new TimeRange(times.start(0), times.end(times.size() - 1)));
    }

    /** What a condition says of tags; null if it says something else, too. */
    private @Nullable TagPredicate devices(ResolvedExpression expression) {
        if (!(expression instanceof CallExpression call)) {
            return null;
        }
        FunctionDefinition function = call.getFunctionDefinition();
        List<ResolvedExpression> children = call.getResolvedChildren();
        if (function == BuiltInFunctionDefinitions.AND || function == BuiltInFunctionDefinitions.OR) {
            List<TagPredicate> parts = new ArrayList<>();
            for (ResolvedExpression child : children) {
                TagPredicate part = devices(child);
                if (part == null) {
                    return null;
                }
                parts.add(part);
            }
            return function == BuiltInFunctionDefinitions.AND ? TagPredicate.all(parts) : TagPredicate.any(parts);
        }
        if (function == BuiltInFunctionDefinitions.NOT) {
            TagPredicate part = devices(children.get(0));
            return part == null ? null : part.not();
        }
        if (function == BuiltInFunctionDefinitions.IS_NULL || function == BuiltInFunctionDefinitions.IS_NOT_NULL) {
            OptionalInt tag = tag(children.get(0));
            if (tag.isEmpty()) {
                return null;
            }
            TagPredicate isNull = TagPredicate.isNull(tag.getAsInt());
            return function == BuiltInFunctionDefinitions.IS_NULL ? isNull : isNull.not();
        }
        boolean equal = function == BuiltInFunctionDefinitions.EQUALS;
        if (!equal && function != BuiltInFunctionDefinitions.NOT_EQUALS) {
            return null;
        }
        int place = children.get(0) instanceof FieldReferenceExpression ? 0 : 1;
        OptionalInt tag = tag(children.get(place));
        Optional<String> value = children.get(1 - place) instanceof ValueLiteralExpression literal
                ? literal.getValueAs(String.class)
                : Optional.empty();
        if (tag.isEmpty() || value.isEmpty()) {
            return null;
        }
        TagPredicate in = TagPredicate.in(tag.getAsInt(), List.of(value.get()));
        return equal ? in : in.not();
    }

    private OptionalInt tag(ResolvedExpression expression) {
        // A CHAR may compare otherwise than the tag's text does.
        return expression instanceof FieldReferenceExpression field
                        && field.getOutputDataType().getLogicalType().is(LogicalTypeRoot.VARCHAR)
                ? table.tag(field.getName())
                : OptionalInt.empty();
    }

    /** The times, in the table's unit, that meet a condition; null if it says something else than of times. */
    private @Nullable TimeSet times(ResolvedExpression expression) {
        if (!(expression instanceof CallExpression call)) {
            return null;
        }
        FunctionDefinition function = call.getFunctionDefinition();
        List<ResolvedExpression> children = call.getResolvedChildren();
        if (function == BuiltInFunctionDefinitions.AND || function == BuiltInFunctionDefinitions.OR) {
            TimeSet all = null;
            for (ResolvedExpression child : children) {
                TimeSet part = times(child);
                if (part == null) {
                    return null;
                }
                all = all == null
                        ? part
                        : function == BuiltInFunctionDefinitions.OR ? all.union(part) : all.common(part);
            }
            return all;
        }
        if (children.size() == 1) {
            boolean isNull = function == BuiltInFunctionDefinitions.IS_NULL;
            boolean ofTime = children.get(0) instanceof FieldReferenceExpression field && table.isTime(field.getName());
            // Every row has a time.
            return ofTime && (isNull || function == BuiltInFunctionDefinitions.IS_NOT_NULL)
                    ? TimeSet.of(isNull ? List.of() : List.of(TimeRange.ALL))
                    : null;
        }
        if (children.size() != 2) {
            return null;
        }
        boolean mirrored = children.get(1) instanceof FieldReferenceExpression;
        if (children.get(mirrored ? 1 : 0) instanceof FieldReferenceExpression field
                && table.isTime(field.getName())
                && children.get(mirrored ? 0 : 1) instanceof ValueLiteralExpression literal) {
            return TimeLiteral.of(
                            literal,
                            field.getOutputDataType().getLogicalType(),
                            table.schema().precision())
                    .flatMap(time -> time.matching(function, mirrored))
                    .orElse(null);
        }
        return null;
    }
}
