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
package io.tsfile.core.writer;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.FlushReason;
import io.tsfile.core.flush.manage.FlushFailedException;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Table;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import io.tsfile.core.wal.WalOptions;
import io.tsfile.core.wal.WriteAheadLog;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows to a table, without an engine. Any number of threads may append.
 *
 * <ul>
 *   <li>An append returns once the row is in memory and, if there is a write-ahead log, acknowledged by it. Of rows of one device
 *       and time the one appended last counts, field by field; two appends that run at once have no order.
 *   <li>Rows become visible with the next flush: when enough are in memory, when they are old, when memory is short, and with
 *       {@link #flush} and {@link #close}. Each flush is one commit.
 *   <li>A row that the table cannot hold is refused with a {@link TsFileConnectorException} or {@link IllegalArgumentException},
 *       and leaves nothing behind; the writer goes on.
 *   <li>After a flush that failed for good, appends and flushes throw {@link FlushFailedException} until {@link #resume}.
 *   <li>Several writers of one table, in one process or many, are as good as one; a write-ahead log is one writer's.
 * </ul>
 */
public final class TsFileWriter implements Closeable {
    /** The ticket of what leaves no record. */
    private static final long NOT_LOGGED = 0;

    private final TableSchema schema;
    private final List<Column> fields;
    private final Map<String, Integer> fieldsByName;
    private final WriterOptions options;
    private final Generations generations;
    private final HandOvers handOvers;
    private final RowLog log;
    private final Closeable parts;

    private boolean closed;

    /**
     * @param parts what to release in the end
     */
    TsFileWriter(
            TableSchema schema,
            WriterOptions options,
            Generations generations,
            HandOvers handOvers,
            RowLog log,
            Closeable parts) {
        this.schema = schema;
        this.fields = schema.fields();
        this.fieldsByName = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            fieldsByName.put(fields.get(i).name(), i);
        }
        this.options = options;
        this.generations = generations;
        this.handOvers = handOvers;
        this.log = log;
        this.parts = parts;
    }

    /**
     * Opens a writer. With a write-ahead log, rows that an earlier writer left in it are committed first.
     *
     * @param table stays the caller's, with its store
     * @throws TsFileConnectorException if the options do not go with the table, or the log is another table's, is in use, or is
     *     damaged
     * @throws IOException if the table or the log cannot be read, or left rows cannot be committed; opening again tries again
     */
    public static TsFileWriter open(Table table, WriterOptions options) throws IOException {
        return WriterParts.open(table, options, WriteAheadLog::open);
    }

    /**
     * A row of Java objects, to append once or many times.
     *
     * @param values one per field of the table, in its order; null where the row has none
     * @throws TsFileConnectorException if a field cannot hold its value
     */
    public Row row(@Nullable Object... values) {
        return Row.of(schema, fields, values);
    }

    /**
     * Appends a row; the values are copied.
     *
     * @param time in the table's unit
     * @throws IllegalStateException if the writer is closed
     * @throws FlushFailedException if a flush failed; the row is not taken in
     * @throws io.tsfile.core.flush.manage.WriteBlockedException if memory did not become free in time; the row is not taken in
     * @throws InterruptedIOException if this thread was interrupted while it waited for memory; the row is not taken in
     * @throws IOException if the write-ahead log failed; nobody can tell whether the row survives
     */
    public void append(IDeviceID device, long time, RowValues row) throws IOException {
        long ticket = NOT_LOGGED;
        long taken = 0;
        Stripe stripe = generations.lock(device, 0);
        try {
            MemTable rows = stripe.memTable();
            long before = rows.rows();
            rows.append(device, time, row);
            taken = rows.rows() - before;
            if (taken > 0) {
                ticket = log.append(device, time, row);
            }
        } finally {
            generations.unlock(stripe, taken * fields.size(), 0);
        }
        appended(ticket);
    }

    /**
     * Appends one point. In an aligned device it is a row without other values.
     *
     * @param field the field's index among the table's fields
     * @param value a row of which this field alone is asked for; nothing happens if it is null
     * @throws IOException as {@link #append(IDeviceID, long, RowValues)}
     */
    public void append(IDeviceID device, int field, long time, RowValues value) throws IOException {
        long ticket = NOT_LOGGED;
        long taken = 0;
        Stripe stripe = generations.lock(device, 0);
        try {
            MemTable rows = stripe.memTable();
            long before = rows.rows();
            rows.append(device, field, time, value);
            taken = rows.rows() - before;
            if (taken > 0) {
                ticket = log.append(device, field, time, value);
            }
        } finally {
            generations.unlock(stripe, taken, 0);
        }
        appended(ticket);
    }

    /**
     * Appends one point, given as a Java object.
     *
     * @param value what {@link Row} takes for the field's type; nothing happens if it is null
     * @throws TsFileConnectorException if the table has no such field, or it cannot hold the value
     * @throws IOException as {@link #append(IDeviceID, long, RowValues)}
     */
    public void append(IDeviceID device, String field, long time, @Nullable Object value) throws IOException {
        Integer index = fieldsByName.get(field);
        if (index == null) {
            throw new TsFileConnectorException("Cannot append to field '" + field + "' of table '" + schema.name()
                    + "': its fields are " + fields.stream().map(Column::name).toList());
        }
        if (value != null) {
            Object stored = StoredValue.of(value, schema.name(), fields.get(index), schema.precision());
            append(device, index, time, new Point(index, stored));
        }
    }

    /**
     * Appends a batch of rows, as if they came one by one; the values are copied. All of them are taken in, or none.
     *
     * @param times one per row, no null, in any order
     * @param columns one per field of the table, as long as the times; null where no row has a value
     * @throws IllegalArgumentException if the columns are not the table's, or not of one length
     * @throws IOException as {@link #append(IDeviceID, long, RowValues)}
     */
    public void append(IDeviceID device, LongVector times, @Nullable Vector[] columns) throws IOException {
        append(device, times, columns, 0, times.size());
    }

    /** Appends rows {@code from} (inclusive) to {@code to} (exclusive) of a batch, as above. */
    public void append(IDeviceID device, LongVector times, @Nullable Vector[] columns, int from, int to)
            throws IOException {
        Objects.checkFromToIndex(from, to, times.size());
        long expected = bytes(times, columns, from, to);
        long ticket = NOT_LOGGED;
        long taken = 0;
        Stripe stripe = generations.lock(device, expected);
        try {
            MemTable rows = stripe.memTable();
            long before = rows.rows();
            rows.append(device, times, columns, from, to);
            taken = rows.rows() - before;
            if (taken > 0) {
                ticket = log.append(device, times, columns, from, to);
            }
        } finally {
            generations.unlock(stripe, taken * fields.size(), expected);
        }
        appended(ticket);
    }

    /**
     * Returns once all rows whose append returned before are visible in the table.
     *
     * @throws IllegalStateException if the writer is closed
     * @throws FlushFailedException if a flush failed for good; its rows are still in memory
     * @throws InterruptedIOException if this thread was interrupted (which it then still is); the flush goes on
     */
    public void flush() throws IOException {
        generations.checkOpen("flush");
        generations.handOver(FlushReason.MANUAL, Generations.ANY);
        await("flush");
    }

    /**
     * Tries again after a flush that failed, and returns once all rows that were handed over are visible. Does nothing if none
     * failed.
     *
     * @throws FlushFailedException if it fails again
     */
    public void resume() throws IOException {
        generations.checkOpen("resume");
        generations.resume();
        await("resume");
    }

    /**
     * Flushes what is left, and releases everything, also if that fails. Does nothing the second time. An interrupt does not end
     * it: the thread stays interrupted.
     *
     * @throws FlushFailedException if a flush failed: says how many rows were not written. They are in the write-ahead log, if
     *     there is one, from which the next writer takes them; else they are lost
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        generations.close();
        @Nullable IOException failure = null;
        try {
            handOvers.join();
        } catch (FlushFailedException e) {
            failure = notWritten(e);
        }
        // What waits while it closes would give up.
        boolean interrupted = Thread.interrupted();
        try {
            if (failure != null) {
                Cleanup.closeAfter(failure, parts);
                throw failure;
            }
            parts.close();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private FlushFailedException notWritten(FlushFailedException cause) {
        WalOptions wal = options.wal();
        return new FlushFailedException(
                "Cannot write the last " + generations.waitingRows() + " rows of table '" + schema.name() + "' ("
                        + cause.getMessage() + "). The writer is closed all the same. "
                        + (wal == null
                                ? "Without a write-ahead log these rows are gone"
                                : "They are in the write-ahead log in "
                                        + wal.folder().uri() + ", from which the next writer takes them"),
                cause);
    }

    /** What the rows of a batch take, about. */
    private static long bytes(LongVector times, @Nullable Vector[] columns, int from, int to) {
        if (from == to) {
            return 0;
        }
        long bytes = times.bytes();
        for (Vector column : columns) {
            bytes += column == null ? 0 : column.bytes();
        }
        return bytes / times.size() * (to - from);
    }

    private void appended(long ticket) throws IOException {
        long generation = generations.current();
        if (generations.bytes() >= options.memTableBytes()) {
            generations.handOver(FlushReason.SIZE, generation);
        } else if (generations.points() >= options.memTablePoints()) {
            generations.handOver(FlushReason.POINTS, generation);
        }
        log.await(ticket);
    }

    private void await(String what) throws IOException {
        try {
            handOvers.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("Cannot " + what
                    + " to its end: the thread was interrupted. The flush goes on; call it again to wait for it");
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}
