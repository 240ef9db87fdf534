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
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes of an entry what matters to a state that knows only some times. */
final class TimeFilter {
    private TimeFilter() {}

    /** The entry without what concerns other files than those of {@code known}, and those it adds at these times. */
    static LogEntry filter(LogEntry entry, LogView known, TimeRange times) {
        List<DataFile> adds = entry.adds().stream()
                .filter(file -> file.times().overlaps(times))
                .toList();
        List<String> removes = entry.removes().stream()
                .filter(path -> known.file(path).isPresent())
                .toList();
        Set<String> after = new HashSet<>();
        adds.forEach(file -> after.add(file.path()));
        List<Hide> hides = entry.hides().stream()
                .filter(hide ->
                        after.contains(hide.path()) || known.file(hide.path()).isPresent())
                .toList();
        TombstoneChanges changes = entry.tombstones();
        return new LogEntry(
                entry.number(),
                entry.info(),
                entry.metadata(),
                adds,
                removes,
                hides,
                new TombstoneChanges(
                        changes.added().stream()
                                .filter(tombstone -> meets(tombstone, times))
                                .toList(),
                        changes.addedFiles().stream()
                                .filter(file -> file.times().overlaps(times))
                                .toList(),
                        changes.forgotten().stream().filter(known::hasTombstone).toList(),
                        changes.forgottenFiles().stream()
                                .filter(known::hasTombstoneFile)
                                .toList()),
                entry.doomed());
    }

    private static boolean meets(Tombstone tombstone, TimeRange times) {
        return tombstone.deletion().times().overlaps(times);
    }
}
