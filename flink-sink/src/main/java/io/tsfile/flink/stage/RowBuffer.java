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

import io.tsfile.core.flush.MemTableDrain;
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
import java.util.Objects;
import org.apache.flink.metrics.MetricGroup;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first stage in Flink: rows to sorted series, within its share of the memory. Owned by the task's thread.
 *
 * <p>When it is full, all that has arrived begins to be drained, but only as much of it leaves at a time as there is to be room for
 * the next rows. So the tasks in front of it and behind it work at the same time, and neither waits until the other is done with
 * a whole buffer; and the memory is full all the time, so that series are as long as they can be.
 *
 * <pre>
 * memory   ████████  full: a drain begins    ▓ rows that the drain has to send
 *          ▓▓▓▓▓▓▓█                          █ rows that have arrived since
 *          ▓▓▓▓████  it sends what new rows need
 *          ████████  it has ended, and the next one begins
 * </pre>
 */
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
    /** What is on its way; nothing between two drains. */
    private @Nullable MemTableDrain drain;
    /** Bytes of rows at which there must be room made. */
    private long mostBytes;
    /** Bytes in the memtable at which it is looked what sorting would take. */
    private long nextLook;
    /** Whether sorting the rows in the memtable would take too much memory. */
    private boolean mustSort;
    /** Time that the taker took of the series that are being sent. */
    private long takerNanos;

    private volatile long bufferedBytes;
    private volatile long lateRows;

    /** Takes over what is drained. */
    interface Taker {
        /** In front of all of a drain: what has arrived so far is on its way. */
        void begin();

        void take(SortedSeries series) throws IOException;

        /** Behind all series of the drain. */
        void delete(List<Tombstone> tombstones) throws IOException;

        /** Behind all of the drain. */
        void end() throws IOException;
    }

    /** An empty buffer. */
    RowBuffer(StageSettings settings, MetricGroup operator) {
        this.memory = settings.memory();
        this.rows = new MemTable(settings.table().schema(), settings.aligned());
        this.unpacker = new RowUnpacker(settings.table().schema());
        this.erasesNulls = settings.rules().nulls() == Nulls.ERASE;
        this.sort = new SortStage(settings.table().schema(), settings.table().partitioning(), settings.flush());
        this.metrics = new StageMetrics(operator, SinkMetrics.SORT);
        this.mostBytes = memory.rows(0);
        this.nextLook = memory.buffer() / LOOKS;
        metrics.gauge(SinkMetrics.BUFFERED_BYTES, () -> bufferedBytes);
        metrics.gauge(SinkMetrics.LATE_ROWS, () -> lateRows);
    }

    boolean isEmpty() {
        return rows.isEmpty() && drain == null;
    }

    /**
     * Takes in rows and deletes.
     *
     * @return whether the buffer is full, and {@link #makeRoom} must be called
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
        if (rows.bytes() >= nextLook) {
            bufferedBytes = heldBytes() + sort.bytes();
            nextLook = rows.bytes() + memory.buffer() / LOOKS;
            mustSort = rows.sortBytes() > memory.sort();
        }
        return mustSort || heldBytes() >= mostBytes;
    }

    /** Sorts so many rows that others have room for a moment, and sends them on. */
    void makeRoom(Taker taker) throws IOException {
        if (mustSort) {
            finish(taker);
            begin(taker);
        }
        while (!isEmpty() && heldBytes() >= mostBytes) {
            if (drain == null) {
                begin(taker);
            }
            advance(taker, mostBytes - rows.bytes() - memory.room());
        }
    }

    /** Sorts all rows and sends them on; the buffer is empty then. */
    void drain(Taker taker) throws IOException {
        finish(taker);
        if (!rows.isEmpty()) {
            begin(taker);
            finish(taker);
        }
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
        mostBytes = memory.rows(sort.bytes());
        bufferedBytes = heldBytes();
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

    private void begin(Taker taker) {
        LOG.debug("Draining {} rows", rows.rows());
        drain = sort.drain(rows);
        mustSort = false;
        nextLook = memory.buffer() / LOOKS;
        taker.begin();
    }

    private void finish(Taker taker) throws IOException {
        if (drain != null) {
            advance(taker, Long.MIN_VALUE);
        }
    }

    /** Sends what is on its way until it takes less than so many bytes, or to its end. */
    private void advance(Taker taker, long belowBytes) throws IOException {
        MemTableDrain current = Objects.requireNonNull(drain);
        long start = System.nanoTime();
        takerNanos = 0;
        try {
            while (!current.isDone() && current.bytes() >= belowBytes) {
                current.next(series -> send(series, taker));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        metrics.busy(System.nanoTime() - start - takerNanos);
        if (current.isDone()) {
            end(current, taker);
        }
        mostBytes = memory.rows(sort.bytes());
        lateRows = sort.lateRows();
        bufferedBytes = heldBytes() + sort.bytes();
    }

    private void end(MemTableDrain drained, Taker taker) throws IOException {
        drain = null;
        List<Tombstone> tombstones = drained.tombstones();
        if (!tombstones.isEmpty()) {
            taker.delete(tombstones);
        }
        taker.end();
    }

    /** Of rows here and on their way. */
    private long heldBytes() {
        return rows.bytes() + (drain == null ? 0 : drain.bytes());
    }
}
