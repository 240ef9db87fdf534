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

import io.tsfile.core.flush.sort.TimeOrder;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Threads;
import io.tsfile.core.vector.LongVector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers take views while a writer appends. */
class MemTableViewTest {
    private static final int ROWS = 40_000;
    private static final int DEVICES = 3;
    private static final List<Column> FIELDS = List.of(
            Column.field("flag", TSDataType.BOOLEAN),
            Column.field("number", TSDataType.INT64),
            Column.field("text", TSDataType.TEXT),
            Column.field("late", TSDataType.DOUBLE));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void holdsAllRowsWrittenBeforeAndEachAsAWhole(boolean aligned) throws Exception {
        MemTable table = new MemTable(TableSchema.ofTree("tree", FIELDS), aligned);
        AtomicInteger written = new AtomicInteger();
        List<Integer> views = Threads.together(3, thread -> thread == 0 ? write(table, written) : read(table, written));
        assertThat(views.get(0)).isEqualTo(ROWS);
        // Each reader saw the end, and that by at least one view.
        assertThat(views.subList(1, 3)).allMatch(count -> count > 0);
    }

    private static int write(MemTable table, AtomicInteger written) {
        for (int i = 0; i < ROWS; i++) {
            table.append(device(i % DEVICES), i, row(i));
            written.setRelease(i + 1);
        }
        return ROWS;
    }

    private static int read(MemTable table, AtomicInteger written) {
        int views = 0;
        for (int least = 0; least < ROWS; views++) {
            least = written.getAcquire();
            int number = views % DEVICES;
            List<DeviceView.Series> all =
                    table.view(device(number)).map(DeviceView::sorted).orElse(List.of());
            int rows = rowsOf(number, least);
            if (all.isEmpty()) {
                assertThat(rows).isZero();
                continue;
            }
            LongVector times = all.get(0).times();
            assertThat(times.size())
                    .as("rows of device %d of %d", number, least)
                    .isGreaterThanOrEqualTo(rows);
            List<@Nullable Object> found = new ArrayList<>();
            // The last rows are those that a racing writer could spoil.
            for (int row = Math.max(0, times.size() - 70); row < times.size(); row++) {
                found.clear();
                int i = row * DEVICES + number;
                for (Column field : FIELDS) {
                    found.add(value(all, field, i, row));
                }
                assertThat(found).as("row %d of device %d", row, number).isEqualTo(row(i).values());
            }
        }
        return views;
    }

    /** The value at time {@code i}, which is that of row {@code row} where the fields share their times. */
    private static @Nullable Object value(List<DeviceView.Series> all, Column field, int i, int row) {
        for (DeviceView.Series series : all) {
            int column = series.columns().indexOf(field);
            int at = all.size() == 1
                    ? row
                    : TimeOrder.firstAbove(
                                    series.times().values(), 0, series.times().size(), i)
                            - 1;
            if (column >= 0 && at >= 0 && series.times().get(at) == i) {
                Object value = ObjectRow.read(series.values().get(column), at);
                return value instanceof String bits
                        ? Double.valueOf(Double.longBitsToDouble(Long.parseLong(bits.substring(1))))
                        : value;
            }
        }
        return null;
    }

    private static int rowsOf(int device, int written) {
        return (written - device + DEVICES - 1) / DEVICES;
    }

    private static ObjectRow row(int i) {
        return ObjectRow.of(
                i % 5 < 2,
                i % 7 == 0 ? null : (Object) (long) i,
                ObjectRow.Bytes.of(Integer.toString(i).getBytes(StandardCharsets.UTF_8)),
                i < ROWS / 2 ? null : (Object) (double) i);
    }

    private static IDeviceID device(int number) {
        return Devices.ofPath("root.a.b.d" + number);
    }
}
