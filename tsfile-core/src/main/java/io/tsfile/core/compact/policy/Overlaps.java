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
import io.tsfile.core.model.DeviceSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

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
                partition.take(group);
                plan(partition, group);
            }
        }
    }

    private static void plan(Partition partition, List<SeenFile> group) {
        List<Box> zones = Zones.of(group);
        long zoneBytes = widen(zones, group);
        long bytes = group.stream().mapToLong(SeenFile::bytes).sum();
        if (zoneBytes > bytes / PATCH_GAIN) {
            Cells.plan(partition, CompactionReason.OVERLAP, CompactionStrategy.REWRITE, Cut.ALL, group);
            return;
        }
        for (Box zone : zones) {
            Cells.plan(partition, CompactionReason.OVERLAP, CompactionStrategy.PATCH, cut(zone, group), group);
        }
    }

    /**
     * Widens zones around files that would be worn out, until there is none.
     *
     * @return about how many bytes the zones hold
     */
    private static long widen(List<Box> zones, List<SeenFile> group) {
        List<SeenFile> intact = new ArrayList<>(group);
        while (true) {
            long bytes = 0;
            List<Box> wider = new ArrayList<>();
            for (SeenFile file : group) {
                long inZones = 0;
                int hides = file.live().deletions().size();
                for (Box zone : zones) {
                    Box cut = Box.of(cut(zone, group));
                    if (file.region().meets(cut)) {
                        inZones += file.bytesIn(cut);
                        hides++;
                    }
                }
                bytes += Math.min(inZones, file.bytes());
                if (inZones > 0 && Worn.isWorn(file, file.bytes() - inZones, hides) && intact.remove(file)) {
                    wider.add(file.bounds());
                }
            }
            if (wider.isEmpty()) {
                return bytes;
            }
            zones.addAll(wider);
            Zones.merge(zones);
        }
    }

    /** The cut around a zone; it ends with the devices at a place that is known to lie behind them. */
    private static Cut cut(Box zone, List<SeenFile> group) {
        return new Cut(zone.from().device(), end(zone, group), zone.times());
    }

    private static @Nullable IDeviceID end(Box zone, List<SeenFile> group) {
        IDeviceID last = zone.to().device();
        if (last == null || !zone.to().behind()) {
            return last;
        }
        TreeSet<IDeviceID> places = new TreeSet<>();
        for (SeenFile file : group) {
            file.file().splits().stream().map(DeviceSplit::device).forEach(places::add);
            places.add(file.file().devices().first());
        }
        return places.higher(last);
    }
}
