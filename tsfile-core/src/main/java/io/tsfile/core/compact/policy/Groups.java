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

import io.tsfile.core.model.LiveFile;
import io.tsfile.core.scan.OverlapGroups;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Files connected by what they may have in common of what is seen. Two files of different groups share no key. */
final class Groups {
    private static final Comparator<SeenFile> BY_START =
            Comparator.comparingLong(file -> file.bounds().times().start());

    private Groups() {}

    /** Up to so many files, each is held against the others, so that holes in what is seen of them count. */
    private static final int MOST_PAIRED = 2_048;

    /** The groups; the files of each in ascending order of their first time. */
    static List<List<SeenFile>> of(List<SeenFile> files) {
        IdentityHashMap<LiveFile, SeenFile> seen = new IdentityHashMap<>();
        files.forEach(file -> seen.put(file.live(), file));
        List<List<SeenFile>> groups = new ArrayList<>();
        for (List<LiveFile> rough :
                OverlapGroups.of(files.stream().map(SeenFile::live).toList())) {
            List<SeenFile> group = new ArrayList<>();
            rough.forEach(file -> group.add(Objects.requireNonNull(seen.get(file))));
            group.sort(BY_START);
            if (group.size() <= MOST_PAIRED) {
                groups.addAll(paired(group));
            } else {
                groups.add(group);
            }
        }
        groups.sort(Comparator.comparing(group -> group.get(0), BY_START));
        return groups;
    }

    private static List<List<SeenFile>> paired(List<SeenFile> files) {
        int[] parents = new int[files.size()];
        List<Integer> reachable = new ArrayList<>();
        for (int i = 0; i < parents.length; i++) {
            parents[i] = i;
            SeenFile file = files.get(i);
            long start = file.bounds().times().start();
            // Files that end before this one starts meet no later one either.
            reachable.removeIf(j -> files.get(j).bounds().times().end() < start);
            for (int j : reachable) {
                if (root(parents, i) != root(parents, j) && files.get(j).mayOverlap(file)) {
                    parents[root(parents, i)] = root(parents, j);
                }
            }
            reachable.add(i);
        }
        Map<Integer, List<SeenFile>> groups = new LinkedHashMap<>();
        for (int i = 0; i < parents.length; i++) {
            groups.computeIfAbsent(root(parents, i), root -> new ArrayList<>()).add(files.get(i));
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
