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

import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import org.jspecify.annotations.Nullable;

/**
 * A series with one row per time, ascending. The columns stay in the order of arrival until rows are taken, so that each
 * value is copied once.
 *
 * @param times one per row; the arrived vector itself where that is in order
 * @param order which arrivals the rows are
 * @param columns in the order of arrival; null where no row has a value
 */
public record SortedRows(
        LongVector times, RowOrder order, @Nullable Vector[] columns) {
    /** Of a position, or of a run's share in it and of duplicates. */
    private static final long BYTES_PER_ROW = 8;

    /** Sorts; rows of one time are merged per column, and the value that arrived last counts (N2, N3). */
    public static SortedRows of(ArrivedSeries arrived) {
        LongVector times = arrived.times();
        int size = times.size();
        RowOrder order = arrived.ascending() ? new ArrivalOrder(size) : TimeOrder.of(times.values(), size);
        return new SortedRows((LongVector) order.take(times, 0, order.rows()), order, arrived.columns());
    }

    /** The rows as they arrived, in whatever order. */
    public static SortedRows inArrivalOrder(ArrivedSeries arrived) {
        return new SortedRows(arrived.times(), new ArrivalOrder(arrived.times().size()), arrived.columns());
    }

    /** Bytes of heap that this takes besides what arrived, about. */
    public long bytes() {
        return order instanceof ArrivalOrder ? 0 : times.bytes() + BYTES_PER_ROW * order.rows();
    }

    /** Times of rows {@code from} (inclusive) to {@code to} (exclusive). */
    public LongVector times(int from, int to) {
        return from == 0 && to == times.size() ? times : (LongVector) times.slice(from, to);
    }

    /** Values of rows {@code from} (inclusive) to {@code to} (exclusive); nothing where no row at all has one. */
    public @Nullable Vector column(int index, int from, int to) {
        Vector column = columns[index];
        return column == null ? null : order.take(column, from, to);
    }
}
