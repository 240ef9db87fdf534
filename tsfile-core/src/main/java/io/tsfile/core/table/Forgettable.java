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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The tombstones that a commit lets the log forget: they concern no file that is live after it.
 *
 * @param tombstones in the log
 * @param files paths of files of tombstones, for all that is known without reading them
 */
record Forgettable(List<Tombstone> tombstones, List<String> files) {
    /*
     * No file that comes later can be concerned, either. An append has a higher version. The output of a compaction that is still
     * under way has the keys of its inputs, which are live until then; if the tombstone concerns none of them, it concerns no key
     * of the output, and if the compaction was planned after the tombstone, it has applied it.
     */
    static Forgettable after(Snapshot before, Commit commit, List<DataFile> adds) {
        Set<Tombstone> tombstones = new LinkedHashSet<>(commit.forgets());
        // Another commit may have been faster with it.
        tombstones.retainAll(new HashSet<>(before.tombstones()));
        List<String> files = new ArrayList<>();
        if (!commit.removes().isEmpty()) {
            // Only what takes files away can free a tombstone.
            Set<String> removed = new HashSet<>(commit.removes());
            List<DataFile> live = new ArrayList<>(adds);
            before.files().stream()
                    .filter(file -> !removed.contains(file.path()))
                    .forEach(live::add);
            for (Tombstone tombstone : before.tombstones()) {
                if (live.stream().noneMatch(tombstone::concerns)) {
                    tombstones.add(tombstone);
                }
            }
            for (TombstoneFile file : before.tombstoneFiles()) {
                if (live.stream().noneMatch(file::mayConcern)) {
                    files.add(file.path());
                }
            }
        }
        return new Forgettable(List.copyOf(tombstones), files);
    }
}
