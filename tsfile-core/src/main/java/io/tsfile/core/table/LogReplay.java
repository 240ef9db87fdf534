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

import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.Tombstone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds entries up, in order, and refuses one that does not follow from those before it. Not thread-safe. */
final class LogReplay implements LogView {
    private final String table;
    private final Map<String, DataFile> files = new HashMap<>();
    private final Map<String, List<Deletion>> hides = new HashMap<>();
    private final Set<Tombstone> tombstones = new LinkedHashSet<>();
    private final Map<String, TombstoneFile> tombstoneFiles = new LinkedHashMap<>();
    private final NavigableSet<String> doomed = new TreeSet<>();
    private final Map<UUID, WriterMark> writers = new HashMap<>();
    private long number;
    private long timeMillis;
    private long horizonMillis;
    private @Nullable TableMetadata metadata;

    /** Starts before the first entry. */
    LogReplay(String table) {
        this.table = table;
        this.number = TableLog.FIRST - 1;
        this.timeMillis = Long.MIN_VALUE;
        this.horizonMillis = Long.MIN_VALUE;
    }

    /** Goes on from a state, which stays as it is. */
    LogReplay(LogState from) {
        Snapshot snapshot = from.snapshot();
        this.table = from.table();
        this.number = snapshot.number();
        this.timeMillis = snapshot.timeMillis();
        this.horizonMillis = from.horizonMillis();
        this.metadata = snapshot.metadata();
        snapshot.files().forEach(file -> files.put(file.path(), file));
        hides.putAll(snapshot.hides());
        tombstones.addAll(snapshot.tombstones());
        snapshot.tombstoneFiles().forEach(file -> tombstoneFiles.put(file.path(), file));
        doomed.addAll(snapshot.doomed());
        writers.putAll(from.writers());
    }

    /** Adds the next entry, or changes nothing and says what is wrong with it. */
    void apply(LogEntry entry) {
        EntryRules.check(table, this, entry);
        CommitInfo info = entry.info();
        number = entry.number();
        timeMillis = info.timeMillis();
        metadata = entry.metadata().orElse(metadata);
        Map<String, DataFile> removed = new HashMap<>();
        for (String path : entry.removes()) {
            DataFile file = files.remove(path);
            if (file != null) {
                removed.put(path, file);
            }
        }
        entry.adds().forEach(file -> files.put(file.path(), file));
        removed.forEach((path, before) -> {
            DataFile now = files.get(path);
            // A file that is moved keeps its hides; one that is restored has those that come with it.
            if (now == null || !now.isMoved(before)) {
                hides.remove(path);
            }
        });
        for (Hide hide : entry.hides()) {
            hides.merge(hide.path(), List.of(hide.deletion()), LogReplay::concatenated);
        }
        TombstoneChanges changes = entry.tombstones();
        changes.forgotten().forEach(tombstones::remove);
        changes.forgottenFiles().forEach(tombstoneFiles::remove);
        tombstones.addAll(changes.added());
        changes.addedFiles().forEach(file -> tombstoneFiles.put(file.path(), file));
        entry.doomed().gone().forEach(doomed::remove);
        doomed.addAll(entry.doomed().doomed());
        writers.put(info.id().writer(), new WriterMark(info.id().sequence(), number, timeMillis));
    }

    private static List<Deletion> concatenated(List<Deletion> first, List<Deletion> second) {
        List<Deletion> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    /** The sum so far. */
    LogState state() {
        Snapshot snapshot = new Snapshot(
                number,
                timeMillis,
                Objects.requireNonNull(metadata, "an entry"),
                files.values().stream().sorted(DataFile.BY_VERSION).toList(),
                Map.copyOf(hides),
                tombstones.stream()
                        .sorted(Comparator.comparing(Tombstone::version))
                        .toList(),
                List.copyOf(tombstoneFiles.values()),
                Collections.unmodifiableSortedSet(new TreeSet<>(doomed)));
        return new LogState(table, snapshot, writers, horizonMillis);
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public long timeMillis() {
        return timeMillis;
    }

    @Override
    public @Nullable TableMetadata metadata() {
        return metadata;
    }

    @Override
    public Optional<DataFile> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public boolean hasTombstone(Tombstone tombstone) {
        return tombstones.contains(tombstone);
    }

    @Override
    public boolean hasTombstoneFile(String path) {
        return tombstoneFiles.containsKey(path);
    }

    @Override
    public boolean isDoomed(String path) {
        return doomed.contains(path);
    }

    @Override
    public @Nullable WriterMark mark(UUID writer) {
        return writers.get(writer);
    }
}
