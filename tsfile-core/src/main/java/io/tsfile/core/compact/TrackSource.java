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

import io.tsfile.core.format.read.RawRows;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.model.Column;
import java.io.IOException;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/** A track in one of the inputs. Not thread-safe. */
final class TrackSource {
    private final ColumnBatches columns;
    private final Track track;
    private final CompactionInput input;
    private final DeviceChunks index;
    private final CopyRules rules;
    private final Sight sight;
    /** Whether all columns of a wide track have the table's types here. */
    private final boolean sameTypes;
    /** The batch that was read last, and what the index says of it. */
    private @Nullable Track read;

    private List<RowChunk> readChunks = List.of();

    /**
     * A track in an input.
     *
     * @param columns of the track
     * @param index of the track's device
     */
    TrackSource(ColumnBatches columns, CompactionInput input, DeviceChunks index, CopyRules rules, Sight sight) {
        this.columns = columns;
        this.track = columns.track();
        this.input = input;
        this.index = index;
        this.rules = rules;
        this.sight = sight;
        this.sameTypes = !columns.isWide() || hasSameTypes(track, index);
    }

    /** The track's columns. */
    ColumnBatches columns() {
        return columns;
    }

    /** What is seen of the track here. */
    Sight sight() {
        return sight;
    }

    /** The chunks here; of a wide track, without its columns. */
    List<RowChunk> chunks() {
        if (!track.aligned()) {
            return index.points(track.names().get(0));
        }
        return index.rows(columns.isWide() ? List.of() : track.names());
    }

    /** How many values the index says there are. */
    long points() {
        long points = 0;
        for (Column column : track.columns()) {
            for (ChunkEntry chunk : index.chunks(column.name())) {
                points += chunk.count();
            }
        }
        return points;
    }

    /** Whether the chunk can be copied, for all that the index says. */
    boolean mayCopy(RowChunk chunk) {
        return sameTypes && rules.sameTypes(track, chunk);
    }

    private static boolean hasSameTypes(Track track, DeviceChunks index) {
        for (Column column : track.columns()) {
            TSDataType type = index.type(column.name());
            if (type != null && type != column.type()) {
                return false;
            }
        }
        return true;
    }

    /** The chunk's rows, to be copied; null if it has to be decoded. */
    @Nullable
    CopiedRows open(RowChunk chunk) throws IOException {
        if (!mayCopy(chunk)) {
            return null;
        }
        RawRows rows = input.open(chunk);
        boolean allowed = columns.isWide() ? allowed(chunk) : rules.allowed(track, rows);
        return allowed && input.isSafe(rows) ? new CopiedRows(this, chunk, rows) : null;
    }

    private boolean allowed(RowChunk chunk) throws IOException {
        for (Track batch : rules.allowsAll() ? List.<Track>of() : columns.copied()) {
            if (!rules.allowed(batch, read(chunk, batch))) {
                return false;
            }
        }
        return true;
    }

    /** The chunks of a wide track's batch that belong to a chunk of times. */
    RawRows read(RowChunk times, Track batch) throws IOException {
        if (!batch.equals(read)) {
            readChunks = index.rows(batch.names());
            read = batch;
        }
        for (RowChunk chunk : readChunks) {
            if (chunk.offset() == times.offset()) {
                return input.open(chunk);
            }
        }
        throw new IllegalStateException("Cannot find the chunk at byte " + times.offset() + " again");
    }
}
