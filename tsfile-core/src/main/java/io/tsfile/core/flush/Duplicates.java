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

import io.tsfile.core.vector.Vector;
import java.util.Arrays;

/**
 * The arrivals that share a time with others and became one row. Filled in ascending order of row.
 *
 * <p>The row takes its values from the last of them, except where that has a null and an earlier one has not (N3).
 */
final class Duplicates {
    private final IntList rows = new IntList();
    /** Where the arrivals of {@code rows[i]} begin. */
    private final IntList starts = new IntList();

    private final IntList arrivals = new IntList();

    /** Takes note that {@code arrival} came after {@code before} and has the time of row {@code row} too. */
    void add(int row, int before, int arrival) {
        if (rows.size() == 0 || rows.last() != row) {
            rows.add(row);
            starts.add(arrivals.size());
            arrivals.add(before);
        }
        arrivals.add(arrival);
    }

    /** Whether any row of {@code [from, to)} is made of several arrivals. */
    boolean anyIn(int from, int to) {
        int first = firstFrom(from);
        return first < rows.size() && rows.get(first) < to;
    }

    /**
     * Replaces positions of nulls by those of the values that count.
     *
     * @param positions of the arrivals that rows {@code from} to {@code to} take their values from
     */
    void passNulls(Vector column, int[] positions, int from, int to) {
        for (int i = firstFrom(from); i < rows.size() && rows.get(i) < to; i++) {
            int end = i + 1 < rows.size() ? starts.get(i + 1) : arrivals.size();
            int arrival = end - 1;
            while (arrival > starts.get(i) && column.isNull(arrivals.get(arrival))) {
                arrival--;
            }
            positions[rows.get(i) - from] = arrivals.get(arrival);
        }
    }

    private int firstFrom(int row) {
        int found = Arrays.binarySearch(rows.values(), 0, rows.size(), row);
        return found < 0 ? -found - 1 : found;
    }
}
