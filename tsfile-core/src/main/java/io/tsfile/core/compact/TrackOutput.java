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
package io.tsfile.core.compact;

import io.tsfile.core.flush.EncodeStage;
import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.IoStage;
import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.format.read.RowJoin;
import io.tsfile.core.merge.DeviceMerge;
import io.tsfile.core.merge.NewestWins;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;

/** Where the chunks of one track go. Not thread-safe. */
final class TrackOutput {
    private final ColumnBatches columns;
    private final Track track;
    private final long partition;
    private final int chunkRows;
    private final EncodingOptions encoding;
    private final DeviceMerge devices;
    private final EncodeStage encode;
    private final OutputQueue queue;
    private final IoStage io;
    private final CompactionMeter meter;

    /**
     * An output.
     *
     * @param columns of the track
     * @param options how files are written
     * @param devices at the track's device
     */
    TrackOutput(
            ColumnBatches columns,
            long partition,
            FlushOptions options,
            DeviceMerge devices,
            EncodeStage encode,
            OutputQueue queue,
            IoStage io,
            CompactionMeter meter) {
        this.columns = columns;
        this.track = columns.track();
        this.partition = partition;
        this.chunkRows = options.chunkRows();
        this.encoding = options.encoding();
        this.devices = devices;
        this.encode = encode;
        this.queue = queue;
        this.io = io;
        this.meter = meter;
    }

    /** Writes joined chunks. */
    void write(JoinedRows joined) throws IOException {
        if (!columns.isWide()) {
            // The chunks are copied.
            add(2 * joined.bytes(), () -> List.of(joined(joined, track)), io::write);
            return;
        }
        // Each batch is read only now, and by this thread.
        queue.drain();
        for (Track batch : columns.copied()) {
            EncodedSeries series = joined(joined, batch);
            meter.wroteBytes(series.bytes());
            write(batch, columns.isFirst(batch), series);
        }
    }

    private EncodedSeries joined(JoinedRows joined, Track batch) throws IOException {
        RowJoin join = joined.columns(batch, encoding);
        List<EncodedChunk> chunks = join.finish();
        return new EncodedSeries(
                track.device(),
                track.aligned(),
                partition,
                0,
                joined.times(),
                joined.rows(),
                join.points(),
                columns.isFirst(batch) ? chunks : chunks.subList(1, chunks.size()));
    }

    /** Merges the rows of all inputs at these times, and writes them. */
    void decode(TimeRange times) throws IOException {
        if (columns.isWide()) {
            decodeInBatches(times);
            return;
        }
        List<TSDataType> types = types(track);
        NewestWins rows = track.aligned()
                ? devices.rows(track.names(), types, times)
                : devices.points(track.names().get(0), types.get(0), times);
        long bytes = columns.mergeBytes(track, rows.mostRows());
        if (bytes > columns.limits().mergeBytes() || types.stream().anyMatch(TSDataType::isBinary)) {
            encodeAhead(rows);
        } else {
            add(bytes, () -> merge(rows), series -> {
                meter.wroteRows(series.rows());
                io.write(series);
            });
        }
    }

    private List<EncodedSeries> merge(NewestWins rows) throws IOException {
        List<EncodedSeries> merged = new ArrayList<>();
        while (rows.next(chunkRows)) {
            merged.add(encode.encode(series(track, rows.times(), values(rows))));
        }
        return merged;
    }

    /** Of many rows, or of texts of any length, one batch is in memory, and some of its columns are encoded at a time. */
    private void encodeAhead(NewestWins rows) throws IOException {
        long batchBytes = columns.mergeBytes(track, Math.min(chunkRows, rows.mostRows()));
        while (true) {
            queue.awaitRoom(batchBytes);
            if (!rows.next(chunkRows)) {
                return;
            }
            LongVector times = rows.times();
            meter.wroteRows(times.size());
            int from = 0;
            long bytes = times.bytes();
            for (int to = 0; to < rows.fields(); to++) {
                long more = rows.values(to).bytes();
                if (to > from && bytes + more > columns.limits().partBytes()) {
                    addPart(rows, from, to, bytes);
                    from = to;
                    bytes = 0;
                }
                bytes += more;
            }
            addPart(rows, from, rows.fields(), bytes);
        }
    }

