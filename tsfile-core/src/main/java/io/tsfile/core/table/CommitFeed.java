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
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.Tombstone;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commits of a table, one by one, for who follows it. Thread-safe; keeps nothing.
 *
 * <p>While commits are read in order, that costs one entry each, and to see that there is none yet three requests: the log is not listed.
 */
public final class CommitFeed {
    private final FileStore store;
    private final TableLog log;

    private CommitFeed(FileStore store) {
        this.store = store;
        this.log = new TableLog(store);
    }

    /** The commits of the table in the store's folder. The store stays the caller's. */
    public static CommitFeed of(FileStore store) {
        return new CommitFeed(store);
    }

    /**
     * What a commit brought; nothing if it is the next one that will be made.
     *
     * @throws TsFileConnectorException if it was cleaned up, or there are more commits to come before it
     */
    public Optional<CommitNews> read(long number) throws IOException {
        LogEntry entry;
        try {
            entry = log.read(number);
        } catch (FileNotFoundException e) {
            // The log is cleaned up from its beginning on: what follows entries that are there is still to come. One
            // alone may
            // be what a writer left that slept through a clean-up (L2).
            boolean follows = isThere(number - 1) && (number - 1 == TableLog.FIRST || isThere(number - 2));
            if (!follows) {
                checkIsNext(number);
            }
            return Optional.empty();
        }
        if (number > TableLog.FIRST && !isThere(number - 1)) {
            checkIsReachable(number);
        }
        return Optional.of(news(entry));
    }

    /**
     * The number of the newest commit.
     *
     * @param known a commit whose entry is there
     */
    public long newest(long known) throws IOException {
        long there = known;
        long step = 1;
        while (isThere(there + step)) {
            there += step;
            step *= 2;
        }
        // The first that is missing lies behind there, and not behind there + step.
        for (step /= 2; step > 0; step /= 2) {
            if (isThere(there + step)) {
                there += step;
            }
        }
        return there;
    }

    private boolean isThere(long number) throws IOException {
        return number >= TableLog.FIRST && log.status(number).isPresent();
    }

    private void checkIsNext(long number) throws IOException {
        LogListing listing = log.list();
        if (number <= listing.newest() && log.status(number).isEmpty()) {
            throw cleanedUp(number, listing);
        }
        if (number > listing.newest() + 1) {
            String reason = listing.newest() < TableLog.FIRST
                    ? "there is no table any more. Stop reading, or make it again and read it anew"
                    : "its newest commit is " + listing.newest()
                            + ". Start from that, or from the one behind it; if the table was dropped and made again,"
                            + " read it anew";
            throw new TsFileConnectorException(
                    "Cannot read commit " + number + " of " + store.location().uri() + ": " + reason);
        }
    }

    /** An entry that stands apart below the others may be what a writer left that slept through a clean-up (L2). */
    private void checkIsReachable(long number) throws IOException {
        LogListing listing = log.list();
        if (number <= listing.oldest()) {
            throw cleanedUp(number, listing);
        }
    }

    private TsFileConnectorException cleanedUp(long number, LogListing listing) {
        return new TsFileConnectorException("Cannot read commit " + number + " of "
                + store.location().uri() + ": the log goes back to commit " + listing.oldest()
                + " only; older ones were cleaned up, as the table's option '" + TableOptions.LOG_RETENTION
                + "' says. Raise it above the longest time that a reader may be behind, and read the table anew");
    }

    private CommitNews news(LogEntry entry) throws IOException {
        long number = entry.number();
        List<Tombstone> deleted = entry.tombstones().added().stream()
                .filter(tombstone -> tombstone.version().commit() == number)
                .toList();
        List<TombstoneFile> deletedInFiles = entry.tombstones().addedFiles().stream()
                .filter(file -> file.commit() == number)
                .toList();
        List<DataFile> added = entry.adds().stream()
                .filter(file -> file.version().commit() == number)
                .sorted(DataFile.BY_VERSION)
                .toList();
        return new CommitNews(
                number,
                entry.info().timeMillis(),
                entry.info().table(),
                entry.info().operation(),
                live(entry, added, deleted, deletedInFiles),
                deleted,
                !deleted.isEmpty() || !deletedInFiles.isEmpty() || removesRows(entry),
                entry.metadata());
    }

    /** Also where files are removed and restored: less may be seen of them then. */
    private static boolean removesRows(LogEntry entry) {
        return !entry.info().rearranges() && !entry.removes().isEmpty();
    }

    private List<LiveFile> live(
            LogEntry entry, List<DataFile> added, List<Tombstone> deleted, List<TombstoneFile> deletedInFiles)
            throws IOException {
        List<Tombstone> tombstones = new ArrayList<>(deleted);
        for (TombstoneFile file : deletedInFiles) {
            if (added.stream().anyMatch(file::mayConcern)) {
                tombstones.addAll(TombstoneFiles.read(store, file));
            }
        }
        List<LiveFile> live = new ArrayList<>(added.size());
        for (DataFile file : added) {
            List<Deletion> deletions = new ArrayList<>();
            entry.hides().stream()
                    .filter(hide -> hide.path().equals(file.path()))
                    .map(Hide::deletion)
                    .forEach(deletions::add);
            tombstones.stream()
                    .filter(tombstone -> tombstone.concerns(file))
                    .map(Tombstone::deletion)
                    .forEach(deletions::add);
            live.add(new LiveFile(file, deletions));
        }
        return live;
    }
}
