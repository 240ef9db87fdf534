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
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** What a request means for a table: looked up once, and not for each of its devices. Not thread-safe. */
final class AggregatePlan {
    /** The place of what is computed of the times. */
    static final int TIMES = -1;

    private final AggregateRequest request;
    private final boolean tree;
    private final List<String> fields;
    private final List<TSDataType> types;
    /** Of each aggregate, the place of its field, or {@link #TIMES}. */
    private final int[] places;
    /** The positions of the tags that form groups. */
    private final int[] groupTags;

    private final Map<BitSet, Selection> selections = new HashMap<>();

    /**
     * Some of the aggregates, and what has to be read for them.
     *
     * @param aggregates their places among all
     * @param fields the fields that they are computed of, each once
     * @param types of the fields
     * @param places of each of all aggregates, the place of its field among these, if it is one of them
     */
    record Selection(BitSet aggregates, List<String> fields, List<TSDataType> types, int[] places) {}

    /** A plan for a request that the table does not refuse. */
    AggregatePlan(AggregateRequest request, TableSchema schema) {
        this.request = request;
        this.tree = schema.model() == TableModel.TREE;
        this.fields = request.fields();
        this.types = fields.stream().map(schema::fieldType).toList();
        this.places = request.aggregates().stream()
                .map(Aggregate::column)
                .mapToInt(column -> column == null ? TIMES : fields.indexOf(column))
                .toArray();
        List<String> tags = schema.tags().stream().map(Column::name).toList();
        this.groupTags = request.groups().stream().mapToInt(tags::indexOf).toArray();
    }

    /** Accumulators of nothing yet, one for each aggregate. */
    Accumulator[] accumulators() {
        Accumulator[] accumulators = new Accumulator[places.length];
        for (int i = 0; i < places.length; i++) {
            TSDataType type = places[i] == TIMES ? TSDataType.VECTOR : types.get(places[i]);
            accumulators[i] = Accumulator.of(request.aggregates().get(i), type);
        }
        return accumulators;
    }

    /** What a device has in the columns that form groups. */
    List<@Nullable String> key(IDeviceID device) {
        List<@Nullable String> key = new ArrayList<>(groupTags.length);
        for (int tag : groupTags) {
            key.add(tree ? Devices.path(device) : Devices.tag(device, tag));
        }
        return key;
    }

    /** The fields that are aggregated, each once. */
    List<String> fields() {
        return fields;
    }

    /** All aggregates. */
    Selection all() {
        BitSet all = new BitSet();
        all.set(0, places.length);
        return selection(all);
    }

    /** The aggregates of a field, by its place, or of the times. */
    Selection of(int place) {
        BitSet some = new BitSet();
        for (int i = 0; i < places.length; i++) {
            some.set(i, places[i] == place);
        }
        return selection(some);
    }

    /** Some of the aggregates. */
    Selection selection(BitSet some) {
        Selection known = selections.get(some);
        if (known == null) {
            BitSet copy = (BitSet) some.clone();
            known = select(copy);
            selections.put(copy, known);
        }
        return known;
    }

    private Selection select(BitSet some) {
        int[] chosen = some.stream()
                .map(i -> places[i])
                .filter(place -> place != TIMES)
                .distinct()
                .toArray();
        int[] among = Arrays.stream(places)
                .map(place -> Arrays.stream(chosen).boxed().toList().indexOf(place))
                .toArray();
        return new Selection(
                some,
                Arrays.stream(chosen).mapToObj(fields::get).toList(),
                Arrays.stream(chosen).mapToObj(types::get).toList(),
                among);
    }
}
