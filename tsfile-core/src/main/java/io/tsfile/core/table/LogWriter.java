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
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates entries, and finds out what happened where a create does not tell (L1). */
final class LogWriter {
    /** What became of an entry. */
    enum Outcome {
        /** It is in the log. */
        CREATED,
        /** Another commit has its number. */
        TAKEN,
        /** The create failed, and the number is free. */
        FREE
    }

    private static final int READS = 10;

    private final FileStore store;
    private final TableLog log;
    private @Nullable IOException failure;

    LogWriter(FileStore store, TableLog log) {
        this.store = store;
        this.log = log;
    }

    /** Why the last create failed, where it did. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /**
     * Creates an entry if its number is free.
     *
     * @throws CommitStateUnknownException if nobody can tell
     */
    Outcome create(LogEntry entry) {
        byte[] content = LogEntryCodec.encode(entry);
        String path = TableLog.path(entry.number());
        if (!LogEntryCodec.decode(entry.number(), content, path).equals(entry)) {
            throw new TsFileConnectorException("Cannot commit as number " + entry.number()
                    + ": its log entry would not read back as it was written");
        }
        failure = null;
        try {
            if (store.createIfAbsent(path, content)) {
                return Outcome.CREATED;
            }
        } catch (IOException e) {
            failure = e;
        }
        return resolve(entry);
    }

    private Outcome resolve(LogEntry entry) {
        Backoff backoff = new Backoff();
        IOException unreadable = null;
        for (int i = 0; i < READS; i++) {
            try {
                if (i > 0) {
                    backoff.pause();
                }
                Optional<CommitId> present = present(entry.number());
                if (present.isEmpty()) {
                    return Outcome.FREE;
                }
                return present.get().equals(entry.info().id()) ? Outcome.CREATED : Outcome.TAKEN;
            } catch (IOException e) {
                if (unreadable != null) {
                    e.addSuppressed(unreadable);
                }
                unreadable = e;
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
            }
        }
        throw unknown(entry, unreadable);
    }

    private Optional<CommitId> present(long number) throws IOException {
        // A failing open may look like an absent file; only the status is certain.
        if (log.status(number).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(log.read(number).info().id());
        } catch (FileNotFoundException e) {
            throw new IOException("Cannot read " + TableLog.path(number) + ": it was there a moment ago", e);
        }
    }

    /** The error for an entry that may or may not be there, or come yet. */
    CommitStateUnknownException unknown(LogEntry entry, @Nullable IOException cause) {
        IOException first = failure != null ? failure : cause;
        if (first != null && cause != null && first != cause) {
            first.addSuppressed(cause);
        }
        return new CommitStateUnknownException(
                "Cannot tell whether '" + entry.info().operation() + "' is committed to "
                        + store.location().uri() + " as number " + entry.number() + ": "
                        + (first == null ? "no reason is known" : first.getMessage())
                        + ". Keep its files and commit it again under the same id (writer "
                        + entry.info().id().writer() + ", sequence "
                        + entry.info().id().sequence() + ")",
                first == null ? new IOException("no reason is known") : first);
    }
}
