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

import io.tsfile.core.aggregate.Aggregate;
import io.tsfile.core.aggregate.AggregateFunction;
import io.tsfile.core.aggregate.AggregateRequest;
import io.tsfile.core.model.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Avg;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Max;
import org.apache.spark.sql.connector.expressions.aggregate.Min;
import org.apache.spark.sql.connector.expressions.aggregate.Sum;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/** Says in the core's words which aggregates Spark asks for, if a scan can give them. Pure. */
public final class AggregateTranslation {
    private final TableSchema schema;
    private final boolean failOnOverflow;
    private final @Nullable Aggregation written;

    /**
     * Aggregates of a table.
     *
     * @param failOnOverflow whether a sum of whole numbers that is too long is an error; else it wraps
     * @param written the aggregates as the query has them, before Spark made a sum and a count of each average; null if that is
     *     not known
     */
    public AggregateTranslation(TableSchema schema, boolean failOnOverflow, @Nullable Aggregation written) {
        this.schema = schema;
        this.failOnOverflow = failOnOverflow;
        this.written = written;
    }

    /** The request, its groups and aggregates in Spark's order; nothing if Spark must compute one of them. */
    public Optional<AggregateRequest> translate(Aggregation wanted) {
        List<String> groups = new ArrayList<>();
        for (Expression group : wanted.groupByExpressions()) {
            Optional<String> column = column(group);
            if (column.isEmpty()) {
                return Optional.empty();
            }
            groups.add(column.get());
        }
        List<Aggregate> aggregates = new ArrayList<>();
        for (AggregateFunc function : wanted.aggregateExpressions()) {
            Optional<Aggregate> aggregate = aggregate(wanted, function);
            if (aggregate.isEmpty()) {
                return Optional.empty();
            }
            aggregates.add(aggregate.get());
        }
        AggregateRequest request = AggregateRequest.of(aggregates, groups);
        return request.refusal(schema).isEmpty() ? Optional.of(request) : Optional.empty();
    }

    private Optional<Aggregate> aggregate(Aggregation wanted, AggregateFunc function) {
        if (function instanceof CountStar) {
            return Optional.of(Aggregate.countRows());
        }
        if (function instanceof Count count && !count.isDistinct()) {
            return aggregate(AggregateFunction.COUNT, count.column());
        }
        if (function instanceof Min min) {
            return aggregate(AggregateFunction.MIN, min.column());
        }
        if (function instanceof Max max) {
            return aggregate(AggregateFunction.MAX, max.column());
        }
        if (function instanceof Sum sum && !sum.isDistinct()) {
            return aggregate(failOnOverflow ? AggregateFunction.SUM : AggregateFunction.WRAPPING_SUM, sum.column())
                    .filter(ofColumn -> !mayBeOfAverage(wanted, String.valueOf(ofColumn.column())));
        }
        return Optional.empty();
    }

    private Optional<Aggregate> aggregate(AggregateFunction function, Expression of) {
        return column(of).map(name -> new Aggregate(function, name.equals(schema.timeColumn()) ? null : name));
    }

    /**
     * Whether the sum may be of an average. Spark asks for one as a sum and a count, and wants the sum as a long, whatever the scan
     * has; but it adds up its own averages of long numbers as doubles, which are never too short.
     */
    private boolean mayBeOfAverage(Aggregation wanted, String column) {
        boolean ofLongs = schema.fields().stream()
                .anyMatch(field -> field.name().equals(column) && field.type() == TSDataType.INT64);
        return ofLongs
                && (written == null ? hasColumn(wanted, Count.class, column) : hasColumn(written, Avg.class, column));
    }

    private static boolean hasColumn(Aggregation aggregation, Class<? extends AggregateFunc> function, String column) {
        return Arrays.stream(aggregation.aggregateExpressions())
                .filter(function::isInstance)
                .flatMap(one -> Arrays.stream(one.children()))
                .anyMatch(child -> column(child).filter(column::equals).isPresent());
    }

    private static Optional<String> column(Expression expression) {
        return expression instanceof NamedReference reference && reference.fieldNames().length == 1
                ? Optional.of(reference.fieldNames()[0])
                : Optional.empty();
    }
}
