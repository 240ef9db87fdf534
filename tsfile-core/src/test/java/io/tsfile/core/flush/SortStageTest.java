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
package io.tsfile.core.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.memtable.ArrivalText;
import io.tsfile.core.flush.memtable.Arrivals;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.Test;

class SortStageTest {
    private static final IDeviceID A = Devices.ofTable("t", "a");
    private static final IDeviceID B = Devices.ofTable("t", "b");
    private static final IDeviceID TREE = Devices.ofPath("root.x.y.d");

    @Test
    void emitsDevicesInOrderWithAllColumnsOfATable() {
        MemTable table = new MemTable(ArrivalText.TABLE, true);
        append(table, B, "2:1-- 1:2--");
        append(table, A, "1:---");
        assertThat(sort(stage(ArrivalText.TABLE, TimePartitioning.NONE), table))
                .containsExactly("a p0 o0 abc 1:---", "b p0 o0 abc 1:2-- 2:1--");
        assertThat(table.isEmpty()).isTrue();
    }

    @Test
    void emitsOnlyColumnsWithValuesInTheTreeModel() {
        MemTable table = new MemTable(ArrivalText.TREE, true);
        append(table, TREE, "2:1-3 1:2--");
        assertThat(sort(stage(ArrivalText.TREE, TimePartitioning.NONE), table)).containsExactly("d p0 o0 ac 1:2- 2:13");
    }

    @Test
    void emitsPointsOfEachMeasurementThatHasTimesOfItsOwn() {
        MemTable table = new MemTable(ArrivalText.TREE, false);
        append(table, TREE, "1:1-3 2:--4 3:2--");
        assertThat(sort(stage(ArrivalText.TREE, TimePartitioning.NONE), table))
                .containsExactly("d p0 o0 a 1:1 3:2", "d p0 o0 c 1:3 2:4");
    }

    @Test
    void sortsMeasurementsThatShareTheirTimesOnce() {
        MemTable table = ArrivalText.tree(false, TREE, "5:1-3 2:4-6 5:7-9");
        SortedDevice sorted = sorted(table);
        assertThat(sorted.fields()).containsExactly(0, 2);
        assertThat(sorted.series().get(1).times())
                .isSameAs(sorted.series().get(0).times());
        assertThat(sorted.series().get(1).order())
                .isSameAs(sorted.series().get(0).order());
        table.clear();
        append(table, TREE, "5:1-3 2:4-6 5:--9");
        assertThat(sorted(table).series().get(1).times())
                .isNotSameAs(sorted(table).series().get(0).times());
        assertThat(sort(stage(ArrivalText.TREE, TimePartitioning.NONE), table))
                .containsExactly("d p0 o0 a 2:4 5:1", "d p0 o0 c 2:6 5:9");
    }

    private static SortedDevice sorted(MemTable table) {
        Arrivals arrivals = Arrivals.of(List.of(table));
        return SortedDevice.of(arrivals.device(0), arrivals.arrived(0));
    }

    @Test
    void cutsSeriesIntoChunks() {
        MemTable aligned = new MemTable(ArrivalText.TABLE, true);
        append(aligned, A, "1:1-- 2:2-- 3:3-- 4:4-- 5:5-- 6:6-- 7:7--");
        assertThat(sort(stage(ArrivalText.TABLE, TimePartitioning.NONE), aligned))
                .containsExactly("a p0 o0 abc 1:1-- 2:2-- 3:3--", "a p0 o0 abc 4:4-- 5:5-- 6:6--", "a p0 o0 abc 7:7--");

        MemTable points = new MemTable(ArrivalText.TREE, false);
        append(points, TREE, "1:1-- 2:-2- 3:3-- 4:4-- 5:5--");
        assertThat(sort(stage(ArrivalText.TREE, TimePartitioning.NONE), points))
                .as("rows without a value do not count")
                .containsExactly("d p0 o0 a 1:1 3:3 4:4", "d p0 o0 a 5:5", "d p0 o0 b 2:2");
    }

    @Test
    void cutsWideRowsByTheirBytes() {
        // A time and two columns, of which one has a value in a single row: 16 bytes in each row.
        String rows = "1:1-- 2:2-- 3:3-- 4:4-- 5:5-- 6:67- 7:7--";
        for (int[] bytesAndRows : new int[][] {{1, 1}, {15, 1}, {16, 1}, {31, 1}, {32, 2}, {47, 2}, {48, 3}, {49, 3}}) {
            MemTable aligned = new MemTable(ArrivalText.TABLE, true);
            append(aligned, A, rows);
            List<String> lines = sort(stage(ArrivalText.TABLE, TimePartitioning.NONE, bytesAndRows[0]), aligned);
            assertThat(lines).as("%d bytes", bytesAndRows[0]).hasSize((6 + bytesAndRows[1]) / bytesAndRows[1]);
            assertThat(lines.get(0).split(" ", -1)).hasSize(4 + bytesAndRows[1]);
        }
        MemTable points = new MemTable(ArrivalText.TREE, false);
        append(points, TREE, rows);
        assertThat(sort(stage(ArrivalText.TREE, TimePartitioning.NONE, 24), points))
                .as("a measurement with times of its own by its own bytes")
                .startsWith("d p0 o0 a 1:1 2:2", "d p0 o0 a 3:3 4:4")
                .endsWith("d p0 o0 a 7:7", "d p0 o0 b 6:7");
    }

    @Test
    void cutsSeriesAtPartitionsAndLateRows() {
        SortStage stage = stage(ArrivalText.TABLE, new TimePartitioning(10));
        MemTable table = new MemTable(ArrivalText.TABLE, true);
        append(table, A, "5:1-- 12:2-- 15:3--");
        assertThat(sort(stage, table)).containsExactly("a p0 o0 abc 5:1--", "a p1 o1 abc 12:2-- 15:3--");
        append(table, A, "7:4-- 13:5-- 16:6--");
        assertThat(sort(stage, table)).containsExactly("a p0 o0 abc 7:4--", "a p1 o2 abc 13:5--", "a p1 o1 abc 16:6--");
        stage.filesClosed();
        append(table, A, "13:7--");
        assertThat(sort(stage, table)).containsExactly("a p1 o0 abc 13:7--");
    }

    private static SortStage stage(TableSchema schema, TimePartitioning partitioning) {
        return stage(schema, partitioning, 1000);
    }

    private static SortStage stage(TableSchema schema, TimePartitioning partitioning, long groupBytes) {
        FlushOptions options = new FlushOptions(2, 3, 1000, 1, CompressionType.LZ4);
        return new SortStage(schema, partitioning, options.withGroupBytes(groupBytes));
    }

    private static void append(MemTable table, IDeviceID device, String rows) {
        ArrivalText.parse(rows).forEach(arrival -> table.append(device, arrival.time(), arrival.row()));
    }

    private static List<String> sort(SortStage stage, MemTable table) {
        List<String> lines = new ArrayList<>();
        stage.sort(table, series -> {
            String device =
                    String.valueOf(series.device().segment(series.device().segmentNum() - 1));
            String columns = series.columns().stream().map(Column::name).collect(Collectors.joining());
            lines.add(device + " p" + series.partition() + " o" + series.order() + " " + columns + " "
                    + ArrivalText.format(series.times(), series.values()));
        });
        return lines;
    }
}
