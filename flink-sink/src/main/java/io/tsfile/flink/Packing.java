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

import io.tsfile.flink.stage.MessageTypeInfo;
import io.tsfile.flink.stage.PackOperator;
import io.tsfile.flink.stage.PackedRows;
import io.tsfile.flink.stage.UncopiedTypeInfo;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;
import org.apache.flink.streaming.runtime.partitioner.ForwardPartitioner;

/** The operator in front of the exchange, the same in both forms. */
final class Packing {
    private Packing() {}

    /** Packs rows in the tasks where they come from. */
    static <T> SingleOutputStreamOperator<PackedRows> append(
            DataStream<T> rows, SinkSettings settings, RowConverter<T> converter) {
        Transformation<T> input = rows.getTransformation();
        // Of a keyed stream the operator would have keyed state, and a batch job would sort the rows by key.
        SingleOutputStreamOperator<PackedRows> packed = new DataStream<>(
                        rows.getExecutionEnvironment(), uncopied(input))
                .transform(
                        settings.name() + ": pack",
                        MessageTypeInfo.PACKED,
                        new PackOperator<>(settings.stage(), converter));
        packed.getTransformation().setParallelism(input.getParallelism(), input.isParallelismConfigured());
        return packed;
    }

    /**
     * The rows without the copy that Flink makes for the next operator of a task, which costs more than to pack them. What comes from
     * several operators, or is distributed, is not copied.
     */
    private static <T> Transformation<T> uncopied(Transformation<T> input) {
        if (!(input instanceof PhysicalTransformation)) {
            return input;
        }
        PartitionTransformation<T> forward = new PartitionTransformation<>(input, new ForwardPartitioner<>());
        forward.setOutputType(new UncopiedTypeInfo<>(input.getOutputType()));
        return forward;
    }
}
