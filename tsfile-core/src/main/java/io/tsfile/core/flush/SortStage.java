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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

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
        table.drain().forEach((device, arrived) -> {
            if (arrived.rows() != null) {
                sortRows(device, SortedRows.of(arrived.rows()), out);
            } else {
                sortMeasurements(device, arrived.measurements(), out);
            }
        });
    }

    /** Tells that all files were closed for a commit: orders start again, and any row may go to the first file. */
    public void filesClosed() {
        router.reset();
    }

    private void sortRows(IDeviceID device, SortedRows rows, Consumer<SortedSeries> out) {
        for (FileRouter.Route route : router.route(device, List.of(rows.times()))) {
            int end = route.to()[0];
            for (int from = route.from()[0]; from < end; from += chunkRows) {
                emitRows(device, rows, from, Math.min(end, from + chunkRows), route, out);
            }
        }
    }

    private void emitRows(
            IDeviceID device, SortedRows rows, int from, int to, FileRouter.Route route, Consumer<SortedSeries> out) {
        List<Column> columns = new ArrayList<>();
        List<Vector> values = new ArrayList<>();
        // One for all columns of a type: a wide table may have many that are empty.
        Map<TSDataType, Vector> nulls = new EnumMap<>(TSDataType.class);
        for (int i = 0; i < fields.size(); i++) {
            Vector part = rows.column(i, from, to);
            boolean empty = part == null || part.nullCount() == part.size();
            // Plain readers pair the chunks of a device by position, so each group of a table has all columns.
            if (!empty || tableModel) {
                columns.add(fields.get(i));
                values.add(
                        part != null
                                ? part
                                : nulls.computeIfAbsent(fields.get(i).type(), type -> nulls(type, to - from)));
            }
        }
        // A row of the tree model exists only where a value does (N4).
        if (!columns.isEmpty() || tableModel) {
            out.accept(new SortedSeries(
                    device, true, route.partition(), route.order(), rows.times(from, to), columns, values));
        }
    }

    /** Sorts the points of each measurement; where they go is decided for all of them at once (R9). */
    private void sortMeasurements(
            IDeviceID device, @Nullable ArrivedSeries[] measurements, Consumer<SortedSeries> out) {
        List<Column> columns = new ArrayList<>();
        List<SortedRows> points = new ArrayList<>();
        for (int i = 0; i < measurements.length; i++) {
            ArrivedSeries series = measurements[i];
            if (series != null) {
                columns.add(fields.get(i));
                points.add(SortedRows.of(series));
            }
        }
        List<LongVector> times = points.stream().map(SortedRows::times).toList();
        for (FileRouter.Route route : router.route(device, times)) {
            for (int i = 0; i < columns.size(); i++) {
                int end = route.to()[i];
                for (int from = route.from()[i]; from < end; from += chunkRows) {
                    int to = Math.min(end, from + chunkRows);
                    Vector values = Objects.requireNonNull(points.get(i).column(0, from, to));
                    out.accept(new SortedSeries(
                            device,
                            false,
                            route.partition(),
                            route.order(),
                            points.get(i).times(from, to),
                            List.of(columns.get(i)),
                            List.of(values)));
                }
            }
        }
    }

    private static Vector nulls(TSDataType type, int count) {
        Vector nulls = Vector.of(type, count);
        nulls.appendNulls(count);
        return nulls;
    }
}
