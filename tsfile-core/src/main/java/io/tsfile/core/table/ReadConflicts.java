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
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Tombstone;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the commit that changed what another one was computed from (L4). Used by one thread; each look reads only the entries that
 * came since the one before.
 */
final class ReadConflicts {
    private final Commit commit;
    private final TableLog log;
    private final LogCache cache;
    /** Files that were added since the oldest snapshot that was read; of a removed one, the log names no more than the path. */
    private final Map<String, DataFile> added = new HashMap<>();
    /** The oldest snapshot that was read, once it is needed; empty if its entries are gone. */
    private Optional<LogState> base = Optional.empty();

    private boolean baseKnown;
    private long looked;

    ReadConflicts(Commit commit, TableLog log, LogCache cache) {
        this.commit = commit;
        this.log = log;
        this.cache = cache;
        this.looked = commit.reads().stream().mapToLong(Reads::snapshot).min().orElse(Long.MAX_VALUE);
    }

    /**
     * Looks at the commits up to {@code newest}.
     *
     * @throws CommitConflictException if one of them changed what was read, or if nobody can tell any more
     */
    void check(long newest) throws IOException {
        for (Reads reads : commit.reads()) {
            if (reads.snapshot() > newest) {
                throw new TsFileConnectorException("Cannot commit '" + commit.operation() + "': it read snapshot "
                        + reads.snapshot() + ", and the table's newest is " + newest);
            }
        }
        long before = looked;
        while (looked < newest) {
            LogEntry entry = read(looked + 1);
            for (Reads reads : commit.reads()) {
                if (reads.snapshot() < entry.number()) {
                    check(entry, reads);
                }
            }
            entry.adds().forEach(file -> added.put(file.path(), file));
            looked++;
        }
        // Looked for afterwards: what is there in its place may be of a writer that slept through a clean-up (L2).
        if (before < newest && before < log.list().oldest()) {
            throw cleanedUp(before + 1);
        }
    }

    private LogEntry read(long number) throws IOException {
        try {
            return log.read(number);
        } catch (FileNotFoundException e) {
            CommitConflictException conflict = cleanedUp(number);
            conflict.initCause(e);
            throw conflict;
        }
    }

    private CommitConflictException cleanedUp(long number) {
        return new CommitConflictException("Cannot commit '" + commit.operation()
                + "': it was computed from snapshot "
                + (number - 1) + " or an earlier one, and commit " + number
                + " is cleaned up, so that nobody can tell what it changed. Nothing was committed; plan it again"
                + " from a new snapshot, or raise log-retention");
    }

    private void check(LogEntry entry, Reads reads) throws IOException {
        if (!reads.paths().isEmpty()) {
            checkInputs(entry, reads);
        } else if (!entry.info().rearranges()) {
            checkValues(entry, reads);
        }
    }

    /** Inputs stay as they are: later appends are newer than the outputs, and later tombstones keep applying to them (R4). */
    private void checkInputs(LogEntry entry, Reads reads) throws IOException {
        Set<String> inputs = new HashSet<>(reads.paths());
        for (String path : entry.removes()) {
            if (inputs.contains(path) && !isMove(entry, path)) {
                throw conflict(entry, "removed " + path + ", which it read");
            }
        }
        for (Hide hide : entry.hides()) {
            if (inputs.contains(hide.path()) && reads.cut().mayMeet(hide.deletion())) {
                throw conflict(entry, "hid a part of " + hide.path() + " that it read");
            }
        }
    }

    /** No value of the cut may have changed. */
    private void checkValues(LogEntry entry, Reads reads) throws IOException {
        for (DataFile file : entry.adds()) {
            if (reads.cut().mayMeet(file)) {
                throw conflict(entry, "added " + file.path() + ", which may have rows among those that it read");
            }
        }
        for (Tombstone tombstone : entry.tombstones().added()) {
            if (reads.cut().mayMeet(tombstone.deletion())) {
                throw conflict(entry, "deleted among the rows that it read");
            }
        }
        for (TombstoneFile file : entry.tombstones().addedFiles()) {
            if (file.mayMeet(reads.cut())) {
                throw conflict(entry, "deleted among the rows that it read");
            }
        }
        for (Hide hide : entry.hides()) {
            if (reads.cut().mayMeet(hide.deletion()) && mayBeRead(hide.path(), reads)) {
                throw conflict(entry, "hid a part of " + hide.path() + ", which it read");
            }
        }
        for (String path : entry.removes()) {
            if (mayBeRead(path, reads)) {
                throw conflict(entry, "removed " + path + ", which it read");
            }
        }
    }

    private boolean mayBeRead(String path, Reads reads) throws IOException {
        return file(path).filter(file -> !reads.cut().mayMeet(file)).isEmpty();
    }

    /** The file as it was before the entry that is looked at; nothing if nobody can tell any more. */
    private Optional<DataFile> file(String path) throws IOException {
        DataFile file = added.get(path);
        return file != null ? Optional.of(file) : base().flatMap(state -> state.file(path));
    }

    private Optional<LogState> base() throws IOException {
        if (!baseKnown) {
            base = cache.ifThere(
                    commit.reads().stream().mapToLong(Reads::snapshot).min().orElseThrow());
            baseKnown = true;
        }
        return base;
    }

    private boolean isMove(LogEntry entry, String path) throws IOException {
        Optional<DataFile> before = file(path);
        return entry.adds().stream()
                .anyMatch(file ->
                        file.path().equals(path) && before.filter(file::isMoved).isPresent());
    }

    private CommitConflictException conflict(LogEntry entry, String what) {
        return new CommitConflictException(
                "Cannot commit '" + commit.operation() + "': commit " + entry.number() + " ('"
                        + entry.info().operation() + "') " + what
                        + ". Nothing was committed; plan it again from a new snapshot");
    }
}
