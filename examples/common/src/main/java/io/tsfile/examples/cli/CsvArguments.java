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

import io.tsfile.examples.csv.CellType;
import io.tsfile.examples.csv.CsvLayout;
import io.tsfile.examples.csv.CsvReader;
import io.tsfile.examples.csv.CsvTable;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Options that tell which CSV file to read, and how. */
public final class CsvArguments {
    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description = "CSV file with a header line. Empty cells are nulls.")
    private Path input = Path.of("");

    @Option(
            names = "--time-column",
            defaultValue = "time",
            paramLabel = "COLUMN",
            description = "Column with the time: ISO-8601, or milliseconds since 1970. Default: ${DEFAULT-VALUE}")
    private String timeColumn = "time";

    @Option(
            names = "--tag-columns",
            split = ",",
            paramLabel = "COLUMN",
            description = "Columns that name the device. Default: none, the file is of one device")
    private List<String> tagColumns = new ArrayList<>();

    @Option(
            names = "--types",
            split = ",",
            paramLabel = "COLUMN=TYPE",
            description = "Types that are not to be inferred: ${COMPLETION-CANDIDATES}")
    private TreeMap<String, CellType> types = new TreeMap<>();

    @Option(
            names = "--delimiter",
            defaultValue = ",",
            paramLabel = "CHAR",
            description = "What separates cells. Default: ${DEFAULT-VALUE}")
    private char delimiter = ',';

    @Option(names = "--rows", paramLabel = "N", description = "Take only N rows, spread over the file. Default: all")
    private int rows = Integer.MAX_VALUE;

    /** The file. */
    public Path input() {
        return input.toAbsolutePath().normalize();
    }

    /** The input in a form that can be stored and sent. */
    public CsvInput toInput() {
        if (rows < 1) {
            throw new io.tsfile.examples.UserException("Cannot take " + rows + " rows: --rows must be 1 at least.");
        }
        return new CsvInput(
                input().toString(), timeColumn, new ArrayList<>(tagColumns), new TreeMap<>(types), delimiter, rows);
    }

    /**
     * A CSV file and how to read it.
     *
     * @param file the absolute path
     * @param maxRows how many rows to take at most
     */
    public record CsvInput(
            String file,
            String timeColumn,
            ArrayList<String> tagColumns,
            TreeMap<String, CellType> types,
            char delimiter,
            int maxRows)
            implements Serializable {
        /** Reads the file into memory. */
        public CsvTable read() throws IOException {
            return CsvReader.read(Path.of(file), new CsvLayout(timeColumn, tagColumns, types, delimiter), maxRows);
        }
    }
}
