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
package io.tsfile.core.flush.staged;

import io.tsfile.core.flush.FlushEngine;
import io.tsfile.core.flush.FlushException;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FlushStats;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import java.io.IOException;
import java.util.List;

/** The stages on the caller's thread and on workers. */
public final class StagedFlush implements FlushEngine {
    /**
     * An engine for one writer of a table.
     *
     * @param workers who helps; shared with other flushes
     * @param budget what sorted copies, chunks that are not written yet and what is known of written ones are counted in. The
     *     memtables are counted by their owners
     */
    public StagedFlush(
            FileStore store,
            TableSchema schema,
            TimePartitioning partitioning,
            FlushOptions options,
            FlushWorkers workers,
            MemoryBudget budget) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void flush(List<MemTable> tables) throws FlushException {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<DataFile> finish() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public FlushStats stats() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
