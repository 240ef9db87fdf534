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
package io.tsfile.core.flush;

import io.tsfile.core.flush.memtable.Arrivals;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.Tombstone;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** All stages on the caller's thread, for callers that are already one of many. Not thread-safe. */
public final class FusedFlush implements FlushEngine {
    private final SortStage sort;
    private final EncodeStage encode;
    private final IoStage io;
    private final StageClock sortClock = new StageClock();
    private final StageClock encodeClock = new StageClock();
    private final StageClock ioClock = new StageClock();
    private final List<Tombstone> tombstones = new ArrayList<>();
    private long rows;
    private long points;
    private boolean unusable;

    /** An engine for one writer of a table. */
    public FusedFlush(FileStore store, TableSchema schema, TimePartitioning partitioning, FlushOptions options) {
        this.sort = new SortStage(schema, partitioning, options);
        this.encode = new EncodeStage(options);
        this.io = new IoStage(store, schema, partitioning, options);
    }

    @Override
    public void flush(List<MemTable> tables) throws FlushException {
        begin();
        FlushStage stage = FlushStage.SORT;
        @Nullable IDeviceID device = null;
        try {
            Arrivals arrivals = Arrivals.of(tables);
            DrainDeletions deletions = sort.beginDrain();
            for (int i = 0; i < arrivals.size(); i++) {
                stage = FlushStage.SORT;
                device = arrivals.device(i);
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("the thread was interrupted");
                }
                long start = System.nanoTime();
                List<SeriesPart> parts = sort.cut(arrivals, i, deletions);
                sortClock.add(start);
                for (SeriesPart part : parts) {
                    stage = FlushStage.ENCODE;
                    start = System.nanoTime();
                    SortedSeries series = part.take();
                    if (!sort.isWritten(series)) {
                        continue;
                    }
                    EncodedSeries encoded = encode.encode(series);
                    encodeClock.add(start);
                    stage = FlushStage.IO;
                    start = System.nanoTime();
                    io.write(encoded);
                    ioClock.add(start);
                    rows += encoded.rows();
                    points += encoded.points();
                }
            }
            tombstones.addAll(deletions.tombstones());
        } catch (IOException | RuntimeException | Error e) {
            throw FlushException.of(stage, device, e);
        }
        unusable = false;
    }

    /**
     * What was deleted since the last {@link #finish} of all that had been written then: open tombstones, in one count of orders
     * with the files of the next one, and for the same commit.
     */
    public List<Tombstone> tombstones() {
        return List.copyOf(tombstones);
    }

    @Override
    public List<DataFile> finish() throws IOException {
        begin();
        long start = System.nanoTime();
        List<DataFile> files = io.finish();
        sort.filesClosed();
        tombstones.clear();
        ioClock.add(start);
        unusable = false;
        return files;
    }

    @Override
    public FlushStats stats() {
        return new FlushStats(
                sortClock.stats(), encodeClock.stats(), ioClock.stats(), rows, points, encode.fallbacks());
    }

    @Override
    public void close() throws IOException {
        unusable = true;
        io.close();
    }

    /** Holds as failed whatever does not reach its end: what a failed flush left out must never be committed without it. */
    private void begin() {
        if (unusable) {
            throw new IllegalStateException(
                    "Cannot go on with this flush engine: it is closed, or an earlier flush failed. Close it, and flush"
                            + " again with another one: the rows of a failed flush are still in their memtables");
        }
        unusable = true;
    }
}
