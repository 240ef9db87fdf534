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
import java.io.IOException;

/**
 * A table in a folder: its log, its snapshots, and commits to it. Thread-safe; keeps no open file.
 */
public final class Table {
    private Table() {}

    /** Whether the store's folder is a table (has a log). */
    public static boolean exists(FileStore store) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Creates a table with its first commit.
     *
     * @throws io.tsfile.core.TsFileConnectorException if there is one already, or if the store cannot create atomically
     */
    public static Table create(FileStore store, TableMetadata metadata) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Opens the table in the store's folder. The store stays the caller's. */
    public static Table open(FileStore store) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Where the table's files are. */
    public FileStore store() {
        throw new UnsupportedOperationException();
    }

    /** The newest snapshot. */
    public Snapshot snapshot() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The snapshot after commit {@code number}. */
    public Snapshot snapshot(long number) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Commits, or finds that this very commit is already there (L3).
     *
     * @throws CommitConflictException if what the commit read was changed by another one
     * @throws CommitStateUnknownException if nobody can tell whether it is there: keep all its files
     */
    public CommitResult commit(Commit commit) throws IOException {
        throw new UnsupportedOperationException();
    }
}
