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

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.maintenance.VacuumItem.Reason;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitConflictException;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableHistory;
import io.tsfile.core.table.TableOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files that no reader and no writer needs any more.
 *
 * <ul>
 *   <li>A file that a commit removed goes when every snapshot that contains it was superseded longer ago than {@code retention}.
 *   <li>A file that no commit names goes when it is older than {@code orphan-retention}; until then its commit may still come.
 *   <li>Files with other names than this connector gives are left alone, unless a commit removed them.
 *   <li>Safe beside readers, writers, compactions and other vacuums; one that was interrupted is completed by the next.
 * </ul>
 *
 * <p>All times are the store's, so that a host with a wrong clock deletes nothing too early.
 */
public final class Vacuum {
    /*
     * Two steps, because between the look and the deletion a commit may add a file: a job that was down is restored and commits what
     * no commit named. So a commit first dooms the paths; from there on nobody can add them. What was added before that is kept. A
     * doomed path is remembered until a later vacuum finds nothing at it.
     */
    private static final String OPERATION = "vacuum";

    private static final int MOST_PATHS_IN_A_COMMIT = 10_000;
    private static final int MOST_TRIES = 10;

    private static final String UUID_NAME = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern DATA_FILE = Pattern.compile("data/(-?\\d+/)?" + UUID_NAME + "\\.tsfile");
    /** Files of tombstones, and probes that a vacuum left which died. */
    private static final Pattern BESIDE_LOG =
            Pattern.compile("_tsfile/(tombstones/" + UUID_NAME + "\\.json|now-" + UUID_NAME + ")");

    private static final String LOG_FOLDER = "_tsfile/";

    private static final Logger LOG = LoggerFactory.getLogger(Vacuum.class);

    private final Table table;
    private final FileStore store;
    private final TableHistory history;

    private Vacuum(Table table) {
        this.table = table;
        this.store = table.store();
        this.history = TableHistory.of(store);
    }

    /** What {@link #run} would delete now; nothing is changed. */
    public static VacuumPlan plan(Table table) throws IOException {
        Vacuum vacuum = new Vacuum(table);
        long now = vacuum.now();
        Snapshot snapshot = table.snapshot();
        TableOptions options = TableOptions.of(snapshot.metadata().options());
        List<VacuumItem> items =
                new ArrayList<>(vacuum.look(snapshot, options, now).items());
        for (String path : vacuum.history.planCleanUp(now, options)) {
            long bytes = vacuum.store.status(path).map(StoredFile::length).orElse(0L);
            items.add(new VacuumItem(path, bytes, Reason.LOG, "a checkpoint makes it unnecessary"));
        }
        return new VacuumPlan(items);
    }

    /** Deletes; returns what was deleted. */
    public static VacuumPlan run(Table table) throws IOException {
        return new Vacuum(table).run();
    }

    private VacuumPlan run() throws IOException {
        long now = now();
        TableOptions options = TableOptions.of(table.snapshot().metadata().options());
        List<VacuumItem> deleted = new ArrayList<>();
        for (VacuumItem item : doomed(options, now)) {
            store.delete(item.path());
            deleted.add(item);
        }
        int log = history.cleanUp(now, options);
        VacuumPlan result = new VacuumPlan(deleted);
        LOG.info(
                "Vacuumed {}: {} removed and {} unnamed files deleted, {} bytes; {} files of the log",
                store.location().uri(),
                result.count(Reason.REMOVED),
                result.count(Reason.ORPHAN),
                result.bytes(),
                log);
        return result;
    }

    /** Dooms what nobody needs, and says what of it may be deleted: what nobody added before it was doomed. */
    private List<VacuumItem> doomed(TableOptions options, long now) throws IOException {
        for (int tries = 1; ; tries++) {
            Snapshot snapshot = table.snapshot();
            Look look = look(snapshot, options, now);
            try {
                commit(snapshot, look);
            } catch (CommitConflictException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
                continue; // a path has become a file of the table
            }
            Set<String> needed = history.files(now, options.retention()).needed();
            return look.items().stream()
                    .filter(item -> !needed.contains(item.path()))
                    .toList();
        }
    }

    private void commit(Snapshot snapshot, Look look) throws IOException {
        List<String> doomed = look.items().stream()
                .map(VacuumItem::path)
                .filter(path -> !snapshot.doomed().contains(path))
                .toList();
        UUID id = snapshot.metadata().id();
        for (int from = 0; from < Math.max(doomed.size(), look.gone().size()); from += MOST_PATHS_IN_A_COMMIT) {
            table.commit(Commit.of(id, CommitId.unique(), OPERATION)
                    .doom(some(doomed, from))
                    .gone(some(look.gone(), from))
                    .build());
        }
    }

    private static List<String> some(List<String> paths, int from) {
        return paths.subList(Math.min(from, paths.size()), Math.min(from + MOST_PATHS_IN_A_COMMIT, paths.size()));
    }

    /**
     * What is there to do.
     *
     * @param items files that nobody needs
     * @param gone doomed paths with nothing at them
     */
    private record Look(List<VacuumItem> items, List<String> gone) {}

    private Look look(Snapshot snapshot, TableOptions options, long now) throws IOException {
        // Listed first: a file that is named later is found to be needed.
        List<StoredFile> stored = store.list("", true);
        TableHistory.Files files = history.files(now, options.retention());
        SortedSet<String> doomed = snapshot.doomed();
        Set<String> absent = new HashSet<>(doomed);
        List<VacuumItem> items = new ArrayList<>();
        for (StoredFile file : stored) {
            String path = file.path();
            absent.remove(path);
            if (files.needed().contains(path)) {
                continue;
            }
            TableHistory.Removal removal = files.removed().get(path);
            if (doomed.contains(path)) {
                items.add(item(file, Reason.DOOMED, "an earlier vacuum doomed it"));
            } else if (removal != null) {
                items.add(item(
                        file,
                        Reason.REMOVED,
                        "commit " + removal.commit() + " ('" + removal.operation() + "') removed it"));
            } else if (isOurs(path)
                    && file.modifiedMillis() <= now - options.orphanRetention().toMillis()) {
                items.add(item(file, Reason.ORPHAN, "no commit names it"));
            }
        }
        return new Look(items, absent.stream().sorted().toList());
    }

    private static VacuumItem item(StoredFile file, Reason reason, String detail) {
        return new VacuumItem(file.path(), file.length(), reason, detail);
    }

    private static boolean isOurs(String path) {
        return path.startsWith(LOG_FOLDER)
                ? BESIDE_LOG.matcher(path).matches()
                : DATA_FILE.matcher(path).matches();
    }

    /** The store's time. */
    private long now() throws IOException {
        String probe = LOG_FOLDER + "now-" + UUID.randomUUID();
        try {
            store.createIfAbsent(probe, "now".getBytes(StandardCharsets.UTF_8));
            return store.status(probe)
                    .map(StoredFile::modifiedMillis)
                    .orElseThrow(() -> new IOException("Cannot find " + probe + ", which was created a moment ago"));
        } finally {
            store.delete(probe);
        }
    }
}
