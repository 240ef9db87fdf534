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

import io.tsfile.core.format.read.ChunkWindows;
import io.tsfile.core.format.read.RawRows;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.model.TableModel;
import java.io.IOException;

/** A file that chunks are copied from. Not thread-safe. */
final class CompactionInput {
    private final ChunkWindows windows;
    private final boolean ordered;
    private final boolean rowsNeedValues;
    private boolean knownUsual;

    /**
     * A file.
     *
     * @param model that decides which rows there are (N4)
     * @param ordered whether one of us wrote it: its times are in the usual encoding, which the first look at them confirms, and each
     *     row of the tree model has a value
     */
    CompactionInput(ChunkWindows windows, TableModel model, boolean ordered) {
        this.windows = windows;
        this.ordered = ordered;
        this.rowsNeedValues = model == TableModel.TREE && !ordered;
    }

    /** The chunk's bytes. */
    RawRows open(RowChunk chunk) throws IOException {
        return windows.rows(chunk);
    }

    /** Whether the copied rows would be read as they are read here. */
    boolean isSafe(RawRows rows) {
        return rows.aligned() ? !rowsNeedValues || rows.hasFullColumn() : hasUsualTimes(rows);
    }

    private boolean hasUsualTimes(RawRows rows) {
        if (knownUsual) {
            return true;
        }
        boolean usual = rows.main().hasUsualTimes();
        knownUsual = usual && ordered;
        return usual;
    }
}
