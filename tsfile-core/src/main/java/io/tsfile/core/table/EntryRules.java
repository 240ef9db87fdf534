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
import io.tsfile.core.model.Tombstone;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Refuses an entry that does not follow from the state before it. */
final class EntryRules {
    private final String table;
    private final LogView before;
    private final LogEntry entry;

    private EntryRules(String table, LogView before, LogEntry entry) {
        this.table = table;
        this.before = before;
        this.entry = entry;
    }

    /** Says what is wrong with the next entry, if anything. */
    static void check(String table, LogView before, LogEntry entry) {
        EntryRules rules = new EntryRules(table, before, entry);
        rules.checkInfo();
        rules.checkFiles();
        rules.checkTombstones();
    }

    private void checkInfo() {
        if (entry.number() != before.number() + 1) {
            throw wrong("it does not follow commit " + before.number());
        }
        TableMetadata metadata = before.metadata();
        if (metadata == null && entry.metadata().isEmpty()) {
            throw wrong("the first commit must say what the table is, and it does not");
        }
        UUID id = metadata != null
                ? metadata.id()
                : entry.metadata().map(TableMetadata::id).orElseThrow();
        if (!entry.info().table().equals(id)
                || entry.metadata().filter(m -> !m.id().equals(id)).isPresent()) {
            throw wrong("it belongs to another table than " + id);
        }
        if (metadata != null) {
            entry.metadata().flatMap(metadata::refusal).ifPresent(reason -> {
                throw wrong("it changes the table as it cannot be changed: " + reason);
            });
        }
        if (entry.info().timeMillis() <= before.timeMillis()) {
            throw wrong("its time " + entry.info().timeMillis() + " is not after the previous commit's, "
                    + before.timeMillis());
        }
        CommitId commit = entry.info().id();
        WriterMark mark = before.mark(commit.writer());
        if (mark != null && mark.sequence() >= commit.sequence()) {
            throw wrong("sequence " + commit.sequence() + " of writer " + commit.writer()
                    + " is not above that of commit " + mark.number() + ", " + mark.sequence());
        }
    }

    private void checkFiles() {
        Map<String, DataFile> removed = new HashMap<>();
        for (String path : entry.removes()) {
            DataFile file = before.file(path).orElseThrow(() -> wrong("it removes " + path + ", which is not live"));
            if (removed.put(path, file) != null) {
                throw wrong("it removes " + path + ", which is not live");
            }
        }
        Set<String> added = new HashSet<>();
        for (DataFile file : entry.adds()) {
            DataFile moved = removed.get(file.path());
            if ((moved == null && before.file(file.path()).isPresent()) || !added.add(file.path())) {
                throw wrong("it adds " + file.path() + ", which is already live");
            }
            checkAdd(file);
            if (moved != null
                    && (moved.length() != file.length() || !moved.version().equals(file.version()))) {
                throw wrong("it moves " + file.path() + " and gives it another length or version: a move changes"
                        + " neither");
            }
        }
        for (Hide hide : entry.hides()) {
            if (!isLiveAfter(hide.path(), removed, added)) {
                throw wrong("it hides a part of " + hide.path() + ", which is not live");
            }
        }
        for (String path : entry.doomed().doomed()) {
            if (isLiveAfter(path, removed, added)) {
                throw wrong("it dooms " + path + ", which is live");
            }
        }
    }

    private boolean isLiveAfter(String path, Map<String, DataFile> removed, Set<String> added) {
        return added.contains(path) || (before.file(path).isPresent() && !removed.containsKey(path));
    }

    private void checkAdd(DataFile file) {
        if (before.isDoomed(file.path())) {
            throw wrong("it adds " + file.path() + ", which is doomed to be deleted");
        }
        if (file.version().commit() > entry.number() || file.cleanThrough() > entry.number()) {
            throw wrong("it adds " + file.path() + " of version " + file.version() + " and clean through "
                    + file.cleanThrough() + ", which are ahead of the commit");
        }
    }

    private void checkTombstones() {
        TombstoneChanges tombstones = entry.tombstones();
        Set<Tombstone> forgotten = new HashSet<>();
        for (Tombstone tombstone : tombstones.forgotten()) {
            if (!before.hasTombstone(tombstone) || !forgotten.add(tombstone)) {
                throw wrong("it forgets a tombstone of version " + tombstone.version() + ", which is not there");
            }
        }
        Set<String> forgottenFiles = new HashSet<>();
        for (String path : tombstones.forgottenFiles()) {
            if (!before.hasTombstoneFile(path) || !forgottenFiles.add(path)) {
                throw wrong("it forgets the tombstones of " + path + ", which are not there");
            }
        }
        Set<Tombstone> added = new HashSet<>();
        for (Tombstone tombstone : tombstones.added()) {
            if (tombstone.version().commit() > entry.number()) {
                throw wrong("it adds a tombstone of version " + tombstone.version() + ", which is ahead of the commit");
            }
            if (before.hasTombstone(tombstone) || !added.add(tombstone)) {
                throw wrong("it adds a tombstone of version " + tombstone.version() + ", which is already there");
            }
        }
        Set<String> addedFiles = new HashSet<>();
        for (TombstoneFile file : tombstones.addedFiles()) {
            if (file.commit() > entry.number()) {
                throw wrong("it adds the tombstones of " + file.path() + " of commit " + file.commit()
                        + ", which is ahead of it");
            }
            if (before.hasTombstoneFile(file.path()) || !addedFiles.add(file.path())) {
                throw wrong("it adds the tombstones of " + file.path() + ", which are already there");
            }
            if (before.isDoomed(file.path())) {
                throw wrong("it adds " + file.path() + ", which is doomed to be deleted");
            }
        }
        for (String path : entry.doomed().doomed()) {
            if (addedFiles.contains(path) || (before.hasTombstoneFile(path) && !forgottenFiles.contains(path))) {
                throw wrong("it dooms " + path + ", whose tombstones count");
            }
        }
    }

    private TsFileConnectorException wrong(String reason) {
        return new TsFileConnectorException(
                "Cannot read " + table + "/" + TableLog.path(entry.number()) + ": " + reason);
    }
}
