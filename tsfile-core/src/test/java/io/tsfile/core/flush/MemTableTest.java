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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemTableTest {
    private static final IDeviceID DEVICE = Devices.ofTable("t", "d");

    @ParameterizedTest(name = "{0} devices with {1} rows, texts of {2} bytes")
    @CsvSource({"1, 100000, 10", "100, 200, 0", "20, 31, 20000", "3, 3, 1000000", "100, 31, 10", "500, 20, 5"})
    void knowsTheBytesOfItsArrays(int devices, int rows, int textBytes) {
        List<Column> columns = new ArrayList<>(List.of(Column.tag("id"), Column.field("text", TSDataType.TEXT)));
        for (int i = 0; i < 20; i++) {
            columns.add(Column.field("d" + i, i % 10 == 9 ? TSDataType.BOOLEAN : TSDataType.DOUBLE));
        }
        MemTable table = new MemTable(TableSchema.ofTable("t", columns), true);
        Random random = new Random(1);
        for (int row = 0; row < rows; row++) {
            for (int device = 0; device < devices; device++) {
                Object[] values = new Object[21];
                values[0] = ObjectRow.Bytes.of(new byte[random.nextInt(textBytes + 1)]);
                for (int i = 1; i < values.length; i++) {
                    boolean late = i % 5 == 0 && row < rows / 2;
                    values[i] = late || random.nextInt(10) == 0 ? null : i % 10 == 0 ? (Object) true : (Object) 1.5;
                }
                table.append(Devices.ofTable("t", "device-" + device), row, ObjectRow.of(values));
            }
        }
        long claimed = table.bytes();
        long arrays = table.drain().values().stream()
                .mapToLong(MemTableTest::arrayBytes)
                .sum();
        assertThat(claimed).isCloseTo(arrays, Percentage.withPercentage(15));
    }

    @Test
    void isEmptyAfterADrain() {
        MemTable table = new MemTable(ArrivalText.TABLE, true);
        table.append(DEVICE, 1, ObjectRow.of(1, null, 2));
        assertThat(table.rows()).isEqualTo(1);
        assertThat(table.drain()).hasSize(1);
        assertThat(table.isEmpty()).isTrue();
        assertThat(table.bytes()).isZero();
        assertThat(table.drain()).isEmpty();
    }

    @Test
    void keepsARowWithoutValuesOnlyInTheTableModel() {
        MemTable table = new MemTable(ArrivalText.TABLE, true);
        MemTable tree = new MemTable(ArrivalText.TREE, true);
        table.append(DEVICE, 1, ObjectRow.of(null, null, null));
        tree.append(Devices.ofPath("root.a.b.c"), 1, ObjectRow.of(null, null, null));
        assertThat(table.rows()).isEqualTo(1);
        assertThat(tree.isEmpty()).isTrue();
    }

    @Test
    void refusesDevicesOfOtherTables() {
        MemTable table = new MemTable(ArrivalText.TABLE, true);
        for (IDeviceID foreign : List.of(Devices.ofTable("u", "d"), Devices.ofTable("t", "d", "e", "f", "g"))) {
            assertThatThrownBy(() -> table.append(foreign, 1, ObjectRow.of(1, null, 2)))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageStartingWith("Cannot write device " + foreign + " to table 't'");
        }
        assertThat(table.isEmpty()).isTrue();
        assertThat(table.bytes()).isZero();
    }

    @Test
    void takesNothingOfARowWithAWrongValue() {
        MemTable table = new MemTable(ArrivalText.TABLE, true);
        IDeviceID other = Devices.ofTable("t", "other");
        for (ObjectRow wrong : List.of(ObjectRow.of(7, null, "x"), ObjectRow.of("x", 7, 7), ObjectRow.of(7, 7, 1L))) {
            assertThatThrownBy(() -> table.append(DEVICE, 99, wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> table.append(other, 99, wrong)).isInstanceOf(IllegalArgumentException.class);
            table.append(DEVICE, table.rows(), ObjectRow.of(null, 1, null));
        }
        table.append(DEVICE, 3, ObjectRow.of(4, null, 5));

        assertThat(table.rows()).isEqualTo(4);
        SortedDevice sorted =
                SortedDevice.of(Objects.requireNonNull(table.drain().get(DEVICE)), 3);
        assertThat(ArrivalText.format(sorted.times(), Arrays.asList(sorted.columns())))
                .isEqualTo("0:-1- 1:-1- 2:-1- 3:4-5");
    }

    private static long arrayBytes(DeviceBuffer buffer) {
        long bytes = bytes(buffer.times());
        for (int field = 0; field < 21; field++) {
            Vector column = buffer.column(field);
            bytes += column == null ? 0 : bytes(column);
        }
        return bytes;
    }

    /** As a heap of compressed pointers holds it: the object, its arrays with their headers. */
    private static long bytes(Vector vector) {
        return 32 + dataBytes(vector) + (vector.hasNulls() ? 16 + Math.max(32, vector.size() / 8) : 0);
    }

    private static long dataBytes(Vector vector) {
        if (vector instanceof LongVector longs) {
            return 16 + 8L * longs.values().length;
        } else if (vector instanceof DoubleVector doubles) {
            return 16 + 8L * doubles.values().length;
        } else if (vector instanceof BooleanVector booleans) {
            return 16 + 8L * booleans.words().length;
        } else {
            return 32 + 4L * vector.size() + ((BinaryVector) vector).data().length;
        }
    }
}
