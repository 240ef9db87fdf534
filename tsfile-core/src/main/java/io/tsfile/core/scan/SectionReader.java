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
package io.tsfile.core.scan;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.merge.DeviceMerge;
import io.tsfile.core.merge.MergeFiles;
import io.tsfile.core.merge.NewestWins;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a task in batches: device by device in ascending order, each device's rows in ascending order of time.
 * Not thread-safe.
 */
public final class SectionReader implements Closeable {
    private final ScanTask task;
    private final int batchRows;
    private final List<TSDataType> types;
    private final MergeFiles files;
    private final DeviceMerge devices;
    private final @Nullable RowKey last;
    private final WantedTimes wanted;
    private final boolean needsTimes;
    /** Of the device, what is still to be read after {@link #rows}. */
    private final Deque<TimeSet> parts = new ArrayDeque<>();

    private @Nullable NewestWins rows;
    private long deviceCount;
    private long rowCount;
    /** Of merges that are done. */
    private long mergedRows;

    /**
     * Opens a reader of one task, and its files.
     *
     * @param store the task's location; stays the caller's
     * @param batchRows rows of a batch at most
     */
    public SectionReader(FileStore store, ScanTask task, int batchRows) throws IOException {
        this(store, task, batchRows, RowSelection.ALL);
    }

    /**
     * Opens a reader of those rows of one task that matter, and its files.
     *
     * @param store the task's location; stays the caller's
     * @param batchRows rows of a batch at most
     * @param selection which rows matter
     */
    public SectionReader(FileStore store, ScanTask task, int batchRows, RowSelection selection) throws IOException {
        this(store, task, batchRows, selection, null, true);
    }

    private SectionReader(
            FileStore store,
            ScanTask task,
            int batchRows,
            RowSelection selection,
            @Nullable RowKey last,
            boolean needsTimes)
            throws IOException {
        if (batchRows < 1) {
            throw new IllegalArgumentException("Cannot read in batches of " + batchRows + " rows");
        }
        this.task = task;
        this.batchRows = batchRows;
        this.types = task.fields().stream().map(task.schema()::fieldType).toList();
        this.files = task.open(store);
        this.devices = new DeviceMerge(files.inputs());
        this.last = last;
        this.wanted = new WantedTimes(selection, task.schema());
        this.needsTimes = needsTimes || selection.end() != RowSelection.End.NONE;
    }

    /**
     * Opens a reader of what is left of a task: as the constructor does, but it starts with the first row behind {@code last}, be that
     * row there or not. Nothing is read of the devices before.
     */
    public static SectionReader behind(RowKey last, FileStore store, ScanTask task, int batchRows) throws IOException {
        Cut cut = task.cut();
        boolean started = cut.from() == null || cut.from().compareTo(last.device()) < 0;
        Cut rest = started ? new Cut(last.device(), cut.to(), cut.times()) : cut;
        ScanTask left = new ScanTask(task.location(), task.schema(), task.fields(), rest, task.devices(), task.files());
        return new SectionReader(store, left, batchRows, RowSelection.ALL, last, true);
    }

    /**
     * Opens a reader of the values alone of those rows of one task that matter, and its files: of {@link #times}, only how many there
     * are is right.
     *
     * @param store the task's location; stays the caller's
     * @param batchRows rows of a batch at most
     * @param selection which rows matter
     */
    public static SectionReader ofValues(FileStore store, ScanTask task, int batchRows, RowSelection selection)
            throws IOException {
        return new SectionReader(store, task, batchRows, selection, null, false);
    }

    /** Moves to the next batch, which has at least one row; false at the end. */
    public boolean next() throws IOException {
        while (true) {
            if (rows != null && rows.next(batchRows)) {
                rowCount += rows.times().size();
                wanted.add(rows.times());
                return true;
            }
            mergedRows += rows == null ? 0 : rows.mergedRows();
            rows = null;
            if (!parts.isEmpty()) {
                TimeSet part = wanted.meeting(devices, parts.remove());
                rows = needsTimes
                        ? devices.rows(task.fields(), types, part)
                        : devices.rowsWithoutTimes(task.fields(), types, part);
            } else if (devices.nextDevice(task.devices()::matches)) {
                deviceCount++;
                TimeRange times = timesOf(devices.device());
                if (times != null) {
                    parts.addAll(wanted.of(devices, times));
                }
            } else {
                return false;
            }
        }
    }

    /** What was read so far. */
    public ScanCounts counts() {
        long merged = mergedRows + (rows == null ? 0 : rows.mergedRows());
        return ScanCounts.of(files, deviceCount, wanted.sparedChunks(), rowCount, merged);
    }

    /** The times to read of a device; null if none is left. */
    private @Nullable TimeRange timesOf(IDeviceID device) {
        TimeRange times = task.cut().times();
        if (last == null || !last.device().equals(device) || last.time() < times.start()) {
            return times;
        }
        return last.time() < times.end() ? new TimeRange(last.time() + 1, times.end()) : null;
    }

    /** The device of the batch. */
    public IDeviceID device() {
        return devices.device();
    }

    /** The times of the batch's rows. The next call of {@link #next} makes other vectors: these are the caller's. */
    public LongVector times() {
        return current().times();
    }

    /** The values of the task's field {@code field}, one per row; the caller's, as {@link #times}. */
    public Vector values(int field) {
        return current().values(field);
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private NewestWins current() {
        if (rows == null) {
            throw new IllegalStateException("Cannot read a batch before next() or at the end");
        }
        return rows;
    }
}
