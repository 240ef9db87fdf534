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
import io.tsfile.core.flush.IoStage;
import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.format.read.RowJoin;
import io.tsfile.core.merge.DeviceMerge;
import io.tsfile.core.merge.NewestWins;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;

/** Where the chunks of one track go. Not thread-safe. */
final class TrackOutput {
    private final Track track;
    private final long partition;
    private final int chunkRows;
    private final DeviceMerge devices;
    private final EncodeStage encode;
    private final IoStage io;
    private final CompactionMeter meter;

    /**
     * An output.
     *
     * @param devices at the track's device
     */
    TrackOutput(
            Track track,
            long partition,
            int chunkRows,
            DeviceMerge devices,
            EncodeStage encode,
            IoStage io,
            CompactionMeter meter) {
        this.track = track;
        this.partition = partition;
        this.chunkRows = chunkRows;
        this.devices = devices;
        this.encode = encode;
        this.io = io;
        this.meter = meter;
    }

    /** The columns of what is written. */
    List<Column> columns() {
        return track.columns();
    }

    /** Writes joined chunks. */
    void write(RowJoin joined) throws IOException {
        write(new EncodedSeries(
                track.device(),
                track.aligned(),
                partition,
                0,
                joined.times(),
                joined.rows(),
                joined.points(),
                joined.finish()));
    }

    /** Merges the rows of all inputs at these times, and writes them. */
    void decode(TimeRange times) throws IOException {
        List<TSDataType> types = track.columns().stream().map(Column::type).toList();
        NewestWins rows = track.aligned()
                ? devices.rows(track.names(), types, times)
                : devices.points(track.names().get(0), types.get(0), times);
        while (rows.next(chunkRows)) {
            List<Vector> values = new ArrayList<>(types.size());
            for (int i = 0; i < types.size(); i++) {
                values.add(rows.values(i));
            }
            meter.wroteRows(rows.times().size());
            write(encode.encode(new SortedSeries(
                    track.device(), track.aligned(), partition, 0, rows.times(), track.columns(), values)));
        }
    }

    private void write(EncodedSeries series) throws IOException {
        meter.wroteBytes(series.bytes());
        io.write(series);
    }
}
