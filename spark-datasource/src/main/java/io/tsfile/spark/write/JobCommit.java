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
package io.tsfile.spark.write;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.maintenance.Delete;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.CommitResult;
import io.tsfile.core.table.CommitStateUnknownException;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one commit of a job, or of an epoch of a stream. Used by the driver, by one thread. */
final class JobCommit {
    private static final Logger LOG = LoggerFactory.getLogger(JobCommit.class);
    private static final int MOST_TRIES = 5;
    private static final long FIRST_PAUSE_MILLIS = 200;

    private final WriteTarget target;
    private final Effect effect;
    private final Opener opener;
    private final long firstPauseMillis;
    /** Whether the files may be in the table although the commit failed (R7). */
    private boolean keepsFiles;

    JobCommit(WriteTarget target, Effect effect) {
        this(target, effect, target.location()::open, FIRST_PAUSE_MILLIS);
    }

    JobCommit(WriteTarget target, Effect effect, Opener opener, long firstPauseMillis) {
        this.target = target;
        this.effect = effect;
        this.opener = opener;
        this.firstPauseMillis = firstPauseMillis;
    }

    /** Opens the table's folder. */
    @FunctionalInterface
    interface Opener {
        /** A new store, which is the caller's. */
        FileStore open() throws IOException;
    }

    /** Commits, once, whatever is tried again. A store that fails is tried again for a while. */
    void commit(CommitId id, List<Written> written) {
        long pause = firstPauseMillis;
        for (int tried = 1; ; tried++) {
            try (FileStore store = opener.open()) {
                Table table = Table.open(store);
                Optional<CommitResult> result = commit(table, id, written);
                keepsFiles = false;
                LOG.info(
                        "{}: {} files to {}, {}",
                        effect.operation(),
                        written.stream().mapToInt(task -> task.files().size()).sum(),
                        target.location().uri(),
                        result.map(CommitResult::toString).orElse("nothing to commit"));
                return;
            } catch (IOException | CommitStateUnknownException e) {
                keepsFiles = true;
                if (tried == MOST_TRIES) {
                    throw failed(e, tried);
                }
                LOG.warn("Commit to {} failed {} times", target.location().uri(), tried, e);
            }
            pause(pause);
            pause *= 2;
        }
    }

    /**
     * Commits an epoch of a stream, unless it is there already: then the files of this attempt are deleted.
     */
    void commitEpoch(CommitId id, List<Written> written) {
        if (isCommitted(id)) {
            LOG.info(
                    "Epoch {} of {} is there already",
                    id.sequence(),
                    target.location().uri());
            deleteFiles(written);
        } else {
            commit(id, written);
        }
    }

    /** Deletes what tasks have told of, unless it may be in the table. */
    void abort(List<Written> written) {
        if (keepsFiles) {
            LOG.warn(
                    "Keeping the files of a commit to {} of which nobody can tell whether it is there; a vacuum deletes"
                            + " them if it is not",
                    target.location().uri());
        } else {
            deleteFiles(written);
        }
    }

    private Optional<CommitResult> commit(Table table, CommitId id, List<Written> written) throws IOException {
        List<DataFile> files =
                written.stream().flatMap(task -> task.files().stream()).toList();
        if (effect instanceof Effect.Overwrite overwrite) {
            return replace(table, overwrite, new Delete.Replacement(id, effect.operation(), files));
        }
        List<Tombstone> tombstones = DeletedKeys.tombstones(
                written.stream().flatMap(task -> task.deleted().stream()).toList());
        if (files.isEmpty() && tombstones.isEmpty()) {
            return Optional.empty();
        }
        Commit.Builder commit = Commit.of(target.metadata().id(), id, effect.operation())
                .add(files)
                .delete(tombstones);
        if (effect instanceof Effect.Change change) {
            change.reads().ifPresent(commit::reads);
        }
        return Optional.of(table.commit(commit.build()));
    }

    private static Optional<CommitResult> replace(
            Table table, Effect.Overwrite overwrite, Delete.Replacement replacement) throws IOException {
        if (overwrite.replaced().ofAllDevices()) {
            TimeRange times = overwrite.replaced().times().orElse(null);
            if (times != null) {
                return Delete.replace(table, Deletion.ofRows(DeviceScope.ALL, times), replacement);
            }
        } else if (overwrite.replaced().times().isPresent()) {
            return Delete.replaceWhere(
                    table,
                    overwrite
                            .replaced()
                            .devices()
                            .filter(table.snapshot().metadata().schema()),
                    List.of(),
                    overwrite.replaced().times().get(),
                    replacement);
        }
        // No row can meet the condition.
        return replacement.files().isEmpty()
                ? Optional.empty()
                : Optional.of(table.commit(Commit.append(
                        table.snapshot().metadata().id(),
                        replacement.id(),
                        replacement.operation(),
                        replacement.files())));
    }

    private boolean isCommitted(CommitId id) {
        try (FileStore store = opener.open()) {
            OptionalLong committed = Table.open(store).committed(id.writer());
            return committed.isPresent() && committed.getAsLong() >= id.sequence();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read the log of the table in " + target.location().uri(), e);
        }
    }

    private void deleteFiles(List<Written> written) {
        try (FileStore store = opener.open()) {
            for (Written task : written) {
                for (DataFile file : task.files()) {
                    store.delete(file.path());
                }
            }
        } catch (IOException e) {
            LOG.warn(
                    "Could not delete all files of an aborted write to {}; a vacuum does",
                    target.location().uri(),
                    e);
        }
    }

    private RuntimeException failed(Exception cause, int tried) {
        return cause instanceof IOException io
                ? new UncheckedIOException(
                        "Cannot commit to " + target.location().uri() + ": the store failed " + tried + " times", io)
                : (RuntimeException) cause;
    }

    private void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("the thread was interrupted");
            interrupted.initCause(e);
            throw new UncheckedIOException(
                    "Cannot commit to " + target.location().uri(), interrupted);
        }
    }
}
