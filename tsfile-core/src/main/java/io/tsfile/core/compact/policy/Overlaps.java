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
 * Late rows of few devices have zones that are apart in devices instead, where it is known which devices these are:
 *
 * <pre>
 *   devices      old                      late                   patch
 *         a      [=====][======]                                 [=====][======]
 *         b      [=====][======]              [========]         ###############
 *         c      [=====][======]                                 [=====][======]
 * </pre>
 *
 * Patches are taken if their zones hold a small share of the group's bytes, and each saves enough: small files are soon gathered
 * anyway. A patch leaves a hide in each large file, which readers skip and which keeps bytes on the disk: a file with many of them, or
 * of which little is left, goes into the zone as a whole.
 */
final class Overlaps implements Rule {
    /** Bytes of a group for each byte of its zones, for a patch to be taken. */
    private static final int PATCH_GAIN = 4;

    /** What a patch saves at least, as a share of a file's length: a task and a commit cost something, however little they write. */
    private static final int PATCH_SAVES = 16;

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
        List<Cut> cuts = overlaps.cuts(Zones.APART_IN_TIME);
        if (cuts.isEmpty()) {
            // They only seemed to overlap, at a rough look.
            return;
        }
        partition.take(group);
        if (!isCheap(partition, overlaps, cuts)) {
            cuts = overlaps.cuts(Zones.APART_IN_DEVICES);
        }
        if (!isCheap(partition, overlaps, cuts)) {
            Cells.plan(partition, CompactionReason.OVERLAP, CompactionStrategy.REWRITE, Cut.ALL, group);
            return;
        }
        for (Cut cut : cuts) {
            Cells.plan(partition, CompactionReason.OVERLAP, CompactionStrategy.PATCH, cut, group);
        }
    }

    /** Whether patches of the cuts cost less than a rewrite. */
    private static boolean isCheap(Partition partition, OverlapGroup overlaps, List<Cut> cuts) {
        long zones = overlaps.bytes(cuts);
        long all = overlaps.bytes();
        return zones <= all / PATCH_GAIN && (all - zones) / cuts.size() >= partition.targetFileBytes() / PATCH_SAVES;
    }
}
