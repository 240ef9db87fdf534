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

import io.tsfile.core.io.StoreLocation;
import io.tsfile.flink.commit.OpenTable;
import io.tsfile.flink.commit.TableCommittable;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Behind the sink's committer:
 *
 * <pre>
 * commits -> plan compaction (1) -rebalance-> compact (M) -> commit compaction (1)
 * </pre>
 *
 * <p>Nothing goes back: that a task is done, the planner sees in the table's log.
 */
public final class CompactionTopology {
    private CompactionTopology() {}

    /** Wires the operators behind what the sink has committed. */
    public static void append(DataStream<CommittableMessage<TableCommittable>> committed, CompactSettings settings) {
        OpenTable.Opener opener = StoreLocation::open;
        SingleOutputStreamOperator<byte[]> tasks = committed
                .global()
                .transform(
                        "plan compaction",
                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                        new CompactOperatorFactory<>(
                                PlanOperator.class, parameters -> new PlanOperator(parameters, settings, opener)));
        single(tasks, settings, CompactSettings.PLAN);
        SingleOutputStreamOperator<byte[]> results = tasks.rebalance()
                .transform(
                        "compact",
                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                        new CompactOperatorFactory<>(
                                RewriteOperator.class, parameters -> new RewriteOperator(parameters, settings, opener)))
                .setParallelism(settings.job().parallelism());
        uid(results, settings, CompactSettings.REWRITE);
        SingleOutputStreamOperator<Void> ends = results.global()
                .transform(
                        "commit compaction",
                        Types.VOID,
                        new CompactOperatorFactory<>(
                                PublishOperator.class,
                                parameters -> new PublishOperator(parameters, settings, opener)));
        single(ends, settings, CompactSettings.COMMIT);
    }

    private static void single(SingleOutputStreamOperator<?> operator, CompactSettings settings, String stage) {
        operator.setParallelism(1).setMaxParallelism(1);
        uid(operator, settings, stage);
    }

    private static void uid(SingleOutputStreamOperator<?> operator, CompactSettings settings, String stage) {
        String uid = settings.uids().get(stage);
        if (uid != null) {
            operator.uid(uid);
        }
    }
}
