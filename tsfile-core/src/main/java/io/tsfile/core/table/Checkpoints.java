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
package io.tsfile.core.table;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoredFile;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a checkpoint after every so many commits, and cleans the log up. Whoever makes the commit whose number is a multiple does
 * it, so that no two do the same. The commit is done by then: what fails here is logged, and the next multiple makes up for it.
 */
final class Checkpoints {
    /** What a clean-up after a commit deletes at most: some times as much as comes between two of them. */
    private static final int MOST_DELETES_PER_ENTRY = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final FileStore store;
    private final TableLog log;

    Checkpoints(FileStore store, TableLog log) {
        this.store = store;
        this.log = log;
    }

    /**
     * To be called after a commit.
     *
     * @param before the state before it
     * @param number the commit's
     */
    void afterCommit(LogState before, long number) {
        int interval = 0;
        try {
            TableOptions options = TableOptions.of(before.snapshot().metadata().options());
            interval = options.checkpointInterval();
            if (number % interval == 0) {
                LogReplay replay = new LogReplay(before);
                // What is there: an earlier try of the same commit, of this or another process, may have been the one
                // that got
                // the number.
                replay.apply(log.read(number));
                write(withoutSilentWriters(replay.state(), options.writerRetention()), options);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "Could not write checkpoint {} of {}, or clean up behind it. Nothing is lost; the next one comes {} commits later",
                    number,
                    store.location().uri(),
                    interval,
                    e);
        }
    }

    /** Forgets writers that committed nothing for long, and remembers since when that may have happened (L3). */
    static LogState withoutSilentWriters(LogState state, Duration retention) {
        long oldest = state.timeMillis() - retention.toMillis();
        Map<UUID, WriterMark> writers = new HashMap<>(state.writers());
        boolean dropped = writers.values().removeIf(mark -> mark.timeMillis() < oldest);
        return dropped
                ? new LogState(state.table(), state.snapshot(), writers, Math.max(state.horizonMillis(), oldest))
                : state;
    }

    private void write(LogState state, TableOptions options) throws IOException {
        long start = System.nanoTime();
        if (!new CheckpointWriter(store, CheckpointWriter.MOST_FILES).write(state)) {
            return;
        }
        LOG.info(
                "Wrote checkpoint {} of {}: {} files in {} ms",
                state.number(),
                store.location().uri(),
                state.snapshot().files().size(),
                (System.nanoTime() - start) / 1_000_000);
        // The store's clock.
        Optional<StoredFile> written = store.status(TableLog.checkpointPath(state.number()));
        if (written.isPresent()) {
            new LogCleaner(store, log, options)
                    .run(written.get().modifiedMillis(), MOST_DELETES_PER_ENTRY * options.checkpointInterval());
        }
    }
}
