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
import java.util.List;

/**
 * What the user forces: everything that was not compacted yet, that overlaps, or of which something is deleted is written again. What comes
 * out is neither, so that a forced compaction that was killed goes on where it was.
 */
final class ForcedFiles implements Rule {
    @Override
    public void plan(Partition partition) {
        List<List<SeenFile>> units = new ArrayList<>();
        for (List<SeenFile> group : Groups.of(partition.free())) {
            SeenFile first = group.get(0);
            if (group.size() > 1
                    || first.file().level() == 0
                    || !first.live().deletions().isEmpty()) {
                units.add(group);
            }
        }
        int mostFiles = partition.options().maxTaskFiles();
        for (List<SeenFile> run : Runs.of(units, partition.files(), Long.MAX_VALUE, mostFiles)) {
            partition.take(run);
            Cells.plan(partition, CompactionReason.FORCED, CompactionStrategy.REWRITE, Cut.ALL, run);
        }
    }
}
