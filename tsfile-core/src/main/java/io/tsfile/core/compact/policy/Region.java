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
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Where a file may have keys that are seen: its rectangle without what is deleted of all its measurements, as boxes that have nothing
 * in common. It may be larger than what is really seen, and never is smaller. Immutable.
 */
public final class Region {
    /** Deletions of single devices cut a region into crumbs; those of more devices, or times of them, at once are not looked at. */
    private static final int MOST_SINGLE_DEVICES = 8;

    /** A region in more pieces than that is kept as it was before the next deletion. */
    private static final int MOST_BOXES = 64;

    private final DataFile file;
    private final List<Box> boxes;

    private Region(DataFile file, List<Box> boxes) {
        this.file = file;
        this.boxes = boxes;
    }

    /** Where the file may be seen. */
    public static Region of(LiveFile live) {
        return left(live, List.of(Box.of(live.file())));
    }

    /**
     * Where the file may be seen.
     *
     * @param devices all that it has, in ascending order
     */
    static Region of(LiveFile live, List<IDeviceID> devices) {
        return left(
                live,
                devices.stream()
                        .map(device -> new Box(
                                Edge.before(device),
                                Edge.behind(device),
                                live.file().times()))
                        .toList());
    }

    private static Region left(LiveFile live, List<Box> boxes) {
        Region region = new Region(live.file(), boxes);
        for (Deletion deletion : live.deletions()) {
            region = region.minus(deletion);
        }
        return region;
    }

    /** What is left outside of a cut. */
    public Region minus(Cut cut) {
        return minus(List.of(Box.of(cut)));
    }

    /** Whether nothing is seen any more; a no may be wrong, a yes never is. */
    public boolean isEmpty() {
        return boxes.isEmpty();
    }

    /** Whether the cut may hold something that is seen. */
    public boolean meets(Cut cut) {
        return meets(Box.of(cut));
    }

    List<Box> boxes() {
        return boxes;
    }

    boolean meets(Box box) {
        // Asked for each file and each cell of a large merge, so not by a stream.
        for (Box piece : boxes) {
            if (piece.meets(box)) {
                return true;
            }
        }
        return false;
    }

    boolean meets(Region other) {
        return boxes.stream().anyMatch(other::meets);
    }

    private Region minus(Deletion deletion) {
        TimeSet times = deletion.times();
        if (!deletion.ofRows() || cutsIntoCrumbs(deletion)) {
            return this;
        }
        Region left = this;
        for (int i = 0; i < times.size(); i++) {
            // In the middle, more holes than that would not be kept.
            if (times.size() <= MOST_BOXES || i == 0 || i == times.size() - 1) {
                left = left.minus(boxes(deletion.devices(), new TimeRange(times.start(i), times.end(i))));
            }
        }
        return left;
    }

    private boolean cutsIntoCrumbs(Deletion deletion) {
        return deletion.devices() instanceof DeviceScope.Exactly exactly
                && !exactly.covers(file.devices())
                && (long) exactly.devices().size() * deletion.times().size() > MOST_SINGLE_DEVICES;
    }

    private Region minus(List<Box> gone) {
        List<Box> left = boxes;
        for (Box box : gone) {
            List<Box> next = new ArrayList<>();
            for (Box whole : left) {
                next.addAll(whole.minus(box));
            }
            left = next;
        }
        return left.size() > MOST_BOXES ? this : new Region(file, left);
    }

    /** Boxes that hold nothing else than the devices of the scope; fewer than there are if they cannot be told. */
    private List<Box> boxes(DeviceScope scope, TimeRange times) {
        if (scope.covers(file.devices())) {
            return List.of(new Box(Edge.FIRST, Edge.LAST, times));
        }
        if (scope instanceof DeviceScope.Between between) {
            return List.of(Box.between(between.from(), between.to(), times));
        }
        if (scope instanceof DeviceScope.Exactly exactly) {
            return exactly.devices().stream()
                    .map(device -> new Box(Edge.before(device), Edge.behind(device), times))
                    .toList();
        }
        return List.of();
    }
}
