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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds entries up, in order, and refuses one that does not follow from those before it. Not thread-safe. */
final class LogReplay {
    private final String table;
    private final Map<String, DataFile> files;
    private final Map<UUID, WriterMark> writers;
    private long number;
    private long timeMillis;
    private @Nullable TableMetadata metadata;

    /** Starts before the first entry. */
    LogReplay(String table) {
        this.table = table;
        this.files = new HashMap<>();
        this.writers = new HashMap<>();
        this.number = TableLog.FIRST - 1;
        this.timeMillis = Long.MIN_VALUE;
    }

    /** Goes on from a state; {@link #apply} changes the maps. */
    LogReplay(String table, Snapshot from, Map<String, DataFile> files, Map<UUID, WriterMark> writers) {
        this.table = table;
        this.files = files;
        this.writers = writers;
        this.number = from.number();
        this.timeMillis = from.timeMillis();
        this.metadata = from.metadata();
    }

    long number() {
        return number;
    }

    /** Adds the next entry, or changes nothing and says what is wrong with it. */
    void apply(LogEntry entry) {
        check(entry);
        CommitInfo info = entry.info();
        number = entry.number();
        timeMillis = info.timeMillis();
        metadata = entry.metadata().orElse(metadata);
        entry.removes().forEach(files::remove);
        entry.adds().forEach(file -> files.put(file.path(), file));
        writers.put(info.id().writer(), new WriterMark(info.id().sequence(), number));
    }

    /** The sum so far. It takes the maps, so nothing is applied after this. */
    LogState state() {
        return new LogState(table, number, timeMillis, Objects.requireNonNull(metadata, "an entry"), files, writers);
    }

    /** Says what is wrong with the next entry, if anything. */
    void check(LogEntry entry) {
        if (entry.number() != number + 1) {
            throw wrong(entry, "it does not follow commit " + number);
        }
        if (metadata == null && entry.metadata().isEmpty()) {
            throw wrong(entry, "the first commit must say what the table is, and it does not");
        }
        UUID id = metadata != null
                ? metadata.id()
                : entry.metadata().map(TableMetadata::id).orElseThrow();
        if (!entry.info().table().equals(id)
                || entry.metadata().filter(m -> !m.id().equals(id)).isPresent()) {
            throw wrong(entry, "it belongs to another table than " + id);
        }
        if (entry.info().timeMillis() <= timeMillis) {
            throw wrong(
                    entry,
                    "its time " + entry.info().timeMillis() + " is not after the previous commit's, " + timeMillis);
        }
        WriterMark mark = writers.get(entry.info().id().writer());
        if (mark != null && mark.sequence() >= entry.info().id().sequence()) {
            throw wrong(
                    entry,
                    "sequence " + entry.info().id().sequence() + " of writer "
                            + entry.info().id().writer() + " is not above that of commit " + mark.number() + ", "
                            + mark.sequence());
        }
        checkFiles(entry);
    }

    private void checkFiles(LogEntry entry) {
        Set<String> removed = new HashSet<>();
        for (String path : entry.removes()) {
            if (!files.containsKey(path) || !removed.add(path)) {
                throw wrong(entry, "it removes " + path + ", which is not live");
            }
        }
        Set<String> added = new HashSet<>();
        for (DataFile file : entry.adds()) {
            if ((files.containsKey(file.path()) && !removed.contains(file.path())) || !added.add(file.path())) {
                throw wrong(entry, "it adds " + file.path() + ", which is already live");
            }
            if (file.version().commit() > entry.number() || file.cleanThrough() > entry.number()) {
                throw wrong(
                        entry,
                        "it adds " + file.path() + " of version " + file.version() + " and clean through "
                                + file.cleanThrough() + ", which are ahead of the commit");
            }
        }
    }

    private TsFileConnectorException wrong(LogEntry entry, String reason) {
        return new TsFileConnectorException(
                "Cannot read " + table + "/" + TableLog.path(entry.number()) + ": " + reason);
    }
}
