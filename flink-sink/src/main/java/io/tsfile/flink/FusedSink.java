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
import java.io.IOException;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The plain form: distributes its input by device itself, then does all in the writer. */
final class FusedSink<T> extends TableSink<T> implements SupportsPreWriteTopology<T> {
    private final RowConverter<T> converter;

    FusedSink(SinkSettings settings, RowConverter<T> converter) {
        super(settings);
        this.converter = converter;
    }

    /** The writer's number of key groups is not the sink's to set, so an operator that only passes rows on has them. */
    @Override
    public DataStream<T> addPreWriteTopology(DataStream<T> rows) {
        return DeviceKeys.distribute(rows, converter)
                .map(row -> row)
                .returns(rows.getType())
                .name(settings().name() + ": distribute by device")
                .setMaxParallelism(DeviceKeys.MAX_PARALLELISM)
                .forward();
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
        settings().target().ready();
        return new FusedWriter<>(
                settings().stage(),
                converter,
                context.getJobInfo().getJobId().toString(),
                context.metricGroup(),
                context.getProcessingTimeService());
    }
}
