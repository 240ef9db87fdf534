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
package io.tsfile.flink;

import io.tsfile.core.TsFileConnectorException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.operators.InputFormatOperatorFactory;
import org.apache.flink.streaming.api.transformations.LegacySourceTransformation;
import org.apache.flink.streaming.api.transformations.WithBoundedness;

/** Refuses jobs whose commits would never happen, or be other ones than those that were asked for. */
final class JobChecks {
    private JobChecks() {}

    /**
     * Checks a job.
     *
     * @param job its configuration
     * @param input what leads to the sink
     */
    static void check(ReadableConfig job, Transformation<?> input, SinkSettings settings) {
        if (isBatch(job, input)) {
            return;
        }
        String table = "table '" + settings.stage().table().schema().name() + "' in "
                + settings.stage().location().uri();
        if (settings.overwrite() != null) {
            throw new TsFileConnectorException("Cannot overwrite " + table
                    + " in streaming mode: rows are committed checkpoint by checkpoint, and there is no point at which the"
                    + " new ones are complete; set 'execution.runtime-mode' = 'batch', or delete the old rows before");
        }
        if (isCheckpointed(job)) {
            checkCommits(job, input, settings, table);
        } else if (settings.requireCheckpoints() && sources(input).anyMatch(bounded -> !bounded)) {
            throw new TsFileConnectorException("Cannot write an unbounded stream to " + table
                    + " without checkpoints: rows are committed with each checkpoint, so none would ever be seen; set"
                    + " 'execution.checkpointing.interval', such as '30 s', or, to commit with savepoints alone,"
                    + " 'sink.require-checkpoints' = 'false'");
        }
    }

    /** Whether Flink will run the job in batch mode. */
    static boolean isBatch(ReadableConfig job, Transformation<?> input) {
        RuntimeExecutionMode mode = job.get(ExecutionOptions.RUNTIME_MODE);
        return mode == RuntimeExecutionMode.BATCH
                || (mode == RuntimeExecutionMode.AUTOMATIC && sources(input).allMatch(bounded -> bounded));
    }

    private static void checkCommits(ReadableConfig job, Transformation<?> input, SinkSettings settings, String table) {
        Duration checkpointTimeout = job.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT);
        if (settings.commitTimeout().compareTo(checkpointTimeout) >= 0) {
            throw new TsFileConnectorException("Cannot try commits to " + table + " for " + settings.commitTimeout()
                    + ": checkpoints, which wait for a commit, time out after " + checkpointTimeout
                    + "; set a shorter commit timeout ('sink.commit.timeout'), or a longer"
                    + " 'execution.checkpointing.timeout'");
        }
        if (!job.get(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH)
                && sources(input).anyMatch(bounded -> bounded)) {
            throw new TsFileConnectorException("Cannot write a bounded stream to " + table + " with '"
                    + CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH.key()
                    + "' = 'false': what was written last is committed by a checkpoint after the stream's end, which is"
                    + " not made then; remove the setting");
        }
    }

    private static boolean isCheckpointed(ReadableConfig job) {
        return job.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                .filter(interval -> interval.toMillis() > 0)
                .isPresent();
    }

    /** Of each source whether it ends. */
    private static Stream<Boolean> sources(Transformation<?> input) {
        return Stream.concat(Stream.of(input), List.copyOf(input.getTransitivePredecessors()).stream())
                .filter(WithBoundedness.class::isInstance)
                .map(JobChecks::ends);
    }

    /** Flink calls an input format unbounded, such as that of SQL's VALUES, although it ends. */
    private static boolean ends(Transformation<?> source) {
        return ((WithBoundedness) source).getBoundedness() == Boundedness.BOUNDED
                || (source instanceof LegacySourceTransformation<?> legacy
                        && legacy.getOperatorFactory() instanceof InputFormatOperatorFactory);
    }
}
