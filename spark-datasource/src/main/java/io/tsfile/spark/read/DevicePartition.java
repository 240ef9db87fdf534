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

import io.tsfile.core.io.FileStore;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanPlanner;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.TagPredicate;
import io.tsfile.core.scan.TaskDevices;
import io.tsfile.spark.pushdown.TagConditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.HasPartitionKey;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * All rows of one device, as far as one task can read them. Spark takes such partitions for what a shuffle by device would give.
 *
 * @param task reads that device alone
 * @param device the device
 * @param tags what its rows have in the columns that name devices
 */
record DevicePartition(ScanTask task, IDeviceID device, ArrayList<@Nullable String> tags)
        implements SectionTask, HasPartitionKey {
    /** Each partition is a task of Spark's: of more devices, a shuffle costs less. */
    private static final int MOST_DEVICES = 10_000;

    @Override
    public InternalRow partitionKey() {
        Object[] key = new Object[tags.size()];
        for (int i = 0; i < key.length; i++) {
            String tag = tags.get(i);
            key[i] = tag == null ? null : UTF8String.fromString(tag);
        }
        return new GenericInternalRow(key);
    }

    /** The devices of a plan, by the indexes of all its files; nothing if there are too many. */
    static Optional<List<DevicePartition>> of(ReadPlan plan, List<String> fields, List<ScanTask> tasks) {
        if (plan.range().isEmpty()) {
            return Optional.of(List.of());
        }
        TreeSet<IDeviceID> devices = new TreeSet<>();
        try (FileStore store = plan.source().location().open()) {
            for (ScanTask task : tasks) {
                TaskDevices.forEach(store, task, devices::add);
                if (devices.size() > MOST_DEVICES) {
                    return Optional.empty();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read which devices the files in "
                            + plan.source().location().uri() + " have",
                    e);
        }
        List<DevicePartition> partitions = new ArrayList<>();
        for (IDeviceID device : devices) {
            ArrayList<@Nullable String> tags = new ArrayList<>();
            int columns = TagConditions.columns(plan.schema()).size();
            for (int tag = 0; tag < columns; tag++) {
                tags.add(TagPredicate.value(device, SparkOrder.place(plan.schema(), tag)));
            }
            ScanRequest request =
                    new ScanRequest(fields, plan.range().get(), DeviceFilter.of(List.of(device)), Long.MAX_VALUE);
            ScanPlanner.plan(plan.source(), request)
                    .forEach(task -> partitions.add(new DevicePartition(task, device, tags)));
        }
        return Optional.of(partitions);
    }
}
