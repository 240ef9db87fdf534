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
import io.tsfile.core.model.Devices;
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
            for (Box box : file.region().boxes()) {
                box.from().at().ifPresent(places::add);
                box.to().at().ifPresent(places::add);
            }
        }
    }

    /** Cuts, apart in that way, that hold everything that overlaps, and as a whole each file that would otherwise be worn out. */
    List<Cut> cuts(Zones way) {
        if (files.size() > MOST_FILES) {
            return List.of(Cut.ALL);
        }
        List<Box> zones = way.of(files);
        List<SeenFile> intact = new ArrayList<>(files);
        while (true) {
            List<Cut> cuts = zones.stream().map(this::cut).toList();
            List<SeenFile> worn =
                    intact.stream().filter(file -> wouldBeWorn(file, cuts)).toList();
            if (worn.isEmpty()) {
                return cuts;
            }
            worn.forEach(file -> zones.add(file.bounds()));
            way.merge(zones);
            intact.removeIf(new HashSet<>(worn)::contains);
        }
    }

    /** About how many bytes are seen of the files. */
    long bytes() {
        return files.stream().mapToLong(SeenFile::bytes).sum();
    }

    /** About how many bytes the cuts hold. */
    long bytes(List<Cut> cuts) {
        return files.stream().mapToLong(file -> bytes(file, cuts)).sum();
    }

    private static boolean wouldBeWorn(SeenFile file, List<Cut> cuts) {
        int hides = 0;
        Region left = file.region();
        for (Cut cut : cuts) {
            if (file.region().meets(cut)) {
                hides++;
                left = left.minus(cut);
            }
        }
        if (hides == 0 || left.isEmpty()) {
            return false;
        }
        // What is hidden and still looks as if it were seen would be planned again for ever.
        return cuts.stream().anyMatch(left::meets)
                || Worn.isWorn(
                        file, file.bytes() - bytes(file, cuts), file.live().deletedRanges() + hides);
    }

    private static long bytes(SeenFile file, List<Cut> cuts) {
        long bytes = cuts.stream().mapToLong(cut -> file.bytesIn(Box.of(cut))).sum();
        return Math.min(bytes, file.bytes());
    }

    /** The cut around a zone. It ends with the devices at the first place that is known to lie behind those of the zone. */
    private Cut cut(Box zone) {
        IDeviceID from = zone.from().equals(bounds.from()) ? null : zone.from().device();
        return new Cut(from, zone.to().equals(bounds.to()) ? null : end(zone.to()), zone.times());
    }

    private @Nullable IDeviceID end(Edge edge) {
        IDeviceID last = edge.device();
        if (last == null || !edge.behind()) {
            return last;
        }
        IDeviceID known = places.higher(last);
        IDeviceID next = Devices.after(last);
        return known == null || next.compareTo(known) < 0 ? next : known;
    }
}
