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
import java.util.List;

/**
 * Files that overlap are merged, by whichever costs less in the long run.
 *
 * <pre>
 *   times  ------------------------------------>
 *   old    [===================]
 *   late                    [==]
 *   old                        [==============]
 *
 *   rewrite [==================][=============]    all bytes of the group
 *   patch   [===============]###[=============]    only the zone #; it is hidden in the old files
 * </pre>
 *
 * A patch is taken if its zones hold a small share of the group's bytes. It leaves a hide in each large file, which readers
 * skip and which keeps bytes on the disk: a file with many of them, or of which little is left, goes into the zone as a whole.
 */
final class Overlaps implements Rule {
    /** Bytes of a group for each byte of its zones, for a patch to be taken. */
    private static final int PATCH_GAIN = 4;

    @Override
    public void plan(Partition partition) {
        for (List<SeenFile> group : Groups.of(partition.free())) {
            if (group.size() > 1) {
                plan(partition, group);
            }
        }
    }

    private static void plan(Partition partition, List<SeenFile> group) {
        OverlapGroup overlaps = new OverlapGroup(group);
        List<Cut> cuts = overlaps.cuts();
        if (cuts.isEmpty()) {
            // They only seemed to overlap, at a rough look.
            return;
        }
        partition.take(group);
        long zoneBytes = overlaps.bytes(cuts);
        long bytes = group.stream().mapToLong(SeenFile::bytes).sum();
        if (zoneBytes > bytes / PATCH_GAIN) {
            Cells.plan(partition, CompactionReason.OVERLAP, CompactionStrategy.REWRITE, Cut.ALL, group);
            return;
        }
        for (Cut cut : cuts) {
            Cells.plan(partition, CompactionReason.OVERLAP, CompactionStrategy.PATCH, cut, group);
        }
    }
}
