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

import io.tsfile.core.flush.sort.SortedRows;
import io.tsfile.core.model.Column;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Rows of one device that become one chunk per column of one file, not copied out of the memtable yet. Immutable, so that
 * any thread may take any columns of it.
 *
 * @param device whose they are
 * @param aligned whether {@code columns} share the times; if not, there is one column
 * @param partition the time partition
 * @param order the order of the file
 * @param columns those that may have values in these rows, in the order in which they are written
 * @param rows where the rows are, a column per entry of {@code columns}
 * @param from the first row
 * @param to behind the last row
 * @param keepsEmpty whether columns without a value are written too
 */
public record SeriesPart(
        IDeviceID device,
        boolean aligned,
        long partition,
        int order,
        List<Column> columns,
        SortedRows rows,
        int from,
        int to,
        boolean keepsEmpty) {
    /** All columns, as {@link #take(int, int)}. */
    public SortedSeries take() {
        return take(0, columns.size());
    }

    /**
     * Columns {@code fromColumn} (inclusive) to {@code toColumn} (exclusive), copied, without those that are not written
     * because they are empty.
     */
    public SortedSeries take(int fromColumn, int toColumn) {
        List<Column> taken = new ArrayList<>(toColumn - fromColumn);
        List<Vector> values = new ArrayList<>(toColumn - fromColumn);
        // One for all columns of a type: a wide table may have many that are empty.
        Map<TSDataType, Vector> nulls = new EnumMap<>(TSDataType.class);
        for (int i = fromColumn; i < toColumn; i++) {
            Vector part = rows.column(i, from, to);
            boolean empty = part == null || part.nullCount() == part.size();
            if (!empty || keepsEmpty) {
                TSDataType type = columns.get(i).type();
                taken.add(columns.get(i));
                values.add(part != null ? part : nulls.computeIfAbsent(type, t -> nulls(t, to - from)));
            }
        }
        return new SortedSeries(device, aligned, partition, order, rows.times(from, to), taken, values);
    }

    /** Bytes that the rows take as arrays, all columns together, more or less. */
    public long bytes() {
        return rows.bytes(from, to);
    }

    private static Vector nulls(TSDataType type, int count) {
        Vector nulls = Vector.of(type, count);
        nulls.appendNulls(count);
        return nulls;
    }
}
