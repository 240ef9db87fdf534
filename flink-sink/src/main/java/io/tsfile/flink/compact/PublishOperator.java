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

import io.tsfile.core.compact.CompactionCommitter;
import io.tsfile.core.compact.CompactionResult;
import io.tsfile.core.table.CommitConflictException;
import io.tsfile.core.table.CommitResult;
import io.tsfile.flink.commit.OpenTable;
import io.tsfile.flink.stage.SinkMetrics;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits results, each as soon as it comes, on a thread of its own. One that lost against another commit is logged and counted; its
 * files are planned again. Where the outcome is unknown, or the job ends before the commit, files are left to the vacuum.
 */
final class PublishOperator extends SideOperator<Void>
        implements OneInputStreamOperator<byte[], Void>, BoundedOneInput {
    private static final Logger LOGGER = LoggerFactory.getLogger(PublishOperator.class);

    private final transient Counter tasks;
    private final transient Counter bytes;
    private final transient Counter conflicts;

    PublishOperator(StreamOperatorParameters<Void> parameters, CompactSettings settings, OpenTable.Opener opener) {
        super("commit", parameters, settings, opener);
        this.tasks = compactMetrics.counter(SinkMetrics.COMPACTION_TASKS);
        this.bytes = compactMetrics.counter(SinkMetrics.COMPACTED_BYTES);
        this.conflicts = compactMetrics.counter(SinkMetrics.COMPACTION_CONFLICTS);
    }

    @Override
    public void processElement(StreamRecord<byte[]> element) throws Exception {
        CompactionResult result = MessageBytes.result(element.getValue());
        side.run(() -> CompactionCommitter.commit(table.get(), List.of(result)), new Committed(result));
    }

    /** Commits are short, so those that wait are made. */
    @Override
    public void endInput() throws Exception {
        side.finish();
    }

    private final class Committed implements SideThread.Outcome<CommitResult> {
        private final CompactionResult result;

        Committed(CompactionResult result) {
            this.result = result;
        }

        @Override
        public void done(CommitResult commit) {
            tasks.inc();
            bytes.inc(result.task().bytes());
            LOGGER.info(
                    "Compaction of {}: {} files of {} bytes are {} files in commit {}",
                    uri(),
                    result.task().inputs().size(),
                    result.task().bytes(),
                    result.outputs().size(),
                    commit.number());
        }

        @Override
        public void failed(Exception failure) {
            if (failure instanceof CommitConflictException) {
                conflicts.inc();
                LOGGER.info(
                        "A task of the compaction of {} lost against another commit; its files are planned again",
                        uri(),
                        failure);
            } else if (!side.isStopped()) {
                failures.inc();
                LOGGER.warn(
                        "A task of the compaction of {} could not be committed; it is planned again later",
                        uri(),
                        failure);
            }
        }

        @Override
        public void dropped(@Nullable CommitResult commit) {
            // Committed or not: the log knows, and the vacuum asks it.
        }
    }
}
