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

import io.tsfile.core.aggregate.Aggregate;
import io.tsfile.core.aggregate.AggregateFunction;
import io.tsfile.flink.source.AggregateFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.expressions.AggregateExpression;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/** Says which aggregates of Flink's a source can answer, and how. Pure. */
final class AggregateTranslation {
    private final StoredTable table;
    /** Of the rows that Flink would aggregate. */
    private final RowType rows;

    AggregateTranslation(StoredTable table, RowType rows) {
        this.table = table;
        this.rows = rows;
    }

    /**
     * The aggregates that the source gives out; nothing if Flink must compute one of them.
     *
     * @param grouping places among the rows' columns
     * @param produced type of the groups' columns, then of the aggregates
     */
    Optional<AggregateFormat> translate(int[] grouping, List<AggregateExpression> wanted, RowType produced) {
        boolean rowsAlone = grouping.length == 0
                && wanted.stream().allMatch(one -> one.getArgs().isEmpty());
        // Where all are COUNT, the planner hands them over as if there were no expression below them: COUNT(CASE ...) is handed
        // over as a COUNT of a column, and GROUP BY UPPER(site) as GROUP BY site.
        if (!rowsAlone && wanted.stream().allMatch(one -> name(one).startsWith("Count"))) {
            return Optional.empty();
        }
        ArrayList<String> groups = new ArrayList<>();
        for (int place : grouping) {
            String column = rows.getFieldNames().get(place);
            if (table.tag(column).isEmpty() || !rows.getTypeAt(place).is(LogicalTypeRoot.VARCHAR)) {
                return Optional.empty();
            }
            groups.add(table.stored(column));
        }
        ArrayList<AggregateFormat.Result> results = new ArrayList<>();
        for (AggregateExpression one : wanted) {
            Optional<AggregateFormat.Result> result = result(one, produced.getTypeAt(groups.size() + results.size()));
            if (result.isEmpty()) {
                return Optional.empty();
            }
            results.add(result.get());
        }
        AggregateFormat format = new AggregateFormat(groups, results, produced);
        return format.request().refusal(table.schema()).isEmpty() ? Optional.of(format) : Optional.empty();
    }

    private Optional<AggregateFormat.Result> result(AggregateExpression wanted, LogicalType shown) {
        if (wanted.isDistinct()
                || wanted.isApproximate()
                || wanted.getFilterExpression().isPresent()
                || wanted.getArgs().size() > 1) {
            return Optional.empty();
        }
        String name = name(wanted);
        if (wanted.getArgs().isEmpty()) {
            return name.equals("Count1AggFunction")
                    ? Optional.of(new AggregateFormat.Result(Aggregate.countRows(), false))
                    : Optional.empty();
        }
        String column = wanted.getArgs().get(0).getName();
        String stored = table.isTime(column) ? null : table.stored(column);
        return switch (name) {
            case "CountAggFunction" -> result(AggregateFunction.COUNT, stored, false);
            case "MinAggFunction" -> result(AggregateFunction.MIN, stored, false);
            case "MaxAggFunction" -> result(AggregateFunction.MAX, stored, false);
            // Sums of others are narrower than what is added up.
            case "SumAggFunction" ->
                isSum(shown) ? result(AggregateFunction.WRAPPING_SUM, stored, false) : Optional.empty();
            case "Sum0AggFunction" ->
                isSum(shown) ? result(AggregateFunction.WRAPPING_SUM, stored, true) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<AggregateFormat.Result> result(
            AggregateFunction function, @Nullable String column, boolean zeroForNone) {
        return Optional.of(new AggregateFormat.Result(new Aggregate(function, column), zeroForNone));
    }

    private static boolean isSum(LogicalType shown) {
        return shown.is(LogicalTypeRoot.INTEGER)
                || shown.is(LogicalTypeRoot.BIGINT)
                || shown.is(LogicalTypeRoot.DOUBLE);
    }

    /** Flink's planner, whose classes these are, is not on the class path: a function is known by the class that it is nested in. */
    private static String name(AggregateExpression wanted) {
        String name = wanted.getFunctionDefinition().getClass().getName();
        int nested = name.indexOf('$');
        return name.substring(name.lastIndexOf('.') + 1, nested < 0 ? name.length() : nested);
    }
}
