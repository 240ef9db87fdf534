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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the entries up to a commit add up to. Immutable. */
final class LogState {
    private final String table;
    private final Snapshot snapshot;
    private final Map<String, DataFile> files;
    private final Map<UUID, WriterMark> writers;

    /** The maps become this state's own. */
    LogState(
            String table,
            long number,
            long timeMillis,
            TableMetadata metadata,
            Map<String, DataFile> files,
            Map<UUID, WriterMark> writers) {
        this.table = table;
        this.snapshot = new Snapshot(
                number,
                timeMillis,
                metadata,
                files.values().stream().sorted(DataFile.BY_VERSION).toList());
        this.files = files;
        this.writers = writers;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    long number() {
        return snapshot.number();
    }

    /** The live file of that path. */
    Optional<DataFile> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** The newest commit of a writer. */
    @Nullable
    WriterMark mark(UUID writer) {
        return writers.get(writer);
    }

    /** A replay that goes on from here. */
    LogReplay resume() {
        return new LogReplay(table, snapshot, new HashMap<>(files), new HashMap<>(writers));
    }

    /** Refuses an entry that cannot follow this state. */
    void check(LogEntry entry) {
        // A look without a change, hence no copies.
        new LogReplay(table, snapshot, files, writers).check(entry);
    }
}
