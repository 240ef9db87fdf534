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
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;

class DeviceBatchesTest {
    private static final TableSchema SCHEMA =
            TableSchema.ofTable("t", List.of(Column.tag("d"), Column.field("v", TSDataType.INT32)));

    @Test
    void keepsTheOrderOfArrivalOfEachDevice() throws IOException {
        DeviceBatches rows = new DeviceBatches(SCHEMA, 1 << 20);
        rows.append(device("a"), 5, ObjectRow.of(1));
        rows.append(device("b"), 7, ObjectRow.of(2));
        rows.append(device("a"), 3, ObjectRow.of((Object) null));
        rows.delete(device("a"), 5);
        rows.append(device("b"), 7, ObjectRow.of(4));
        rows.append(device("a"), 5, ObjectRow.of(5));
        assertThat(rows.size()).isEqualTo(6);

        assertThat(handOut(rows)).containsExactly("a: 5=1 3=null -5 5=5", "b: 7=2 7=4");
        assertThat(rows.isEmpty()).isTrue();

        rows.append(device("b"), 9, ObjectRow.of(6));
        rows.append(device("a"), 9, ObjectRow.of(7));
        assertThat(handOut(rows)).containsExactly("b: 9=6", "a: 9=7");
    }

    @Test
    void keepsNothingOfARowThatDoesNotFit() throws IOException {
        DeviceBatches rows = new DeviceBatches(SCHEMA, 1 << 20);
        rows.append(device("a"), 1, ObjectRow.of(1));
        assertThatThrownBy(() -> rows.append(device("a"), 2, new RowValues() {
                    @Override
                    public boolean isNull(int field) {
                        return false;
                    }

                    @Override
                    public void appendTo(int field, Vector target) {
                        ((IntVector) target).append(2);
                        throw new TsFileConnectorException("Cannot");
                    }
                }))
                .isInstanceOf(TsFileConnectorException.class);
        assertThatThrownBy(() -> rows.append(Devices.ofTable("other", "a"), 3, ObjectRow.of(3)))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot write device other.a");
        assertThatThrownBy(() -> rows.delete(device("\ud800"), 4))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("half a character");
        rows.append(device("a"), 5, ObjectRow.of(5));

        assertThat(handOut(rows)).containsExactly("a: 1=1 5=5");
    }

    @Test
    void refusesARowThatGivesTwoValuesForOne() {
        DeviceBatches rows = new DeviceBatches(SCHEMA, 1 << 20);
        rows.append(device("a"), 1, new RowValues() {
            @Override
            public boolean isNull(int field) {
                return false;
            }

            @Override
            public void appendTo(int field, Vector target) {
                ((IntVector) target).append(1);
                ((IntVector) target).append(2);
            }
        });
        assertThatThrownBy(() -> handOut(rows)).isInstanceOf(IllegalStateException.class);
    }

    /** A thousand devices want 64 rows each; more of them get what there is room for. */
    @Test
    void takesMoreRowsWhereDevicesGetTooFew() throws IOException {
        assertThat(fills(10, 1 << 20)).containsExactly(2_048, 2_048, 2_048, 2_048);
        assertThat(fills(100, 1 << 20)).containsExactly(2_048, 8_192, 8_192, 8_192);
        assertThat(fills(1_000, 1 << 20)).containsExactly(2_048, 8_192, 32_768, 65_536);
        assertThat(fills(1_000, 160_000)).containsExactly(2_048, 8_192, 10_000, 10_000);
        assertThat(fills(30_000, 1 << 20)).containsExactly(2_048, 8_192, 32_768, 65_536);
        assertThat(fills(10, 1)).containsExactly(64, 64, 64, 64);
    }

    private static List<Integer> fills(int devices, long maxBytes) throws IOException {
        DeviceBatches rows = new DeviceBatches(SCHEMA, maxBytes);
        List<Integer> fills = new ArrayList<>();
        for (int next = 0; fills.size() < 4; next++) {
            rows.append(device("d" + next % devices), next, ObjectRow.of(next));
            if (rows.isFull()) {
                fills.add(rows.size());
                // What arrays take while they grow.
                assertThat(rows.bytes()).isLessThan(Math.max(4 << 10, 2 * maxBytes));
                rows.handOut((device, content, positions, from, to) -> {});
            }
        }
        return fills;
    }

    @Test
    void isFullOfOneLongTextAndNotForEver() throws IOException {
        TableSchema texts = TableSchema.ofTable("t", List.of(Column.tag("d"), Column.field("v", TSDataType.STRING)));
        DeviceBatches rows = new DeviceBatches(texts, 100_000);
        rows.append(device("a"), 1, ObjectRow.of(ObjectRow.Bytes.of(new byte[10])));
        assertThat(rows.isFull()).isFalse();
        rows.append(device("a"), 2, ObjectRow.of(ObjectRow.Bytes.of(new byte[300_000])));
        assertThat(rows.isFull()).isTrue();
        rows.handOut((device, content, positions, from, to) -> {});
        assertThat(rows.isFull()).isFalse();
        assertThat(rows.bytes()).isLessThan(10_000);
    }

    private static IDeviceID device(String name) {
        return Devices.ofTable("t", name);
    }

    /** Each device with its rows: time and value, or minus and time. */
    private static List<String> handOut(DeviceBatches rows) throws IOException {
        List<String> lines = new ArrayList<>();
        rows.handOut((device, content, positions, from, to) -> {
            StringBuilder line = new StringBuilder().append(device.segment(1)).append(':');
            for (int i = from; i < to; i++) {
                int row = positions[i];
                IntVector values = (IntVector) content.columns()[0];
                line.append(' ')
                        .append(content.deletes().get(row) ? "-" : "")
                        .append(content.times().get(row));
                if (!content.deletes().get(row)) {
                    line.append('=').append(values.isNull(row) ? "null" : values.get(row));
                }
            }
            lines.add(line.toString());
        });
        return lines;
    }
}
