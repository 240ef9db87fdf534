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
import java.util.List;

/**
 * How well a set of files can be read.
 *
 * @param files how many
 * @param bytes of all
 * @param rows stored, duplicates counted as often as they are stored
 * @param sections groups of files that overlap each other, directly or through others
 * @param overlap the largest number of files that may hold one key
 */
public record TableShape(int files, long bytes, long rows, int sections, int overlap) {
    /** The shape of these files. */
    public static TableShape of(List<DataFile> files) {
        List<List<DataFile>> groups = OverlapGroups.of(files);
        long bytes = 0;
        long rows = 0;
        int overlap = 0;
        for (List<DataFile> group : groups) {
            for (DataFile file : group) {
                bytes += file.length();
                rows += file.rows();
                overlap = Math.max(overlap, depthAtStart(file, group));
            }
        }
        return new TableShape(files.size(), bytes, rows, groups.size(), overlap);
    }

    /**
     * How many files, itself included, may hold a key of {@code file} where it starts; the deepest place of all is where some
     * file starts. Files of one version count once, because they share no key (R9).
     */
    private static int depthAtStart(DataFile file, List<DataFile> group) {
        long start = file.times().start();
        long others = group.stream()
                .filter(other -> other.times().contains(start) && other.mayOverlap(file))
                .map(DataFile::version)
                .distinct()
                .count();
        return 1 + Math.toIntExact(others);
    }
}
