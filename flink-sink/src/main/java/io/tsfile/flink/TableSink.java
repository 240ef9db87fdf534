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

import io.tsfile.flink.commit.CommitAggregator;
import io.tsfile.flink.commit.TableCommittable;
import io.tsfile.flink.commit.TableCommittableSerializer;
import io.tsfile.flink.commit.TableCommitter;
import io.tsfile.flink.commit.WriteResult;
import io.tsfile.flink.commit.WriteResultSerializer;
import io.tsfile.flink.compact.CompactSettings;
import io.tsfile.flink.compact.CompactionTopology;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * What comes behind the writers, the same in both forms: one committable per checkpoint, committed by one subtask, and the
 * compaction if there is one.
 */
abstract class TableSink<T>
        implements Sink<T>,
                SupportsCommitter<TableCommittable>,
                SupportsPreCommitTopology<WriteResult, TableCommittable>,
                SupportsPostCommitTopology<TableCommittable> {
    private final SinkSettings settings;

    TableSink(SinkSettings settings) {
        this.settings = settings;
    }

    final SinkSettings settings() {
        return settings;
    }

    @Override
    public final DataStream<CommittableMessage<TableCommittable>> addPreCommitTopology(
            DataStream<CommittableMessage<WriteResult>> results) {
        // The job's graph is being made, so its configuration is what it will be.
        JobChecks.check(results.getExecutionEnvironment().getConfiguration(), results.getTransformation(), settings);
        SingleOutputStreamOperator<CommittableMessage<TableCommittable>> aggregated = results.global()
                .transform(
                        // Flink puts the name of the sink before it.
                        "Aggregate",
                        CommittableMessageTypeInfo.of(TableCommittableSerializer::new),
                        new CommitAggregator(settings.target(), settings.overwrite()))
                .setParallelism(1)
                .setMaxParallelism(1);
        if (settings.aggregatorUid() != null) {
            aggregated.uid(settings.aggregatorUid());
        }
        return aggregated.global();
    }

    /** A batch job commits once, at its end, and then there is no job any more that could compact. */
    @Override
    public final void addPostCommitTopology(DataStream<CommittableMessage<TableCommittable>> committed) {
        CompactSettings compaction = settings.compaction();
        if (compaction != null
                && !JobChecks.isBatch(
                        committed.getExecutionEnvironment().getConfiguration(), committed.getTransformation())) {
            CompactionTopology.append(committed, compaction);
        }
    }

    @Override
    public final Committer<TableCommittable> createCommitter(CommitterInitContext context) {
        return new TableCommitter(
                settings.stage().location(),
                settings.commitTimeout(),
                context.getTaskInfo().getIndexOfThisSubtask(),
                context.metricGroup());
    }

    @Override
    public final SimpleVersionedSerializer<TableCommittable> getCommittableSerializer() {
        return new TableCommittableSerializer();
    }

    @Override
    public final SimpleVersionedSerializer<WriteResult> getWriteResultSerializer() {
        return new WriteResultSerializer();
    }
}
