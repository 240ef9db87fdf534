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

import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import java.util.function.Consumer;

/**
 * The first stage: memtable to sorted series, each routed to the file it must go to. One per writer, because it remembers
 * what it sent to which file. Not thread-safe.
 */
public final class SortStage {
    /** A stage for one writer of a table. */
    public SortStage(TableSchema schema, TimePartitioning partitioning, FlushOptions options) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sorts, merges duplicates (last arrival wins, per column in an aligned device) and empties the memtable.
     *
     * @param out takes the series in ascending order of device; owns them from then on
     */
    public void sort(MemTable table, Consumer<SortedSeries> out) {
        throw new UnsupportedOperationException();
    }

    /** Tells that all files were closed for a commit: orders start again, and any row may go to the first file. */
    public void filesClosed() {
        throw new UnsupportedOperationException();
    }
}
