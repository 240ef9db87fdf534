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

import io.tsfile.flink.stage.DeviceKeys;
import io.tsfile.flink.stage.FusedWriter;
import io.tsfile.flink.stage.MessageTypeInfo;
import io.tsfile.flink.stage.PackedRows;
import java.io.IOException;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The plain form: packs its input and distributes it by device itself, then does all in the writer.
 *
 * <p>To Flink the type of the writer's input is that of the sink's. But it is the stream behind the topology of this class that
 * brings its type information and is given to the writer, so that both are of packed rows, and nobody meets a {@code T} there.
 */
final class FusedSink<T> extends TableSink<T> implements SupportsPreWriteTopology<T> {
    private final RowConverter<T> converter;

    FusedSink(SinkSettings settings, RowConverter<T> converter) {
        super(settings);
        this.converter = converter;
    }

    /** The writer's number of key groups is not the sink's to set, so an operator that only passes messages on has them. */
    @Override
    @SuppressWarnings("unchecked") // see the class
    public DataStream<T> addPreWriteTopology(DataStream<T> rows) {
        DataStream<PackedRows> distributed = DeviceKeys.distribute(Packing.append(rows, settings(), converter))
                .map(message -> message)
                .returns(MessageTypeInfo.PACKED)
                .name(settings().name() + ": distribute by device")
                .setMaxParallelism(DeviceKeys.MAX_PARALLELISM)
                .forward();
        return (DataStream<T>) (DataStream<?>) distributed;
    }

    @Override
    @SuppressWarnings("unchecked") // see the class
    public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
        settings().target().ready();
        SinkWriter<PackedRows> writer =
                new FusedWriter(settings().stage(), context.metricGroup(), context.getProcessingTimeService());
        return (SinkWriter<T>) (SinkWriter<?>) writer;
    }
}
