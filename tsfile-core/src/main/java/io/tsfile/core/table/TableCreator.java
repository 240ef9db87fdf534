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
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.DataFile;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a folder a table by its first commit. */
final class TableCreator {
    private static final Logger LOG = LoggerFactory.getLogger(TableCreator.class);

    private static final String OPERATION = "create table";
    private static final int MAX_TRIES = 6;

    private final FileStore store;
    private final TableLog log;
    private final Clock clock;

    TableCreator(FileStore store, Clock clock) {
        this.store = store;
        this.log = new TableLog(store);
        this.clock = clock;
    }

    /** Creates the table, or finds that there is one. */
    boolean createIfAbsent(TableMetadata metadata) throws IOException {
        Commit first = Commit.of(metadata.id(), CommitId.unique(), OPERATION)
                .metadata(metadata)
                .build();
        return createIfAbsent(first, file -> false);
    }

    /**
     * Creates a table of files that are in the folder already, or finds that there is one.
     *
     * @param first with metadata
     * @param known files of the folder that may be there
     */
    boolean createIfAbsent(Commit first, Predicate<StoredFile> known) throws IOException {
        if (!log.list().isEmpty()) {
            return false;
        }
        CommitChecks.checkFiles(first, store);
        if (refuseStrangers(known)) {
            return false;
        }
        StoreProbes.probe(store);
        LogEntry entry = entry(first);
        // What a reader would refuse must never get into the log.
        new LogReplay(store.location().uri()).apply(entry);
        LogWriter writer = new LogWriter(store, log);
        Backoff backoff = new Backoff();
        for (int i = 0; i < MAX_TRIES; i++) {
            switch (writer.create(entry)) {
                case CREATED -> {
                    if (isCleanedUp(writer, entry)) {
                        return false;
                    }
                    LOG.info(
                            "Created table {} in {}",
                            first.table(),
                            store.location().uri());
                    return true;
                }
                case TAKEN -> {
                    return false;
                }
                case FREE -> backoff.pause();
            }
        }
        throw writer.unknown(entry, null);
    }

    /**
     * Refuses a folder with files that no log names.
     *
     * @return whether there is a table by now, whose files they are
     */
    boolean refuseStrangers(Predicate<StoredFile> known) throws IOException {
        Optional<StoredFile> stranger = stranger(known);
        if (stranger.isEmpty()) {
            return false;
        }
        // Another creator may have been faster, and its writers, too.
        if (!log.list().isEmpty()) {
            return true;
        }
        throw new TsFileConnectorException("Cannot create a table in "
                + store.location().uri() + ": it holds TsFiles that no log names, such as "
                + stranger.get().path()
                + ". Register the folder to make a table of them, or use an empty folder");
    }

    /** Whether the first number was used and cleaned up before, so that this entry does not count (L2). */
    private boolean isCleanedUp(LogWriter writer, LogEntry entry) {
        try {
            LogListing listing = log.list();
            return !listing.checkpoints().isEmpty()
                    && new LogReader(store, log)
                                    .at(listing.newest())
                                    .mark(entry.info().id().writer())
                            == null;
        } catch (IOException e) {
            throw writer.unknown(entry, e);
        }
    }

    private LogEntry entry(Commit first) {
        List<DataFile> adds = first.adds().stream()
                .map(file -> file.committed(TableLog.FIRST))
                .toList();
        TreeMap<String, Long> metrics = new TreeMap<>();
        if (!adds.isEmpty()) {
            EntryDraft.count(metrics, "added", adds);
        }
        CommitInfo info = new CommitInfo(first.table(), first.id(), clock.millis(), false, first.operation(), metrics);
        return new LogEntry(
                TableLog.FIRST,
                info,
                first.metadata(),
                adds,
                List.of(),
                first.hides(),
                TombstoneChanges.NONE,
                DoomedChanges.NONE);
    }

    /** A TsFile in the folder, or anything where only the table's files belong. */
    private Optional<StoredFile> stranger(Predicate<StoredFile> known) throws IOException {
        return store.list("", true).stream()
                .filter(file -> file.path().startsWith("data/") || file.path().endsWith(".tsfile"))
                .filter(known.negate())
                .findFirst();
    }
}
