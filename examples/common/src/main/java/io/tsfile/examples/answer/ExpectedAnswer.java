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
package io.tsfile.examples.answer;

import io.tsfile.examples.csv.CellType;
import io.tsfile.examples.csv.CsvColumn;
import io.tsfile.examples.csv.CsvTable;
import io.tsfile.examples.replay.RowChains;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Answers from a CSV file alone: of several rows with the same device and time the last one wins, cell by cell. */
public final class ExpectedAnswer {
    private final CsvTable table;
    private final RowChains chains;

    private ExpectedAnswer(CsvTable table) {
        this.table = table;
        this.chains = RowChains.of(table);
    }

    /**
     * The answer.
     *
     * @param averaged the columns, by their names in the table, to average by device
     */
    public static Answer of(CsvTable table, List<String> averaged) {
        return new ExpectedAnswer(table).answer(averaged);
    }

    private Answer answer(List<String> averaged) {
        long rows = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        long[] rowsByDevice = new long[table.devices().size()];
        for (int row = 0; row < table.rows(); row++) {
            if (chains.isNewest(row)) {
                rows++;
                rowsByDevice[table.device(row)]++;
                first = Math.min(first, table.time(row));
                last = Math.max(last, table.time(row));
            }
        }
        List<ColumnSum> columns = table.fields().stream().map(this::sum).toList();
        List<List<@Nullable Double>> averages = new ArrayList<>();
        for (String name : averaged) {
            averages.add(averages(column(name)));
        }
        List<DeviceAverages> devices = new ArrayList<>();
        for (int device = 0; device < rowsByDevice.length; device++) {
            List<@Nullable Double> ofDevice = new ArrayList<>();
            for (List<@Nullable Double> column : averages) {
                ofDevice.add(column.get(device));
            }
            devices.add(new DeviceAverages(table.devices().get(device), rowsByDevice[device], ofDevice));
        }
        return new Answer(rows, first, last, columns, devices);
    }

    private CsvColumn column(String name) {
        return table.fields().stream()
                .filter(field -> field.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Cannot average column '" + name + "': there is none"));
    }

    private ColumnSum sum(CsvColumn column) {
        Sum sum = new Sum(column.type());
        for (int row = 0; row < table.rows(); row++) {
            int visible = chains.isNewest(row) ? visible(column, row) : -1;
            if (visible >= 0) {
                add(sum, column, visible);
            }
        }
        return sum.of(column.name().toLowerCase(Locale.ROOT));
    }

    private List<@Nullable Double> averages(CsvColumn column) {
        List<Sum> sums = new ArrayList<>();
        table.devices().forEach(device -> sums.add(new Sum(column.type())));
        for (int row = 0; row < table.rows(); row++) {
            int visible = chains.isNewest(row) ? visible(column, row) : -1;
            if (visible >= 0) {
                add(sums.get(table.device(row)), column, visible);
            }
        }
        List<@Nullable Double> averages = new ArrayList<>();
        sums.forEach(sum -> averages.add(sum.average()));
        return averages;
    }

    /** The row of the chain whose cell is visible, or -1 if all are empty. */
    private int visible(CsvColumn column, int newest) {
        int row = newest;
        while (column.isNull(row)) {
            if (!chains.hasOlder(row)) {
                return -1;
            }
            row = chains.older(row);
        }
        return row;
    }

    private static void add(Sum sum, CsvColumn column, int row) {
        CellType type = column.type();
        if (type.isFloating()) {
            sum.add(column.doubleValue(row));
        } else {
            sum.add(type.isText() ? crc32(column.text(row)) : column.longValue(row));
        }
    }

    private static long crc32(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
