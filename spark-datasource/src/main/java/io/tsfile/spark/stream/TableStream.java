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
package io.tsfile.spark.stream;

import io.tsfile.spark.stream.StreamOffset.Position;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxFiles;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a table's commits bring, batch by batch. The rows of a batch are merged: one per device and time, with the values that
 * its commits bring. Used by the query's thread.
 */
public final class TableStream implements MicroBatchStream, SupportsTriggerAvailableNow {
    private final CommitReader reader;
    private final CommitFiles files;
    private final StreamOptions options;
    private final String checkpoint;
    /** Where a query ends that reads what there is; null while it follows the table. */
    private @Nullable Position last;

    /** Nothing comes between the two, which is not read again and again; a commit without rows is no batch. */
    private @Nullable Position nothingFrom;

    private @Nullable Position nothingTo;

    /**
     * A stream.
     *
     * @param checkpoint a folder of the query's, for what it must remember
     */
    public TableStream(CommitReader reader, StreamOptions options, String checkpoint) {
        this.reader = reader;
        this.files = new CommitFiles(reader.location(), reader.schema(), options.ignoresDeletes());
        this.options = options;
        this.checkpoint = checkpoint;
    }

    @Override
    public Offset initialOffset() {
        return FirstOffset.of(checkpoint, () -> new StreamOffset(files.start(options)));
    }

    @Override
    public ReadLimit getDefaultReadLimit() {
        return options.maxFiles().isPresent()
                ? ReadLimit.maxFiles(options.maxFiles().getAsInt())
                : ReadLimit.allAvailable();
    }

    @Override
    public void prepareForTriggerAvailableNow() {
        last = files.newest(((StreamOffset) initialOffset()).position());
    }

    @Override
    public Offset latestOffset() {
        throw new UnsupportedOperationException("Cannot tell the latest offset without a limit");
    }

    @Override
    public Offset latestOffset(Offset start, ReadLimit limit) {
        Position from = ((StreamOffset) start).position();
        int maxFiles = limit instanceof ReadMaxFiles most ? most.maxFiles() : Integer.MAX_VALUE;
        Position end = last == null ? files.newest(from) : last;
        Position known = from.equals(nothingFrom) && nothingTo != null ? nothingTo : from;
        CommitFiles.Stretch stretch = files.after(known, maxFiles, end);
        if (stretch.files().isEmpty()) {
            nothingFrom = from;
            nothingTo = stretch.end();
            return start;
        }
        return new StreamOffset(stretch.end());
    }

    @Override
    public Offset reportLatestOffset() {
        return new StreamOffset(files.newest(((StreamOffset) initialOffset()).position()));
    }

    @Override
    public InputPartition[] planInputPartitions(Offset start, Offset end) {
        return reader.partitions(
                files.after(((StreamOffset) start).position(), Integer.MAX_VALUE, ((StreamOffset) end).position())
                        .files());
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return reader.factory();
    }

    @Override
    public Offset deserializeOffset(String json) {
        return StreamOffset.of(json);
    }

    @Override
    public void commit(Offset end) {
        // The table keeps nothing of who reads it.
    }

    @Override
    public void stop() {
        // No file is open between two calls.
    }

    /** What a query's progress calls it. */
    @Override
    public String toString() {
        return "tsfile " + reader.location().uri();
    }
}
