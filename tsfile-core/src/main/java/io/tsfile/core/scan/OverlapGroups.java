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

import io.tsfile.core.model.DataFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits files into groups so that files of different groups have no key in common: the connected components of
 * {@link DataFile#mayOverlap}. Any union of groups is closed (R3).
 */
public final class OverlapGroups {
    private OverlapGroups() {}

    /** The groups in ascending order of their first time; the files of each in ascending order of version, then path. */
    public static List<List<DataFile>> of(List<DataFile> files) {
        List<DataFile> byStart = new ArrayList<>(files);
        byStart.sort(Comparator.comparingLong(file -> file.times().start()));
        int[] parents = new int[byStart.size()];
        List<Integer> reachable = new ArrayList<>();
        for (int i = 0; i < parents.length; i++) {
            parents[i] = i;
            DataFile file = byStart.get(i);
            // Files that end before this one starts meet no later one either.
            reachable.removeIf(j -> byStart.get(j).times().end() < file.times().start());
            for (int j : reachable) {
                if (byStart.get(j).mayOverlap(file)) {
                    parents[root(parents, i)] = root(parents, j);
                }
            }
            reachable.add(i);
        }
        Map<Integer, List<DataFile>> groups = new LinkedHashMap<>();
        for (int i = 0; i < parents.length; i++) {
            groups.computeIfAbsent(root(parents, i), root -> new ArrayList<>()).add(byStart.get(i));
        }
        List<List<DataFile>> sorted = new ArrayList<>(groups.values());
        sorted.forEach(group -> group.sort(DataFile.BY_VERSION));
        return sorted;
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
