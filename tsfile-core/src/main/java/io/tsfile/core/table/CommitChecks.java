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
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What must hold before a commit gets a number (L3, L4, L7). */
final class CommitChecks {
    private CommitChecks() {}

    /** Checks what needs no look at the table. */
    static void checkShape(Commit commit) {
        if (commit.adds().isEmpty() && commit.removes().isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot commit '" + commit.operation() + "': it changes nothing, and an empty commit is not made");
        }
        if (commit.id().sequence() < 0) {
            throw new IllegalArgumentException("Cannot commit '" + commit.operation() + "' with sequence "
                    + commit.id().sequence() + ": sequences are not negative");
        }
        Set<String> paths = new HashSet<>();
        for (String path : commit.removes()) {
            if (!paths.add(RelativePaths.check(path))) {
                throw new IllegalArgumentException(
                        "Cannot commit '" + commit.operation() + "': it removes " + path + " twice");
            }
        }
        for (DataFile file : commit.adds()) {
            if (!paths.add(DataFileCodec.path(file.path()))) {
                throw new IllegalArgumentException("Cannot commit '" + commit.operation() + "': it adds " + file.path()
                        + " twice, or removes it as well");
            }
        }
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

    /** Checks what the commit assumes of the newest state. */
    static void checkState(Commit commit, LogState state, TableLog log) throws IOException {
        for (String path : commit.removes()) {
            if (state.file(path).isEmpty()) {
                throw conflict(commit, path, state.number(), log);
            }
        }
        for (DataFile file : commit.adds()) {
            if (state.file(file.path()).isPresent()) {
                throw new TsFileConnectorException("Cannot commit '" + commit.operation() + "': " + file.path()
                        + " is already a file of the table. A file is added once, under a name of its own");
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
                        + ". Nothing was committed. If the writer was down for long, its files may have been cleaned up:"
                        + " restart it from its source");
            }
        }
    }

    private static CommitConflictException conflict(Commit commit, String path, long newest, TableLog log)
            throws IOException {
        String start = "Cannot commit '" + commit.operation() + "': it replaces " + path + ", which ";
        // Only an error pays for the search.
        for (long number = newest; number >= TableLog.FIRST; number--) {
            LogEntry entry = log.read(number);
            if (entry.removes().contains(path)) {
                return new CommitConflictException(start + "commit " + number + " ('"
                        + entry.info().operation()
                        + "') has removed. Nothing was committed; plan it again from a new snapshot");
            }
        }
        return new CommitConflictException(start + "never was a file of the table. Nothing was committed");
    }
}
