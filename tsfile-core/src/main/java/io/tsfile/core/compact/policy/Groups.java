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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files connected by what they may have in common of what is seen. Two files of different groups share no key. */
final class Groups {
    private static final Comparator<SeenFile> BY_START =
            Comparator.comparingLong(file -> file.bounds().times().start());

    private Groups() {}

    /** The groups in ascending order of their first time. */
    static List<List<SeenFile>> of(List<SeenFile> files) {
        List<SeenFile> byStart = new ArrayList<>(files);
        byStart.sort(BY_START);
        int[] parents = new int[byStart.size()];
        List<Integer> reachable = new ArrayList<>();
        for (int i = 0; i < parents.length; i++) {
            parents[i] = i;
            SeenFile file = byStart.get(i);
            long start = file.bounds().times().start();
            // Files that end before this one starts meet no later one either.
            reachable.removeIf(j -> byStart.get(j).bounds().times().end() < start);
            for (int j : reachable) {
                if (root(parents, i) != root(parents, j) && byStart.get(j).mayOverlap(file)) {
                    parents[root(parents, i)] = root(parents, j);
                }
            }
            reachable.add(i);
        }
        Map<Integer, List<SeenFile>> groups = new LinkedHashMap<>();
        for (int i = 0; i < parents.length; i++) {
            groups.computeIfAbsent(root(parents, i), root -> new ArrayList<>()).add(byStart.get(i));
        }
        return new ArrayList<>(groups.values());
    }

    private static int root(int[] parents, int i) {
        int root = i;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }
}
