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

import io.tsfile.core.aggregate.Aggregate;
import io.tsfile.core.aggregate.AggregateFunction;
import io.tsfile.core.aggregate.AggregateRequest;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.vector.Vector;
import io.tsfile.spark.vector.CoreColumn;
import io.tsfile.spark.vector.DoubleColumn;
import io.tsfile.spark.vector.LongColumn;
import io.tsfile.spark.vector.StringColumn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.StructType;
import org.apache.tsfile.enums.TSDataType;

/**
 * The columns of aggregates: what forms the groups, then the results. Travels to the executors.
 *
 * @param schema the table's columns
 * @param times how times are shown
 * @param request what is asked
 */
record AggregateLayout(TableSchema schema, TimeDisplay times, AggregateRequest request) implements Serializable {
    /** Where values are put, and the column that shows them. */
    record Target(Vector values, CoreColumn column) {}

    /** The columns' names and types. */
    StructType shown() {
        StructType shown = new StructType();
        List<String> names = new ArrayList<>(request.groups());
        names.addAll(aggregateNames());
        List<Target> targets = targets();
        for (int i = 0; i < names.size(); i++) {
            shown = shown.add(names.get(i), targets.get(i).column().dataType(), true);
        }
        return shown;
    }

    /** The results by what they are, for people. */
    List<String> aggregateNames() {
        return request.aggregates().stream().map(this::name).toList();
    }

    private String name(Aggregate aggregate) {
        String function = aggregate.function() == AggregateFunction.WRAPPING_SUM
                ? "sum"
                : aggregate.function().name();
        String column = aggregate.column();
        boolean rows = column == null && aggregate.function() == AggregateFunction.COUNT;
        return function.toLowerCase(Locale.ROOT) + "(" + (rows ? "*" : column == null ? schema.timeColumn() : column)
                + ")";
    }

    /** Empty columns. */
    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        request.groups().forEach(group -> targets.add(new Target(Vector.of(TSDataType.STRING, 0), new StringColumn())));
        request.aggregates().forEach(aggregate -> targets.add(target(aggregate)));
        return targets;
    }

    private Target target(Aggregate aggregate) {
        String column = aggregate.column();
        return switch (aggregate.function()) {
            case COUNT -> new Target(Vector.of(TSDataType.INT64, 0), new LongColumn());
            case MIN, MAX ->
                column == null
                        ? new Target(Vector.of(TSDataType.TIMESTAMP, 0), times.column(schema.timeColumn()))
                        : new Target(
                                Vector.of(schema.fieldType(column), 0),
                                Types.column(Column.field(column, schema.fieldType(column)), times));
            case SUM, WRAPPING_SUM ->
                switch (schema.fieldType(column == null ? "" : column)) {
                    case INT32, INT64 -> new Target(Vector.of(TSDataType.INT64, 0), new LongColumn());
                    default -> new Target(Vector.of(TSDataType.DOUBLE, 0), new DoubleColumn());
                };
        };
    }
}
