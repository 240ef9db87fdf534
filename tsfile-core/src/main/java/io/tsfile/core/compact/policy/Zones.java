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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where files of a group may have keys in common: boxes that are apart from each other, all in time or all in devices. */
enum Zones {
    /** Boxes in ascending order of time: no two have a time in common, or nothing between them. */
    APART_IN_TIME {
        @Override
        Comparator<Box> order() {
            return Comparator.comparingLong(zone -> zone.times().start());
        }

        @Override
        boolean areApart(Box zone, Box next) {
            long end = zone.times().end();
            return next.times().start() > end && next.times().start() - 1 > end;
        }
    },
    /** Boxes in ascending order of devices: no two have a device in common, or nothing between them. */
    APART_IN_DEVICES {
        @Override
        Comparator<Box> order() {
            return Comparator.comparing(Box::from);
        }

        @Override
        boolean areApart(Box zone, Box next) {
            return next.from().compareTo(zone.to()) > 0;
        }
    };

    private static final int MOST_UNMERGED = 4096;

    abstract Comparator<Box> order();

    /** Whether something lies between two zones, of which the first one does not come later. */
    abstract boolean areApart(Box zone, Box next);

    /** The zones in ascending order. */
    List<Box> of(List<SeenFile> group) {
        List<Piece> pieces = new ArrayList<>();
        group.forEach(file -> file.region().boxes().forEach(box -> pieces.add(new Piece(file, box))));
        pieces.sort(Comparator.comparingLong(piece -> piece.box.times().start()));
        List<Box> zones = new ArrayList<>();
        List<Piece> reachable = new ArrayList<>();
        for (Piece piece : pieces) {
            long start = piece.box.times().start();
            reachable.removeIf(earlier -> earlier.box.times().end() < start);
            for (Piece earlier : reachable) {
                if (earlier.file.file().mayOverlap(piece.file.file())) {
                    earlier.box.common(piece.box).ifPresent(zones::add);
                }
            }
            reachable.add(piece);
            if (zones.size() > MOST_UNMERGED) {
                merge(zones);
            }
        }
        merge(zones);
        return zones;
    }

    /** Makes one zone of those that are not apart. */
    void merge(List<Box> zones) {
        zones.sort(order());
        int last = -1;
        for (Box zone : zones) {
            if (last < 0 || areApart(zones.get(last), zone)) {
                zones.set(++last, zone);
            } else {
                zones.set(last, zones.get(last).union(zone));
            }
        }
        zones.subList(last + 1, zones.size()).clear();
    }

    private record Piece(SeenFile file, Box box) {}
}
