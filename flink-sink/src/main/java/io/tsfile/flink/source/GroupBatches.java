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
package io.tsfile.flink.source;

import io.tsfile.core.aggregate.AggregateValues;
import io.tsfile.core.aggregate.SectionAggregator;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.Devices;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** The aggregates of a section, a row for each group: their columns are what forms the groups, then the results. Not thread-safe. */
final class GroupBatches implements SectionBatches {
    /** Groups are of many devices and times, and are shown without these. */
    private static final IDeviceID NO_DEVICE = Devices.ofTable("groups");

    private final SectionAggregator aggregator;
    private final AggregateFormat format;
    private final List<TSDataType> types;
    private final int batchRows;

    GroupBatches(FileStore store, ScanTask task, AggregateFormat format, int batchRows) throws IOException {
        this.aggregator = new SectionAggregator(store, task, format.request());
        this.format = format;
        this.types = format.types(task.schema());
        this.batchRows = batchRows;
    }

    @Override
    public @Nullable ReadBatch next(long most) throws IOException {
        Vector[] columns = new Vector[types.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Vector.of(types.get(i), 0);
        }
        LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, 0);
        while (times.size() < Math.min(batchRows, most) && aggregator.next()) {
            int column = 0;
            for (String name : aggregator.group()) {
                AggregateValues.append(name, columns[column++]);
            }
            List<@Nullable Object> values = aggregator.values();
            for (int i = 0; i < values.size(); i++) {
                Object value = values.get(i);
                boolean none = value == null && format.results().get(i).zeroForNone();
                AggregateValues.append(none ? (Number) 0L : value, columns[column++]);
            }
            times.append(0);
        }
        return times.size() == 0 ? null : new ReadBatch(NO_DEVICE, times, columns, times.size());
    }

    @Override
    public void close() throws IOException {
        aggregator.close();
    }
}
