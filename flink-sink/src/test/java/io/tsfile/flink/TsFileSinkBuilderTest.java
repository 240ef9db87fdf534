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
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsFileSinkBuilderTest {
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
    }
}
