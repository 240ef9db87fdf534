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
package io.tsfile.flink.compact;

import io.tsfile.core.compact.CompactionProgress;
import io.tsfile.core.compact.CompactionResult;
import io.tsfile.core.compact.CompactionRunner;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.LimitedFileStore;
import io.tsfile.core.io.RateLimiter;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.flink.commit.OpenTable;
import io.tsfile.flink.stage.SinkMetrics;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries tasks out, one after the other, on a thread of its own. A task that fails is logged and counted, and planned again some
 * time later.
 *
 * <p>At the end of its input, what is under way is broken off: a job ends when its rows are committed, not when its table is compact. Files that
 * were written and not sent on are deleted.
 */
final class RewriteOperator extends SideOperator<byte[]>
        implements OneInputStreamOperator<byte[], byte[]>, BoundedOneInput {
    private static final Logger LOGGER = LoggerFactory.getLogger(RewriteOperator.class);

    private transient volatile int running;
    private transient boolean ended;

    RewriteOperator(StreamOperatorParameters<byte[]> parameters, CompactSettings settings, OpenTable.Opener opener) {
        super("rewrite", parameters, settings, opener);
        compactMetrics.gauge(SinkMetrics.RUNNING_COMPACTIONS, () -> running);
    }

    @Override
    public void processElement(StreamRecord<byte[]> element) {
        byte[] message = element.getValue();
        side.run(() -> rewrite(MessageBytes.task(message)), new Rewritten());
        running = side.size();
    }

    @Override
    public void endInput() throws Exception {
        side.stop();
        side.deliver();
        ended = true;
    }

    /** For the side thread. No result if the task has become pointless. */
    private List<CompactionResult> rewrite(CompactionTask task) throws IOException {
        Table opened = table.get();
        Snapshot snapshot = opened.snapshot();
        Set<String> live = snapshot.files().stream().map(DataFile::path).collect(Collectors.toSet());
        if (!task.inputs().stream().allMatch(input -> live.contains(input.file().path()))) {
            LOGGER.info("A task of the compaction of {} is dropped, because its files were compacted by others", uri());
            return List.of();
        }
        return List.of(CompactionRunner.run(
                limited(opened.store()), snapshot.metadata(), settings.options(), task, this::progressed));
    }

    private FileStore limited(FileStore store) {
        long rate = settings.job().maxBytesPerSecond();
        return rate == 0 ? store : new LimitedFileStore(store, RateLimiter.ofProcess(rate));
    }

    private void progressed(CompactionProgress now) {
        // At its end, the outputs are there: what threw then would leave them behind.
        if (side.isStopped() && now.doneBytes() < now.totalBytes()) {
            throw new CancellationException("The task of the compaction was stopped");
        }
    }

    private void delete(CompactionResult result) {
        for (DataFile output : result.outputs()) {
            try {
                table.get().store().delete(output.path());
            } catch (IOException | RuntimeException e) {
                LOGGER.warn("File {} of {} is left to the vacuum", output.path(), uri(), e);
            }
        }
    }

    private final class Rewritten implements SideThread.Outcome<List<CompactionResult>> {
        @Override
        public void done(List<CompactionResult> results) throws IOException {
            running = side.size();
            if (ended) {
                // It was not broken off in time.
                dropped(results);
                return;
            }
            for (CompactionResult result : results) {
                output.collect(new StreamRecord<>(MessageBytes.of(result)));
            }
        }

        @Override
        public void failed(Exception failure) {
            running = side.size();
            if (side.isStopped()) {
                LOGGER.debug("A task of the compaction of {} was broken off", uri(), failure);
                return;
            }
            failures.inc();
            LOGGER.warn("A task of the compaction of {} failed; it is planned again later", uri(), failure);
        }

        @Override
        public void dropped(@Nullable List<CompactionResult> results) {
            if (results != null) {
                results.forEach(RewriteOperator.this::delete);
            }
        }
    }
}
