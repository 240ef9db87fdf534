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
package io.tsfile.core.model;

import java.io.Serializable;
import java.util.List;

/**
 * A file of a snapshot with all that must not be seen of it: its hides, and the deletions of the tombstones that concern it.
 *
 * @param file the file
 * @param deletions what is hidden of it, in any order; every one may meet it
 */
public record LiveFile(DataFile file, List<Deletion> deletions) implements Serializable {
    /** Copies the list. */
    public LiveFile {
        deletions = List.copyOf(deletions);
    }

    /** A file of which all is seen. */
    public static LiveFile of(DataFile file) {
        return new LiveFile(file, List.of());
    }

    /** Files of which all is seen. */
    public static List<LiveFile> of(List<DataFile> files) {
        return files.stream().map(LiveFile::of).toList();
    }
}
