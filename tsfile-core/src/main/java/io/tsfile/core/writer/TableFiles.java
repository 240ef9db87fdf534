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
package io.tsfile.core.writer;

import io.tsfile.core.flush.FlushEngine;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.staged.StagedFlush;
import io.tsfile.core.flush.work.Workers;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes files of a table, and makes them visible.
 *
 * @param metadata the table's
 * @param options with what the table fixes of the encoding
 * @param workers who helps with a flush; null if nobody does
 * @param budget what a flush with workers counts its memory in
 */
record TableFiles(
        Table table,
        TableMetadata metadata,
        FlushOptions options,
        @Nullable Workers workers,
        MemoryBudget budget) {
    /** A new engine for one flush. */
    FlushEngine engine() {
        return workers == null
                ? new FusedFlush(table.store(), metadata.schema(), metadata.partitioning(), options)
                : new StagedFlush(table.store(), metadata.schema(), metadata.partitioning(), options, workers, budget);
    }

    /** Makes files visible, all or none, once for each sequence of a writer; nothing if there is no file. */
    void commit(UUID writer, long sequence, String why, List<DataFile> files) throws IOException {
        if (!files.isEmpty()) {
            table.commit(Commit.append(metadata.id(), new CommitId(writer, sequence), "writer append, " + why, files));
        }
    }

    /** Deletes files that are not and will not be visible. */
    void delete(List<DataFile> files) throws IOException {
        List<Closeable> deletions = new ArrayList<>();
        files.forEach(file -> deletions.add(() -> table.store().delete(file.path())));
        Cleanup.closeAll(deletions);
    }
}
