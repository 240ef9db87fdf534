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
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.TagPredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Says in the core's words what a condition of Spark's asks of tags, or of a device's path. Immutable. */
public final class TagConditions {
    private final TableSchema schema;

    /** Conditions on a table's devices. */
    public TagConditions(TableSchema schema) {
        this.schema = schema;
    }

    /** The columns that name a table's devices, in the order in which they do. */
    public static List<String> columns(TableSchema schema) {
        return schema.model() == TableModel.TREE
                ? List.of(TableSchema.DEVICE_COLUMN)
                : schema.tags().stream().map(Column::name).toList();
    }

    /** What a condition asks; nothing if it asks something else, too, or what cannot be said exactly. */
    public Optional<TagPredicate> translate(Predicate predicate) {
        return Optional.ofNullable(translate(predicate, true));
    }

    /**
     * Translates a condition.
     *
     * @param onlyTruthCounts whether false may be said in place of unknown: not below a NOT
     */
    private @Nullable TagPredicate translate(Expression expression, boolean onlyTruthCounts) {
        if (!(expression instanceof Predicate predicate)) {
            return null;
        }
        Expression[] children = predicate.children();
        return switch (predicate.name()) {
            case "AND" -> all(children, onlyTruthCounts);
            case "OR" -> any(children, onlyTruthCounts);
            case "NOT" -> not(translate(children[0], false));
            case "IS_NULL" -> isNull(children[0]);
            case "IS_NOT_NULL" -> not(isNull(children[0]));
            case "IN" -> in(children, onlyTruthCounts);
            case "=" -> equal(children);
            case "<>" -> not(equal(children));
            case "<=>" -> equalOrBothNull(children);
            case "STARTS_WITH" -> startsWith(children);
            default -> null;
        };
    }

    private @Nullable TagPredicate all(Expression[] children, boolean onlyTruthCounts) {
        List<TagPredicate> parts = parts(children, onlyTruthCounts);
        return parts == null ? null : TagPredicate.all(parts);
    }

    private @Nullable TagPredicate any(Expression[] children, boolean onlyTruthCounts) {
        List<TagPredicate> parts = parts(children, onlyTruthCounts);
        return parts == null ? null : TagPredicate.any(parts);
    }

    private @Nullable List<TagPredicate> parts(Expression[] children, boolean onlyTruthCounts) {
        List<TagPredicate> parts = new ArrayList<>();
        for (Expression child : children) {
            TagPredicate part = translate(child, onlyTruthCounts);
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return parts;
    }

    private @Nullable TagPredicate isNull(Expression column) {
        OptionalInt tag = tag(column);
        return tag.isEmpty() ? null : TagPredicate.isNull(tag.getAsInt());
    }

    private @Nullable TagPredicate in(Expression[] children, boolean onlyTruthCounts) {
        OptionalInt tag = tag(children[0]);
        if (tag.isEmpty()) {
            return null;
        }
        List<String> values = new ArrayList<>();
        for (int i = 1; i < children.length; i++) {
            if (isNullLiteral(children[i])) {
                // A null in the list makes no row true, and leaves those unknown that the list does not name.
                if (!onlyTruthCounts) {
                    return null;
                }
                continue;
            }
            String value = string(children[i]);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return TagPredicate.in(tag.getAsInt(), values);
    }

    private @Nullable TagPredicate equal(Expression[] children) {
        int place = children[0] instanceof NamedReference ? 0 : 1;
        OptionalInt tag = tag(children[place]);
        String value = string(children[1 - place]);
        return tag.isEmpty() || value == null ? null : TagPredicate.in(tag.getAsInt(), List.of(value));
    }

    private @Nullable TagPredicate equalOrBothNull(Expression[] children) {
        int place = children[0] instanceof NamedReference ? 0 : 1;
        if (isNullLiteral(children[1 - place])) {
            return isNull(children[place]);
        }
        TagPredicate equal = equal(children);
        TagPredicate isNotNull = not(isNull(children[place]));
        // Of null, this is false, and not unknown.
        return equal == null || isNotNull == null ? null : TagPredicate.all(List.of(equal, isNotNull));
    }

    private @Nullable TagPredicate startsWith(Expression[] children) {
        OptionalInt tag = tag(children[0]);
        String prefix = string(children[1]);
        return tag.isEmpty() || prefix == null ? null : TagPredicate.startsWith(tag.getAsInt(), prefix);
    }

    private static @Nullable TagPredicate not(@Nullable TagPredicate part) {
        return part == null ? null : part.not();
    }

    /** Which part of a device an expression is, if it is one. */
    private OptionalInt tag(Expression expression) {
        if (!(expression instanceof NamedReference reference) || reference.fieldNames().length != 1) {
            return OptionalInt.empty();
        }
        int place = columns(schema).indexOf(reference.fieldNames()[0]);
        if (place < 0) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(schema.model() == TableModel.TREE ? TagPredicate.PATH : place);
    }

    private static boolean isNullLiteral(Expression expression) {
        return expression instanceof Literal<?> literal && literal.value() == null;
    }

    /** The text of a literal; null if it is none, or compares by anything else than its bytes. */
    private static @Nullable String string(Expression expression) {
        if (!(expression instanceof Literal<?> literal)
                || !literal.dataType().equals(DataTypes.StringType)
                || !(literal.value() instanceof UTF8String bytes)) {
            return null;
        }
        String text = bytes.toString();
        // Bytes that are no text would become a text that a tag may have.
        return UTF8String.fromString(text).equals(bytes) ? text : null;
    }
}
