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
package io.tsfile.core.compact.policy;

import io.tsfile.core.compact.CompactionReason;
import io.tsfile.core.compact.CompactionStrategy;
import io.tsfile.core.model.Cut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the user forces: everything that was not compacted yet, that overlaps, or of which something is deleted is written again, with the
 * patches in its gaps, which what comes out would seem to overlap. That is none of it any more, so that a forced compaction that was killed goes on where it was.
 */
final class ForcedFiles implements Rule {
    @Override
    public void plan(Partition partition) {
        List<List<SeenFile>> units = new ArrayList<>();
        Set<SeenFile> patches = patches(partition.free());
        for (List<SeenFile> group : Groups.of(partition.free())) {
            SeenFile first = group.get(0);
            if (group.size() > 1
                    || first.file().level() == 0
                    || !first.live().deletions().isEmpty()
                    || patches.contains(first)) {
                units.add(group);
            }
        }
        int mostFiles = partition.options().maxTaskFiles();
        for (List<SeenFile> run : Runs.of(units, partition.files(), Long.MAX_VALUE, mostFiles)) {
            partition.take(run);
            Cells.plan(partition, CompactionReason.FORCED, CompactionStrategy.REWRITE, Cut.ALL, run);
        }
    }

    /** Files inside of the box around another one, of which something is deleted. */
    private static Set<SeenFile> patches(List<SeenFile> files) {
        List<SeenFile> byStart = new ArrayList<>(files);
        byStart.sort(Comparator.comparingLong(file -> file.bounds().times().start()));
        Set<SeenFile> patches = new HashSet<>();
        List<SeenFile> reachable = new ArrayList<>();
        for (SeenFile file : byStart) {
            long start = file.bounds().times().start();
            reachable.removeIf(earlier -> earlier.bounds().times().end() < start);
            for (SeenFile earlier : reachable) {
                if (isInGap(file, earlier)) {
                    patches.add(file);
                }
                if (isInGap(earlier, file)) {
                    patches.add(earlier);
                }
            }
            reachable.add(file);
        }
        return patches;
    }

    private static boolean isInGap(SeenFile patch, SeenFile file) {
        return !file.live().deletions().isEmpty()
                && file.file().buckets().overlaps(patch.file().buckets())
                && patch.region().meets(file.bounds());
    }
}
