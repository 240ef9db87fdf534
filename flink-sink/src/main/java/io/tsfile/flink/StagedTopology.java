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

import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.SortedSeries;
import io.tsfile.flink.stage.BufferSortOperator;
import io.tsfile.flink.stage.DeviceKeys;
import io.tsfile.flink.stage.EncodeOperator;
import io.tsfile.flink.stage.MessageTypeInfo;
import io.tsfile.flink.stage.PackOperator;
import io.tsfile.flink.stage.PackedRows;
import io.tsfile.flink.stage.Staged;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * An operator per stage:
 *
 * <pre>
 * rows -> pack -by device-> buffer and sort -forward-> encode -forward-> write -> aggregate (1) -> commit (1)
 * </pre>
 *
 * <p>Packing is done in the tasks that rows come from. The three stages behind the exchange run with the same parallelism, each in a chain of its own and so on a thread of its own; in batch jobs, which
 * put everything between two chains on disk, in one chain. Forward edges keep the order of a device's series and are always
 * aligned, so no checkpoint holds series.
 */
final class StagedTopology<T> {
    private final SinkSettings settings;
    private final RowConverter<T> converter;
    private final int parallelism;
    private final boolean ownTasks;
    private final Uids uids;
    private final @Nullable Consumer<DataStream<String>> badRows;

    /**
     * The topology of one sink.
     *
     * @param parallelism 0: the environment's
     * @param ownTasks whether stages run in parallel to each other
     * @param badRows takes the stream of lines about rows that cannot be written; null if there is none
     */
    StagedTopology(
            SinkSettings settings,
            RowConverter<T> converter,
            int parallelism,
            boolean ownTasks,
            Uids uids,
            @Nullable Consumer<DataStream<String>> badRows) {
        this.settings = settings;
        this.converter = converter;
        this.parallelism = parallelism;
        this.ownTasks = ownTasks;
        this.uids = uids;
        this.badRows = badRows;
    }

    DataStreamSink<?> append(DataStream<T> rows) {
        String name = settings.name();
        SingleOutputStreamOperator<PackedRows> packed = Packing.append(rows, settings, converter);
        uids.of("pack").ifPresent(packed::uid);
        if (badRows != null) {
            badRows.accept(packed.getSideOutput(PackOperator.BAD_ROWS));
        }
        SingleOutputStreamOperator<Staged<SortedSeries>> sorted = stage(
                "buffer",
                name + ": buffer and sort",
                DeviceKeys.distribute(packed)
                        .transform("Buffer and sort", MessageTypeInfo.SORTED, new BufferSortOperator(settings.stage()))
                        .setMaxParallelism(DeviceKeys.MAX_PARALLELISM));
        SingleOutputStreamOperator<Staged<EncodedSeries>> encoded = stage(
                "encode",
                name + ": encode",
                sorted.forward().transform("Encode", MessageTypeInfo.ENCODED, new EncodeOperator(settings.stage())));
        DataStreamSink<Staged<EncodedSeries>> sink =
                encoded.forward().sinkTo(new StagedSink(settings)).name(name);
        if (ownTasks) {
            sink.disableChaining();
        }
        uids.of("write").ifPresent(sink::uid);
        if (parallelism > 0) {
            sink.setParallelism(parallelism);
        }
        return sink;
    }

    private <S> SingleOutputStreamOperator<S> stage(String stage, String name, SingleOutputStreamOperator<S> operator) {
        operator.name(name);
        if (ownTasks) {
            operator.disableChaining();
        }
        uids.of(stage).ifPresent(operator::uid);
        if (parallelism > 0) {
            operator.setParallelism(parallelism);
        }
        return operator;
    }
}
