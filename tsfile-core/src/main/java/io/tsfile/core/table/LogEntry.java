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

import io.tsfile.core.model.DataFile;
import java.util.List;
import java.util.Optional;

/**
 * A commit as it stands in the log.
 *
 * @param number its number
 * @param info who and why
 * @param metadata what the table is from here on, where the commit says so; the first one always does
 * @param adds files that become visible
 * @param removes paths of files that cease to be; one that is added as well is moved, or, where tombstones count as applied to
 *     it otherwise than before, restored without the hides it had
 * @param hides parts of files that are not to be seen any more
 * @param tombstones what is deleted from the table
 * @param doomed what is about to be deleted from the store
 */
record LogEntry(
        long number,
        CommitInfo info,
        Optional<TableMetadata> metadata,
        List<DataFile> adds,
        List<String> removes,
        List<Hide> hides,
        TombstoneChanges tombstones,
        DoomedChanges doomed) {
    /** A commit of files only. */
    LogEntry(
            long number, CommitInfo info, Optional<TableMetadata> metadata, List<DataFile> adds, List<String> removes) {
        this(number, info, metadata, adds, removes, List.of(), TombstoneChanges.NONE, DoomedChanges.NONE);
    }
}
