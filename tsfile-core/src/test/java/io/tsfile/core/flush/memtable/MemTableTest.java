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
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.List;
import java.util.Objects;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemTableTest {
    private static final IDeviceID DEVICE = Devices.ofTable("t", "d");

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\udc00\ud800 b"})
    void refusesDevicesThatNoFileCanHold(String half) {
        TableSchema schema =
                TableSchema.ofTable("motors", List.of(Column.tag("motor"), Column.field("v", TSDataType.INT32)));
        MemTable memTable = new MemTable(schema, true);
        assertThatThrownBy(() -> memTable.append(Devices.ofTable("motors", half), 1, ObjectRow.of(1)))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("half a character");
        assertThat(memTable.isEmpty()).isTrue();
        memTable.append(Devices.ofTable("motors", "\ud83d\ude00"), 1, ObjectRow.of(1));
        assertThat(memTable.rows()).isOne();
    }

    @Test
    void isEmptyOnceCleared() {
        MemTable table = new MemTable(ArrivalText.TABLE, true);
        table.append(DEVICE, 1, ObjectRow.of(1, null, 2));
        assertThat(table.rows()).isEqualTo(1);
        assertThat(Arrivals.of(List.of(table)).size()).isEqualTo(1);
        table.clear();
        assertThat(table.isEmpty()).isTrue();
        assertThat(table.bytes()).isZero();
        assertThat(Arrivals.of(List.of(table)).size()).isZero();
    }

    @Test
    void takesInNothingWhileItIsFrozen() {
        MemTable table = new MemTable(ArrivalText.TABLE, true);
        for (int i = 0; i < 100; i++) {
            // In turn, so that rows wait in the inbox.
            table.append(Devices.ofTable("t", "d" + i % 3), i, ObjectRow.of(i, null, null));
        }
        Arrivals arrivals = Arrivals.of(List.of(table));
        LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, 1);
        times.append(100);
        IntVector values = (IntVector) Vector.of(TSDataType.INT32, 1);
        values.append(1);
        long bytes = table.bytes();
        for (IDeviceID device : List.of(DEVICE, Devices.ofTable("t", "d1"))) {
            for (Executable append : List.<Executable>of(
                    () -> table.append(device, 100, ObjectRow.of(1, null, null)),
                    () -> table.append(device, 0, 100, ObjectRow.of(1, null, null)),
                    () -> table.append(device, times, new Vector[] {values, null, null}))) {
                assertThatThrownBy(append::execute)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("Cannot append to a memtable of 't' that is being flushed");
            }
        }
        assertThat(table.rows()).isEqualTo(100);
        assertThat(table.bytes()).isEqualTo(bytes);
        assertThat(table.view(DEVICE)).isEmpty();
        assertThat(table.view(Devices.ofTable("t", "d1"))).isPresent();
        assertThat(Arrivals.of(List.of(table)).rows()).as("frozen twice").isEqualTo(100);

        table.clear();
        assertThat(table.isEmpty()).isTrue();
        table.append(DEVICE, 1, ObjectRow.of(1, null, null));
        assertThat(table.rows()).isOne();
        ArrivedDevice handedOut = arrivals.arrived(1);
        assertThat(arrivals.size()).as("what was handed out stays").isEqualTo(3);
        assertThat(Objects.requireNonNull(handedOut.rows()).times().size()).isEqualTo(33);
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
        ArrivedDevice arrived = Arrivals.of(List.of(table)).arrived(0);
        assertThat(ArrivalText.sorted(Objects.requireNonNull(arrived.rows()))).isEqualTo("0:-1- 1:-1- 2:-1- 3:4-5");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesNothingOfARowThatTheHeapHasNoRoomFor(boolean aligned) {
        MemTable table = new MemTable(ArrivalText.TREE, aligned);
        IDeviceID device = Devices.ofPath("root.x.y.d");
        table.append(device, 1, ObjectRow.of(1, 2, null));
        table.append(device, 2, ObjectRow.of(null, 2, 3));
        RowValues tooMuch = new RowValues() {
            @Override
            public boolean isNull(int field) {
                return false;
            }

            @Override
            public void appendTo(int field, Vector target) {
                if (field == 1) {
                    throw new OutOfMemoryError("test");
                }
                ObjectRow.of(9, 9, 9).appendTo(field, target);
            }
        };
        assertThatThrownBy(() -> table.append(device, 3, tooMuch)).isInstanceOf(OutOfMemoryError.class);
        table.append(device, 4, ObjectRow.of(null, 5, null));
        assertThat(table.rows()).isEqualTo(3);
        assertThat(table.points())
                .as("none of the failed row got the next one's time")
                .isEqualTo(5);
        assertThat(table.view(device)).isPresent();
        assertThat(Arrivals.of(List.of(table)).arrived(0).isEmpty()).isFalse();
    }

    /** Else bad rows of ever new devices would fill the memory. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsNothingOfADeviceWhoseFirstRowFails(boolean aligned) {
        MemTable table = new MemTable(ArrivalText.TREE, aligned);
        for (int good : new int[] {0, 1, 3}) {
            table.clear();
            for (int i = 0; i < 5 * good; i++) {
                table.append(Devices.ofPath("root.x.y.good" + i % good), i, ObjectRow.of(1, 2, 3));
            }
            long bytes = table.bytes();
            for (int i = 0; i < 100; i++) {
                IDeviceID bad = Devices.ofPath("root.x.y.bad" + i % 30);
                for (Executable append : List.<Executable>of(
                        () -> table.append(bad, 99, ObjectRow.of(7, 7, "x")),
                        () -> table.append(bad, 1, 99, ObjectRow.of(7, "x", 7)))) {
                    assertThatThrownBy(append::execute).isInstanceOf(IllegalArgumentException.class);
                }
                assertThat(table.view(bad)).isEmpty();
            }
            table.append(Devices.ofPath("root.x.y.bad1"), 1, ObjectRow.of(1, null, 3));
            assertThat(table.rows()).isEqualTo(5 * good + 1);
            assertThat(table.bytes() - bytes).isBetween(1L, 20_000L);
            assertThat(Arrivals.of(List.of(table)).size()).isEqualTo(good + 1);
        }
    }

    @Test
    void refusesToHandOutRowsWithShiftedValues() {
        MemTable table = new MemTable(ArrivalText.TABLE, true);
        table.append(DEVICE, 1, ObjectRow.of(1, 2, 3));
        RowValues silent = new RowValues() {
            @Override
            public boolean isNull(int field) {
                return false;
            }

            @Override
            public void appendTo(int field, Vector target) {
                if (field != 1) {
                    ((IntVector) target).append(7);
                }
            }
        };
        table.append(DEVICE, 2, silent);
        assertThatThrownBy(() -> Arrivals.of(List.of(table)).arrived(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("column 1 of type INT32 has 1 values in 2 rows");
    }

    @Test
    void refusesAPointWithoutItsValue() {
        MemTable table = new MemTable(ArrivalText.TREE, false);
        IDeviceID device = Devices.ofPath("root.x.y.a");
        for (int values : new int[] {0, 2}) {
            RowValues wrong = new RowValues() {
                @Override
                public boolean isNull(int field) {
                    return false;
                }

                @Override
                public void appendTo(int field, Vector target) {
                    for (int i = 0; i < (field == 1 ? values : 1); i++) {
                        ((IntVector) target).append(7);
                    }
                }
            };
            assertThatThrownBy(() -> table.append(device, 1, wrong))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("its row gave " + values + " values");
            assertThatThrownBy(() -> table.append(device, 1, 1, wrong)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(table.points()).isZero();
        assertThat(table.isEmpty()).isTrue();
    }

    /** The inbox is emptied by a view: the thread that appends must not see another one change its numbers. */
    @Test
    void leavesTheNumbersOfTheWriterToTheWriter() {
        MemTable table = new MemTable(ArrivalText.TREE, true);
        for (int i = 0; i < 1000; i++) {
            table.append(Devices.ofPath("root.x.y.d" + i % 3), i, ObjectRow.of(1, 2, 3));
        }
        long bytes = table.bytes();
        assertThat(table.view(Devices.ofPath("root.x.y.d0"))).isPresent();
        assertThat(table.bytes()).isEqualTo(bytes);
        table.append(Devices.ofPath("root.x.y.d0"), 1000, ObjectRow.of(1, 2, 3));
        assertThat(table.bytes()).as("with what the view moved").isGreaterThan(bytes);
    }

    @Test
    void knowsItsRowsPointsAndTimes() {
        for (boolean aligned : new boolean[] {true, false}) {
            MemTable table = new MemTable(ArrivalText.TREE, aligned);
            IDeviceID a = Devices.ofPath("root.x.y.a");
            IDeviceID b = Devices.ofPath("root.x.y.b");
            assertThat(table.times()).isEmpty();
            table.append(a, 5, ObjectRow.of(1, null, 2));
            table.append(b, Long.MIN_VALUE, ObjectRow.of(null, null, 2));
            table.append(a, 1, 7, ObjectRow.of(1, 2, 3));
            table.append(a, 1, 99, ObjectRow.of(1, null, 3));
            table.append(a, -7, ObjectRow.of(1, 2, 3));
            assertThat(table.rows()).isEqualTo(4);
            assertThat(table.points()).isEqualTo(7);
            assertThat(table.times()).contains(new TimeRange(Long.MIN_VALUE, 7));
        }
    }

    @Test
    void tellsWhatSortingTheDeviceWithMostRowsTakes() {
        TableSchema schema =
                TableSchema.ofTable("t", List.of(Column.tag("d"), Column.field("v", TSDataType.INT32)));
        MemTable table = new MemTable(schema, true);
        for (int time = 0; time < 100; time++) {
            table.append(Devices.ofTable("t", "in order"), time, ObjectRow.of(1));
        }
        assertThat(table.sortBytes()).isZero();
        for (int device = 1; device <= 3; device++) {
            for (int time = 10 * device; time > 0; time--) {
                table.append(Devices.ofTable("t", "d" + device), time, ObjectRow.of(1));
            }
        }
        long most = table.sortBytes();
        assertThat(most).isPositive();
        table.append(Devices.ofTable("t", "d1"), 0, ObjectRow.of(1));
        assertThat(table.sortBytes()).isEqualTo(most);
        table.append(Devices.ofTable("t", "d3"), 0, ObjectRow.of(1));
        assertThat(table.sortBytes()).isGreaterThan(most);
    }

    @Test
    void refusesBatchesThatAreNotTheTables() {
        MemTable table = new MemTable(ArrivalText.TABLE, true);
        LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, 1);
        times.append(1);
        Vector ints = Vector.of(TSDataType.INT32, 1);
        ints.append(ints, 0, 0);
        Vector longs = Vector.of(TSDataType.INT64, 1);
        longs.appendNull();
        assertThatThrownBy(() -> table.append(DEVICE, times, new Vector[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batch of 2 columns");
        assertThatThrownBy(() -> table.append(DEVICE, times, new Vector[] {null, longs, null}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 values of type INT64 to field 'b' of type INT32");
        assertThatThrownBy(() -> table.append(DEVICE, times, new Vector[] {ints, null, null}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 values of type INT32 to field 'a'");
        assertThat(table.isEmpty()).isTrue();
    }

    @Test
    void hasNoViewOfADeviceWithoutRows() {
        for (boolean aligned : new boolean[] {true, false}) {
            MemTable table = new MemTable(ArrivalText.TREE, aligned);
            IDeviceID device = Devices.ofPath("root.x.y.a");
            assertThat(table.view(device)).isEmpty();
            assertThatThrownBy(() -> table.append(device, 99, ObjectRow.of("x", 7, 7)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(table.view(device)).isEmpty();
            table.append(device, 1, ObjectRow.of(7, null, null));
            assertThat(table.view(device)).isPresent();
        }
    }
}
