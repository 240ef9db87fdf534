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

import io.tsfile.core.io.StoredFile;
import java.util.List;
import java.util.NavigableMap;

/**
 * The files of a log at one moment, as far as a listing shows one moment.
 *
 * @param entries by number
 * @param checkpoints manifests by number
 * @param parts of checkpoints, finished or not
 */
record LogListing(
        NavigableMap<Long, StoredFile> entries, NavigableMap<Long, StoredFile> checkpoints, List<StoredFile> parts) {
    /** Whether there is no table. */
    boolean isEmpty() {
        return entries.isEmpty() && checkpoints.isEmpty();
    }

    /** The number of the newest commit. */
    long newest() {
        return Math.max(entries.isEmpty() ? 0 : entries.lastKey(), checkpoints.isEmpty() ? 0 : checkpoints.lastKey());
    }

    /**
     * The number of the oldest commit whose state can still be had: all entries behind it are there, and either a checkpoint is of
     * it, or it is the first. An entry that stands apart below is what a writer left that slept through a clean-up (L2).
     */
    long oldest() {
        long lowest = newest() + 1;
        while (entries.containsKey(lowest - 1)) {
            lowest--;
        }
        if (lowest == TableLog.FIRST) {
            return TableLog.FIRST;
        }
        NavigableMap<Long, StoredFile> reachable = checkpoints.tailMap(lowest - 1, true);
        return reachable.isEmpty() ? newest() : reachable.firstKey();
    }
}
