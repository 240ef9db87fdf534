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

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Files to make runs of. */
final class Units {
    private Units() {}

    /** Free files, each for itself, in ascending order of their first time. */
    static List<List<SeenFile>> single(Partition partition, Predicate<SeenFile> wanted) {
        return partition.free().stream()
                .filter(wanted)
                .sorted(Comparator.comparingLong(file -> file.bounds().times().start()))
                .map(List::of)
                .toList();
    }
}
