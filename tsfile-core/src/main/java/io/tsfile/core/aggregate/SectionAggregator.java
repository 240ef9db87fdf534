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
import io.tsfile.core.merge.DeviceMerge;
import io.tsfile.core.merge.MergeFiles;
import io.tsfile.core.scan.ScanCounts;
import io.tsfile.core.scan.ScanTask;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates the rows of a task, group by group. What it gives is partial: a group may come from several tasks, and from one task
 * several times, namely once for all its devices that follow each other. The engine puts them together. A group that has no row
 * is not given, even if it is the only one.
 *
 * <p>Not thread-safe.
 */
public final class SectionAggregator implements Closeable {
    private final ScanTask task;
    private final AggregatePlan plan;
    private final MergeFiles files;
    private final DeviceMerge devices;
    /** Whether the device at which the walk is was not aggregated yet. */
    private boolean waiting;

    private long deviceCount;
    private long sparedChunks;

    private @Nullable Group given;

    /**
     * Opens the files of one task.
     *
     * @param store the task's location; stays the caller's
     * @param task whose fields are not looked at
     * @throws IllegalArgumentException if the table has no such aggregates
     */
    public SectionAggregator(FileStore store, ScanTask task, AggregateRequest request) throws IOException {
        request.refusal(task.schema()).ifPresent(refusal -> {
            throw new IllegalArgumentException(
                    "Cannot aggregate table '" + task.schema().name() + "': " + refusal);
        });
        this.task = task;
        this.plan = new AggregatePlan(request, task.schema());
        this.files = task.open(store);
        this.devices = new DeviceMerge(files.inputs());
    }

    /** Moves to the next group that has a row; false at the end. */
    public boolean next() throws IOException {
        given = null;
        Group group = null;
        while (waiting || devices.nextDevice(task.devices()::matches)) {
            List<@Nullable String> key = plan.key(devices.device());
            if (group != null && !group.key().equals(key)) {
                if (group.hasRows()) {
                    waiting = true;
                    given = group;
                    return true;
                }
                group = null;
            }
            waiting = false;
            group = group == null ? new Group(key, plan.accumulators()) : group;
            DeviceAggregates device =
                    new DeviceAggregates(plan, devices, task.cut().times(), group);
            device.add();
            deviceCount++;
            sparedChunks += device.sparedChunks();
        }
        given = group != null && group.hasRows() ? group : null;
        return given != null;
    }

    /** What the group has in the columns of the request's groups. */
    public List<@Nullable String> group() {
        return given().key();
    }

    /** The group's aggregates in the order of the request: of whole numbers, dates and times a Long, of others a Double. */
    public List<@Nullable Object> values() {
        return given().results();
    }

    /** What was read so far; what was merged to be aggregated is not counted as rows. */
    public ScanCounts counts() {
        return ScanCounts.of(files, deviceCount, sparedChunks, 0, 0);
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private Group given() {
        if (given == null) {
            throw new IllegalStateException("Cannot name a group before next() or at the end");
        }
        return given;
    }
}
