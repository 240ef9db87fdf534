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
package io.tsfile.examples.flink;

import io.tsfile.core.model.TableSchema;
import io.tsfile.flink.TsFileSink;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.Row;

/** The job: rows come from somewhere and go into a TsFile table, exactly once. */
final class IngestJob {
    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(500);

    private IngestJob() {}

    /** An environment that runs jobs in this process, with a checkpoint every so often. */
    static StreamExecutionEnvironment environment(int parallelism, Duration checkpointInterval) {
        Configuration configuration = new Configuration();
        // A failure ends this example; a real job would restart from its last checkpoint.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        // Counts travel with the heartbeats, which are too rare for a progress display.
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, PROGRESS_INTERVAL);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
        environment.enableCheckpointing(checkpointInterval.toMillis());
        return environment;
    }

    /** Wires source, counter and sink. */
    static void wire(
            StreamExecutionEnvironment environment,
            DataGeneratorSource<Row> source,
            TypeInformation<Row> type,
            TableSchema schema,
            Path table) {
        // Newest wins by order of arrival: one source task keeps the order of the recording for every device.
        DataStream<Row> rows = environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "replay", type)
                .setParallelism(1)
                .map(new Counting())
                .returns(type)
                .name("count")
                .setParallelism(1);

        // The table is created if there is none yet. Its rows become visible with every checkpoint.
        TsFileSink.forRow(schema).location(table.toString()).append(rows);
    }
}
