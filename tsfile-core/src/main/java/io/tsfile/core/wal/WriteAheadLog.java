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
package io.tsfile.core.wal;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one writer: a segment per generation, that is, per memtable switch. Thread-safe.
 *
 * <p>An append gives a ticket; {@link #await} returns once it is acknowledged. Between the two the caller may release its
 * locks, so that threads that append at once share one write and one sync (group commit).
 *
 * <ul>
 *   <li>What a memtable refuses, a replay would refuse, too: append there first.
 *   <li>A failed write or sync is final: every append and await from then on fails, except for what was acknowledged before.
 *   <li>A thread that is interrupted while it waits goes on waiting, and stays interrupted.
 * </ul>
 */
public final class WriteAheadLog implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);
    /** Its name starts with a dot, as those of files that are no segments do. */
    private static final String LOCK = ".lock";

    private final FileStore store;
    private final boolean ownsStore;
    private final WalOptions options;
    private final Closeable lock;
    private final Leftovers leftovers;
    private volatile @Nullable Writing writing;
    private boolean closed;

    private WriteAheadLog(FileStore store, boolean ownsStore, WalOptions options, Closeable lock, Leftovers leftovers) {
        this.store = store;
        this.ownsStore = ownsStore;
        this.options = options;
        this.lock = lock;
        this.leftovers = leftovers;
    }

    /** What there is from the start on. */
    private record Writing(
            OwnSegments segments, RecordEncoder encoder, GroupCommit commits, Optional<PeriodicSync> sync) {}

    /**
     * Opens the folder for this process alone, and looks for what earlier runs left. Nothing but the file of the
     * lock is written before {@link #start}.
     *
     * @throws TsFileConnectorException if another process has it open, or a segment is damaged other than by an
     *     end that was never acknowledged, or the folder holds other files (but those whose name starts with a dot)
     */
    public static WriteAheadLog open(WalOptions options) throws IOException {
        FileStore store = options.folder().open();
        try {
            return open(store, true, options);
        } catch (IOException | RuntimeException | Error e) {
            Cleanup.closeAfter(e, store);
            throw e;
        }
    }

    /**
     * As {@link #open(WalOptions)}.
     *
     * @param store of the options' folder; stays the caller's
     */
    public static WriteAheadLog open(FileStore store, WalOptions options) throws IOException {
        return open(store, false, options);
    }

    private static WriteAheadLog open(FileStore store, boolean ownsStore, WalOptions options) throws IOException {
        Closeable lock = store.lock(LOCK);
        try {
            return new WriteAheadLog(store, ownsStore, options, lock, Leftovers.find(store));
        } catch (IOException | RuntimeException | Error e) {
            Cleanup.closeAfter(e, lock);
            throw e;
        }
    }

    /** Segments of earlier runs, by writer in the order of their creation, and ascending in generation. */
    public List<WalSegment> leftovers() {
        return leftovers.segments();
    }

    /**
     * Appends all records of a segment, in their order.
     *
     * @param target a memtable for rows of the segment's schema
     * @return bytes at the segment's end that are no whole record: they were not durable when its writer ended
     * @throws IllegalArgumentException if it is a memtable of another schema; nothing is replayed then
     * @throws TsFileConnectorException if a record cannot be read, or the memtable refuses it; it has those before
     */
    public long replay(WalSegment segment, MemTable target) throws IOException {
        SegmentName name = SegmentName.parse(segment.path())
                .orElseThrow(() -> new IllegalArgumentException("Cannot replay " + segment.path() + ": no segment"));
        Optional<SegmentReader> opened = SegmentReader.open(store, name);
        if (opened.isEmpty()) {
            return segment.bytes();
        }
        try (SegmentReader reader = opened.get()) {
            TableSchema schema = reader.head().header().schema();
            if (!target.schema().equals(schema)) {
                throw new IllegalArgumentException("Cannot replay " + segment.path() + " into a memtable of "
                        + target.schema() + ": its rows are of " + schema);
            }
            RecordDecoder decoder = new RecordDecoder(schema, target);
            long rows = 0;
            long position = reader.position();
            for (Optional<ByteBuffer> body = reader.next(); body.isPresent(); body = reader.next()) {
                try {
                    rows += decoder.replay(body.get());
                } catch (IllegalArgumentException | TsFileConnectorException e) {
                    throw reader.damage(position, String.valueOf(e.getMessage()), e);
                }
                position = reader.position();
            }
            LOG.info("Replayed {} rows of segment {}, {} bytes at its end left out", rows, name, reader.cutBytes());
            return reader.cutBytes();
        }
    }

    /** Forgets a segment whose rows are safe. May be called again. */
    public void delete(WalSegment segment) throws IOException {
        store.delete(segment.path());
    }

    /** Begins the first segment of a new writer. */
    public synchronized void start(WalHeader header, long generation) throws IOException {
        if (writing != null || closed) {
            throw new IllegalStateException("Cannot start a log " + (closed ? "that is closed" : "twice"));
        }
        for (String path : leftovers.empty()) {
            store.delete(path);
        }
        OwnSegments segments = new OwnSegments(store, header, leftovers.nextRun());
        OwnSegments.Begun first = segments.begin(generation);
        try {
            RecordEncoder encoder = new RecordEncoder(header.schema());
            encoder.salt(first.salt());
            GroupCommit commits = new GroupCommit(
                    options.policy(), first.file(), encoder, store.location().uri());
            Optional<PeriodicSync> sync = options.policy() == SyncPolicy.WRITE
                    ? Optional.of(new PeriodicSync(commits, options.syncInterval()))
                    : Optional.empty();
            writing = new Writing(segments, encoder, commits, sync);
        } catch (RuntimeException | Error e) {
            // The system may refuse the thread.
            Cleanup.closeAfter(e, first.file()::abort);
            throw e;
        }
    }

    /** Records a row. The order of calls is the order of replay. */
    public long append(IDeviceID device, long time, RowValues row) throws IOException {
        Writing now = writing();
        LogBytes out = now.commits.enter();
        try {
            now.encoder.row(device, time, row, out);
            return now.commits.ticket();
        } finally {
            now.commits.leave();
        }
    }

    /** Records one point; nothing if it is null. */
    public long append(IDeviceID device, int field, long time, RowValues value) throws IOException {
        Writing now = writing();
        LogBytes out = now.commits.enter();
        try {
            if (!value.isNull(field)) {
                now.encoder.point(device, field, time, value, out);
            }
            return now.commits.ticket();
        } finally {
            now.commits.leave();
        }
    }

    /** Records rows {@code from} (inclusive) to {@code to} (exclusive) of a batch. */
    public long append(IDeviceID device, LongVector times, @Nullable Vector[] columns, int from, int to)
            throws IOException {
        Writing now = writing();
        LogBytes out = now.commits.enter();
        try {
            now.encoder.batch(device, times, columns, from, to, out);
            return now.commits.ticket();
        } finally {
            now.commits.leave();
        }
    }

    /**
     * Returns once the record of a ticket, and all before it, are acknowledged.
     *
     * @throws IOException if they could not be: nobody can tell whether they survive. The log takes in nothing more
     */
    public void await(long ticket) throws IOException {
        writing().commits.await(ticket);
    }

    /**
     * Ends the segment, durably, and begins the next one. No append may run. All tickets so far are acknowledged then.
     *
     * @throws IOException if it fails; the log takes in nothing more
     */
    public synchronized void roll(long generation) throws IOException {
        Writing now = writing();
        now.segments.check(generation);
        now.commits.roll(() -> {
            OwnSegments.Begun next = now.segments.begin(generation);
            now.encoder.salt(next.salt());
            return next.file();
        });
        try {
            now.segments.deleteInstalled();
        } catch (IOException e) {
            // The log is as good as before.
            LOG.warn("Cannot delete segments of the write-ahead log before {}; trying with the next", generation, e);
        }
    }

    /** Deletes this writer's segments up to {@code generation}: their rows are in the table. May be called again. */
    public void installed(long generation) throws IOException {
        writing().segments.installed(generation);
    }

    /** Makes durable what was appended, and releases the folder. Segments stay until they are installed. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        List<Closeable> ends = new ArrayList<>();
        Writing now = writing;
        if (now != null) {
            // Before the thread: it ends when the group commit has.
            ends.add(() -> now.commits.close());
            now.sync.ifPresent(ends::add);
            ends.add(() -> now.segments.end(now.commits.isEmpty()));
        }
        ends.add(lock);
        if (ownsStore) {
            ends.add(store);
        }
        Cleanup.closeAll(ends);
    }

    private Writing writing() {
        Writing now = writing;
        if (now == null) {
            throw new IllegalStateException("Cannot use a log that was not started");
        }
        return now;
    }
}
