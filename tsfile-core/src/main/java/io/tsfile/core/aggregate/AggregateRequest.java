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

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.tsfile.enums.TSDataType;

/**
 * Which aggregates, and of which rows together. Travels to the workers of an engine.
 *
 * @param aggregates in the order of the answer
 * @param groups names of tags, or {@link TableSchema#DEVICE_COLUMN} in the tree model: rows with the same values of these are a
 *     group; none for a single group
 */
public record AggregateRequest(ArrayList<Aggregate> aggregates, ArrayList<String> groups) implements Serializable {
    /** A request with copies of the lists. */
    public static AggregateRequest of(List<Aggregate> aggregates, List<String> groups) {
        return new AggregateRequest(new ArrayList<>(aggregates), new ArrayList<>(groups));
    }

    /** Why it cannot be answered of a table, as the rest of a sentence; nothing if it can. */
    public Optional<String> refusal(TableSchema schema) {
        List<String> mayGroup = schema.model() == TableModel.TREE
                ? List.of(TableSchema.DEVICE_COLUMN)
                : schema.tags().stream().map(Column::name).toList();
        for (String group : groups) {
            if (!mayGroup.contains(group)) {
                return Optional.of("'" + group + "' does not name devices; groups are formed by some of " + mayGroup);
            }
        }
        for (Aggregate aggregate : aggregates) {
            String column = aggregate.column();
            boolean known = column == null
                    || schema.fields().stream().anyMatch(field -> field.name().equals(column));
            if (!known) {
                return Optional.of("'" + column + "' is no field of table '" + schema.name() + "'");
            }
            TSDataType type = column == null ? TSDataType.VECTOR : schema.fieldType(column);
            if (!Accumulator.isPossible(aggregate.function(), type)) {
                return Optional.of("there is no " + aggregate.function() + " of "
                        + (column == null ? "times" : "'" + column + "', which is of type " + type));
            }
        }
        return Optional.empty();
    }

    /** The fields that are aggregated, each once. */
    List<String> fields() {
        return aggregates.stream()
                .map(Aggregate::column)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
