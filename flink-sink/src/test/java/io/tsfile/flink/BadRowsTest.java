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
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.Oracle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadRowsTest {
    private static final TableSchema SCHEMA =
            TableSchema.ofTree("t", List.of(Column.field("v", TSDataType.DOUBLE)));

    private final Path folder;

    BadRowsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void sendsThemToAStreamAndWritesTheOthers() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        DataStream<Row> rows = environment.fromData(
                Types.ROW(Types.LONG, Types.STRING, Types.DOUBLE),
                Row.of(1L, "root.a", 1.5),
                // Nobody can say which subtask it belongs to.
                Row.of(2L, "", 2.5),
                Row.of(null, "root.b", 3.5),
                Row.of(4L, "root.b", 4.5));
        List<CloseableIterator<String>> lines = new ArrayList<>();

        sink().badRowsTo(bad -> lines.add(bad.collectAsync())).append(rows);
        environment.execute();

        assertThat(lines).hasSize(1);
        List<String> bad = new ArrayList<>();
        try (CloseableIterator<String> found = lines.get(0)) {
            found.forEachRemaining(bad::add);
        }
        assertThat(bad).hasSize(2);
        assertThat(bad).anySatisfy(line -> assertThat(line).contains("\"row\":\"+I[2, , 2.5]\",\"column\":\"device\""));
        assertThat(bad).anySatisfy(line -> assertThat(line).contains("\"column\":\"time\",\"value\":null}"));
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            assertThat(Oracle.scan(store, Table.open(store).snapshot())).hasSize(2);
        }
    }

    @Test
    void hasNoStreamBehindAPlainSink() {
        assertThatThrownBy(() -> sink().badRowsTo(lines -> {}).build())
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot build a sink that sends bad rows to a stream");
        assertThat(folder).isEmptyDirectory();
    }

    private TsFileSinkBuilder<Row> sink() {
        return TsFileSink.forRow(SCHEMA).location(folder.toString());
    }
}
