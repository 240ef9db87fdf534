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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.lib.InputFormatSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.legacy.io.CollectionInputFormat;
import org.apache.flink.types.Row;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsFileSinkBuilderTest {
    private static final TableSchema SCHEMA = TableSchema.ofTable("t", List.of(Column.field("v", TSDataType.DOUBLE)));
    private static final TypeInformation<Row> ROWS = Types.ROW(Types.LONG, Types.DOUBLE);

    @Test
    void refusesTimesOfTheirOwnInTheTableModel(@TempDir Path folder) {
        TsFileSinkBuilder<?> builder = TsFileSink.forRow(TableSchema.ofTable("t", List.of()))
                .location(folder.toString())
                .aligned(false);

        assertThatThrownBy(builder::build)
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot write table 't' with aligned(false)");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesEncodingsThatTheTableCannotHave(@TempDir Path folder) {
        TableSchema schema = TableSchema.ofTable("t", List.of(Column.field("v", TSDataType.STRING)));
        TsFileSinkBuilder<?> job =
                TsFileSink.forRow(schema).location(folder.toString()).encoding("encoding.v", "gorilla");
        TsFileSinkBuilder<?> table =
                TsFileSink.forRow(schema).location(folder.toString()).tableOptions(Map.of("encoding.w", "plain"));

        assertThatThrownBy(job::build)
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot use 'encoding.v' = 'gorilla': the encodings of STRING are auto, plain");
        assertThatThrownBy(table::build)
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("has no field 'w'");
        assertThat(folder).as("no table is made").isEmptyDirectory();
        assertThatThrownBy(() -> job.encoding("encodings.v", "plain"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot fix an encoding with option 'encodings.v'");
    }

    @Test
    void writesToTheTableThatAnotherJobHasMadeMeanwhile(@TempDir Path folder) throws Exception {
        StreamExecutionEnvironment env = environment();
        TsFileSink.forRow(SCHEMA).location(folder.toString()).append(rows(env));
        assertThat(folder).as("a plan makes no table").isEmptyDirectory();
        StoreLocation location = StoreLocation.of(folder.toString());

        try (FileStore store = location.open()) {
            Table faster = Table.create(
                    store, TableMetadata.of(SCHEMA, TimePartitioning.defaultFor(SCHEMA.precision()), Map.of()));
            env.execute();

            assertThat(faster.snapshot().files()).hasSize(1);
        }
    }

    @Test
    void refusesStreamsThatNeverCommitWhenTheJobIsSubmitted(@TempDir Path folder) {
        String advice = "set 'execution.checkpointing.interval', such as '30 s'";
        StreamExecutionEnvironment staged = environment();
        TsFileSink.forRow(SCHEMA).location(folder.toString()).append(endless(staged));
        StreamExecutionEnvironment fused = environment();
        endless(fused).sinkTo(TsFileSink.forRow(SCHEMA).location(folder.toString()).build());
        StreamExecutionEnvironment savepoints = environment();
        TsFileSink.forRow(SCHEMA)
                .location(folder.toString())
                .requireCheckpoints(false)
                .append(endless(savepoints));
        StreamExecutionEnvironment overwrite = environment();
        TsFileSink.forRow(SCHEMA).location(folder.toString()).overwrite().append(rows(overwrite));

        assertThatThrownBy(staged::getStreamGraph).hasMessageContaining(advice);
        assertThatThrownBy(fused::getStreamGraph).hasMessageContaining(advice);
        assertThat(savepoints.getStreamGraph().getStreamNodes()).isNotEmpty();
        assertThatThrownBy(overwrite::getStreamGraph).hasMessageContaining("in streaming mode");
    }

    @Test
    void takesTheEnvironmentAsItIsWhenTheJobIsSubmitted(@TempDir Path folder) {
        StreamExecutionEnvironment env = environment();
        TsFileSink.forRow(SCHEMA).location(folder.toString()).append(endless(env));
        env.enableCheckpointing(30_000);

        assertThat(env.getStreamGraph(false).getStreamNodes()).isNotEmpty();
        env.getCheckpointConfig().setCheckpointTimeout(60_000);
        assertThatThrownBy(env::getStreamGraph).hasMessageContaining("set a shorter commit timeout");
    }

    private static StreamExecutionEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration).setParallelism(1);
    }

    private static DataStream<Row> rows(StreamExecutionEnvironment env) {
        return env.fromData(List.of(Row.of(5L, 1.5)), ROWS);
    }

    private static DataStream<Row> endless(StreamExecutionEnvironment env) {
        return env.fromSource(
                new InputFormatSource<>(
                        Boundedness.CONTINUOUS_UNBOUNDED,
                        new CollectionInputFormat<>(List.of(), ROWS.createSerializer(env.getConfig().getSerializerConfig()))),
                WatermarkStrategy.noWatermarks(),
                "endless",
                ROWS);
    }
}
