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
import io.tsfile.core.model.Tombstone;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the entries up to a commit add up to: a snapshot, and what only writers need. These four parts are all there is; what else
 * it answers follows from them. Immutable.
 */
final class LogState implements LogView {
    private final String table;
    private final Snapshot snapshot;
    private final Map<UUID, WriterMark> writers;
    private final long horizonMillis;
    private final Map<String, DataFile> files;

    /**
     * Copies the map.
     *
     * @param table where the table is, for messages
     * @param snapshot what readers see
     * @param writers how far each writer has come
     * @param horizonMillis writers whose last commit was before it may be missing from {@code writers}; {@link Long#MIN_VALUE} if none
     *     ever was left out
     */
    LogState(String table, Snapshot snapshot, Map<UUID, WriterMark> writers, long horizonMillis) {
        this.table = table;
        this.snapshot = snapshot;
        this.writers = Map.copyOf(writers);
        this.horizonMillis = horizonMillis;
        this.files = new HashMap<>(snapshot.files().size() * 2);
        snapshot.files().forEach(file -> files.put(file.path(), file));
    }

    String table() {
        return table;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    Map<UUID, WriterMark> writers() {
        return writers;
    }

    long horizonMillis() {
        return horizonMillis;
    }

    /** Refuses an entry that cannot follow this state. */
    void check(LogEntry entry) {
        EntryRules.check(table, this, entry);
    }

    @Override
    public long number() {
        return snapshot.number();
    }

    @Override
    public long timeMillis() {
        return snapshot.timeMillis();
    }

    @Override
    public TableMetadata metadata() {
        return snapshot.metadata();
    }

    @Override
    public Optional<DataFile> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public boolean hasTombstone(Tombstone tombstone) {
        return snapshot.tombstones().contains(tombstone);
    }

    @Override
    public boolean hasTombstoneFile(String path) {
        return snapshot.tombstoneFiles().stream().anyMatch(file -> file.path().equals(path));
    }

    @Override
    public boolean isDoomed(String path) {
        return snapshot.doomed().contains(path);
    }

    @Override
    public @Nullable WriterMark mark(UUID writer) {
        return writers.get(writer);
    }
}
