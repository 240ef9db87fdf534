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
package io.tsfile.benchmarks;

import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.model.Devices;
import io.tsfile.flink.RowConverter;
import io.tsfile.flink.TsFileSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * The same rows through a local Flink job: into a table with our sink, and into files with a sink that only has the library.
 *
 * <p>The records are numbers, and both sinks look the rows up, so that both pay the same for what Flink does with records.
 */
final class FlinkJobs {
    static final int ROUNDS = 5;
    static final long ROWS = (long) ROUNDS * Machines.ROWS;
    private static final long ROUND_MILLIS = 10_000_000;
    private static final int PARALLELISM = 2;
    private static final long CHECKPOINT_MILLIS = 1000;

    /** What the numbers stand for; the local job's threads see it because they run in this process. */
    private static List<Machines.Row> rows = List.of();

    private FlinkJobs() {}

    static void use(List<Machines.Row> shared) {
        rows = shared;
    }

    static void ours(Path folder) throws Exception {
        StreamExecutionEnvironment environment = environment();
        TsFileSink.forType(new NumberedRow(), Machines.SCHEMA)
                .location(folder.toString())
                .append(numbers(environment));
        environment.execute();
    }

    static void peer(Path folder) throws Exception {
        StreamExecutionEnvironment environment = environment();
        numbers(environment).keyBy(number -> row(number).machine, Types.INT).sinkTo(new LibrarySink(folder.toString()));
        environment.execute();
    }

    private static StreamExecutionEnvironment environment() {
        Configuration configuration = new Configuration();
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration);
        environment.enableCheckpointing(CHECKPOINT_MILLIS);
        return environment;
    }

    private static DataStream<Long> numbers(StreamExecutionEnvironment environment) {
        return environment.fromSequence(0, ROWS - 1).setParallelism(1);
    }

    private static Machines.Row row(long number) {
        return rows.get((int) (number % rows.size()));
    }

    private static long time(long number) {
        return row(number).time + number / rows.size() * ROUND_MILLIS;
    }

    private static final class NumberedRow implements RowConverter<Long> {
        @Override
        public IDeviceID device(Long number) {
            return Devices.ofTable(Machines.SCHEMA.name(), Machines.name(row(number).machine));
        }

        @Override
        public long time(Long number) {
            return FlinkJobs.time(number);
        }

        @Override
        public RowValues values(Long number) {
            return row(number);
        }
    }

    /** Keeps rows until the next checkpoint and writes each lot to a file; without any exactly-once. */
    private record LibrarySink(String folder) implements Sink<Long> {
        @Override
        public SinkWriter<Long> createWriter(WriterInitContext context) {
            return new SinkWriter<>() {
                private final List<Machines.Row> buffered = new ArrayList<>();

                @Override
                public void write(Long number, Context ignored) {
                    buffered.add(row(number).at(time(number)));
                }

                @Override
                public void flush(boolean endOfInput) throws IOException {
                    if (!buffered.isEmpty()) {
                        LibraryPeer.write(buffered, Path.of(folder).resolve(UUID.randomUUID() + ".tsfile"));
                        buffered.clear();
                    }
                }

                @Override
                public void close() {
                    // Nothing is open between two checkpoints.
                }
            };
        }
    }
}
