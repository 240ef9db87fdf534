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

/**
 * Which arrivals the rows of a series are: one row per time, in ascending order. Of arrivals of one time the last one counts,
 * per column the last one that has a value (N2, N3).
 */
public abstract sealed class RowOrder permits ArrivalOrder, RunOrder, PositionOrder {
    private final int rows;

    RowOrder(int rows) {
        this.rows = rows;
    }

    /** How many rows there are. */
    public final int rows() {
        return rows;
    }

    /** Values of rows {@code from} (inclusive) to {@code to} (exclusive) of a column that is in the order of arrival. */
    final Vector take(Vector column, int from, int to) {
        if (to - from == column.size() && this instanceof ArrivalOrder) {
            return column;
        }
        Vector taken = Vector.of(column.type(), to - from);
        append(column, from, to, taken);
        return taken;
    }

    /** Adds to {@code sums[i]} how many bytes the value of row {@code from + i} has, up to row {@code to} (exclusive). */
    abstract void addLengths(BinaryVector column, int from, int to, long[] sums);

    /** Appends the values of rows {@code from} (inclusive) to {@code to} (exclusive). */
    abstract void append(Vector column, int from, int to, Vector target);
}
