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
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.model.TimeRange;
import java.io.IOException;
import java.util.List;

/**
 * Rows of one input that are copied as they are: those of a chunk, or of some of its pages. Of a wide track it holds only the times;
 * columns are read when they are asked for. Not thread-safe.
 */
final class CopiedRows {
    private final TrackSource source;
    private final RowChunk chunk;
    private final RawRows held;
    private final int firstPage;

    /** All rows of a chunk, as far as {@code held} has them. */
    CopiedRows(TrackSource source, RowChunk chunk, RawRows held) {
        this(source, chunk, held, 0);
    }

    private CopiedRows(TrackSource source, RowChunk chunk, RawRows held, int firstPage) {
        this.source = source;
        this.chunk = chunk;
        this.held = held;
        this.firstPage = firstPage;
    }

    /** How many rows. */
    long rows() {
        return held.rows();
    }

    /** Bytes of the pages that it holds. */
    long heldBytes() {
        return held.bytes();
    }

    /** The first and the last time. */
    TimeRange times() {
        return held.times();
    }

    /** How many pages of times. */
    int pages() {
        return held.main().pages();
    }

    /** The first and the last time of each page. */
    List<TimeRange> pageTimes() {
        return held.pageTimes();
    }

    /** The rows of some pages of a whole chunk that follow each other, {@code to} is behind the last one. */
    CopiedRows pages(int from, int to) {
        return new CopiedRows(source, chunk, held.pages(from, to), firstPage + from);
    }

    /** The rows with the columns of a batch. */
    RawRows columns(Track batch) throws IOException {
        return source.columns().isWide() ? source.read(chunk, batch).pages(firstPage, firstPage + pages()) : held;
    }

    /** What tells whether the rows can be joined to others. All heads of a wide track's chunks are read for it. */
    ChunkForms forms() throws IOException {
        int columns = held.aligned() ? source.columns().track().columns().size() : 0;
        ChunkForms forms = new ChunkForms(columns);
        forms.addMain(held.main());
        int first = 0;
        for (Track batch : held.aligned() ? source.columns().copied() : List.<Track>of()) {
            int count = batch.columns().size();
            forms.addColumns(first, count, columns(batch));
            first += count;
        }
        return forms;
    }
}
