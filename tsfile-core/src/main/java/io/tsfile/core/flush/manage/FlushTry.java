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
package io.tsfile.core.flush.manage;

import io.tsfile.core.flush.FlushEngine;
import io.tsfile.core.flush.FlushStats;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.model.DataFile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try of a flush or of an installation, and what came of it.
 *
 * @param files that are complete; none if it failed
 * @param stats what the engine did, also if it failed
 */
record FlushTry(List<DataFile> files, FlushStats stats, Optional<Throwable> failure) {
    private static final Logger LOG = LoggerFactory.getLogger(FlushTry.class);

    private static FlushTry failed(FlushStats stats, Throwable failure) {
        return new FlushTry(List.of(), stats, Optional.of(failure));
    }

    /** Writes the memtables with an engine of its own. Files that are not complete in the end are deleted. */
    static FlushTry flush(FlushTarget target, List<MemTable> tables) {
        if (tables.stream().allMatch(MemTable::isEmpty)) {
            return new FlushTry(List.of(), FlushStats.NONE, Optional.empty());
        }
        @Nullable FlushEngine engine = null;
        List<DataFile> files;
        try {
            engine = target.engine();
            engine.flush(tables);
            files = List.copyOf(engine.finish());
        } catch (Throwable e) { // also errors: whoever waits for the flush must hear of them
            return failed(engine == null ? FlushStats.NONE : closeFailed(engine, e), e);
        }
        FlushStats stats = FlushStats.NONE;
        try (FlushEngine closing = engine) {
            stats = closing.stats();
        } catch (Throwable e) { // the files count, and whoever waits for them must hear of them
            LOG.warn("Cannot close the engine of a flush whose files are complete; going on", e);
        }
        return new FlushTry(files, stats, Optional.empty());
    }

    /** Publishes the files. */
    static FlushTry install(FlushTicket ticket) {
        try {
            ticket.queue()
                    .target()
                    .install(
                            ticket.files(),
                            ticket.last().sequence(),
                            ticket.last().reason());
            return new FlushTry(ticket.files(), ticket.stats(), Optional.empty());
        } catch (Throwable e) { // as above
            return failed(ticket.stats(), e);
        }
    }

    private static FlushStats closeFailed(FlushEngine engine, Throwable failure) {
        FlushStats stats = FlushStats.NONE;
        try {
            stats = engine.stats();
            Cleanup.closeAfter(failure, engine);
        } catch (RuntimeException | Error e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
        return stats;
    }
}
