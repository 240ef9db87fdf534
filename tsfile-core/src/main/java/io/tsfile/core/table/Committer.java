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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one commit into the log: looks at the newest state, checks the commit against it, tries the next number, and
 * starts over when another commit was faster. Used once, by one thread.
 */
final class Committer {
    /** A blind append loses a number only to a commit that succeeds, so this many losses mean that something is broken. */
    private static final int MAX_LOST_NUMBERS = 10_000;

    private static final int MAX_FAILED_CREATES = 6;

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private final FileStore store;
    private final TableLog log;
    private final LogCache cache;
    private final Clock clock;
    private final Commit commit;
    private final LogWriter writer;
    private final EntryDraft draft;
    private final ReadConflicts conflicts;
    /** An entry of this call of which nobody knows yet whether it counts: it may still come, or a checkpoint must tell. */
    private @Nullable LogEntry pending;
    /** Creates of this call that failed. */
    private int failed;
    /** Whether a create of this call worked, at a number that may have been used before. */
    private boolean created;

    Committer(FileStore store, TableLog log, LogCache cache, Clock clock, Commit commit) {
        this(store, log, cache, clock, commit, newest -> commit.metadata().orElse(newest));
    }

    /**
     * A committer of a commit with metadata.
     *
     * @param alteration makes the metadata for each try from the newest ones, so that concurrent changes meet
     */
    Committer(
            FileStore store,
            TableLog log,
            LogCache cache,
            Clock clock,
            Commit commit,
            UnaryOperator<TableMetadata> alteration) {
        this.store = store;
        this.log = log;
        this.cache = cache;
        this.clock = clock;
        this.commit = commit;
        this.writer = new LogWriter(store, log);
        this.draft = new EntryDraft(store, commit, alteration);
        this.conflicts = new ReadConflicts(commit, log, cache);
    }

    CommitResult run() throws IOException {
        CommitChecks.checkShape(commit);
        boolean named = true;
        try {
            CommitResult result = tryNumbers();
            named = !result.alreadyThere() || failed > 0 || created;
            return result;
        } catch (CommitStateUnknownException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            named = failed > 0 || created;
            throw e;
        } finally {
            // As long as an entry may name what was written for it, it is kept (R7).
            if (!named) {
                draft.discard();
            }
        }
    }

    private CommitResult tryNumbers() throws IOException {
        Backoff backoff = new Backoff();
        int lost = 0;
        boolean filesChecked = false;
        while (true) {
            LogState state = newest();
            CommitChecks.checkTable(commit, state, store);
            WriterMark mark = state.mark(commit.id().writer());
            if (mark != null && mark.sequence() >= commit.id().sequence()) {
                // If one of this call's creates failed, it may have worked all the same.
                boolean own = (failed > 0 || created)
                        && mark.sequence() == commit.id().sequence();
                return own ? new CommitResult(mark.number(), false) : alreadyThere(mark);
            }
            CommitChecks.checkHorizon(commit, state, store);
            CommitChecks.checkState(commit, state, log);
            conflicts.check(state.number());
            if (!filesChecked) {
                // Not again for each number, and not before the look for an old commit: its files may be compacted
                // away.
                CommitChecks.checkFiles(commit, store);
                StoreProbes.probeOnce(store);
                filesChecked = true;
            }
            LogEntry entry = draft.after(state, clock.millis());
            switch (writer.create(entry)) {
                case CREATED -> {
                    if (!list(entry).checkpoints().tailMap(entry.number()).isEmpty()) {
                        // The number may have been used and cleaned up before (L2): the state of the checkpoint tells,
                        // and
                        // nobody else.
                        created = true;
                        pending = entry;
                        continue;
                    }
                    LOG.info(
                            "Committed {} to {}: '{}', {} files added, {} removed",
                            entry.number(),
                            store.location().uri(),
                            commit.operation(),
                            commit.adds().size(),
                            commit.removes().size());
                    new Checkpoints(store, log).afterCommit(state, entry.number());
                    return new CommitResult(entry.number(), false);
                }
                case TAKEN -> {
                    pending = null;
                    if (++lost >= MAX_LOST_NUMBERS) {
                        throw new IOException("Cannot commit '" + commit.operation() + "' to "
                                + store.location().uri() + ": others took the next number " + lost
                                + " times in a row. Nothing was committed; lower the number of writers or"
                                + " commit less often");
                    }
                }
                case FREE -> {
                    // The request may still be under way, so after the last try nobody can tell.
                    pending = entry;
                    if (++failed >= MAX_FAILED_CREATES) {
                        throw writer.unknown(entry, null);
                    }
                    LOG.warn(
                            "Could not create commit {} of {}, trying again",
                            entry.number(),
                            store.location().uri(),
                            writer.failure());
                }
            }
            pause(backoff);
        }
    }

    private void pause(Backoff backoff) throws IOException {
        try {
            backoff.pause();
        } catch (IOException e) {
            if (pending != null) {
                throw writer.unknown(pending, e);
            }
            throw e;
        }
    }

    private LogListing list(LogEntry entry) {
        try {
            return log.list();
        } catch (IOException e) {
            throw writer.unknown(entry, e);
        }
    }

    private LogState newest() throws IOException {
        try {
            return cache.newest()
                    .orElseThrow(() -> new TsFileConnectorException("Cannot commit '" + commit.operation() + "' to "
                            + store.location().uri() + ": the table's log is gone; the table was dropped"));
        } catch (IOException e) {
            if (pending != null) {
                throw writer.unknown(pending, e);
            }
            throw e;
        }
    }

    /** The result for a commit that is not above what its writer has committed (L3). */
    private CommitResult alreadyThere(WriterMark mark) throws IOException {
        long number = mark.number();
        long sequence = mark.sequence();
        while (sequence > commit.id().sequence() && --number >= TableLog.FIRST) {
            try {
                CommitId id = log.read(number).info().id();
                if (id.writer().equals(commit.id().writer())) {
                    sequence = id.sequence();
                }
            } catch (FileNotFoundException e) {
                break; // cleaned up
            }
        }
        long found = sequence == commit.id().sequence() ? number : CommitResult.UNKNOWN_NUMBER;
        log.makeDurable(found == CommitResult.UNKNOWN_NUMBER ? mark.number() : found);
        return new CommitResult(found, true);
    }
}
