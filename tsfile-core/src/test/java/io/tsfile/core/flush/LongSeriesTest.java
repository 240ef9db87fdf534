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

import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.List;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten million points of one series. */
class LongSeriesTest {
    private static final int POINTS = 10_000_000;
    private static final int BATCH = 10_000;

    @ParameterizedTest(name = "{0} of 1000 points late, by up to {1}")
    @CsvSource({"0, 0", "10, 5000", "1000, 10000000"})
    void isSortedInAFewTimesItsMemory(int late, int by) {
        MemTable table = new MemTable(TableSchema.ofTree("t", List.of(Column.field("v", TSDataType.INT64))), false);
        append(table, late, by);
        // Arrays grow by half of their length.
        assertThat(table.bytes()).isBetween(16L * POINTS, 25L * POINTS);
        assertThat(table.points()).isEqualTo(POINTS);

        long[] seen = {0, Long.MIN_VALUE};
        SortStage stage = new SortStage(
                TableSchema.ofTree("t", List.of(Column.field("v", TSDataType.INT64))),
                TimePartitioning.NONE,
                FlushOptions.DEFAULT);
        stage.sort(table, series -> {
            LongVector values = (LongVector) series.values().get(0);
            for (int i = 0; i < values.size(); i++) {
                long time = series.times().get(i);
                if (time <= seen[1] || values.get(i) != value(time)) {
                    throw new AssertionError("time " + time + " after " + seen[1] + " with " + values.get(i));
                }
                seen[1] = time;
            }
            seen[0] += values.size();
        });
        assertThat(seen[0]).isEqualTo(POINTS);
    }

    /** Every time from 0 on once; the late ones change places with others. */
    private static void append(MemTable table, int late, int by) {
        Random random = new Random(1);
        long[] times = new long[POINTS];
        for (int i = 0; i < POINTS; i++) {
            times[i] = i;
        }
        for (int i = 0; i < POINTS; i++) {
            if (random.nextInt(1000) < late) {
                int other = Math.max(0, i - random.nextInt(by));
                long time = times[i];
                times[i] = times[other];
                times[other] = time;
            }
        }
        LongVector batch = (LongVector) Vector.of(TSDataType.TIMESTAMP, BATCH);
        LongVector values = (LongVector) Vector.of(TSDataType.INT64, BATCH);
        for (int from = 0; from < POINTS; from += BATCH) {
            batch.clear();
            values.clear();
            for (int i = from; i < from + BATCH; i++) {
                batch.append(times[i]);
                values.append(value(times[i]));
            }
            table.append(Devices.ofPath("root.a.b.c"), batch, new Vector[] {values});
        }
    }

    private static long value(long time) {
        return time * 0x9e37_79b9_7f4a_7c15L;
    }
}
