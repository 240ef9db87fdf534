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
package io.tsfile.core.scan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Counts how many boxes hold one key at most. Files of one version count once, because they share no key (R9).
 *
 * <p>It sweeps over time, with a segment tree over the places of devices that adds to ranges and knows the largest sum.
 * Not thread-safe.
 */
final class OverlapDepth {
    private final OverlapBoxes boxes;
    private final OverlapBoxes.Slab slab;
    /** Added to all places of a node. */
    private final int[] added;
    /** The largest sum below a node, with what is added to the node itself. */
    private final int[] largest;

    private final Map<Integer, Cover> byVersion = new HashMap<>();

    /** The boxes of one version that are there. */
    private static final class Cover {
        /** From which place on how many boxes hold a place. */
        private final NavigableMap<Integer, Integer> depths = new TreeMap<>();

        private int boxes;

        void bound(int place) {
            Map.Entry<Integer, Integer> before = depths.floorEntry(place);
            depths.putIfAbsent(place, before == null ? 0 : before.getValue());
        }
    }

    private OverlapDepth(OverlapBoxes boxes, OverlapBoxes.Slab slab) {
        this.boxes = boxes;
        this.slab = slab;
        this.added = new int[4 * slab.places()];
        this.largest = new int[4 * slab.places()];
    }

    /** The largest number of versions that may hold one key. */
    static int of(OverlapBoxes boxes) {
        int deepest = 0;
        for (OverlapBoxes.Slab slab : boxes.slabs()) {
            deepest = Math.max(deepest, new OverlapDepth(boxes, slab).sweep());
        }
        return deepest;
    }

    private int sweep() {
        int count = slab.files().length;
        Integer[] byEnd = new Integer[count];
        Arrays.setAll(byEnd, i -> i);
        Arrays.sort(byEnd, Comparator.comparingLong(i -> boxes.end(slab.files()[i])));
        int gone = 0;
        int deepest = 0;
        for (int i = 0; i < count; i++) {
            while (boxes.end(slab.files()[byEnd[gone]]) < boxes.start(slab.files()[i])) {
                cover(byEnd[gone++], -1);
            }
            cover(i, 1);
            deepest = Math.max(deepest, largest[1]);
        }
        return deepest;
    }

    /** Adds a box to its version, or takes it away, and counts where its version comes or goes. */
    private void cover(int i, int change) {
        int low = slab.low()[i];
        int behind = slab.high()[i] + 1;
        int version = boxes.version(slab.files()[i]);
        Cover cover = byVersion.computeIfAbsent(version, v -> new Cover());
        cover.bound(low);
        cover.bound(behind);
        for (Map.Entry<Integer, Integer> part :
                cover.depths.subMap(low, true, behind, false).entrySet()) {
            int before = part.getValue();
            part.setValue(before + change);
            if (before == 0 || before + change == 0) {
                Integer next = Objects.requireNonNull(cover.depths.higherKey(part.getKey()));
                add(1, 0, slab.places() - 1, part.getKey(), next - 1, change);
            }
        }
        cover.boxes += change;
        if (cover.boxes == 0) {
            byVersion.remove(version);
        }
    }

    private void add(int node, int from, int to, int low, int high, int change) {
        if (low <= from && to <= high) {
            added[node] += change;
            largest[node] += change;
            return;
        }
        int middle = (from + to) >>> 1;
        if (low <= middle) {
            add(2 * node, from, middle, low, high, change);
        }
        if (high > middle) {
            add(2 * node + 1, middle + 1, to, low, high, change);
        }
        largest[node] = added[node] + Math.max(largest[2 * node], largest[2 * node + 1]);
    }
}
