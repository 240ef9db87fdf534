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
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** The aggregates of some devices that follow each other and have the same key. Not thread-safe. */
final class Group {
    private final List<@Nullable String> key;
    private final Accumulator[] accumulators;
    private boolean rows;

    Group(TableSchema schema, AggregateRequest request, List<@Nullable String> key) {
        this.key = key;
        this.accumulators = new Accumulator[request.aggregates().size()];
        for (int i = 0; i < accumulators.length; i++) {
            Aggregate aggregate = request.aggregates().get(i);
            String column = aggregate.column();
            accumulators[i] = Accumulator.of(aggregate, column == null ? TSDataType.VECTOR : schema.fieldType(column));
        }
    }

    /** What a device has in the columns that form groups. */
    static List<@Nullable String> key(TableSchema schema, AggregateRequest request, IDeviceID device) {
        if (schema.model() == TableModel.TREE) {
            return request.groups().stream().map(any -> Devices.path(device)).toList();
        }
        List<String> tags = schema.tags().stream().map(Column::name).toList();
        List<@Nullable String> key = new ArrayList<>();
        for (String group : request.groups()) {
            int segment = tags.indexOf(group) + 1;
            // Nulls at the end of a device are not stored.
            key.add(segment < device.segmentNum() ? (String) device.segment(segment) : null);
        }
        return key;
    }

    List<@Nullable String> key() {
        return key;
    }

    Accumulator accumulator(int aggregate) {
        return accumulators[aggregate];
    }

    /** Whether a row is known to be there: without one, there is no group. */
    boolean hasRows() {
        return rows;
    }

    void foundRows() {
        rows = true;
    }

    List<@Nullable Object> results() {
        return Arrays.asList(
                Arrays.stream(accumulators).map(Accumulator::result).toArray());
    }
}
