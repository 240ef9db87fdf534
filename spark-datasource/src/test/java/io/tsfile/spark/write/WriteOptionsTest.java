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
package io.tsfile.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriteOptionsTest {
    @Test
    void hasEachOptionInTheReference() throws IOException {
        assertThat(Files.readAllLines(Path.of("../docs/spark.md")))
                .containsAll(Arrays.stream(WriteOption.values())
                        .map(WriteOption::row)
                        .toList());
    }

    @Test
    void readsNamesInAnyCaseAndRefusesOthers() {
        WriteOptions options = new WriteOptions(Map.of(
                "PATH",
                "/t",
                "Duplicates",
                "last-by( seq )",
                "tagcolumns",
                "a,b",
                "ttl",
                "90d",
                "encoding.Speed",
                "PLAIN"));

        assertThat(options.path()).isEqualTo("/t");
        assertThat(options.duplicates()).isEqualTo(new Duplicates(Duplicates.Rule.LAST_BY, "seq"));
        assertThat(options.properties())
                .isEqualTo(Map.of("tag.columns", "a,b", "ttl", "90d", "encoding.Speed", "PLAIN"));
        assertThatThrownBy(() -> new WriteOptions(Map.of("mergeSchemas", "true")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("Did you mean 'mergeSchema'?");
        assertThatThrownBy(() -> new WriteOptions(Map.of("targetFileBytes", "1GB")).targetFileBytes())
                .hasMessage("Cannot use '1GB' as targetFileBytes: it is a number of bytes, such as 268435456");
        assertThatThrownBy(() -> options.forNamed("ts.t"))
                .hasMessageStartingWith("Cannot write to ts.t with option tagColumns: it is for writes to a folder");
    }
}
