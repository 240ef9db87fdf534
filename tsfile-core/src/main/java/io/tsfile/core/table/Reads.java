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
package io.tsfile.core.table;

import io.tsfile.core.model.Cut;
import java.util.List;

/**
 * What a commit was computed from (L4). Another commit that came between and changed it makes it a conflict.
 *
 * <p>A commit whose reads all name files, and which adds only files whose versions are known, rearranges: it is taken to change no
 * answer, and commits that read values do not conflict with it.
 *
 * @param snapshot the number of the snapshot that was read
 * @param paths the files that were read: only what removes them, or hides a part of them inside the cut, is a conflict. Empty: all
 *     files of the cut, and what others add to it or delete from it is a conflict as well, while compactions are none
 * @param cut the keys that were read
 */
public record Reads(long snapshot, List<String> paths, Cut cut) {
    /** Copies the list. */
    public Reads {
        paths = List.copyOf(paths);
    }
}
