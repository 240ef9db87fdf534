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

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * The first stage: memtable to sorted series, each routed to the file it must go to. One per writer, because it remembers
 * what it sent to which file. Not thread-safe.
 */
public final class SortStage {
    private final List<Column> fields;
    private final boolean tableModel;
    private final int chunkRows;
    private final FileRouter router;

    /** A stage for one writer of a table. */
    public SortStage(TableSchema schema, TimePartitioning partitioning, FlushOptions options) {
        this.fields = schema.fields();
        this.tableModel = schema.model() == TableModel.TABLE;
        this.chunkRows = options.chunkRows();
        this.router = new FileRouter(partitioning);
    }

    /**
     * Sorts, merges duplicates (last arrival wins, per column in an aligned device) and empties the memtable.
     *
     * @param out takes the series in ascending order of device; owns them from then on
     */
    public void sort(MemTable table, Consumer<SortedSeries> out) {
        boolean aligned = table.aligned();
        table.drain().forEach((device, buffer) -> {
            SortedDevice sorted = SortedDevice.of(buffer, fields.size());
            for (FileRouter.Route route : router.route(device, sorted.times())) {
                if (aligned) {
                    emitAligned(device, sorted, route, out);
                } else {
                    emitMeasurements(device, sorted, route, out);
                }
            }
        });
    }

    /** Tells that all files were closed for a commit: orders start again, and any row may go to the first file. */
    public void filesClosed() {
        router.reset();
    }

    private void emitAligned(
            IDeviceID device, SortedDevice sorted, FileRouter.Route route, Consumer<SortedSeries> out) {
        for (int from = route.from(); from < route.to(); from += chunkRows) {
            int to = Math.min(route.to(), from + chunkRows);
            LongVector times = (LongVector) part(sorted.times(), from, to);
            List<Column> columns = new ArrayList<>();
            List<Vector> values = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                Vector column = sorted.columns()[i];
                Vector part = column == null ? null : part(column, from, to);
                boolean empty = part == null || part.nullCount() == part.size();
                // Plain readers pair the chunks of a device by position, so each group of a table has all columns.
                if (!empty || tableModel) {
                    columns.add(fields.get(i));
                    values.add(part != null ? part : nulls(fields.get(i).type(), to - from));
                }
            }
            // A row of the tree model exists only where a value does (N4).
            if (!columns.isEmpty() || tableModel) {
                out.accept(new SortedSeries(device, true, route.partition(), route.order(), times, columns, values));
            }
        }
    }

    private void emitMeasurements(
            IDeviceID device, SortedDevice sorted, FileRouter.Route route, Consumer<SortedSeries> out) {
        for (int i = 0; i < fields.size(); i++) {
            Vector column = sorted.columns()[i];
            if (column == null) {
                continue;
            }
            SortedSeries points = points(device, sorted.times(), fields.get(i), column, route);
            int size = points.times().size();
            for (int from = 0; from < size; from += chunkRows) {
                int to = Math.min(size, from + chunkRows);
                LongVector times = (LongVector) part(points.times(), from, to);
                Vector values = part(points.values().get(0), from, to);
                out.accept(new SortedSeries(
                        device, false, route.partition(), route.order(), times, points.columns(), List.of(values)));
            }
        }
    }

    /** The points of one measurement: the routed rows that have a value. */
    private static SortedSeries points(
            IDeviceID device, LongVector times, Column field, Vector column, FileRouter.Route route) {
        LongVector ownTimes = (LongVector) part(times, route.from(), route.to());
        Vector values = part(column, route.from(), route.to());
        if (values.hasNulls()) {
            int[] positions = new int[values.size()];
            int count = 0;
            for (int i = 0; i < values.size(); i++) {
                if (!values.isNull(i)) {
                    positions[count++] = i;
                }
            }
            ownTimes = (LongVector) ownTimes.gather(positions, count);
            values = values.gather(positions, count);
        }
        return new SortedSeries(
                device, false, route.partition(), route.order(), ownTimes, List.of(field), List.of(values));
    }

    /** A range of a vector; the vector itself where that is all of it. */
    private static Vector part(Vector vector, int from, int to) {
        return from == 0 && to == vector.size() ? vector : vector.slice(from, to);
    }

    private static Vector nulls(TSDataType type, int count) {
        Vector nulls = Vector.of(type, count);
        nulls.appendNulls(count);
        return nulls;
    }
}
