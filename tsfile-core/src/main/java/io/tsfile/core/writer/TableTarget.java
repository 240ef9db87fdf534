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
import io.tsfile.core.flush.FlushReason;
import io.tsfile.core.flush.manage.FlushTarget;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.table.CommitStateUnknownException;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** Flushes rows of a writer to files, and commits them to its table: a commit for each flush. */
final class TableTarget implements FlushTarget {
    private final TableFiles files;
    private final UUID writer;
    private final Generations generations;
    private final HandOvers handOvers;
    private final RowLog log;

    /**
     * @param writer made new with every start; with the generation, the id of a commit
     */
    TableTarget(TableFiles files, UUID writer, Generations generations, HandOvers handOvers, RowLog log) {
        this.files = files;
        this.writer = writer;
        this.generations = generations;
        this.handOvers = handOvers;
        this.log = log;
    }

    @Override
    public FlushEngine engine() {
        return files.engine();
    }

    @Override
    public void install(List<DataFile> written, long sequence, FlushReason reason) throws IOException {
        try {
            files.commit(writer, sequence, reason.toString(), written);
        } catch (CommitStateUnknownException e) {
            // The next call commits under the same id, which the table takes once.
            throw new IOException(e.getMessage(), e);
        }
        // In this order (the log's rows go only once they are in the table).
        handOvers.installed(sequence);
        log.installed(sequence);
    }

    @Override
    public void discard(List<DataFile> unseen) throws IOException {
        files.delete(unseen);
    }

    @Override
    public long activeBytes() {
        return generations.bytes();
    }

    @Override
    public long oldestNanos() {
        return generations.oldestNanos();
    }

    @Override
    public void handOver(FlushReason reason) {
        generations.handOver(reason, Generations.ANY);
    }
}