    private void addPart(NewestWins rows, int from, int to, long bytes) throws IOException {
        boolean first = from == 0;
        Track part = track.columns(from, to);
        SortedSeries series = series(part, rows.times(), values(rows).subList(from, to));
        add(
                2 * bytes,
                () -> List.of(first ? encode.encode(series) : encode.encodeMore(series)),
                encoded -> write(part, first, encoded));
    }

    /** Which rows there are is decided by their times; the columns follow. */
    private void decodeInBatches(TimeRange times) throws IOException {
        NewestWins rows = devices.rows(List.of(), List.of(), times);
        while (rows.next(chunkRows)) {
            LongVector decided = rows.times();
            meter.wroteRows(decided.size());
            for (Track batch : columns.merged(decided.size())) {
                boolean first = columns.isFirst(batch);
                NewestWins values = devices.rows(batch.names(), types(batch), range(decided));
                add(
                        columns.mergeBytes(batch, decided.size()),
                        () -> {
                            SortedSeries series = series(batch, decided, merged(batch, decided, values));
                            return List.of(first ? encode.encode(series) : encode.encodeMore(series));
                        },
                        encoded -> write(batch, first, encoded));
            }
        }
    }

    /** The values of some columns at times that are all those of the inputs' rows between the first and the last one. */
    private List<Vector> merged(Track batch, LongVector times, NewestWins rows) throws IOException {
        List<Vector> merged = List.of();
        int done = 0;
        while (done < times.size() && rows.next(times.size() - done)) {
            int more = rows.times().size();
            if (more == times.size()) {
                return values(rows);
            }
            if (done == 0) {
                merged = types(batch).stream()
                        .map(type -> Vector.of(type, times.size()))
                        .toList();
            }
            for (int i = 0; i < merged.size(); i++) {
                merged.get(i).append(rows.values(i), 0, more);
            }
            done += more;
        }
        if (done != times.size()) {
            throw new IllegalStateException("Cannot merge the columns of device " + track.device() + ": of "
                    + times.size() + " rows at " + range(times) + " there are " + done);
        }
        return merged;
    }

    private static TimeRange range(LongVector times) {
        return new TimeRange(times.get(0), times.get(times.size() - 1));
    }

    private static List<Vector> values(NewestWins rows) {
        List<Vector> values = new ArrayList<>(rows.fields());
        for (int i = 0; i < rows.fields(); i++) {
            values.add(rows.values(i));
        }
        return values;
    }

    private static List<TSDataType> types(Track batch) {
        return batch.columns().stream().map(Column::type).toList();
    }

    private SortedSeries series(Track batch, LongVector times, List<Vector> values) {
        return new SortedSeries(track.device(), track.aligned(), partition, 0, times, batch.columns(), values);
    }

    private void add(long bytes, Output.Maker maker, Output.Writer writer) throws IOException {
        queue.add(new Output(track.device(), bytes, maker, series -> {
            meter.wroteBytes(series.bytes());
            writer.write(series);
        }));
    }

    /** Writes a batch of the columns of some rows; behind the times, if it is the first one. */
    private void write(Track batch, boolean first, EncodedSeries series) throws IOException {
        if (batch.columns().size() == track.columns().size()) {
            io.write(series);
        } else if (first) {
            io.write(series, measurements());
        } else {
            io.writeMore(series);
        }
    }

    private List<String> measurements() {
        List<String> measurements = new ArrayList<>(1 + track.columns().size());
        // Of the times.
        measurements.add("");
        measurements.addAll(track.names());
        return measurements;
    }
}
