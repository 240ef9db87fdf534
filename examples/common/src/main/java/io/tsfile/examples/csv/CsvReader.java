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
package io.tsfile.examples.csv;

import io.tsfile.examples.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file in two passes: the first counts the rows and finds the types, the second fills columns of exactly
 * that size.
 */
public final class CsvReader {
    private final Path file;
    private final CsvLayout layout;
    private final int maxRows;

    private CsvReader(Path file, CsvLayout layout, int maxRows) {
        this.file = file;
        this.layout = layout;
        this.maxRows = maxRows;
    }

    /** Reads all rows. */
    public static CsvTable read(Path file, CsvLayout layout) throws IOException {
        return read(file, layout, Integer.MAX_VALUE);
    }

    /**
     * Reads at most {@code maxRows} rows, spread evenly over the file, so that a small sample still has all devices. Types
     * are inferred from all rows.
     *
     * @throws UserException if a line is broken or a cell does not fit; the message says where
     */
    public static CsvTable read(Path file, CsvLayout layout, int maxRows) throws IOException {
        return new CsvReader(file, layout, maxRows).read();
    }

    private CsvTable read() throws IOException {
        FirstPass first = firstPass();
        if (first.rows() == 0) {
            throw new UserException(
                    "Cannot use " + file + ": it has a header but no rows. Add a line of values below the header.");
        }
        if (first.rows() > Integer.MAX_VALUE - 8) {
            throw new UserException("Cannot use " + file + ": it has " + first.rows()
                    + " rows, more than this example can keep in memory. Split it.");
        }
        return secondPass((int) first.rows(), first.types());
    }

    private record FirstPass(long rows, List<CellType> types) {}

    private FirstPass firstPass() throws IOException {
        try (CsvLines lines = CsvLines.open(file, layout.delimiter())) {
            CsvHeader header = CsvHeader.of(file, lines.header(), layout);
            List<TypeInference> inferences = new ArrayList<>();
            header.fields().forEach(field -> inferences.add(new TypeInference()));
            long rows = 0;
            while (lines.advance()) {
                rows++;
                for (int i = 0; i < inferences.size(); i++) {
                    String cell = lines.cell(header.fields().get(i));
                    if (!cell.isEmpty()) {
                        inferences.get(i).accept(cell);
                    }
                }
            }
            List<CellType> types = new ArrayList<>();
            for (int i = 0; i < inferences.size(); i++) {
                String name = header.names().get(header.fields().get(i));
                types.add(layout.types().getOrDefault(name, inferences.get(i).type()));
            }
            return new FirstPass(rows, types);
        }
    }

    private CsvTable secondPass(int rows, List<CellType> types) throws IOException {
        int wanted = Math.min(rows, maxRows);
        try (CsvLines lines = CsvLines.open(file, layout.delimiter())) {
            CsvHeader header = CsvHeader.of(file, lines.header(), layout);
            List<CsvColumn> columns = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                columns.add(new CsvColumn(header.names().get(header.fields().get(i)), types.get(i), wanted));
            }
            long[] times = new long[wanted];
            int[] devices = new int[wanted];
            Map<List<@Nullable String>, Integer> deviceNumbers = new HashMap<>();
            List<List<@Nullable String>> tagsByDevice = new ArrayList<>();
            int taken = 0;
            for (long row = 0; row < rows && lines.advance(); row++) {
                // The last of every rows/wanted rows is taken.
                if ((row + 1) * wanted / rows == taken) {
                    continue;
                }
                times[taken] = time(lines, header);
                List<@Nullable String> tags = tags(lines, header);
                devices[taken] = deviceNumbers.computeIfAbsent(tags, key -> {
                    tagsByDevice.add(key);
                    return tagsByDevice.size() - 1;
                });
                for (int i = 0; i < columns.size(); i++) {
                    addCell(lines, header.fields().get(i), columns.get(i));
                }
                taken++;
            }
            if (taken != wanted) {
                throw new UserException("Cannot read " + file
                        + ": it changed while it was read. Wait until its writer is done, and start again.");
            }
            return new CsvTable(layout, times, devices, tagsByDevice, columns);
        }
    }

    private long time(CsvLines lines, CsvHeader header) {
        String cell = lines.cell(header.time()).strip();
        if (cell.isEmpty()) {
            throw new UserException(place(lines, header.time())
                    + ": the time is empty. Every row needs one: complete the line or remove it.");
        }
        return Cells.millis(cell)
                .orElseThrow(() -> new UserException(place(lines, header.time()) + ": '" + cell
                        + "' is no time. Write it as ISO-8601 to the millisecond (2026-11-21T08:15:00.250Z; without an offset"
                        + " it is UTC) or as milliseconds since 1970."));
    }

    private static List<@Nullable String> tags(CsvLines lines, CsvHeader header) {
        List<@Nullable String> tags = new ArrayList<>();
        for (int tag : header.tags()) {
            String cell = lines.cell(tag);
            tags.add(cell.isEmpty() ? null : cell);
        }
        return tags;
    }

    private void addCell(CsvLines lines, int place, CsvColumn column) {
        String cell = lines.cell(place);
        CellType type = column.type();
        if (cell.isEmpty()) {
            column.addNull();
        } else if (type.isText()) {
            column.add(cell);
        } else {
            OptionalLong bits = Cells.bits(type, cell);
            column.add(bits.orElseThrow(() -> new UserException(place(lines, place) + ": '" + cell + "' is no " + type
                    + ". Correct the cell, empty it (an empty cell is a null), or take the column as text with --types "
                    + column.name() + "=STRING.")));
        }
    }

    private String place(CsvLines lines, int column) {
        return "Cannot read " + file + ", line " + lines.line() + ", column '"
                + lines.header().get(column) + "'";
    }
}
