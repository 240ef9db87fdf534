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

import io.tsfile.core.flush.sort.ArrivedSeries;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.vector.HeapMeter;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointsBufferTest {
    private static final int FIELDS = 3;

    private final HeapMeter meter = new HeapMeter();
    private final PointsBuffer buffer = new PointsBuffer(
            Devices.ofPath("root.x.y.d"),
            new BufferContext(ArrivalText.FIELDS.stream().map(Column::type).toList(), meter));

    @ParameterizedTest
    @CsvSource({
        "1:123 2:456 1:789,         true",
        "1:1-3 2:4-6,               true",
        "1:-2-,                     true",
        "1:12- 2:45- 3:7--,         false",
        "1:1-- 2:12-,               false",
        "1:--3 2:1-- 3:-2-,         false",
    })
    void sharesTimesAsLongAsAllRowsHaveTheSameMeasurements(String rows, boolean shared) {
        ArrivalText.parse(rows).forEach(row -> buffer.append(row.time(), row.row()));
        assertThat(isShared(buffer.content())).isEqualTo(shared);
        assertThat(isShared(buffer.view())).isEqualTo(shared);
    }

    @Test
    void sharesTheTimesOfWholeBatches() {
        LongVector times = times(1, 2, 3);
        buffer.append(times, new Vector[] {ints(1, 2, null), null, ints(1, 2, 3)}, 0, 2);
        assertThat(isShared(buffer.content())).isTrue();
        buffer.append(times, new Vector[] {ints(1, 2, null), ints(null, null, null), ints(1, 2, 3)}, 1, 2);
        assertThat(isShared(buffer.content())).as("a column of nulls is none").isTrue();
        buffer.append(times, new Vector[] {ints(1, 2, null), null, ints(1, 2, 3)}, 1, 3);
        assertThat(text(buffer.content())).containsExactly("1:1 2:2 2:2 2:2", "", "1:1 2:2 2:2 2:2 3:3");
    }

    @Test
    void answersAsASeriesPerMeasurementDoes() {
        int shared = 0;
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            HeapMeter heap = new HeapMeter();
            PointsBuffer points = new PointsBuffer(
                    buffer.device,
                    new BufferContext(
                            ArrivalText.FIELDS.stream().map(Column::type).toList(), heap));
            List<List<String>> expected = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            boolean[] usual = {random.nextBoolean(), random.nextBoolean(), random.nextBoolean()};
            int oddOf = 1 + random.nextInt(60);
            List<ArrivedDevice> views = new ArrayList<>();
            List<List<String>> viewed = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                append(random, points, expected, usual, oddOf);
                if (random.nextInt(4) == 0) {
                    views.add(points.view());
                    viewed.add(lines(expected));
                }
            }
            ArrivedDevice content = points.content();
            shared += isShared(content) ? 1 : 0;
            assertThat(text(content)).as("seed %d", seed).isEqualTo(lines(expected));
            for (int i = 0; i < views.size(); i++) {
                assertThat(text(views.get(i))).as("seed %d, view %d", seed, i).isEqualTo(viewed.get(i));
            }
            assertThat(points.points())
                    .isEqualTo(expected.stream().mapToInt(List::size).sum());
            assertThat(heap.bytes()).as("seed %d: the meter", seed).isEqualTo(points.bytes());
        }
        assertThat(shared).isBetween(50, 450);
    }

    /** A batch, some rows, a point, or a row that fails. */
    private static void append(
            Random random, PointsBuffer points, List<List<String>> expected, boolean[] usual, int oddOf) {
        int kind = random.nextInt(4);
        int rows = 1 + random.nextInt(5);
        LongVector times = times();
        @Nullable Vector[] columns = {ints(), ints(), ints()};
        for (int row = 0; row < rows; row++) {
            boolean odd = random.nextInt(oddOf) == 0;
            long time = random.nextInt(100);
            @Nullable Object[] values = new Object[FIELDS];
            for (int field = 0; field < FIELDS; field++) {
                values[field] = usual[field] ^ (odd && random.nextBoolean()) ? random.nextInt(10) : null;
            }
            if (Arrays.stream(values).allMatch(Objects::isNull)) {
                values[0] = 5;
            }
            int only = values[0] != null ? 0 : values[1] != null ? 1 : 2;
            if (kind == 0 && random.nextInt(5) == 0) {
                @Nullable Object[] bad = values.clone();
                bad[2] = "x";
                try {
                    points.append(time, ObjectRow.of(bad));
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageContaining("x");
                }
            }
            for (int field = 0; field < FIELDS; field++) {
                if (values[field] != null && (kind != 1 || field == only)) {
                    expected.get(field).add(time + ":" + values[field]);
                }
                Vector column = Objects.requireNonNull(columns[field]);
                if (values[field] == null) {
                    column.appendNull();
                } else {
                    ((IntVector) column).append((Integer) values[field]);
                }
            }
            times.append(time);
            if (kind == 1) {
                points.append(only, time, ObjectRow.of(values));
            } else if (kind == 0) {
                points.append(time, ObjectRow.of(values));
            }
        }
        if (kind == 2) {
            points.append(times, columns, 0, rows);
        } else if (kind == 3) {
            // As an inbox hands them over, every other row is another device's.
            SeriesBuffer inbox = SeriesBuffer.ofRows(
                    new BufferContext(
                            ArrivalText.FIELDS.stream().map(Column::type).toList(), new HeapMeter()),
                    1);
            int[] positions = new int[rows];
            for (int row = 0; row < rows; row++) {
                inbox.append(times, columns, row, row + 1);
                positions[row] = inbox.rows() - 1;
                inbox.append(99, ObjectRow.of(9, null, 9));
            }
            points.append(inbox, positions, 0, rows);
        }
    }

    private static List<String> lines(List<List<String>> expected) {
        return expected.stream().map(points -> String.join(" ", points)).toList();
    }

    private static List<String> text(ArrivedDevice device) {
        List<String> lines = new ArrayList<>();
        for (ArrivedSeries series : device.measurements()) {
            lines.add(series == null ? "" : ArrivalText.format(series.times(), Arrays.asList(series.columns())));
        }
        return lines;
    }

    private static boolean isShared(ArrivedDevice device) {
        return Arrays.stream(device.measurements())
                        .filter(Objects::nonNull)
                        .map(ArrivedSeries::times)
                        .map(System::identityHashCode)
                        .distinct()
                        .count()
                == 1;
    }

    private static LongVector times(long... values) {
        LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, values.length);
        for (long value : values) {
            times.append(value);
        }
        return times;
    }

    private static IntVector ints(@Nullable Integer... values) {
        IntVector ints = (IntVector) Vector.of(TSDataType.INT32, values.length);
        for (Integer value : values) {
            if (value == null) {
                ints.appendNull();
            } else {
                ints.append(value);
            }
        }
        return ints;
    }
}
