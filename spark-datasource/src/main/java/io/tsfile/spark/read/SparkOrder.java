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
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.TagPredicate;
import io.tsfile.core.scan.TaskDevices;
import io.tsfile.spark.pushdown.TagConditions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * The order in which Spark sorts devices by the columns that name them: strings by their bytes in UTF-8, nulls first. Files have them
 * by the units of UTF-16, and paths name by name, which differs for few names:
 *
 * <pre>
 * files   U+1F600, U+FFFD       root.x.a, root.x-y.a
 * Spark   U+FFFD, U+1F600       root.x-y.a, root.x.a       since '-' comes before '.'
 * </pre>
 */
final class SparkOrder implements Comparator<IDeviceID> {
    private final int[] places;

    SparkOrder(TableSchema schema) {
        places = new int[TagConditions.columns(schema).size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = place(schema, i);
        }
    }

    /** What {@link TagPredicate#value} is asked for to get the column, counted among those that name devices. */
    static int place(TableSchema schema, int column) {
        return schema.model() == TableModel.TREE ? TagPredicate.PATH : column;
    }

    @Override
    public int compare(IDeviceID one, IDeviceID other) {
        for (int place : places) {
            int order = compare(TagPredicate.value(one, place), TagPredicate.value(other, place));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        return UTF8String.fromString(one).compareTo(UTF8String.fromString(other));
    }

    /**
     * The task in parts that come one behind the other in Spark's order: mostly itself. The indexes of its files are gone through
     * once for that; names are kept only where the orders differ.
     */
    static List<ScanTask> sorted(FileStore store, ScanTask task) throws IOException {
        SparkOrder order = new SparkOrder(task.schema());
        Ascent ascent = new Ascent(order);
        TaskDevices.forEach(store, task, ascent::add);
        if (ascent.holds) {
            return List.of(task);
        }
        List<IDeviceID> devices = new ArrayList<>();
        TaskDevices.forEach(store, task, devices::add);
        devices.sort(order);
        List<ScanTask> parts = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= devices.size(); to++) {
            if (to == devices.size() || devices.get(to - 1).compareTo(devices.get(to)) > 0) {
                parts.add(new ScanTask(
                        task.location(),
                        task.schema(),
                        task.fields(),
                        task.cut(),
                        DeviceFilter.of(devices.subList(from, to)),
                        task.files()));
                from = to;
            }
        }
        return parts;
    }

    /** Whether devices ascend. */
    private static final class Ascent {
        private final SparkOrder order;
        private @Nullable IDeviceID last;
        private boolean holds = true;

        Ascent(SparkOrder order) {
            this.order = order;
        }

        void add(IDeviceID device) {
            holds &= last == null || order.compare(last, device) < 0;
            last = device;
        }
    }
}
