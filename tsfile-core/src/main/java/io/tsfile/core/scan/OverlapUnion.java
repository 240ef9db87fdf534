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
import org.jspecify.annotations.Nullable;

/**
 * Joins boxes that overlap, without looking at every pair of them: where all overlap all, there are too many. Not thread-safe.
 *
 * <p>It sweeps over time. The boxes met so far are in a segment tree over the places of devices: a box is in the nodes that
 * together make up its places, and noted below all nodes above those. A new box overlaps those in every node on its way down,
 * and all below the nodes that make it up, unless they ended before. All of them are one group from then on, of which the node
 * keeps the box that ends last, because whoever overlaps any of them overlaps that one, and the one of another version that
 * ends last, because files of one version never share a key (R9). So each note is looked at about once.
 */
final class OverlapUnion {
    private static final int MIXED = -1;

    private final OverlapBoxes boxes;
    private final int[] parents;
    private @Nullable Notes[] here = new Notes[0];
    private @Nullable Notes[] below = new Notes[0];

    OverlapUnion(OverlapBoxes boxes) {
        this.boxes = boxes;
        this.parents = new int[boxes.size()];
        Arrays.setAll(parents, box -> box);
    }

    /** A number that all boxes of a group have in common, and no other. */
    int root(int box) {
        int root = box;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    /** Joins the boxes of a slab that overlap. */
    void join(OverlapBoxes.Slab slab) {
        here = new Notes[4 * slab.places()];
        below = new Notes[4 * slab.places()];
        for (int i = 0; i < slab.files().length; i++) {
            add(1, 0, slab.places() - 1, slab.low()[i], slab.high()[i], slab.files()[i]);
        }
    }

    private void add(int node, int from, int to, int low, int high, int box) {
        Notes inNode = here[node];
        if (inNode != null) {
            inNode.meet(box);
        }
        if (low <= from && to <= high) {
            Notes belowNode = below[node];
            if (belowNode != null) {
                belowNode.meet(box);
            }
            note(here, node, box);
            return;
        }
        note(below, node, box);
        int middle = (from + to) >>> 1;
        if (low <= middle) {
            add(2 * node, from, middle, low, high, box);
        }
        if (high > middle) {
            add(2 * node + 1, middle + 1, to, low, high, box);
        }
    }

    private void note(@Nullable Notes[] nodes, int node, int box) {
        Notes notes = nodes[node];
        if (notes == null) {
            notes = new Notes();
            nodes[node] = notes;
        }
        notes.add(box);
    }

    private final class Notes {
        private int[] noted = new int[2];
        private int count;
        /** The version of all of them, or {@link #MIXED}. */
        private int version;

        void add(int box) {
            version = count == 0 || version == boxes.version(box) ? boxes.version(box) : MIXED;
            if (count == noted.length) {
                noted = Arrays.copyOf(noted, 2 * count);
            }
            noted[count++] = box;
        }

        /** Joins the box with all that did not end before it begins. */
        void meet(int box) {
            if (count == 0 || version == boxes.version(box)) {
                return;
            }
            int kept = 0;
            int last = -1;
            int lastOfOther = -1;
            for (int i = 0; i < count; i++) {
                int other = noted[i];
                if (boxes.version(other) == boxes.version(box)) {
                    noted[kept++] = other;
                } else if (boxes.end(other) >= boxes.start(box)) {
                    parents[root(other)] = root(box);
                    if (last < 0 || boxes.end(other) > boxes.end(last)) {
                        lastOfOther = last >= 0 && boxes.version(last) != boxes.version(other) ? last : lastOfOther;
                        last = other;
                    } else if (boxes.version(other) != boxes.version(last)
                            && (lastOfOther < 0 || boxes.end(other) > boxes.end(lastOfOther))) {
                        lastOfOther = other;
                    }
                }
            }
            count = kept;
            version = boxes.version(box);
            if (last >= 0) {
                add(last);
            }
            if (lastOfOther >= 0) {
                add(lastOfOther);
            }
        }
    }
}
