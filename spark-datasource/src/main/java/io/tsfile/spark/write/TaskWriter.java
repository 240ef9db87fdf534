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
package io.tsfile.spark.write;

import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one task to files. They come device by device, each device's in ascending order of time, so that a small memtable is
 * all that is ever in memory. Owns the files until {@link #finish} hands them out. Used by the task's thread.
 */
final class TaskWriter implements Closeable {
    /** Between two devices, a memtable is written from this size on: chunks then end where devices do. */
    private static final long ENOUGH_BYTES = 16L << 20;

    private static final long MOST_BYTES = 64L << 20;

    private final WriteTarget target;
    /** Null where rows are only deleted. */
    private final @Nullable RowParts parts;

    private final @Nullable Cell newerBy;
    private final FileStore store;
    private final FusedFlush flush;
    private final MemTable buffer;
    private final Map<IDeviceID, LongVector> deleted = new HashMap<>();
    private @Nullable IDeviceID lastDevice;
    private long lastTime;
    private @Nullable InternalRow lastRow;

    /** Opens the table's folder. */
    TaskWriter(WriteTarget target) throws IOException {
        this.target = target;
        this.parts = target.rows().isEmpty()
                ? null
                : new RowParts(target.rows(), target.metadata().schema());
        String column = target.duplicates().column();
        this.newerBy = column == null || parts == null ? null : parts.cell(column);
        this.buffer = new MemTable(target.metadata().schema(), target.aligned());
        this.store = target.location().open();
        try {
            this.flush = new FusedFlush(
                    store, target.metadata().schema(), target.metadata().partitioning(), target.flush());
        } catch (RuntimeException e) {
            Cleanup.closeAfter(e, store);
            throw e;
        }
    }

    /** What takes rows apart; they must be at hand. */
    RowParts parts() {
        if (parts == null) {
            throw new IllegalStateException("Cannot write rows of a job that only deletes");
        }
        return parts;
    }

    /** Adds a row; a column without a value says nothing of it (N3). */
    void append(InternalRow row) throws IOException {
        append(row, false);
    }

    /** Adds a row in place of all that is older; a column without a value has none then. */
    void replace(InternalRow row) throws IOException {
        append(row, true);
    }

    /** Deletes what older commits have of a device and time; what this job writes stays. */
    void delete(IDeviceID device, long time) {
        deleted.computeIfAbsent(device, d -> (LongVector) Vector.of(TSDataType.INT64, 4))
                .append(time);
    }

    private void append(InternalRow row, boolean erases) throws IOException {
        RowParts parts = parts();
        IDeviceID device = parts.device(row);
        long time = parts.time(row);
        InternalRow before = lastRow;
        boolean sameDevice = device.equals(lastDevice);
        if (before != null && sameDevice && time == lastTime && !isAnother(before, row)) {
            return;
        }
        long limit = sameDevice ? MOST_BYTES : ENOUGH_BYTES;
        if (buffer.bytes() >= limit) {
            flush.drain(buffer);
        }
        if (erases && parts.lacks(row)) {
            delete(device, time);
        }
        buffer.append(device, time, parts.values(row));
        lastDevice = device;
        lastTime = time;
        remember(row);
    }

    /** Whether a second row of a key is written, too. */
    private boolean isAnother(InternalRow before, InternalRow row) {
        RowParts parts = parts();
        if (parts.same(before, row)) {
            return false;
        }
        return switch (target.duplicates().rule()) {
            case ANY -> false;
            case LAST_BY -> {
                if (newerBy != null && newerBy.same(before, row)) {
                    throw BadRow.duplicate(
                            parts.text(before),
                            parts.text(row),
                            "they have the same value of column '" + newerBy.column()
                                    + "', which tells the newer one; write one of them, or duplicates = any");
                }
                yield true;
            }
            case FAIL ->
                throw BadRow.duplicate(
                        parts.text(before),
                        parts.text(row),
                        "write one of them, or say which one counts: option duplicates = last-by(<column>) or any");
        };
    }

    /** Spark uses its rows again. */
    private void remember(InternalRow row) {
        if (row instanceof UnsafeRow unsafe && lastRow instanceof UnsafeRow last) {
            last.copyFrom(unsafe);
        } else {
            lastRow = row.copy();
        }
    }

    /** Completes the files, makes them durable and hands them out. */
    Written finish() throws IOException {
        if (!buffer.isEmpty()) {
            flush.drain(buffer);
        }
        List<DeletedKeys> keys = new ArrayList<>(deleted.size());
        deleted.forEach(
                (device, times) -> keys.add(new DeletedKeys(device, Arrays.copyOf(times.values(), times.size()))));
        return Written.of(flush.finish(), keys);
    }

    /** Deletes what was not handed out. */
    @Override
    public void close() throws IOException {
        try (store) {
            flush.close();
        }
    }
}
