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
import io.tsfile.core.vector.Vector;
import java.util.Arrays;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemTableDeleteTest {
    private static final TableSchema SCHEMA =
            TableSchema.ofTree("t", List.of(Column.field("a", TSDataType.INT32), Column.field("b", TSDataType.INT32)));
    private static final IDeviceID D = Devices.ofPath("root.d");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void showsInAViewWhatCameBehindTheLastDeletion(boolean aligned) {
        MemTable table = new MemTable(SCHEMA, aligned);
        table.append(D, 1, ObjectRow.of(10, 11));
        table.append(D, 2, ObjectRow.of(20, 21));
        DeviceView before = table.view(D).orElseThrow();
        table.delete(D, 1);
        DeviceView deleted = table.view(D).orElseThrow();
        // Parts the measurements of a device that is not aligned.
        table.append(D, 1, ObjectRow.of(null, 12));
        table.delete(D, 2);

        assertThat(times(before)).isEqualTo(List.of(1L, 2L));
        assertThat(times(deleted)).isEqualTo(List.of(2L));
        DeviceView last = table.view(D).orElseThrow();
        assertThat(times(last)).isEqualTo(List.of(1L));
        assertThat(ObjectRow.read(value(last, "b"), 0)).isEqualTo(12);
        assertThat(table.rows()).isEqualTo(3);
        assertThat(table.deletions()).isEqualTo(2);
    }

    @Test
    void isNotEmptyWithADeletionAlone() {
        MemTable table = new MemTable(SCHEMA, true);
        assertThat(table.bytes()).isZero();
        table.delete(D, 5);
        assertThat(table.isEmpty()).isFalse();
        assertThat(table.rows()).isZero();
        assertThat(table.times()).isEmpty();
        assertThat(table.view(D)).isEmpty();
        assertThat(Arrivals.of(List.of(table)).deleted(0).get(0)).isEqualTo(5);
        table.clear();
        assertThat(table.isEmpty()).isTrue();
        assertThat(table.bytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsTheBytesOfDeletions(boolean aligned) {
        MemTable table = new MemTable(SCHEMA, aligned);
        table.append(D, 1, ObjectRow.of(1, 2));
        long before = table.bytes();
        for (int i = 0; i < 10_000; i++) {
            table.delete(D, i);
        }
        // A time, and a count of rows per series.
        assertThat(table.bytes() - before).isBetween(10_000 * (aligned ? 12L : 16L), 10_000 * 32L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesNoTraceOfARowThatFails(boolean aligned) {
        RowValues failing = new RowValues() {
            @Override
            public boolean isNull(int field) {
                return false;
            }

            @Override
            public void appendTo(int field, Vector target) {
                if (field == 1) {
                    throw new TsFileConnectorException("Cannot: test");
                }
                ObjectRow.of(1, 2).appendTo(field, target);
            }
        };
        RowValues failingWithNull = new RowValues() {
            @Override
            public boolean isNull(int field) {
                return field == 0;
            }

            @Override
            public void appendTo(int field, Vector target) {
                failing.appendTo(field, target);
            }
        };
        MemTable table = new MemTable(SCHEMA, aligned);
        for (RowValues row : List.of(failing, failingWithNull)) {
            assertThatThrownBy(() -> table.replace(D, 1, row)).isInstanceOf(TsFileConnectorException.class);
            assertThatThrownBy(() -> table.append(D, 1, row)).isInstanceOf(TsFileConnectorException.class);
            assertThat(table.isEmpty()).isTrue();
            assertThat(table.view(D)).isEmpty();
            assertThat(Arrivals.of(List.of(table)).size()).isZero();
            table.clear();
        }
        table.append(D, 1, ObjectRow.of(10, 11));
        for (RowValues row : List.of(failing, failingWithNull)) {
            assertThatThrownBy(() -> table.replace(D, 1, row)).isInstanceOf(TsFileConnectorException.class);
            assertThatThrownBy(() -> table.append(D, 1, row)).isInstanceOf(TsFileConnectorException.class);
        }
        assertThat(table.rows()).isEqualTo(1);
        assertThat(table.deletions()).isZero();
        table.append(D, 2, ObjectRow.of(20, 21));
        assertThat(times(table.view(D).orElseThrow())).isEqualTo(List.of(1L, 2L));
        assertThat(Arrivals.of(List.of(table)).deleted(0).size()).isZero();
    }

    @Test
    void refusesDevicesOfOtherTablesAndDeletionsDuringAFlush() {
        MemTable table = new MemTable(TableSchema.ofTable("t", SCHEMA.fields()), true);
        assertThatThrownBy(() -> table.delete(Devices.ofTable("other"), 1))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot write device");
        assertThat(table.isEmpty()).isTrue();
        Arrivals.of(List.of(table));
        assertThatThrownBy(() -> table.delete(Devices.ofTable("t"), 1)).isInstanceOf(IllegalStateException.class);
    }

    private static List<Long> times(DeviceView view) {
        return Arrays.stream(view.sorted().get(0).times().values())
                .limit(view.sorted().get(0).times().size())
                .boxed()
                .toList();
    }

    private static Vector value(DeviceView view, String field) {
        for (DeviceView.Series series : view.sorted()) {
            for (int i = 0; i < series.columns().size(); i++) {
                if (series.columns().get(i).name().equals(field)) {
                    return series.values().get(i);
                }
            }
        }
        throw new AssertionError("no " + field);
    }
}
