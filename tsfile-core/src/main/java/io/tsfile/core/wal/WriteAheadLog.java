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

import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * The log of one writer: a segment per generation, that is, per memtable switch. Thread-safe.
 *
 * <p>An append gives a ticket; {@link #await} returns once it is acknowledged. Between the two the caller may release its
 * locks, so that threads that append at once share one write and one sync (group commit).
 */
public final class WriteAheadLog implements Closeable {
    private WriteAheadLog() {}

    /**
     * Opens the folder for this process alone, and looks for what earlier runs left. Nothing is written before
     * {@link #start}.
     *
     * @throws io.tsfile.core.TsFileConnectorException if another process has it open, or a segment is damaged other than by an
     *     end that was never acknowledged
     */
    public static WriteAheadLog open(WalOptions options) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Segments of earlier runs, by writer in the order of their creation, and ascending in generation. */
    public List<WalSegment> leftovers() {
        throw new UnsupportedOperationException();
    }

    /** Appends all records of a segment, in their order. */
    public void replay(WalSegment segment, MemTable target) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Forgets a segment whose rows are safe. */
    public void delete(WalSegment segment) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Begins the first segment of a new writer. */
    public void start(WalHeader header, long generation) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Records a row. The order of calls is the order of replay. */
    public long append(IDeviceID device, long time, RowValues row) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Records one point. */
    public long append(IDeviceID device, int field, long time, RowValues value) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Records rows {@code from} (inclusive) to {@code to} (exclusive) of a batch. */
    public long append(IDeviceID device, LongVector times, @Nullable Vector[] columns, int from, int to)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Returns once the record of a ticket, and all before it, are acknowledged.
     *
     * @throws IOException if they could not be: nobody can tell whether they survive. The log takes in nothing more
     */
    public void await(long ticket) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Ends the segment, durably, and begins the next one. No append may run. */
    public void roll(long generation) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Deletes this writer's segments up to {@code generation}: their rows are in the table. */
    public void installed(long generation) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Makes durable what was appended, and releases the folder. Segments stay until they are installed. */
    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
