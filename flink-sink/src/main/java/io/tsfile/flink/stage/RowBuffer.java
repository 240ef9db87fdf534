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
package io.tsfile.flink.stage;

import io.tsfile.core.flush.SortStage;
import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import io.tsfile.flink.Nulls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.flink.metrics.MetricGroup;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first stage in Flink: rows to sorted series, within its share of the memory. Owned by the task's thread. */
final class RowBuffer {
    private static final Logger LOG = LoggerFactory.getLogger(RowBuffer.class);
    /** How often, while the buffer fills, it looks what sorting would take. */
    private static final int LOOKS = 8;
    /** Fewer rows of a device go through the memtable's inbox, which waits less for memory where devices are many. */
    private static final int FEW_ROWS = 4;

    private final StageMemory memory;
    private final MemTable rows;
    private final RowUnpacker unpacker;
    private final boolean erasesNulls;
    private final SortStage sort;
    private final StageMetrics metrics;
    /** Bytes in the memtable at which it is looked what sorting would take. */
    private long nextLook;
    /** Time that the taker of the series took in the drain at hand. */
    private long takerNanos;

    private volatile long bufferedBytes;
    private volatile long lateRows;

    /** Takes over what is drained. */
    interface Taker {
        void take(SortedSeries series) throws IOException;

        /** Behind all series of the drain. */
        void delete(List<Tombstone> tombstones) throws IOException;
    }

    /** An empty buffer. */
    RowBuffer(StageSettings settings, MetricGroup operator) {
        this.memory = settings.memory();
        this.rows = new MemTable(settings.table().schema(), settings.aligned());
        this.unpacker = new RowUnpacker(settings.table().schema());
        this.erasesNulls = settings.rules().nulls() == Nulls.ERASE;
        this.sort = new SortStage(settings.table().schema(), settings.table().partitioning(), settings.flush());
        this.metrics = new StageMetrics(operator, SinkMetrics.SORT);
        this.nextLook = memory.buffer() / LOOKS;
        metrics.gauge(SinkMetrics.BUFFERED_BYTES, () -> bufferedBytes);
        metrics.gauge(SinkMetrics.LATE_ROWS, () -> lateRows);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * Takes in rows and deletes.
     *
     * @return whether the buffer is full and must be drained
     */
    boolean add(PackedRows packed) throws IOException {
        IDeviceID device = unpacker.read(packed);
        LongVector times = unpacker.times();
        for (int from = 0; from < times.size(); ) {
            int to = unpacker.nextDelete(from);
            append(device, from, to);
            if (to < times.size()) {
                rows.delete(device, times.get(to));
            }
            from = to + 1;
        }
        return rows.bytes() >= nextLook && isFull();
    }

    /** Sorts all rows and sends them on; the buffer is empty then. */
    void drain(Taker taker) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        long count = rows.rows();
        long start = System.nanoTime();
        takerNanos = 0;
        try {
            List<Tombstone> tombstones = sort.sort(rows, series -> send(series, taker));
            if (!tombstones.isEmpty()) {
                taker.delete(tombstones);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        long nanos = System.nanoTime() - start;
        metrics.busy(nanos - takerNanos);
        lateRows = sort.lateRows();
        bufferedBytes = sort.bytes();
        nextLook = memory.buffer() / LOOKS;
        LOG.debug("Drained {} rows in {} ms", count, nanos / 1_000_000);
    }

    /** Takes note that a barrier waited for the drain since {@code start}, of {@link System#nanoTime}. */
    void drainedForBarrier(long start) {
        metrics.drained(start);
    }

    /** Whether what it remembers of the files takes too much memory, so that they must be closed. */
    boolean remembersTooMuch() {
        return sort.bytes() > memory.lastTimes();
    }

    /** Takes note that the files of all that was drained are closed: what follows goes to other ones. */
    void filesClosed() {
        sort.filesClosed();
        bufferedBytes = rows.bytes();
    }

    private void append(IDeviceID device, int from, int to) {
        boolean replaces = erasesNulls && !unpacker.isFull();
        if (!replaces && to - from >= FEW_ROWS) {
            rows.append(device, unpacker.times(), unpacker.columns(), from, to);
            return;
        }
        for (int row = from; row < to; row++) {
            long time = unpacker.times().get(row);
            if (replaces) {
                rows.replace(device, time, unpacker.values(row));
            } else {
                rows.append(device, time, unpacker.values(row));
            }
        }
    }

    private void send(SortedSeries series, Taker taker) {
        long start = System.nanoTime();
        try {
            taker.take(series);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        takerNanos += System.nanoTime() - start;
        long points = 0;
        for (Vector column : series.values()) {
            points += column.size() - column.nullCount();
        }
        metrics.sent(series.times().size(), points, bytes(series));
    }

    /** Heap of a series' arrays, in bytes. */
    static long bytes(SortedSeries series) {
        long bytes = series.times().bytes();
        for (Vector column : series.values()) {
            bytes += column.bytes();
        }
        return bytes;
    }

    private boolean isFull() {
        bufferedBytes = rows.bytes() + sort.bytes();
        long most = memory.rows(sort.bytes());
        nextLook = Math.min(most, rows.bytes() + memory.buffer() / LOOKS);
        return rows.bytes() >= most || rows.sortBytes() > memory.sort();
    }
}
