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

import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DeviceSplit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Files that overlap, and the cuts around where they do. */
final class OverlapGroup {
    /** In a group of more files than that nobody looks for the zones. */
    private static final int MOST_FILES = 4_096;

    private final List<SeenFile> files;
    private final Box bounds;
    /** Devices that a cut may begin or end with. */
    private final TreeSet<IDeviceID> places = new TreeSet<>();

    OverlapGroup(List<SeenFile> files) {
        this.files = files;
        this.bounds = files.stream().map(SeenFile::bounds).reduce(Box::union).orElseThrow();
        for (SeenFile file : files) {
            file.file().splits().stream().map(DeviceSplit::device).forEach(places::add);
            places.add(file.file().devices().first());
        }
    }

    /** Cuts that hold everything that overlaps, and as a whole each file that would otherwise be worn out. */
    List<Cut> cuts() {
        if (files.size() > MOST_FILES) {
            return List.of(Cut.ALL);
        }
        List<Box> zones = Zones.of(files);
        List<SeenFile> intact = new ArrayList<>(files);
        while (true) {
            List<Cut> cuts = zones.stream().map(this::cut).toList();
            List<SeenFile> worn =
                    intact.stream().filter(file -> wouldBeWorn(file, cuts)).toList();
            if (worn.isEmpty()) {
                return cuts;
            }
            worn.forEach(file -> zones.add(file.bounds()));
            Zones.merge(zones);
            intact.removeIf(new HashSet<>(worn)::contains);
        }
    }

    /** About how many bytes the cuts hold. */
    long bytes(List<Cut> cuts) {
        return files.stream().mapToLong(file -> bytes(file, cuts)).sum();
    }

    private static boolean wouldBeWorn(SeenFile file, List<Cut> cuts) {
        int hides = 0;
        for (Cut cut : cuts) {
            hides += file.region().meets(cut) ? 1 : 0;
        }
        return hides > 0
                && Worn.isWorn(
                        file, file.bytes() - bytes(file, cuts), file.live().deletedRanges() + hides);
    }

    private static long bytes(SeenFile file, List<Cut> cuts) {
        long bytes = cuts.stream().mapToLong(cut -> file.bytesIn(Box.of(cut))).sum();
        return Math.min(bytes, file.bytes());
    }

    /** The cut around a zone. It ends with the devices at a place that is known to lie behind those of the zone. */
    private Cut cut(Box zone) {
        IDeviceID from = zone.from().equals(bounds.from()) ? null : zone.from().device();
        return new Cut(from, zone.to().equals(bounds.to()) ? null : end(zone.to()), zone.times());
    }

    private @Nullable IDeviceID end(Edge edge) {
        IDeviceID last = edge.device();
        return last == null || !edge.behind() ? last : places.higher(last);
    }
}
