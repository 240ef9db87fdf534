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

import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.TimeRange;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest state of a log, which each look brings up to date by reading only the entries that are new. Thread-safe; one
 * thread reads, others wait for it.
 */
final class LogCache {
    private final TableLog log;
    private final LogReader reader;
    private @Nullable Loaded loaded;

    LogCache(TableLog log, LogReader reader) {
        this.log = log;
        this.reader = reader;
    }

    /** The state now, or nothing where there is no log. */
    synchronized Optional<LogState> newest() throws IOException {
        if (loaded != null) {
            LogListing listing = log.list();
            if (loaded.isPartOf(listing)) {
                try {
                    return Optional.of(goOn(loaded.state(), listing));
                } catch (LogReader.MissingEntryException e) {
                    // Cleaned up meanwhile, or a hole: reading from the start tells.
                    loaded = null;
                }
            }
        }
        Optional<LogReader.Found> found = reader.newest(TimeRange.ALL);
        loaded = found.map(Loaded::of).orElse(null);
        return found.map(LogReader.Found::state);
    }

    /** The state after commit {@code number}, or nothing if the log does not reach back so far. */
    Optional<LogState> ifThere(long number) throws IOException {
        return number < log.list().oldest() ? Optional.empty() : Optional.of(reader.at(number));
    }

    private LogState goOn(LogState known, LogListing listing) throws IOException {
        if (known.number() == listing.newest()) {
            return known;
        }
        LogReplay replay = new LogReplay(known);
        reader.replay(replay, listing.newest(), TimeRange.ALL);
        LogState state = replay.state();
        loaded = Loaded.of(new LogReader.Found(state, listing));
        return state;
    }

    /**
     * What was read.
     *
     * @param first the first entry's file; null if it was cleaned up
     * @param last the newest entry's file, or the checkpoint's where the entry was cleaned up
     */
    private record Loaded(
            LogState state,
            @Nullable StoredFile first,
            @Nullable StoredFile last) {
        static Loaded of(LogReader.Found found) {
            LogListing listing = found.listing();
            return new Loaded(
                    found.state(),
                    listing.entries().get(TableLog.FIRST),
                    file(listing, found.state().number()));
        }

        /** Whether these entries continue what was read: not so when the table was dropped and made again. */
        boolean isPartOf(LogListing listing) {
            StoredFile firstNow = listing.entries().get(TableLog.FIRST);
            boolean sameFirst = firstNow == null ? cleanedUp(listing) : firstNow.equals(first);
            return sameFirst && last != null && last.equals(file(listing, state.number()));
        }

        private static @Nullable StoredFile file(LogListing listing, long number) {
            StoredFile entry = listing.entries().get(number);
            return entry == null ? listing.checkpoints().get(number) : entry;
        }

        private static boolean cleanedUp(LogListing listing) {
            return !listing.checkpoints().isEmpty();
        }
    }
}
