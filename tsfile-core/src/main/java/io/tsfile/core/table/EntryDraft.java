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
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Tombstone;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the entry of one commit for each number that it tries. Owns the file of its tombstones until the commit is made. */
final class EntryDraft {
    private static final Logger LOG = LoggerFactory.getLogger(EntryDraft.class);

    private final FileStore store;
    private final Commit commit;
    private final UnaryOperator<TableMetadata> alteration;
    /** The tombstones whose commit is open, where they are too many for the entry. */
    private @Nullable TombstoneFile openFile;

    /**
     * @param alteration what a commit with metadata makes of the newest ones
     */
    EntryDraft(FileStore store, Commit commit, UnaryOperator<TableMetadata> alteration) {
        this.store = store;
        this.commit = commit;
        this.alteration = alteration;
    }

    /** The entry that follows the state. */
    LogEntry after(LogState state, long clockMillis) throws IOException {
        long number = state.number() + 1;
        List<DataFile> adds =
                commit.adds().stream().map(file -> file.committed(number)).toList();
        long time = Math.max(clockMillis, state.timeMillis() + 1);
        TombstoneChanges tombstones = tombstones(state, adds, number);
        CommitInfo info = new CommitInfo(
                commit.table(), commit.id(), time, commit.rearranges(), commit.operation(), metrics(state, tombstones));
        LogEntry entry = new LogEntry(
                number,
                info,
                commit.metadata().map(asked -> alteration.apply(state.metadata())),
                adds,
                commit.removes(),
                commit.hides(),
                tombstones,
                new DoomedChanges(commit.doomed(), commit.gone()));
        // What a reader would refuse must never get into the log.
        state.check(entry);
        return entry;
    }

    /** Deletes what no entry names, after the commit has certainly failed. */
    void discard() {
        TombstoneFile file = openFile;
        if (file != null) {
            try {
                store.delete(file.path());
            } catch (IOException e) {
                LOG.warn(
                        "Could not delete {} in {}, which no commit names; vacuum will",
                        file.path(),
                        store.location().uri(),
                        e);
            }
        }
    }

    private TombstoneChanges tombstones(LogState state, List<DataFile> adds, long number) throws IOException {
        List<Tombstone> open = commit.tombstones().stream()
                .filter(tombstone -> tombstone.version().commit() == DataFile.UNCOMMITTED)
                .distinct()
                .toList();
        List<Tombstone> inLog = new ArrayList<>(commit.tombstones().stream()
                .filter(tombstone -> tombstone.version().commit() != DataFile.UNCOMMITTED)
                .distinct()
                .toList());
        List<TombstoneFile> inFiles = new ArrayList<>();
        if (TombstoneFiles.areMany(open)) {
            if (openFile == null) {
                openFile = TombstoneFiles.write(store, open, number);
            }
            inFiles.add(openFile.ofCommit(number));
        } else {
            open.forEach(tombstone -> inLog.add(tombstone.committed(number)));
        }
        Forgettable forgettable = Forgettable.after(state.snapshot(), commit, adds);
        return new TombstoneChanges(inLog, inFiles, forgettable.tombstones(), forgettable.files());
    }

    private SortedMap<String, Long> metrics(LogState state, TombstoneChanges tombstones) {
        List<DataFile> removed = commit.removes().stream()
                .flatMap(path -> state.file(path).stream())
                .toList();
        SortedMap<String, Long> metrics = new TreeMap<>();
        count(metrics, "added", commit.adds());
        count(metrics, "removed", removed);
        countSome(metrics, "hides", commit.hides().size());
        countSome(
                metrics,
                "tombstones",
                tombstones.added().size()
                        + tombstones.addedFiles().stream()
                                .mapToLong(TombstoneFile::count)
                                .sum());
        return metrics;
    }

    static void count(Map<String, Long> metrics, String prefix, List<DataFile> files) {
        metrics.put(prefix + "Files", (long) files.size());
        metrics.put(prefix + "Bytes", files.stream().mapToLong(DataFile::length).sum());
        metrics.put(prefix + "Rows", files.stream().mapToLong(DataFile::rows).sum());
        metrics.put(
                prefix + "Points", files.stream().mapToLong(DataFile::points).sum());
    }

    private static void countSome(Map<String, Long> metrics, String name, long count) {
        if (count > 0) {
            metrics.put(name, count);
        }
    }
}
