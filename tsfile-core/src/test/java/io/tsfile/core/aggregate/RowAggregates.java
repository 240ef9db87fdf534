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
package io.tsfile.core.aggregate;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.SectionReader;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** The aggregates of rows that were read one by one: all values are kept, and looked at in the end. */
final class RowAggregates {
    private final AggregateRequest request;
    /** Of each group and aggregate, the values that are not null. */
    private final Map<List<@Nullable String>, List<List<Object>>> values = new HashMap<>();

    private RowAggregates(AggregateRequest request) {
        this.request = request;
    }

    /** Reads the rows of tasks with the request's fields. */
    static RowAggregates of(FileStore store, List<ScanTask> tasks, AggregateRequest request) throws IOException {
        RowAggregates all = new RowAggregates(request);
        for (ScanTask task : tasks) {
            try (SectionReader reader = new SectionReader(store, task, 50)) {
                while (reader.next()) {
                    all.add(task, reader);
                }
            }
        }
        return all;
    }

    private void add(ScanTask task, SectionReader reader) {
        List<List<Object>> group = values.computeIfAbsent(key(task.schema(), reader.device()), any -> {
            List<List<Object>> empty = new ArrayList<>();
            request.aggregates().forEach(one -> empty.add(new ArrayList<>()));
            return empty;
        });
        for (int i = 0; i < group.size(); i++) {
            String column = request.aggregates().get(i).column();
            Vector vector = column == null
                    ? reader.times()
                    : reader.values(task.fields().indexOf(column));
            for (int row = 0; row < vector.size(); row++) {
                if (!vector.isNull(row)) {
                    group.get(i).add(value(vector, row));
                }
            }
        }
    }

    private List<@Nullable String> key(TableSchema schema, IDeviceID device) {
        List<@Nullable String> key = new ArrayList<>();
        for (String group : request.groups()) {
            if (schema.model() == TableModel.TREE) {
                key.add(device.toString());
            } else {
                int tag = schema.tags().stream().map(Column::name).toList().indexOf(group);
                key.add(tag + 1 < device.segmentNum() ? (String) device.segment(tag + 1) : null);
            }
        }
        return key;
    }

    private static Object value(Vector vector, int row) {
        if (vector instanceof IntVector ints) {
            return (long) ints.get(row);
        } else if (vector instanceof LongVector longs) {
            return longs.get(row);
        } else if (vector instanceof FloatVector floats) {
            return (double) floats.get(row);
        } else if (vector instanceof DoubleVector doubles) {
            return doubles.get(row);
        }
        return "some";
    }

    /** What is wrong with partial answers. */
    List<String> differences(Map<List<@Nullable String>, List<List<@Nullable Object>>> partials) {
        List<String> differences = new ArrayList<>();
        if (!partials.keySet().equals(values.keySet())) {
            differences.add("groups " + partials.keySet() + " instead of " + values.keySet());
            return differences;
        }
        values.forEach((group, ofGroup) -> {
            for (int i = 0; i < ofGroup.size(); i++) {
                int aggregate = i;
                List<Object> parts = new ArrayList<>();
                partials.getOrDefault(group, List.of()).stream()
                        .map(partial -> partial.get(aggregate))
                        .filter(Objects::nonNull)
                        .forEach(parts::add);
                AggregateFunction function = request.aggregates().get(i).function();
                Object expected = function == AggregateFunction.COUNT
                        ? (long) ofGroup.get(i).size()
                        : fold(function, ofGroup.get(i));
                // Counts are added up; bounds and sums of partial answers are what they are of values.
                Object found = function == AggregateFunction.COUNT
                        ? (Object) parts.stream().mapToLong(part -> (Long) part).sum()
                        : fold(function, parts);
                if (!same(expected, found, magnitude(ofGroup.get(i)))) {
                    differences.add(
                            request.aggregates().get(i) + " of " + group + " is " + found + " instead of " + expected);
                }
            }
        });
        return differences;
    }

    private static boolean same(@Nullable Object expected, @Nullable Object found, double magnitude) {
        if (expected instanceof Double one && found instanceof Double other) {
            return one.equals(other)
                    || Math.abs(one - other) <= 1e-12 * magnitude
                    // A sum beyond all doubles.
                    || (one.isInfinite() && one.doubleValue() == other.doubleValue());
        }
        return Objects.equals(expected, found);
    }

    private static double magnitude(List<Object> all) {
        return all.stream()
                .mapToDouble(value -> value instanceof Double number ? Math.abs(number) : 0)
                .filter(Double::isFinite)
                .sum();
    }

    private static @Nullable Object fold(AggregateFunction function, List<Object> all) {
        if (all.isEmpty()) {
            return null;
        }
        if (all.get(0) instanceof Long) {
            BigInteger folded = all.stream()
                    .map(value -> BigInteger.valueOf((Long) value))
                    .reduce(
                            function == AggregateFunction.MIN
                                    ? BigInteger::min
                                    : function == AggregateFunction.MAX ? BigInteger::max : BigInteger::add)
                    .orElseThrow();
            return folded.longValue();
        }
        double folded = (Double) all.get(0);
        for (Object value : all.subList(1, all.size())) {
            double next = (Double) value;
            folded = switch (function) {
                case MIN -> Double.compare(next, folded) < 0 ? next : folded;
                case MAX -> Double.compare(next, folded) > 0 ? next : folded;
                default -> folded + next;
            };
        }
        return folded;
    }
}
