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

import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The state of a table after a commit. Immutable.
 *
 * @param number the commit's number
 * @param timeMillis the commit's time, milliseconds since the epoch, ascending from commit to commit
 * @param metadata what the table is
 * @param files its live files, in ascending order of version, then path
 * @param hides what must not be seen of a file, by the file's path
 * @param tombstones what was deleted from the table, in ascending order of version
 */
public record Snapshot(
        long number,
        long timeMillis,
        TableMetadata metadata,
        List<DataFile> files,
        Map<String, List<Deletion>> hides,
        List<Tombstone> tombstones) {
    /** A snapshot of files of which all is seen. */
    public Snapshot(long number, long timeMillis, TableMetadata metadata, List<DataFile> files) {
        this(number, timeMillis, metadata, files, Map.of(), List.of());
    }

    /**
     * The files that may have a row at these times, in the order of {@link #files}, each with what must not be seen of it.
     *
     * @param store the table's folder: tombstones that were too many for the log are read from there
     */
    public List<LiveFile> liveFiles(FileStore store, TimeRange times) throws IOException {
        List<LiveFile> live = new ArrayList<>();
        for (DataFile file : files) {
            if (file.times().overlaps(times)) {
                List<Deletion> deletions = new ArrayList<>(hides.getOrDefault(file.path(), List.of()));
                for (Tombstone tombstone : tombstones) {
                    if (tombstone.concerns(file)) {
                        deletions.add(tombstone.deletion());
                    }
                }
                live.add(new LiveFile(file, deletions));
            }
        }
        return live;
    }
}
