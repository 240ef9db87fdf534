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
package io.tsfile.core.merge;

import io.tsfile.core.format.read.ChunkAhead;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.model.TimeSet;
import java.util.ArrayList;
import java.util.List;

/**
 * The chunks of one run, and what must not be seen of them.
 *
 * @param bytes of the file where they stand
 * @param chunks at least one, ascending in time, disjoint
 * @param hiddenRows times whose rows are gone
 * @param hiddenValues times at which values are gone, per column of the chunks; of no column where nothing is
 */
record MaskedChunks(ChunkAhead bytes, List<MaskedChunk> chunks, TimeSet hiddenRows, List<TimeSet> hiddenValues) {
    /**
     * A chunk.
     *
     * @param chunk without the value chunks of which nothing is seen
     * @param mayHaveEmptyRows whether a row of it counts only if one of its columns has a value
     */
    record MaskedChunk(RowChunk chunk, boolean mayHaveEmptyRows) {}

    OpenTsFile file() {
        return bytes.file();
    }

    /** The chunks as they are read. */
    List<RowChunk> rowChunks() {
        List<RowChunk> rows = new ArrayList<>(chunks.size());
        for (MaskedChunk one : chunks) {
            rows.add(one.chunk());
        }
        return rows;
    }
}
