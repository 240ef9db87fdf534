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
package io.tsfile.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.examples.UserException;
import io.tsfile.examples.cli.CsvArguments.CsvInput;
import io.tsfile.examples.csv.CellType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartFolderTest {
    private final QuickstartFolder folder;

    QuickstartFolderTest(@TempDir Path root) {
        this.folder = new QuickstartFolder(root);
    }

    @Test
    void remembersWhatATableWasFilledFrom() throws IOException {
        CsvInput input = new CsvInput(
                "/data/a b=c.csv",
                "Wann: oder",
                new ArrayList<>(List.of("x=y", "ü")),
                new TreeMap<>(Map.of("v w", CellType.FLOAT)),
                '\t',
                77);

        folder.note("t", input);
        folder.note("t", input);

        assertThat(folder.input("t")).isEqualTo(input);
        assertThat(folder.newestTable()).isEqualTo("t");
    }

    @Test
    void takesTheSameFileFromAnotherPlace() throws IOException {
        folder.note("t", input("/old/a.csv", 10));
        folder.note("t", input("/new/a.csv", 10));

        assertThat(folder.input("t").file()).isEqualTo("/new/a.csv");
    }

    @Test
    void refusesToFillATableFromSomethingElse() throws IOException {
        folder.note("t", input("/data/a.csv", 10));

        assertThatThrownBy(() -> folder.note("t", input("/data/a.csv", 20)))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("Cannot ingest")
                .hasMessageContainingAll("rows: 10, now 20", "--dir", "--table");
        assertThatThrownBy(() -> folder.note("t", input("/data/b.csv", 10)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("a.csv, now /data/b.csv");
        assertThat(folder.input("t")).isEqualTo(input("/data/a.csv", 10));
    }

    @Test
    void namesTheTablesThereAreWhereOneIsMissing() throws IOException {
        assertThatThrownBy(folder::newestTable)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("run ingest first");
        folder.note("motors", input("/data/a.csv", 10));

        assertThatThrownBy(() -> folder.input("motor"))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("'motor'", "[motors]");
    }

    @Test
    void makesTableNamesThatNeedNoQuotes() {
        assertThat(QuickstartFolder.tableName(Path.of("/x/My Data-1.final.CSV")))
                .isEqualTo("my_data_1_final");
        assertThat(QuickstartFolder.tableName(Path.of("2026.csv"))).isEqualTo("t2026");
        assertThat(QuickstartFolder.tableName(Path.of("_x.csv"))).isEqualTo("t_x");
        assertThat(QuickstartFolder.tableName(Path.of("数据 2.csv"))).isEqualTo("t___2");
        assertThat(QuickstartFolder.tableName(Path.of("plain"))).isEqualTo("plain");
    }

    private static CsvInput input(String file, int rows) {
        return new CsvInput(file, "time", new ArrayList<>(List.of("host")), new TreeMap<>(), ',', rows);
    }
}
