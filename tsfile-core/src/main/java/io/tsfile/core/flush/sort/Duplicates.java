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

    /** The first entry of row {@code row} or a later one. */
    int firstFrom(int row) {
        int found = Arrays.binarySearch(rows.values(), 0, rows.size(), row);
        return found < 0 ? -found - 1 : found;
    }

    /** The row of an entry; behind the last one, a row that there is not. */
    int row(int entry) {
        return entry < rows.size() ? rows.get(entry) : Integer.MAX_VALUE;
    }

    /** The arrival that the row of an entry takes its value of {@code column} from. */
    int arrival(int entry, Vector column) {
        int end = entry + 1 < rows.size() ? starts.get(entry + 1) : arrivals.size();
        int arrival = end - 1;
        while (arrival > starts.get(entry) && column.isNull(arrivals.get(arrival))) {
            arrival--;
        }
        return arrivals.get(arrival);
    }
}
