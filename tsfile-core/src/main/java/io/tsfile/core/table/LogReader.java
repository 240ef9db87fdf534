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
import io.tsfile.core.model.TimeRange;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes states from what is in the log: the newest checkpoint that helps, and the entries behind it. Thread-safe.
 *
 * <p>A clean-up may delete what a listing showed. So whoever misses a file looks again, and what is missing at two looks in a row
 * is missing.
 */
final class LogReader {
    private static final String CLEANED_UP =
            "; older ones were cleaned up, as the table's option '" + TableOptions.LOG_RETENTION + "' says";

    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

    private final TableLog log;
    private final CheckpointReader checkpoints;
    private final String table;

    LogReader(FileStore store, TableLog log) {
        this.log = log;
        this.checkpoints = new CheckpointReader(store);
        this.table = store.location().uri();
    }

    /**
     * A state and where it came from.
     *
     * @param listing that it was read by
     */
    record Found(LogState state, LogListing listing) {}

    /**
     * The state now, as far as it concerns these times, or nothing where there is no log.
     */
    Optional<Found> newest(TimeRange times) throws IOException {
        @Nullable String missing = null;
        while (true) {
            LogListing listing = log.list();
            if (listing.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Found(state(listing, listing.newest(), times), listing));
            } catch (MissingEntryException e) {
                missing = again(e, missing);
            }
        }
    }

    /**
     * The state after commit {@code number}.
     *
     * @throws TsFileConnectorException if there is none, or no more
     */
    LogState at(long number) throws IOException {
        @Nullable String missing = null;
        while (true) {
            LogListing listing = log.list();
            if (number < listing.oldest() || number > listing.newest()) {
                throw new TsFileConnectorException("Cannot read snapshot " + number + " of " + table
                        + ": its commits are " + listing.oldest() + " to " + listing.newest()
                        + (number >= TableLog.FIRST && number < listing.oldest() ? CLEANED_UP : ""));
            }
            try {
                return state(listing, number, TimeRange.ALL);
            } catch (MissingEntryException e) {
                missing = again(e, missing);
            }
        }
    }

    /**
     * The number of the newest commit that was made at that time or before.
     *
     * @throws TsFileConnectorException if there is none, or no more
     */
    long numberAt(long timeMillis) throws IOException {
        LogListing listing = log.list();
        long low = listing.oldest();
        long oldestMillis = timeOf(low, listing);
        if (timeMillis < oldestMillis) {
            throw new TsFileConnectorException("Cannot read " + table + " as it was at "
                    + Instant.ofEpochMilli(timeMillis) + ": its oldest commit is " + low + ", made at "
                    + Instant.ofEpochMilli(oldestMillis) + ", and its newest is " + listing.newest()
                    + (low > TableLog.FIRST ? CLEANED_UP : ""));
        }
        long high = listing.newest();
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (timeOf(middle, listing) <= timeMillis) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private long timeOf(long number, LogListing listing) throws IOException {
        return listing.entries().containsKey(number)
                ? log.read(number).info().timeMillis()
                : checkpoints.manifest(number).timeMillis();
    }

    /** What is missing for the first time, so that another look may help. */
    private static String again(MissingEntryException e, @Nullable String missing) {
        if (e.what().equals(missing)) {
            throw new TsFileConnectorException(e.what(), e);
        }
        return e.what();
    }

    /** Adds the entries up to {@code last}. */
    void replay(LogReplay replay, long last, TimeRange times) throws IOException {
        while (replay.number() < last) {
            long next = replay.number() + 1;
            try {
                // Read, not looked up in the listing: a listing may miss one of two entries that come while it is made.
                LogEntry entry = log.read(next);
                replay.apply(times.equals(TimeRange.ALL) ? entry : TimeFilter.filter(entry, replay, times));
            } catch (FileNotFoundException e) {
                throw new MissingEntryException(
                        "Cannot read the log of table " + table + ": " + TableLog.path(next)
                                + " is missing, although commit " + last + " is there. Restore the file from a backup",
                        e);
            }
        }
    }

    private LogState state(LogListing listing, long number, TimeRange times) throws IOException {
        List<Long> bases =
                new ArrayList<>(listing.checkpoints().headMap(number + 1).keySet());
        Collections.reverse(bases);
        bases.add(TableLog.FIRST - 1);
        List<Exception> failures = new ArrayList<>();
        for (long base : bases) {
            LogReplay replay;
            try {
                replay = base < TableLog.FIRST ? new LogReplay(table) : new LogReplay(checkpoints.read(base, times));
            } catch (NewerLogException e) {
                throw e;
            } catch (FileNotFoundException | TsFileConnectorException e) {
                // The entries that it sums up may still be there.
                failures.add(e);
                continue;
            }
            try {
                replay(replay, number, times);
            } catch (MissingEntryException e) {
                failures.add(e);
                break;
            }
            if (!failures.isEmpty()) {
                LOG.warn(
                        "Could not read a checkpoint of {}, and took checkpoint {} and all entries behind it",
                        table,
                        base,
                        failures.get(0));
            }
            return replay.state();
        }
        throw failure(failures);
    }

    /** What is wrong is what is wrong with the newest checkpoint; without a checkpoint, an entry is missing. */
    private static IOException failure(List<Exception> failures) {
        Exception first = failures.get(0);
        failures.stream().skip(1).forEach(first::addSuppressed);
        if (first instanceof TsFileConnectorException damaged) {
            throw damaged;
        }
        return first instanceof MissingEntryException missing
                ? missing
                : new MissingEntryException("Cannot read a checkpoint: " + first.getMessage(), first);
    }

    /** An entry, or a part of a checkpoint, is not there. */
    static final class MissingEntryException extends IOException {
        private final String what;

        MissingEntryException(String message, Exception cause) {
            super(message, cause);
            this.what = message;
        }

        String what() {
            return what;
        }
    }
}
