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
import io.tsfile.core.model.SchemaEvolution;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A table in a folder: its log, its snapshots, and commits to it. Thread-safe; keeps no open file.
 */
public final class Table {
    private final FileStore store;
    private final TableLog log;
    private final LogReader reader;
    private final LogCache cache;
    private final Clock clock;

    private Table(FileStore store, Clock clock) {
        this.store = store;
        this.log = new TableLog(store);
        this.reader = new LogReader(store, log);
        this.cache = new LogCache(log, reader);
        this.clock = clock;
    }

    /** Whether the store's folder is a table (has a log). */
    public static boolean exists(FileStore store) throws IOException {
        return !new TableLog(store).list().isEmpty();
    }

    /**
     * Refuses a folder that cannot become a table because it holds TsFiles that no log names. Changes nothing; for plans of tables
     * that are created later.
     *
     * @throws TsFileConnectorException if there are such files
     */
    public static void checkNoStrangers(FileStore store) throws IOException {
        new TableCreator(store, Clock.systemUTC()).refuseStrangers(file -> false);
    }

    /**
     * Creates a table with its first commit.
     *
     * @throws io.tsfile.core.TsFileConnectorException if there is one already, if the folder holds TsFiles that no log
     *     names, or if the store cannot create atomically
     * @throws CommitStateUnknownException if nobody can tell whether the table is there
     */
    public static Table create(FileStore store, TableMetadata metadata) throws IOException {
        Clock clock = Clock.systemUTC();
        if (!new TableCreator(store, clock).createIfAbsent(metadata)) {
            throw new TsFileConnectorException("Cannot create a table in "
                    + store.location().uri() + ": there is one. Open it, or use another folder");
        }
        return open(store, clock);
    }

    /**
     * Makes a table of TsFiles that lie in the folder already, by its first commit.
     *
     * @param first metadata, the files, and what is hidden of them
     * @param leftOut paths of TsFiles in the folder that stay out of the table
     * @throws io.tsfile.core.TsFileConnectorException if there is a table already, if the folder holds other TsFiles, or if the
     *     store cannot create atomically
     * @throws CommitStateUnknownException if nobody can tell whether the table is there
     */
    public static Table register(FileStore store, Commit first, Set<String> leftOut) throws IOException {
        Clock clock = Clock.systemUTC();
        Set<String> known = new HashSet<>(leftOut);
        first.adds().forEach(file -> known.add(file.path()));
        // What lies beside the files is as much at home here as they are.
        if (!new TableCreator(store, clock)
                .createIfAbsent(
                        first,
                        file -> known.contains(file.path()) || !file.path().endsWith(".tsfile"))) {
            throw new TsFileConnectorException(
                    "Cannot register " + store.location().uri() + ": it is a table already. Open it");
        }
        return open(store, clock);
    }

    /**
     * Deletes the table with all that lies in its folder. The log goes last, so that what was cut short can be done again.
     *
     * @return whether there was a table; nothing is deleted where there is none
     */
    public static boolean drop(FileStore store) throws IOException {
        if (!exists(store)) {
            return false;
        }
        for (String folder : store.folders("")) {
            if (!folder.equals(TableLog.ROOT)) {
                store.deleteFolder(folder);
            }
        }
        for (StoredFile file : store.list("", false)) {
            store.delete(file.path());
        }
        store.deleteFolder(TableLog.ROOT);
        return true;
    }

    /**
     * Opens the table in the store's folder, or creates it; of several callers at once one creates it, and all get the
     * same table. An existing table keeps its id, partitioning, options and columns: it may have more fields than asked for, and
     * wider ones.
     *
     * @throws io.tsfile.core.TsFileConnectorException if the table there cannot take rows of that schema, and as {@link #create}
     */
    public static Table openOrCreate(FileStore store, TableMetadata metadata) throws IOException {
        Clock clock = Clock.systemUTC();
        new TableCreator(store, clock).createIfAbsent(metadata);
        Table table = open(store, clock);
        TableSchema schema = table.snapshot().metadata().schema();
        SchemaEvolution.mismatch(schema, metadata.schema()).ifPresent(reason -> {
            throw new TsFileConnectorException("Cannot use the table in "
                    + store.location().uri() + " with another schema: " + reason + ". It has " + schema
                    + "; asked for was " + metadata.schema());
        });
        return table;
    }

    /**
     * Opens the table in the store's folder. The store stays the caller's.
     *
     * @throws io.tsfile.core.TsFileConnectorException if there is none, or its log is damaged or of a newer version
     */
    public static Table open(FileStore store) throws IOException {
        return open(store, Clock.systemUTC());
    }

