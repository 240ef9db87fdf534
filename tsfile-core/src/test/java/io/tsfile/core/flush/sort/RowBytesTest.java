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
package io.tsfile.core.flush.sort;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowBytesTest {
    /** Whatever the order is held as, the bytes of a row are those of the values that are taken. */
    @Test
    void countsAndCutsAsOneByOne() {
        boolean[] seen = new boolean[3];
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            int late = random.nextInt(3) * random.nextInt(30);
            SortedRows rows = SortedRows.of(arrived(random, late));
            seen[rows.order() instanceof ArrivalOrder ? 0 : rows.order() instanceof RunOrder ? 1 : 2] = true;
            int from = random.nextInt(rows.times().size());
            int to = from + random.nextInt(rows.times().size() - from + 1);
            int mostRows = 1 + random.nextInt(50);
            long mostBytes = 1L + random.nextInt(5000);
            List<Integer> ends = new ArrayList<>();
            long sum = 0;
            long all = 0;
            int start = from;
            for (int row = from; row < to; row++) {
                long bytes = bytes(rows, row);
                if (row > start && (row - start == mostRows || sum + bytes > mostBytes)) {
                    ends.add(row);
                    start = row;
                    sum = 0;
                }
                sum += bytes;
                all += bytes;
            }
            if (from < to) {
                ends.add(to);
            }
            assertThat(rows.bytes(from, to)).as("seed %d", seed).isEqualTo(all);
            assertThat(rows.cut(from, to, mostRows, mostBytes))
                    .as("seed %d: rows %d to %d, %d rows, %d bytes", seed, from, to, mostRows, mostBytes)
                    .containsExactly(ends.stream().mapToInt(Integer::intValue).toArray());
        }
        assertThat(seen).as("kinds of order").containsOnly(true);
    }

    private static long bytes(SortedRows rows, int row) {
        long bytes = 8;
        for (int i = 0; i < rows.columns().length; i++) {
            Vector value = rows.column(i, row, row + 1);
            Vector column = rows.columns()[i];
            if (value != null && column != null && column.nullCount() < column.size()) {
                bytes += 4 + (value instanceof BinaryVector text ? text.length(0) : 0);
            }
        }
        return bytes;
    }

    /** A column of numbers, two of texts, one of nulls alone, one that never came. */
    private static ArrivedSeries arrived(Random random, int latePercent) {
        int size = random.nextInt(10) == 0 ? 9000 : 1 + random.nextInt(400);
        LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, size);
        IntVector ints = (IntVector) Vector.of(TSDataType.INT32, size);
        BinaryVector full = (BinaryVector) Vector.of(TSDataType.TEXT, size);
        BinaryVector sparse = (BinaryVector) Vector.of(TSDataType.BLOB, size);
        int longest = 1 + random.nextInt(300);
        for (int i = 0; i < size; i++) {
            times.append(random.nextInt(100) < latePercent ? random.nextInt(i + 1) : i);
            ints.append(i);
            full.append(new byte[random.nextInt(longest)]);
            if (random.nextInt(3) == 0) {
                sparse.append(new byte[random.nextInt(longest)]);
            } else {
                sparse.appendNull();
            }
        }
        Vector nulls = Vector.of(TSDataType.INT64, size);
        nulls.appendNulls(size);
        @Nullable Vector[] columns = {ints, full, sparse, nulls, null};
        return new ArrivedSeries(times, columns, latePercent == 0);
    }
}
