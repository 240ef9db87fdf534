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
package io.tsfile.examples.replay;

import io.tsfile.examples.csv.CsvTable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Links the rows that have the same device and time: each to the one before it. The last row of a chain wins, measurement
 * by measurement; where its cell is empty, the value of the row before it stays visible.
 */
public final class RowChains {
    private static final int NONE = -1;

    private final int[] older;
    private final BitSet superseded = new BitSet();

    private RowChains(int[] older) {
        this.older = older;
        for (int previous : older) {
            if (previous != NONE) {
                superseded.set(previous);
            }
        }
    }

    private record Key(int device, long time) {}

    /** Finds the chains of a table. */
    public static RowChains of(CsvTable table) {
        int[] older = new int[table.rows()];
        Arrays.fill(older, NONE);
        Map<Key, Integer> newest = new HashMap<>();
        for (int row = 0; row < older.length; row++) {
            Integer previous = newest.put(new Key(table.device(row), table.time(row)), row);
            if (previous != null) {
                older[row] = previous;
            }
        }
        return new RowChains(older);
    }

    /** Whether no later row has the same device and time. */
    public boolean isNewest(int row) {
        return !superseded.get(row);
    }

    /** Whether an earlier row has the same device and time. */
    public boolean hasOlder(int row) {
        return older[row] != NONE;
    }

    /** The row before, with the same device and time. */
    public int older(int row) {
        if (!hasOlder(row)) {
            throw new IllegalArgumentException(
                    "Cannot name the row before row " + row + ": it is the first of its key");
        }
        return older[row];
    }
}
