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

import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Tombstone;
import io.tsfile.flink.RowConverter;
import io.tsfile.flink.commit.WriteResult;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.metrics.MetricGroup;

/** All stages in one writer, on the task's thread. */
public final class FusedWriter<T> implements CommittingSinkWriter<T, WriteResult> {
    private final RowIntake<T> intake;
    private final long bufferBytes;
    private final MemTable buffer;
    private final FileStore store;
    private final FusedFlush flush;

    /**
     * A writer of its own store, with its metrics in {@code metrics}.
     *
     * @param job the id of the job
     */
    public FusedWriter(StageSettings settings, RowConverter<T> converter, String job, MetricGroup metrics)
            throws IOException {
        this.bufferBytes = settings.bufferBytes();
        this.buffer = new MemTable(settings.table().schema(), settings.aligned());
        this.intake = RowIntake.of(settings, converter, buffer, job, FusedWriter::refuseSideOutput, metrics);
        this.store = settings.location().open();
        this.flush = new FusedFlush(
                store, settings.table().schema(), settings.table().partitioning(), settings.flush());
        metrics.gauge(EncodeOperator.FALLBACKS, () -> flush.stats().fallbacks());
    }

    @Override
    public void write(T row, Context context) throws IOException {
        intake.take(row);
        if (buffer.bytes() >= bufferBytes) {
            flush.drain(buffer);
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
        if (!buffer.isEmpty()) {
            flush.drain(buffer);
        }
        intake.flush();
    }

    @Override
    public Collection<WriteResult> prepareCommit() throws IOException {
        List<Tombstone> tombstones = flush.tombstones();
        List<DataFile> files = flush.finish();
        return files.isEmpty() && tombstones.isEmpty() ? List.of() : List.of(WriteResult.of(files, tombstones));
    }

    private static void refuseSideOutput(String line) {
        throw new IllegalStateException("Cannot send this to a side output, which a sink does not have: " + line);
    }

    @Override
    public void close() throws IOException {
        try (store;
                flush;
                intake) {
            // All are closed whatever the others do.
        }
    }
}
