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
package io.tsfile.core.maintenance;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitResult;
import io.tsfile.core.table.Hide;
import io.tsfile.core.table.Reads;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the rows of a table what they were at an earlier commit, in one commit: the history stays, and can be gone back to as well. Columns and
 * options stay as they are now. What writers committed stays committed: none of them writes it again.
 */
public final class Rollback {
    /*
     * Every file that the old snapshot shows otherwise than the newest one is restored: added with the version it had, as clean
     * through now, so that no tombstone of today counts for it, and with hides of what the old snapshot did not show. All other files
     * go. A commit that comes between and changes rows, or the place of rows, makes it a conflict, and it is planned again.
     */
    private static final Logger LOG = LoggerFactory.getLogger(Rollback.class);

    private Rollback() {}

    /**
     * Goes back.
     *
     * @param number the commit whose snapshot is wanted
     * @return what was done; nothing if the table is so already
     * @throws TsFileConnectorException if the log does not reach back so far, or a file of then is deleted
     * @throws io.tsfile.core.table.CommitConflictException if others write so often that no try is fast enough
     * @throws io.tsfile.core.table.CommitStateUnknownException if nobody can tell whether it is done; doing it again is right
     */
    public static Optional<RollbackReport> to(Table table, long number) throws IOException {
        Snapshot old = table.snapshot(number);
        List<LiveFile> wanted = live(table, old, number);
        int[] counts = new int[2];
        Optional<CommitResult> result = Retry.onConflict(table, "rollback to " + number, newest -> {
            Changes changes = Changes.of(wanted, newest, newest.liveFiles(table.store(), TimeRange.ALL));
            if (changes.isEmpty()) {
                return Optional.empty();
            }
            checkThere(table, newest, changes.adds, number);
            counts[0] = changes.adds.size();
            counts[1] = changes.removes.size() - changes.again();
            return Optional.of(commit -> changes.to(commit, newest));
        });
        result.ifPresent(done -> LOG.info(
                "Rolled {} back to {}: {} files restored, {} removed",
                table.store().location().uri(),
                number,
                counts[0],
                counts[1]));
        return result.map(done -> new RollbackReport(done.number(), counts[0], counts[1]));
    }

    private static List<LiveFile> live(Table table, Snapshot old, long number) throws IOException {
        try {
            return old.liveFiles(table.store(), TimeRange.ALL);
        } catch (FileNotFoundException e) {
            throw refused(table, number, "a file of its deletions is deleted (" + e.getMessage() + ")", e);
        }
    }

    private static void checkThere(Table table, Snapshot newest, List<DataFile> adds, long number) throws IOException {
        List<String> gone = new ArrayList<>();
        for (DataFile file : adds) {
            Optional<StoredFile> stored = table.store().status(file.path());
            if (stored.isEmpty() || newest.doomed().contains(file.path())) {
                gone.add(file.path());
            }
        }
        if (!gone.isEmpty()) {
            throw refused(
                    table, number, "a vacuum deleted " + gone.size() + " of its files, such as " + gone.get(0), null);
        }
    }

    private static TsFileConnectorException refused(Table table, long number, String why, @Nullable Throwable cause) {
        return new TsFileConnectorException(
                "Cannot roll " + table.store().location().uri() + " back to commit " + number + ": " + why
                        + ". Nothing was changed. Go back to a later commit; to keep files for longer, raise the table's option"
                        + " 'retention' before the next vacuum",
                cause);
    }

    /**
     * What makes one state of another.
     *
     * @param adds files to restore
     * @param removes paths that go, also those of files that are restored and were there
     * @param hides what is not seen of restored files
     */
    private record Changes(List<DataFile> adds, List<String> removes, List<Hide> hides) {
        static Changes of(List<LiveFile> wanted, Snapshot newest, List<LiveFile> now) {
            Map<String, LiveFile> there = new LinkedHashMap<>();
            now.forEach(file -> there.put(file.file().path(), file));
            Map<String, LiveFile> left = new HashMap<>(there);
            Changes changes = new Changes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (LiveFile old : wanted) {
                String path = old.file().path();
                LiveFile current = left.remove(path);
                if (current == null || !showsTheSame(old, current)) {
                    DataFile file = old.file();
                    changes.adds.add(file.compacted(file.version(), file.level(), newest.number()));
                    old.deletions().forEach(deletion -> changes.hides.add(new Hide(path, deletion)));
                    if (current != null) {
                        changes.removes.add(path);
                    }
                }
            }
            there.keySet().stream().filter(left::containsKey).forEach(changes.removes::add);
            return changes;
        }

        private static boolean showsTheSame(LiveFile one, LiveFile other) {
            return new HashSet<>(one.deletions()).equals(new HashSet<>(other.deletions()));
        }

        boolean isEmpty() {
            return adds.isEmpty() && removes.isEmpty();
        }

        /** How many files are restored that are there. */
        int again() {
            Set<String> added = new HashSet<>();
            adds.forEach(file -> added.add(file.path()));
            added.retainAll(removes);
            return added.size();
        }

        Commit.Builder to(Commit.Builder commit, Snapshot newest) {
            List<String> paths = newest.files().stream().map(DataFile::path).toList();
            if (!paths.isEmpty()) {
                // Compactions of them are conflicts: what they write has today's deletions applied.
                commit.reads(new Reads(newest.number(), paths, Cut.ALL));
            }
            return commit.reads(new Reads(newest.number(), List.of(), Cut.ALL))
                    .remove(removes)
                    .add(adds)
                    .hide(hides);
        }
    }
}
