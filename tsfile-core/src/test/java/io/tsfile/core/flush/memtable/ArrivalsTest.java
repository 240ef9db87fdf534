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
package io.tsfile.core.flush.memtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.sort.ArrivedSeries;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.RandomRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrivalsTest {
    private static final IDeviceID A = Devices.ofPath("root.x.y.a");
    private static final IDeviceID B = Devices.ofPath("root.x.y.b");
    private static final IDeviceID C = Devices.ofPath("root.x.y.c");

    @Test
    void listsTheDevicesOfAllMemtablesInOrder() {
        Arrivals arrivals = Arrivals.of(List.of(
                ArrivalText.tree(true, C, "1:1--"),
                new MemTable(ArrivalText.TREE, true),
                ArrivalText.tree(true, A, "1:2--", B, "7:3-- 8:4--"),
                ArrivalText.tree(true, C, "2:5--", A, "2:6--")));
        assertThat(describe(arrivals)).containsExactly("a 1:2-- 2:6--", "b 7:3-- 8:4--", "c 1:1-- 2:5--");
        assertThat(arrivals.rows()).isEqualTo(6);
        assertThat(arrivals.bytes()).as("five entries").isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource({"true, a 1:15- 2:-3- 3:4--", "false, a 1:15- 2:-3- 3:4--"})
    void laterMemtablesWinPerMeasurement(boolean aligned, String expected) {
        assertThat(describe(Arrivals.of(List.of(
                        ArrivalText.tree(aligned, A, "3:9-- 1:11-"),
                        ArrivalText.tree(aligned, A, "1:-5- 2:-3-"),
                        ArrivalText.tree(aligned, A, "3:4--")))))
                .containsExactly(expected);
    }

    @Test
    void copiesOnlyWhatSeveralMemtablesHave() {
        MemTable first = ArrivalText.tree(true, A, "1:1--", B, "1:1--");
        MemTable second = ArrivalText.tree(true, B, "2:2--");
        Arrivals arrivals = Arrivals.of(List.of(first, second));
        assertThat(arrivals.arrived(0).rows())
                .isEqualTo(Arrivals.of(List.of(first)).arrived(0).rows());
        assertThat(arrivals.arrived(1).rows())
                .isNotEqualTo(Arrivals.of(List.of(first)).arrived(1).rows());
        assertThat(describe(Arrivals.of(List.of(first))))
                .as("nothing was added to it")
                .containsExactly("a 1:1--", "b 1:1--");
        assertThat(describe(Arrivals.of(List.of(second)))).containsExactly("b 2:2--");
    }

    @Test
    void refusesADeviceThatIsAlignedInOneMemtableOnly() {
        Arrivals arrivals = Arrivals.of(
                List.of(ArrivalText.tree(true, A, "1:1--", B, "1:1--"), ArrivalText.tree(false, B, "1:1--")));
        assertThat(arrivals.arrived(0).rows()).isNotNull();
        assertThatThrownBy(() -> arrivals.arrived(1))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot flush device root.x.y.b of 'tree': it came aligned and not aligned");
    }

    @Test
    void refusesMemtablesOfOtherFieldsAndNone() {
        MemTable other = new MemTable(TableSchema.ofTree("other", List.of(Column.field("a", TSDataType.TEXT))), true);
        assertThatThrownBy(() -> Arrivals.of(List.of(ArrivalText.tree(true, A, "1:1--"), other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot flush memtables of 'tree' and 'other' together: their fields differ");
        assertThatThrownBy(() -> Arrivals.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot flush no memtable");
    }

    /** However rows are spread over memtables, the same arrives. */
    @ParameterizedTest(name = "{0} model, aligned {1}")
    @CsvSource({"TABLE, true", "TREE, true", "TREE, false"})
    void severalMemtablesAreAsOne(TableModel model, boolean aligned) {
        TableSchema schema = model == TableModel.TABLE ? RandomRows.tableOfAllTypes() : RandomRows.treeOfAllTypes();
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            RandomRows rows = new RandomRows(schema, seed, 1 + random.nextInt(5));
            MemTable one = new MemTable(schema, aligned);
            List<MemTable> several = new ArrayList<>(List.of(new MemTable(schema, aligned)));
            for (int i = random.nextInt(200); i >= 0; i--) {
                RandomRows.KeyedRow row = rows.next();
                if (random.nextInt(30) == 0) {
                    several.add(new MemTable(schema, aligned));
                }
                one.append(row.device(), row.time(), row.row());
                several.get(several.size() - 1).append(row.device(), row.time(), row.row());
            }
            Arrivals expected = Arrivals.of(List.of(one));
            Arrivals found = Arrivals.of(several);
            assertThat(found.rows()).as("seed %d", seed).isEqualTo(expected.rows());
            assertThat(found.size()).as("seed %d", seed).isEqualTo(expected.size());
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.device(i)).as("seed %d", seed).isEqualTo(expected.device(i));
                assertThat(arrivals(found.arrived(i))).as("seed %d", seed).isEqualTo(arrivals(expected.arrived(i)));
            }
        }
    }

    /** All series of a device as text; of none that has no value. */
    private static List<String> arrivals(ArrivedDevice device) {
        List<String> series = new ArrayList<>();
        if (device.rows() != null) {
            series.add(text(device.rows()));
        }
        for (ArrivedSeries points : device.measurements()) {
            series.add(points == null ? "-" : text(points));
        }
        return series;
    }

    private static String text(ArrivedSeries series) {
        return series.ascending() + " " + ArrivalText.format(series.times(), Arrays.asList(series.columns()));
    }

    private static List<String> describe(Arrivals arrivals) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < arrivals.size(); i++) {
            IDeviceID device = arrivals.device(i);
            DeviceView view = new DeviceView(device, ArrivalText.FIELDS, arrivals.arrived(i));
            lines.add(device.segment(device.segmentNum() - 1) + " " + ArrivalText.sorted(view));
        }
        return lines;
    }
}
