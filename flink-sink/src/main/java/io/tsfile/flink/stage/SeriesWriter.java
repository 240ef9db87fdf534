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
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Tombstone;
import io.tsfile.flink.commit.WriteResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;

/** The io stage as Flink's writer: chunks to files. Files of a drain interval are closed when the interval is over. */
public final class SeriesWriter implements CommittingSinkWriter<Staged<EncodedSeries>, WriteResult> {
    private final FileStore store;
    private final IoStage io;
    private final List<WriteResult> closed = new ArrayList<>();
    /** Of the interval at hand. */
    private final List<Tombstone> tombstones = new ArrayList<>();

    private long interval;

    /** A writer of its own store. */
    public SeriesWriter(StageSettings settings) throws IOException {
        this.store = settings.location().open();
        this.io = new IoStage(store, settings.table().schema(), settings.table().partitioning(), settings.flush());
    }

    @Override
    public void write(Staged<EncodedSeries> message, Context context) throws IOException {
        if (message.interval() != interval) {
            // The barrier between the two was of an aborted checkpoint, which this task may not have seen.
            closeFiles();
            interval = message.interval();
        }
        if (message instanceof Staged.Series<EncodedSeries> encoded) {
            io.write(encoded.series());
        } else if (message instanceof Staged.Deletions<EncodedSeries> deletions) {
            tombstones.addAll(deletions.tombstones());
        }
    }

    @Override
    public void flush(boolean endOfInput) {
        // prepareCommit follows in every case that counts.
    }

    @Override
    public Collection<WriteResult> prepareCommit() throws IOException {
        closeFiles();
        List<WriteResult> results = List.copyOf(closed);
        closed.clear();
        return results;
    }

    @Override
    public void close() throws IOException {
        try (store;
                io) {
            for (WriteResult result : closed) {
                for (DataFile file : result.files()) {
                    store.delete(file.path());
                }
            }
        }
    }

    private void closeFiles() throws IOException {
        List<DataFile> files = io.finish();
        if (!files.isEmpty() || !tombstones.isEmpty()) {
            closed.add(WriteResult.of(files, tombstones));
            tombstones.clear();
        }
    }
}
