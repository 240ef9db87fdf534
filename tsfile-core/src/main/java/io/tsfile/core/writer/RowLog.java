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

import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import io.tsfile.core.wal.WriteAheadLog;
import java.io.Closeable;
import java.io.IOException;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The write-ahead log of a writer, if it has one. Once it failed, nothing more is appended; what is in memory can still be
 * flushed, for which no log is needed. Thread-safe.
 */
final class RowLog implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RowLog.class);

    private final @Nullable WriteAheadLog wal;
    private volatile @Nullable Throwable failure;

    RowLog(@Nullable WriteAheadLog wal) {
        this.wal = wal;
    }

    /** Refuses to go on after a failure. */
    void checkUsable() throws IOException {
        Throwable first = failure;
        if (first != null) {
            throw new IOException(
                    "Cannot append: the write-ahead log failed (" + first
                            + "). Rows appended before are in memory and still written by flush() and close(); remove"
                            + " the cause, close this writer and open it again",
                    first);
        }
    }

    /** Records a row that is in its memtable. */
    long append(IDeviceID device, long time, RowValues row) throws IOException {
        if (wal == null) {
            return 0;
        }
        checkUnbroken();
        try {
            return wal.append(device, time, row);
        } catch (IOException | RuntimeException | Error e) {
            throw failed(e);
        }
    }

    /** Records a point that is in its memtable. */
    long append(IDeviceID device, int field, long time, RowValues value) throws IOException {
        if (wal == null) {
            return 0;
        }
        checkUnbroken();
        try {
            return wal.append(device, field, time, value);
        } catch (IOException | RuntimeException | Error e) {
            throw failed(e);
        }
    }

    /** Records a batch that is in its memtable. */
    long append(IDeviceID device, LongVector times, @Nullable Vector[] columns, int from, int to) throws IOException {
        if (wal == null) {
            return 0;
        }
        checkUnbroken();
        try {
            return wal.append(device, times, columns, from, to);
        } catch (IOException | RuntimeException | Error e) {
            throw failed(e);
        }
    }

    /** Returns once a record is acknowledged; the caller holds no lock. */
    void await(long ticket) throws IOException {
        if (wal == null) {
            return;
        }
        try {
            wal.await(ticket);
        } catch (IOException | RuntimeException | Error e) {
            throw failed(e);
        }
    }

    /**
     * Begins the records of a generation; never throws. If that fails, rows can be handed over all the same: once they are in the table, the
     * next run finds that it needs their records no more.
     */
    void roll(long generation) {
        if (wal == null || failure != null) {
            return;
        }
        try {
            wal.roll(generation);
        } catch (IOException | RuntimeException | Error e) {
            // Errors, too: the rows are on their way from one owner to the next.
            fail(e);
            LOG.error("Cannot begin the next segment of the write-ahead log; no more rows are taken in", e);
        }
    }

    /** Forgets the records up to a generation, whose rows are in the table. What is left behind, the next run forgets. */
    void installed(long generation) {
        if (wal == null) {
            return;
        }
        try {
            wal.installed(generation);
        } catch (IOException | RuntimeException e) {
            LOG.warn("Cannot delete segments of the write-ahead log up to {}; trying with the next", generation, e);
        }
    }

    @Override
    public void close() throws IOException {
        if (wal != null) {
            wal.close();
        }
    }

    /**
     * Refuses a row that came as far as its memtable while another one failed: the log begins no more segments, so that it would
     * stand in one of an earlier generation, and be deleted with that.
     */
    private void checkUnbroken() throws IOException {
        Throwable first = failure;
        if (first != null) {
            throw unknown(first);
        }
    }

    private void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        }
    }

    private IOException failed(Throwable e) {
        fail(e);
        if (e instanceof Error error) {
            throw error;
        }
        return unknown(e);
    }

    private static IOException unknown(Throwable e) {
        return new IOException(
                "Cannot tell whether the row survives the end of this process: the write-ahead log failed (" + e
                        + "). It is in memory and still written by flush() and close(); then open the writer again",
                e);
    }
}