    /** Opens a table that takes the time of its commits from {@code clock}. */
    static Table open(FileStore store, Clock clock) throws IOException {
        Table table = new Table(store, clock);
        table.newest();
        return table;
    }

    /**
     * The newest snapshot of the table in the store's folder, as far as it concerns these times: files that have none of them are left
     * out, and so are deletions. Nothing else of the log is read, so this costs less than to open a large table.
     *
     * @throws io.tsfile.core.TsFileConnectorException as {@link #open}
     */
    public static Snapshot snapshot(FileStore store, TimeRange times) throws IOException {
        return snapshotIfThere(store, times).orElseThrow(() -> noLog(store));
    }

    /**
     * The same as {@link #snapshot(FileStore, TimeRange)}, or nothing if there is no table: one look at the folder of the log for both
     * questions.
     */
    public static Optional<Snapshot> snapshotIfThere(FileStore store, TimeRange times) throws IOException {
        return new LogReader(store, new TableLog(store))
                .newest(times)
                .map(found -> found.state().snapshot());
    }

    /** Where the table's files are. */
    public FileStore store() {
        return store;
    }

    /** The newest snapshot. */
    public Snapshot snapshot() throws IOException {
        return newest().snapshot();
    }

    /**
     * The snapshot after commit {@code number}.
     *
     * @throws io.tsfile.core.TsFileConnectorException if there is no such commit, or it was cleaned up; the message names the oldest
     *     that there is
     */
    public Snapshot snapshot(long number) throws IOException {
        LogState newest = newest();
        return number == newest.number() ? newest.snapshot() : reader.at(number).snapshot();
    }

    /**
     * The snapshot that was the newest one at that time, in milliseconds since the epoch.
     *
     * @throws io.tsfile.core.TsFileConnectorException if there was none, or it was cleaned up; the message names the oldest that there is
     */
    public Snapshot snapshotAt(long timeMillis) throws IOException {
        return snapshot(reader.numberAt(timeMillis));
    }

    /**
     * Commits, or finds that this very commit is already there (L3).
     *
     * <p>Any other exception than those below leaves the table as it was, except that of an error of the store while an
     * old commit is looked up; it is always right to keep the files and commit again under the same id.
     *
     * @throws CommitConflictException if what the commit read was changed by another one
     * @throws CommitStateUnknownException if nobody can tell whether it is there: keep all its files
     */
    public CommitResult commit(Commit commit) throws IOException {
        return new Committer(store, log, cache, clock, commit).run();
    }

    /**
     * Changes what the table is: adds or widens fields, sets options. Writers that know the table as it was can go on.
     *
     * @param change makes the new metadata from the newest ones; called again when another commit was faster, so that changes of
     *     several callers at once all count. If it changes nothing, nothing is committed
     * @return what the table was made
     * @throws TsFileConnectorException if the table cannot become that
     * @throws CommitStateUnknownException if nobody can tell whether it is there; the change may be asked for again
     */
    public TableMetadata alter(UnaryOperator<TableMetadata> change) throws IOException {
        TableMetadata before = newest().metadata();
        TableMetadata after = change.apply(before);
        if (after.equals(before)) {
            return before;
        }
        UnaryOperator<TableMetadata> checked = newest -> {
            TableMetadata changed = change.apply(newest);
            newest.refusal(changed).ifPresent(reason -> {
                throw new TsFileConnectorException("Cannot alter the table in "
                        + store.location().uri() + ": " + reason + ". Nothing was changed");
            });
            changed.checkOptions();
            return changed;
        };
        Commit commit = Commit.of(before.id(), CommitId.unique(), "alter table")
                .metadata(checked.apply(before))
                .build();
        long number =
                new Committer(store, log, cache, clock, commit, checked).run().number();
        return snapshot(number).metadata();
    }

    /**
     * How far a writer has come: the highest sequence that it committed, durably, or nothing if the table knows no commit of it.
     * Each of its sequences up to there is committed, too, or will never be (L3).
     */
    public OptionalLong committed(UUID writer) throws IOException {
        WriterMark mark = newest().mark(writer);
        if (mark == null) {
            return OptionalLong.empty();
        }
        log.makeDurable(mark.number());
        return OptionalLong.of(mark.sequence());
    }

    private LogState newest() throws IOException {
        return cache.newest().orElseThrow(() -> noLog(store));
    }

    private static TsFileConnectorException noLog(FileStore store) {
        return new TsFileConnectorException("Cannot open " + store.location().uri() + " as a table: it has no log ("
                + TableLog.FOLDER + "). Create the table first, or check the folder's name");
    }
}
