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
package io.tsfile.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users get wrong, and what they are told. */
class OptionsTest {
    @TempDir
    private Path folder;

    private static Dataset<Row> load(Path path, Map<String, String> options) {
        return load(path.toString(), options);
    }

    private static Dataset<Row> load(String path, Map<String, String> options) {
        return LocalSpark.session().read().format("tsfile").options(options).load(path);
    }

    private TestTable table() throws IOException {
        return TestTable.create(
                folder,
                TableSchema.ofTable("plant", List.of(Column.tag("site"), Column.field("speed", TSDataType.DOUBLE))));
    }

    @Test
    void refusesAnUnknownOptionAndNamesTheNearest() throws IOException {
        table();

        assertThatThrownBy(() -> load(folder, Map.of("timestampsAs", "long")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot use 'timestampsAs'")
                .hasMessageContaining("Did you mean 'timestampAs'?");
    }

    @Test
    void refusesAValueThatAnOptionDoesNotTake() throws IOException {
        table();

        assertThatThrownBy(() -> load(folder, Map.of("timestampAs", "string")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessage("Cannot use 'string' as timestampAs: it is one of timestamp, long");
    }

    @Test
    void refusesNoPath() {
        assertThatThrownBy(() -> LocalSpark.session().read().format("tsfile").load())
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("without a path");
    }

    @Test
    void refusesAFolderThatHoldsNothingOrIsNotThere() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> load(empty, Map.of()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot read")
                .hasMessageContaining(empty.toString());
        assertThatThrownBy(() -> load(folder.resolve("missing"), Map.of()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot read")
                .hasMessageContaining("missing");
    }

    @Test
    void refusesAnotherTableOrModelThanTheFolderHolds() throws IOException {
        table();

        assertThatThrownBy(() -> load(folder, Map.of("table", "motors")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("the table there is 'plant'");
        assertThatThrownBy(() -> load(folder, Map.of("model", "tree")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("it is of model table");
        assertThatThrownBy(() -> load(folder, Map.of("order", "name")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("the option is for plain folders");
    }

    @Test
    void readsAFolderWhoseNameIsNoUri() throws IOException {
        Path odd = folder.resolve("m\u00fcll #1 100%25 {x}");
        TestTable.create(odd, TableSchema.ofTable("plant", List.of(Column.field("speed", TSDataType.DOUBLE))))
                .append(TestTable.row(Devices.ofTable("plant"), 1, 1.0));

        assertThat(load(odd, Map.of()).count()).isEqualTo(1);
    }

    @Test
    void readsThroughHadoopWithTheSettingsOfTheReadAndOfTheSession() throws IOException {
        table().append(TestTable.row(Devices.ofTable("plant", "a"), 1, 1.0));
        Map<String, String> mount =
                Map.of("fs.viewfs.mounttable.x.link./data", folder.toUri().toString());
        SparkSession mounted = LocalSpark.session(mount);

        assertThat(load("viewfs://x/data", mount).count()).isEqualTo(1);
        assertThat(mounted.read().format("tsfile").load("viewfs://x/data").count())
                .isEqualTo(1);
    }

    @Test
    void namesAMissingFile() throws IOException {
        TestTable table = table().append(TestTable.row(Devices.ofTable("plant", "a"), 1, 1.0));
        String path = table.snapshot().files().get(0).path();
        Files.delete(folder.resolve(path));

        assertThatThrownBy(() -> load(folder, Map.of()).count()).hasStackTraceContaining(path);
    }
}
