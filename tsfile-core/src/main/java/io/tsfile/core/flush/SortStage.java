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

import io.tsfile.core.flush.memtable.Arrivals;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.sort.SortedRows;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.vector.LongVector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The first stage: memtable to sorted series, each routed to the file it must go to. One per writer, because it remembers
 * what it sent to which file. Not thread-safe.
 *
 * <p>The work is {@link SortedDevice#of} and {@link SeriesPart#take}, pure functions for any thread; only {@link #cut}
 * between the two must see the devices one after the other.
 */
public final class SortStage {
    private final List<Column> fields;
    private final boolean tableModel;
    private final int chunkRows;
    private final long groupBytes;
    private final FileRouter router;

    /** A stage for one writer of a table. */
    public SortStage(TableSchema schema, TimePartitioning partitioning, FlushOptions options) {
        this.fields = schema.fields();
        this.tableModel = schema.model() == TableModel.TABLE;
        this.chunkRows = options.chunkRows();
        this.groupBytes = options.groupBytes();
        this.router = new FileRouter(partitioning);
    }

    /**
     * Sorts, merges duplicates (last arrival wins, per column in an aligned device) and clears the memtable.
     *
     * @param out takes the series in ascending order of device; owns them from then on
     * @return what the memtable deletes of all that was written before, here or in earlier commits, and of nothing that is written
     *     from now on; open, in one count of orders with the files
     */
    public List<Tombstone> sort(MemTable table, Consumer<SortedSeries> out) {
        List<Tombstone> tombstones = sort(Arrivals.of(List.of(table)), out);
        table.clear();
        return tombstones;
    }

    /** As above, and leaves what it reads as it is. */
    private List<Tombstone> sort(Arrivals arrivals, Consumer<SortedSeries> out) {
        DrainDeletions deletions = beginDrain();
        for (int i = 0; i < arrivals.size(); i++) {
            sort(arrivals, i, deletions, out);
        }
        return deletions.tombstones();
    }

    /**
     * As {@link #sort(MemTable, Consumer)}, a device at a time, for callers that take in new rows meanwhile: the memtable is empty at once.
     *
     * @return to be read to its end before the stage sorts anything else, or is told that files were closed
     */
    public MemTableDrain drain(MemTable table) {
        long bytes = table.bytes();
        Arrivals arrivals = Arrivals.of(List.of(table));
        table.clear();
        return new MemTableDrain(this, arrivals, bytes);
    }

    /** Sorts one device, whose deletions are added to those of the drain. */
    void sort(Arrivals arrivals, int index, DrainDeletions deletions, Consumer<SortedSeries> out) {
        for (SeriesPart part : cut(arrivals, index, deletions)) {
            SortedSeries series = part.take();
            if (isWritten(series)) {
                out.accept(series);
            }
        }
    }

    /** A drain that deletes nothing yet. */
    DrainDeletions beginDrain() {
        return new DrainDeletions(router);
    }

    /** As {@link #cut(SortedDevice)}, of a device of which something may have been deleted. */
    List<SeriesPart> cut(Arrivals arrivals, int index, DrainDeletions deletions) {
        SortedDevice device = SortedDevice.of(arrivals.device(index), arrivals.arrived(index));
        LongVector deleted = arrivals.deleted(index);
        if (deleted.size() > 0) {
            // Where all fields have newer values, these hide the older ones.
            deletions.add(device.device(), device.lacking(deleted, fields.size()));
        }
        return cut(device);
    }

    /** Tells that all files were closed for a commit: orders start again, and any row may go to the first file. */
    public void filesClosed() {
        router.reset();
    }

    /** Bytes of heap that it takes until the files are closed: it remembers the last time of each device in each file. */
    public long bytes() {
        return router.bytes();
    }

    /**
     * How many rows, or points of measurements with times of their own, came so late, or again, that they went to a file of their
     * own. For the thread that sorts.
     */
    public long lateRows() {
        return router.lateRows();
    }

    /** Whether a series is not nothing: a row of the tree model exists only where a value does (N4). */
    public boolean isWritten(SortedSeries series) {
        return tableModel || !series.columns().isEmpty();
    }

    /** As {@link #isWritten(SortedSeries)}, once it is encoded. */
    public boolean isWritten(EncodedSeries series) {
        return tableModel || series.chunks().size() > (series.aligned() ? 1 : 0);
    }

    /**
     * Decides which files the rows of a device go to, and cuts them into parts of the size of chunks: by rows and
     * by bytes, so that no part takes much memory however wide its rows are. Devices of one flush come
     * in ascending order, so that the decision is the same whoever sorted them.
     */
    public List<SeriesPart> cut(SortedDevice device) {
        List<SeriesPart> parts = new ArrayList<>(1);
        List<SortedRows> series = device.series();
        for (FileRouter.Route route : router.route(
                device.device(), series.stream().map(SortedRows::times).toList())) {
            for (int i = 0; i < series.size(); i++) {
                int from = route.from()[i];
                for (int end : series.get(i).cut(from, route.to()[i], chunkRows, groupBytes)) {
                    parts.add(part(device, i, route, from, end));
                    from = end;
                }
            }
        }
        return parts;
    }

    private SeriesPart part(SortedDevice device, int series, FileRouter.Route route, int from, int to) {
        List<Column> columns =
                device.aligned() ? fields : List.of(fields.get(device.fields().get(series)));
        return new SeriesPart(
                device.device(),
                device.aligned(),
                route.partition(),
                route.order(),
                columns,
                device.series().get(series),
                from,
                to,
                // Plain readers pair the chunks of a device by position, so each group of a table has all columns.
                tableModel);
    }
}
