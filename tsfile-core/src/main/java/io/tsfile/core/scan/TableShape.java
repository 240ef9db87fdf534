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

import io.tsfile.core.model.LiveFile;
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
    public static TableShape of(List<LiveFile> files) {
        return new TableShape(
                files.size(),
                files.stream().mapToLong(file -> file.file().length()).sum(),
                files.stream().mapToLong(file -> file.file().rows()).sum(),
                OverlapGroups.of(files).size(),
                OverlapDepth.of(OverlapBoxes.of(files)));
    }
}
