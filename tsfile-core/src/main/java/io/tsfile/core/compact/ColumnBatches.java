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

import io.tsfile.core.model.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a track that are dealt with at a time: all of them, or of a wide device some after the others. What is done with
 * rows is decided on their times, and is the same whatever the batches are.
 */
final class ColumnBatches {
    /** A text or a blob takes as much memory as so many numbers, about. */
    private static final int TEXT = 8;
    /** Of a value that is decoded, merged, and encoded. */
    private static final int VALUE_BYTES = 32;
    /** Of what the index says of a chunk. */
    private static final int INDEX_BYTES = 200;

    private final Track track;
    private final BatchLimits limits;
    private final boolean wide;
    private final int sources;
    private final int mostColumns;
    private final List<Track> copied;

    /**
     * Batches.
     *
     * @param sources how many chunks a column has in all inputs, at most
     * @param divisible whether the rows are known without looking at columns
     */
    ColumnBatches(Track track, BatchLimits limits, int sources, boolean divisible) {
        this.track = track;
        this.limits = limits;
        this.sources = sources;
        this.wide = divisible && track.aligned() && track.columns().size() > limits.wideColumns();
        this.mostColumns = Math.max(1, Math.min(limits.columns(), limits.chunks() / Math.max(1, sources)));
        this.copied = merged(0);
    }

    /** All columns. */
    Track track() {
        return track;
    }

    /** What the batches keep to. */
    BatchLimits limits() {
        return limits;
    }

    /** Whether there are several batches. */
    boolean isWide() {
        return wide;
    }

    /** The columns whose chunks are copied at a time. */
    List<Track> copied() {
        return copied;
    }

    /** The columns of which so many rows are merged at a time. */
    List<Track> merged(int rows) {
        if (!wide) {
            return List.of(track);
        }
        List<Track> batches = new ArrayList<>();
        int from = 0;
        long values = 0;
        for (int to = 0; to < track.columns().size(); to++) {
            boolean text = track.columns().get(to).type().isBinary();
            long more = (long) rows * (text ? TEXT : 1);
            if (to > from && (to - from == mostColumns || values + more > limits.values())) {
                batches.add(track.columns(from, to));
                from = to;
                values = 0;
            }
            values += more;
        }
        batches.add(track.columns(from, track.columns().size()));
        return batches;
    }

    /** Bytes of heap that so many rows of some columns, and their times, take while they are merged and encoded, about. */
    long mergeBytes(Track batch, long rows) {
        long values = rows;
        for (Column column : batch.columns()) {
            values += rows * (column.type().isBinary() ? TEXT : 1);
        }
        return VALUE_BYTES * values
                + (long) INDEX_BYTES * sources * batch.columns().size();
    }

    /** Whether a batch is the one that goes behind the times. */
    boolean isFirst(Track batch) {
        return !wide
                || batch.columns().get(0).name().equals(track.columns().get(0).name());
    }
}
