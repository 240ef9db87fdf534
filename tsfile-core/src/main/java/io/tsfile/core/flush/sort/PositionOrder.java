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

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.Vector;
import java.util.Arrays;

/** An order of rows that arrived in none: a position per row. */
final class PositionOrder extends RowOrder {
    private final int[] positions;
    private final Duplicates duplicates;

    /** @param positions of the last arrival of each row; taken over */
    PositionOrder(int[] positions, int rows, Duplicates duplicates) {
        super(rows);
        this.positions = positions;
        this.duplicates = duplicates;
    }

    /** @param sorted the positions of all arrivals, stably sorted; taken over */
    static PositionOrder of(long[] times, int[] sorted) {
        Duplicates duplicates = new Duplicates();
        int rows = 0;
        for (int position : sorted) {
            if (rows > 0 && times[sorted[rows - 1]] == times[position]) {
                duplicates.add(rows - 1, sorted[rows - 1], position);
                rows--;
            }
            sorted[rows++] = position;
        }
        return new PositionOrder(sorted, rows, duplicates);
    }

    @Override
    void append(Vector column, int from, int to, Vector target) {
        int entry = duplicates.firstFrom(from);
        if (!column.hasNulls() || duplicates.row(entry) >= to) {
            target.append(column, positions, from, to);
            return;
        }
        int[] passing = Arrays.copyOfRange(positions, from, to);
        for (; duplicates.row(entry) < to; entry++) {
            passing[duplicates.row(entry) - from] = duplicates.arrival(entry, column);
        }
        target.append(column, passing, 0, to - from);
    }

    @Override
    void addLengths(BinaryVector column, int from, int to, long[] sums) {
        int entry = duplicates.firstFrom(from);
        for (int row = from; row < to; row++) {
            int arrival = duplicates.row(entry) == row ? duplicates.arrival(entry++, column) : positions[row];
            sums[row - from] += column.length(arrival);
        }
    }
}
