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
import io.tsfile.core.io.StoredFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest state of a log, which each look brings up to date by reading only the entries that are new. Thread-safe; one
 * thread reads, others wait for it.
 */
final class LogCache {
    private final TableLog log;
    private final String table;
    private @Nullable Loaded loaded;

    LogCache(TableLog log, String table) {
        this.log = log;
        this.table = table;
    }

    /** The state now, or nothing where there is no log. */
    synchronized Optional<LogState> newest() throws IOException {
        SortedMap<Long, StoredFile> entries = log.list();
        if (entries.isEmpty()) {
            loaded = null;
            return Optional.empty();
        }
        Loaded known = loaded != null && loaded.isPartOf(entries) ? loaded : null;
        long last = entries.lastKey();
        if (known != null && known.state().number() == last) {
            return Optional.of(known.state());
        }
        LogReplay replay = known != null ? new LogReplay(known.state()) : new LogReplay(table);
        replayTo(last, replay);
        LogState state = replay.state();
        loaded = new Loaded(
                state, firstOf(entries), Optional.ofNullable(entries.get(last)).orElseThrow());
        return Optional.of(state);
    }

    /** The state after commit {@code number}, which is there. */
    LogState at(long number) throws IOException {
        LogReplay replay = new LogReplay(table);
        replayTo(number, replay);
        return replay.state();
    }

    /** The state after commit {@code number}, or nothing if the log does not reach back so far. */
    Optional<LogState> ifThere(long number) throws IOException {
        try {
            return Optional.of(at(number));
        } catch (TsFileConnectorException e) {
            if (e.getCause() instanceof FileNotFoundException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void replayTo(long last, LogReplay replay) throws IOException {
        while (replay.number() < last) {
            long next = replay.number() + 1;
            try {
                // Read, not looked up in the listing: a listing may miss one of two entries that come while it is made.
                replay.apply(log.read(next));
            } catch (FileNotFoundException e) {
                throw new TsFileConnectorException(
                        "Cannot read the log of table " + table + ": " + TableLog.path(next)
                                + " is missing, although commit " + last + " is there. Restore the file from a backup",
                        e);
            }
        }
    }

    private static Optional<StoredFile> firstOf(SortedMap<Long, StoredFile> entries) {
        return Optional.ofNullable(entries.get(TableLog.FIRST));
    }

    /**
     * What was read.
     *
     * @param first the first entry's file
     * @param last the newest entry's file
     */
    private record Loaded(LogState state, Optional<StoredFile> first, StoredFile last) {
        /** Whether these entries continue what was read: not so when the table was dropped and made again. */
        boolean isPartOf(SortedMap<Long, StoredFile> entries) {
            return first.equals(firstOf(entries)) && last.equals(entries.get(state.number()));
        }
    }
}
