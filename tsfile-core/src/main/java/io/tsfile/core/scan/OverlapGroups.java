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
import io.tsfile.core.model.LiveFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits files into groups so that files of different groups have no key in common that is seen: the connected components of
 * {@link LiveFile#mayOverlap}, or unions of some. Any union of groups is closed (R3).
 */
public final class OverlapGroups {
    private OverlapGroups() {}

    /**
     * The groups in ascending order of their first time; the files of each in ascending order of version, then path. Files of
     * which nothing is seen are in none.
     */
    public static List<List<LiveFile>> of(List<LiveFile> files) {
        OverlapBoxes boxes = OverlapBoxes.of(files);
        OverlapUnion union = new OverlapUnion(boxes);
        boxes.slabs().forEach(union::join);
        Map<Integer, List<LiveFile>> groups = new LinkedHashMap<>();
        for (int box = 0; box < boxes.size(); box++) {
            groups.computeIfAbsent(union.root(box), root -> new ArrayList<>()).add(boxes.file(box));
        }
        List<List<LiveFile>> sorted = new ArrayList<>(groups.values());
        sorted.forEach(group -> group.sort(Comparator.comparing(LiveFile::file, DataFile.BY_VERSION)));
        return sorted;
    }
}
