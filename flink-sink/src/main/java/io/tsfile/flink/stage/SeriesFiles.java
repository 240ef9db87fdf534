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

import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.IoStage;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Tombstone;
import io.tsfile.flink.commit.WriteResult;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * The last stage in Flink: chunks to files. Owns its store, and the files until they are handed out; what is not handed out
 * is deleted by {@link #close}. Owned by the task's thread.
 */
final class SeriesFiles implements Closeable {
    private static final int FEW_TOMBSTONES = 1_000;

    private final FileStore store;
    private final IoStage io;
    private final StageMetrics metrics;
    private final SinkWriterMetricGroup sink;
    private final Counter files;
    private final Counter fileBytes;
    private final List<WriteResult> closed = new ArrayList<>();
    /** Of the interval at hand. */
    private List<Tombstone> tombstones = new ArrayList<>();
    /** With more tombstones than that, those of the same devices are joined. */
    private int mostTombstones = FEW_TOMBSTONES;

    private volatile long openFiles;
    private volatile long metadataBytes;

    /** A stage that writes to {@code store}, the table's folder, which it owns. */
    SeriesFiles(StageSettings settings, FileStore store, SinkWriterMetricGroup sink) {
        this.store = store;
        this.io = new IoStage(store, settings.table().schema(), settings.table().partitioning(), settings.flush());
        this.sink = sink;
        this.metrics = new StageMetrics(sink, SinkMetrics.IO);
        this.files = metrics.counter(SinkMetrics.FILES);
        this.fileBytes = metrics.counter(SinkMetrics.FILE_BYTES);
        metrics.gauge(SinkMetrics.OPEN_FILES, () -> openFiles);
        metrics.gauge(SinkMetrics.METADATA_BYTES, () -> metadataBytes);
    }

    /** Writes the chunks to the files of the interval at hand. */
    void write(EncodedSeries series) throws IOException {
        long start = System.nanoTime();
        io.write(series);
        openFiles = io.openFiles();
        metadataBytes = io.metadataBytes();
        metrics.busy(System.nanoTime() - start);
        metrics.sent(series.rows(), series.points(), series.bytes());
        sink.getNumRecordsSendCounter().inc(series.rows());
    }

    /** Deletes, in the interval at hand. */
    void delete(List<Tombstone> more) {
        tombstones.addAll(more);
        if (tombstones.size() > mostTombstones) {
            // Each drain deletes of the same devices again. Where few can be joined, the next look comes late.
            tombstones = Tombstone.joined(tombstones);
            mostTombstones = Math.max(FEW_TOMBSTONES, 2 * tombstones.size());
        }
    }

    /** Ends the interval at hand: its files are completed, and what comes next goes to other ones. */
    void closeInterval() throws IOException {
        long start = System.nanoTime();
        List<DataFile> completed = io.finish();
        openFiles = 0;
        metadataBytes = 0;
        if (!completed.isEmpty() || !tombstones.isEmpty()) {
            closed.add(new WriteResult(completed, Tombstone.joined(tombstones)));
            tombstones = new ArrayList<>();
            mostTombstones = FEW_TOMBSTONES;
        }
        long bytes = completed.stream().mapToLong(DataFile::length).sum();
        files.inc(completed.size());
        fileBytes.inc(bytes);
        sink.getNumBytesSendCounter().inc(bytes);
        metrics.busy(System.nanoTime() - start);
    }

    /** Ends the interval at hand for a barrier, and hands out all intervals that have ended. */
    List<WriteResult> handOut() throws IOException {
        long start = System.nanoTime();
        closeInterval();
        metrics.drained(start);
        List<WriteResult> results = List.copyOf(closed);
        closed.clear();
        return results;
    }

    @Override
    public void close() throws IOException {
        List<Closeable> leftovers = new ArrayList<>();
        leftovers.add(io);
        for (WriteResult result : closed) {
            for (DataFile file : result.files()) {
                leftovers.add(() -> store.delete(file.path()));
            }
        }
        closed.clear();
        leftovers.add(store);
        Cleanup.closeAll(leftovers);
    }
}
