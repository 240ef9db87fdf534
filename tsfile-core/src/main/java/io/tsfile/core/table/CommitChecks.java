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
import io.tsfile.core.io.RelativePaths;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Tombstone;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What must hold before a commit gets a number (L3, L4, L7). */
final class CommitChecks {
    private CommitChecks() {}

    /** Checks what needs no look at the table. */
    static void checkShape(Commit commit) {
        if (commit.adds().isEmpty()
                && commit.removes().isEmpty()
                && commit.hides().isEmpty()
                && commit.tombstones().isEmpty()
                && commit.forgets().isEmpty()
                && commit.doomed().isEmpty()
                && commit.gone().isEmpty()
                && commit.metadata().isEmpty()) {
            throw wrong(commit, "it changes nothing, and an empty commit is not made");
        }
        if (commit.id().sequence() < 0) {
            throw wrong(commit, "its sequence is " + commit.id().sequence() + ", and sequences are not negative");
        }
        Set<String> removed = new HashSet<>();
        for (String path : commit.removes()) {
            if (!removed.add(RelativePaths.check(path))) {
                throw wrong(commit, "it removes " + path + " twice");
            }
        }
        Set<String> added = new HashSet<>();
        for (DataFile file : commit.adds()) {
            if (!added.add(DataFileCodec.path(file.path()))) {
                throw wrong(commit, "it adds " + file.path() + " twice");
            }
        }
        for (Hide hide : commit.hides()) {
            checkDeletion(commit, hide.deletion());
            if (removed.contains(hide.path()) && !added.contains(hide.path())) {
                throw wrong(commit, "it hides a part of " + hide.path() + ", which it removes");
            }
        }
        commit.tombstones().forEach(tombstone -> checkDeletion(commit, tombstone.deletion()));
        commit.doomed().forEach(LogEntryCodec::doomedPath);
        commit.gone().forEach(LogEntryCodec::doomedPath);
    }

    private static void checkDeletion(Commit commit, Deletion deletion) {
        if (deletion.devices() instanceof DeviceScope.Exactly exactly
                && exactly.devices().isEmpty()) {
            throw wrong(commit, "one of its deletions is of no device");
        }
        if (new HashSet<>(deletion.measurements()).size()
                != deletion.measurements().size()) {
            throw wrong(commit, "one of its deletions names a measurement twice: " + deletion.measurements());
        }
    }

    private static IllegalArgumentException wrong(Commit commit, String reason) {
        return new IllegalArgumentException("Cannot commit '" + commit.operation() + "': " + reason);
    }

    static void checkTable(Commit commit, LogState state, FileStore store) {
        TableMetadata metadata = state.snapshot().metadata();
        if (!metadata.id().equals(commit.table())) {
            throw new TsFileConnectorException("Cannot commit '" + commit.operation() + "' to "
                    + store.location().uri() + ": it was made for table " + commit.table()
                    + ", and the table there now is " + metadata.id()
                    + ". The table was dropped and made again: start the writer anew, without its old state");
        }
    }

    /** Refuses what may have been committed by a writer that the table has forgotten (L3). */
    static void checkHorizon(Commit commit, LogState state, FileStore store) {
        OptionalLong sealed = commit.sealedAtMillis();
        if (sealed.isPresent()
                && sealed.getAsLong() < state.horizonMillis()
                && state.mark(commit.id().writer()) == null) {
            throw new TsFileConnectorException("Cannot commit '" + commit.operation() + "' to "
                    + store.location().uri() + ": it was made at " + Instant.ofEpochMilli(sealed.getAsLong())
                    + ", and the table remembers only writers that committed since "
                    + Instant.ofEpochMilli(state.horizonMillis())
                    + ", so that nobody can tell whether its rows are there. Nothing was committed. Start the job from"
                    + " a newer state, or without one from its source; to keep writers for longer, raise the table's"
                    + " option writer-retention");
        }
    }

    /** Checks what the commit assumes of the newest state. */
    static void checkState(Commit commit, LogState state, TableLog log) throws IOException {
        for (String path : commit.removes()) {
            if (state.file(path).isEmpty()) {
                throw conflict(commit, path, state.number(), log);
            }
        }
        for (DataFile file : commit.adds()) {
            if (state.file(file.path()).isPresent() && !commit.removes().contains(file.path())) {
                throw new TsFileConnectorException("Cannot commit '" + commit.operation() + "': " + file.path()
                        + " is already a file of the table. A file is added once, under a name of its own");
            }
            if (state.isDoomed(file.path())) {
                throw new TsFileConnectorException("Cannot commit '" + commit.operation() + "': " + file.path()
                        + " is doomed: no commit had named it for long, and a vacuum is deleting it. Nothing"
                        + " was committed. Restart the writer from its source; to let writers be down for"
                        + " longer, raise orphan-retention");
            }
        }
        for (Hide hide : commit.hides()) {
            boolean added = commit.adds().stream().anyMatch(file -> file.path().equals(hide.path()));
            if (!added && state.file(hide.path()).isEmpty()) {
                throw conflict(commit, hide.path(), state.number(), log);
            }
        }
        for (Tombstone tombstone : commit.forgets()) {
            state.snapshot().files().stream()
                    .filter(tombstone::concerns)
                    .findFirst()
                    .ifPresent(file -> {
                        throw new CommitConflictException("Cannot commit '" + commit.operation()
                                + "': it forgets the tombstone " + tombstone.version() + ", which still concerns "
                                + file.path() + ". Nothing was committed");
                    });
        }
        for (String path : commit.doomed()) {
            if (state.file(path).isPresent() && !commit.removes().contains(path)) {
                throw new CommitConflictException("Cannot commit '" + commit.operation() + "': it dooms " + path
                        + ", which has become a file of the table. Nothing was committed");
            }
        }
    }

    /** Checks that the files are there, as a whole. */
    static void checkFiles(Commit commit, FileStore store) throws IOException {
        for (DataFile file : commit.adds()) {
            Optional<StoredFile> stored = store.status(file.path());
            if (stored.isEmpty() || stored.get().length() != file.length()) {
                throw new TsFileConnectorException("Cannot commit '" + commit.operation() + "': "
                        + store.location().uri() + "/" + file.path() + " should have " + file.length() + " bytes and "
                        + stored.map(s -> "has " + s.length()).orElse("is not there")
                        + ". Nothing was committed. If the writer was down for long, its files may have been cleaned"
                        + " up: restart it from its source");
            }
        }
    }

    private static CommitConflictException conflict(Commit commit, String path, long newest, TableLog log)
            throws IOException {
        String start = "Cannot commit '" + commit.operation() + "': it replaces " + path + ", which ";
        // Only an error pays for the search.
        for (long number = newest; number >= TableLog.FIRST; number--) {
            LogEntry entry;
            try {
                entry = log.read(number);
            } catch (FileNotFoundException e) {
                CommitConflictException conflict = new CommitConflictException(start
                        + "was removed by a commit before " + (number + 1)
                        + ", or never was a file of the table; the entries before are cleaned up. Nothing was"
                        + " committed; plan it again from a new snapshot");
                conflict.initCause(e);
                return conflict;
            }
            if (entry.removes().contains(path)) {
                return new CommitConflictException(start + "commit " + number + " ('"
                        + entry.info().operation()
                        + "') has removed. Nothing was committed; plan it again from a new snapshot");
            }
        }
        return new CommitConflictException(start + "never was a file of the table. Nothing was committed");
    }
}
