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
import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.model.Tombstone;
import io.tsfile.flink.commit.WriteResult;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/** All stages in one writer, on the task's thread. */
public final class FusedWriter implements CommittingSinkWriter<PackedRows, WriteResult> {
    private final RowBuffer buffer;
    private final SeriesEncoder encoder;
    private final SeriesFiles files;
    private final BufferAge age;
    private final RowBuffer.Taker taker = new Writer();

    /** A writer of its own store, with its metrics in {@code metrics}. */
    public FusedWriter(StageSettings settings, SinkWriterMetricGroup metrics, ProcessingTimeService clock)
            throws IOException {
        this.files = new SeriesFiles(settings, settings.location().open(), metrics);
        this.buffer = new RowBuffer(settings, metrics);
        this.encoder = new SeriesEncoder(settings.flush(), metrics);
        this.age = new BufferAge(settings.limits().bufferAge(), clock, this::drain);
    }

    @Override
    public void write(PackedRows rows, Context context) throws IOException {
        if (buffer.isEmpty()) {
            age.began();
        }
        if (buffer.add(rows)) {
            buffer.makeRoom(taker);
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
        long start = System.nanoTime();
        drain();
        buffer.drainedForBarrier(start);
    }

    @Override
    public Collection<WriteResult> prepareCommit() throws IOException {
        Collection<WriteResult> results = files.handOut();
        buffer.filesClosed();
        return results;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private void drain() throws IOException {
        buffer.drain(taker);
        age.emptied();
    }

    /** Encodes and writes what is drained. */
    private final class Writer implements RowBuffer.Taker {
        @Override
        public void begin() {
            age.left();
        }

        @Override
        public void take(SortedSeries series) throws IOException {
            long start = System.nanoTime();
            EncodedSeries encoded = encoder.encode(series);
            encoder.encoded(encoded, System.nanoTime() - start);
            files.write(encoded);
        }

        @Override
        public void delete(List<Tombstone> tombstones) {
            files.delete(tombstones);
        }

        @Override
        public void end() throws IOException {
            age.gone();
            if (buffer.remembersTooMuch()) {
                files.closeInterval();
                buffer.filesClosed();
            }
        }
    }
}
