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

import io.tsfile.core.flush.sort.ArrivedSeries;
import io.tsfile.core.flush.sort.SortedRows;
import io.tsfile.core.model.Column;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a device that had arrived in a memtable when the view was taken. It never changes, and any thread may use it;
 * its vectors share arrays with the memtable, so nobody may write into these.
 */
public final class DeviceView {
    private final IDeviceID device;
    private final List<Column> fields;
    private final ArrivedDevice arrived;

    DeviceView(IDeviceID device, List<Column> fields, ArrivedDevice arrived) {
        this.device = device;
        this.fields = fields;
        this.arrived = arrived;
    }

    /**
     * Columns that share their times.
     *
     * @param times one per row, no null
     * @param columns those fields that have a value
     * @param values one vector per column, each as long as {@code times}
     */
    public record Series(LongVector times, List<Column> columns, List<Vector> values) {}

    /** Whose rows they are. */
    public IDeviceID device() {
        return device;
    }

    /** What arrived, in that order: all fields of an aligned device as one series, else one per measurement with points. */
    public List<Series> arrivals() {
        return series(false);
    }

    /** The same with one row per time, ascending: per column, the value that arrived last counts (N2, N3). */
    public List<Series> sorted() {
        return series(true);
    }

    private List<Series> series(boolean sort) {
        if (arrived.rows() != null) {
            return List.of(series(arrived.rows(), fields, sort));
        }
        List<Series> all = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            ArrivedSeries points = arrived.measurements()[i];
            if (points != null) {
                all.add(series(points, List.of(fields.get(i)), sort));
            }
        }
        return all;
    }

    private static Series series(ArrivedSeries arrived, List<Column> fields, boolean sort) {
        SortedRows rows = sort ? SortedRows.of(arrived) : SortedRows.inArrivalOrder(arrived);
        List<Column> columns = new ArrayList<>();
        List<Vector> values = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            @Nullable Vector column = rows.column(i, 0, rows.times().size());
            if (column != null) {
                columns.add(fields.get(i));
                values.add(column);
            }
        }
        return new Series(rows.times(), columns, values);
    }
}
