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

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.types.Row;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the packer is in the job's graph, whatever leads to it. */
class PackingTest {
    private static final TypeInformation<Row> TYPE = Types.ROW(Types.LONG, Types.STRING, Types.DOUBLE);
    private static final TableSchema SCHEMA = TableSchema.ofTree("t", List.of(Column.field("v", TSDataType.DOUBLE)));

    private final Path folder;

    PackingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void packsInTheTasksThatMakeTheRows(boolean staged) {
        assertThat(tasks(graph(staged, rows -> rows))).contains("rows -> TsFile t: pack x3");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void packsBehindWhateverDistributesOrJoinsTheRows(boolean staged) {
        List<UnaryOperator<DataStream<Row>>> between = List.of(
                DataStream::rebalance,
                rows -> rows.keyBy(row -> 1),
                rows -> rows.union(rows.map(row -> row).returns(TYPE).setParallelism(2)));
        for (UnaryOperator<DataStream<Row>> way : between) {
            assertThat(tasks(graph(staged, way))).contains("TsFile t: pack x3");
        }
    }

    @Test
    void copiesNoRowAndReadsAndWritesThemAsEver() throws Exception {
        @SuppressWarnings("unchecked")
        TypeSerializer<Row> serializer =
                (TypeSerializer<Row>) packer(graph(true, rows -> rows)).getTypeSerializersIn()[0];
        Row row = Row.of(1L, "root.a", 1.5);
        assertThat(serializer.copy(row)).isSameAs(row);
        assertThat(serializer.copy(row, Row.of(2L, "root.b", 2.5))).isSameAs(row);
        assertThat(serializer.duplicate()).isEqualTo(serializer);
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(row, out);
        assertThat(serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                .isEqualTo(row);
    }

    private StreamGraph graph(boolean staged, UnaryOperator<DataStream<Row>> between) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
        DataStream<Row> rows = environment
                .fromData(TYPE, Row.of(1L, "root.a", 1.5))
                .map(row -> row)
                .returns(TYPE)
                .name("rows")
                .setParallelism(3);
        TsFileSinkBuilder<Row> sink = TsFileSink.forRow(SCHEMA).location(folder.toString());
        if (staged) {
            sink.append(between.apply(rows));
        } else {
            between.apply(rows).sinkTo(sink.build());
        }
        return environment.getStreamGraph();
    }

    /** Their names, without what Flink puts before those of a plain sink, and their parallelism. */
    private static List<String> tasks(StreamGraph graph) {
        return StreamSupport.stream(graph.getJobGraph().getVertices().spliterator(), false)
                .map(task -> task.getName().replace("Sink: ", "") + " x" + task.getParallelism())
                .toList();
    }

    private static StreamNode packer(StreamGraph graph) {
        return graph.getStreamNodes().stream()
                .filter(node -> node.getOperatorName().equals("TsFile t: pack"))
                .findFirst()
                .orElseThrow();
    }
}
