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
 * Files of which much is deleted, or that many deletions must be looked up for, are written again without what is deleted, and
 * together with the patches that lie in their gaps. What comes out has no deletions (R4), so it is not worn.
 */
final class WornFiles implements Rule {
    @Override
    public void plan(Partition partition) {
        for (SeenFile file : partition.free()) {
            if (partition.isFree(file) && Worn.isWorn(file)) {
                List<SeenFile> inputs = withPatches(partition, file);
                if (inputs.stream().allMatch(partition::isFree)) {
                    partition.take(inputs);
                    Cells.plan(partition, CompactionReason.DELETIONS, CompactionStrategy.REWRITE, Cut.ALL, inputs);
                }
            }
        }
    }

    /** The file and all others inside of the box around it, which the output would seem to overlap. */
    private static List<SeenFile> withPatches(Partition partition, SeenFile worn) {
        List<SeenFile> inputs = new ArrayList<>(List.of(worn));
        Box box = worn.bounds();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (SeenFile other : partition.files()) {
                if (!inputs.contains(other)
                        && other.file().buckets().overlaps(worn.file().buckets())
                        && other.region().meets(box)) {
                    inputs.add(other);
                    box = box.union(other.bounds());
                    grown = true;
                }
            }
        }
        return inputs;
    }
}
