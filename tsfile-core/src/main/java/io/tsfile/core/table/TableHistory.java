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
import io.tsfile.core.model.DataFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the log still knows of a table's past. Thread-safe. */
public final class TableHistory {
    private final FileStore store;
    private final TableLog log;
    private final LogReader reader;

    private TableHistory(FileStore store) {
        this.store = store;
        this.log = new TableLog(store);
        this.reader = new LogReader(store, log);
    }

    /** The history of the table in the store's folder; of a folder without a log it knows nothing. */
    public static TableHistory of(FileStore store) {
        return new TableHistory(store);
    }

    /**
     * When a file ceased to be part of the table.
     *
     * @param commit the number of the commit that removed it
     * @param operation what that commit was
     */
    public record Removal(long commit, String operation) {}

    /**
     * Which files snapshots need.
     *
     * @param needed paths that a snapshot which is young enough contains
     * @param removed other paths, which commits removed that are still in the log
     */
    public record Files(Set<String> needed, Map<String, Removal> removed) {}

    /**
     * The newest commits, the newest one first: as many as wanted, or as the log still has.
     *
     * @param most how many at most
     */
    public List<CommitSummary> commits(int most) throws IOException {
        List<CommitSummary> commits = new ArrayList<>();
        long newest = log.list().newest();
        for (long number = newest; number >= TableLog.FIRST && commits.size() < most; number--) {
            if (log.status(number).isEmpty()) {
                break;
            }
            CommitInfo info = log.read(number).info();
            commits.add(new CommitSummary(
                    number, info.timeMillis(), info.id(), info.operation(), new TreeMap<>(info.metrics())));
        }
        return commits;
    }

    /**
     * Which files are needed by the newest snapshot, or by one that was superseded less than {@code retention} ago.
     *
     * @param nowMillis by the store's clock, as are the times of the entries; their own times are their writers'
     */
    public Files files(long nowMillis, Duration retention) throws IOException {
        LogListing listing = log.list();
        long newest = listing.newest();
        long young = nowMillis - retention.toMillis();
        // The first young entry superseded the oldest snapshot that is still needed.
        long oldestNeeded = newest;
        for (Map.Entry<Long, StoredFile> entry : listing.entries().entrySet()) {
            if (entry.getKey() > listing.oldest() && entry.getValue().modifiedMillis() > young) {
                oldestNeeded = entry.getKey() - 1;
                break;
            }
        }
        Set<String> needed = new HashSet<>();
        Snapshot start = reader.at(oldestNeeded).snapshot();
        start.files().forEach(file -> needed.add(file.path()));
        start.tombstoneFiles().forEach(file -> needed.add(file.path()));
        for (long number = oldestNeeded + 1; number <= newest; number++) {
            LogEntry entry = log.read(number);
            entry.adds().forEach(file -> needed.add(file.path()));
            entry.tombstones().addedFiles().forEach(file -> needed.add(file.path()));
        }
        Map<String, Removal> removed = new HashMap<>();
        for (long number = listing.oldest(); number <= oldestNeeded; number++) {
            if (listing.entries().containsKey(number)) {
                LogEntry entry = log.read(number);
                Removal removal = new Removal(number, entry.info().operation());
                entry.removes().forEach(path -> removed.put(path, removal));
                entry.tombstones().forgottenFiles().forEach(path -> removed.put(path, removal));
            }
        }
        removed.keySet().removeAll(needed);
        return new Files(needed, removed);
    }

    /** The newest commit that removed that file, if it is still in the log. */
    public Optional<Removal> removal(String path) throws IOException {
        LogListing listing = log.list();
        for (long number : listing.entries().descendingKeySet()) {
            try {
                LogEntry entry = log.read(number);
                boolean back = entry.adds().stream().map(DataFile::path).anyMatch(path::equals);
                if (entry.removes().contains(path) && !back) {
                    return Optional.of(new Removal(number, entry.info().operation()));
                }
            } catch (FileNotFoundException e) {
                break; // cleaned up
            }
        }
        return Optional.empty();
    }

    /**
     * What a clean-up of the log would delete: entries and checkpoints that are not needed any more, and what is left of
     * checkpoints that were never finished.
     *
     * @param nowMillis by the store's clock
     */
    public List<String> planCleanUp(long nowMillis, TableOptions options) throws IOException {
        return new LogCleaner(store, log, options).plan(nowMillis);
    }

    /** Cleans the log up; returns how many files it deleted. */
    public int cleanUp(long nowMillis, TableOptions options) throws IOException {
        return new LogCleaner(store, log, options).run(nowMillis, Integer.MAX_VALUE);
    }
}
