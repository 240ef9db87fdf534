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
import io.tsfile.core.io.FileStore;
import io.tsfile.flink.commit.WriteResult;
import java.io.IOException;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/** The io stage as Flink's writer. Files of a drain interval are closed when the interval is over. */
public final class SeriesWriter implements CommittingSinkWriter<Staged<EncodedSeries>, WriteResult> {
    private final SeriesFiles files;
    private long interval;

    /** A writer of its own store, with its metrics in {@code metrics}. */
    public SeriesWriter(StageSettings settings, SinkWriterMetricGroup metrics) throws IOException {
        this(settings, settings.location().open(), metrics);
    }

    /** A writer that owns {@code store}. */
    SeriesWriter(StageSettings settings, FileStore store, SinkWriterMetricGroup metrics) {
        this.files = new SeriesFiles(settings, store, metrics);
    }

    @Override
    public void write(Staged<EncodedSeries> message, Context context) throws IOException {
        if (message.interval() != interval) {
            // The buffer forgot the files, or the barrier between the two was of an aborted checkpoint, which this task
            // may not have seen.
            files.closeInterval();
            interval = message.interval();
        }
        if (message instanceof Staged.Series<EncodedSeries> encoded) {
            files.write(encoded.series());
        } else if (message instanceof Staged.Deletions<EncodedSeries> deletions) {
            files.delete(deletions.tombstones());
        }
    }

    @Override
    public void flush(boolean endOfInput) {
        // prepareCommit follows in every case that counts.
    }

    @Override
    public Collection<WriteResult> prepareCommit() throws IOException {
        return files.handOut();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
