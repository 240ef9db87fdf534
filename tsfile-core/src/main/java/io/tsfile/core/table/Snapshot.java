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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * The state of a table after a commit. Immutable.
 *
 * @param number the commit's number
 * @param timeMillis the commit's time, milliseconds since the epoch, ascending from commit to commit
 * @param metadata what the table is
 * @param files its live files, in ascending order of version, then path
 * @param hides what must not be seen of a file, by the file's path
 * @param tombstones what was deleted from the table, in ascending order of version, without what {@code tombstoneFiles} hold
 * @param tombstoneFiles more of what was deleted, in files beside the log
 * @param doomed paths that are about to be deleted from the store, and that nobody may add
 */
public record Snapshot(
        long number,
        long timeMillis,
        TableMetadata metadata,
        List<DataFile> files,
        Map<String, List<Deletion>> hides,
        List<Tombstone> tombstones,
        List<TombstoneFile> tombstoneFiles,
        SortedSet<String> doomed) {
    /** A snapshot of files of which all is seen. */
    public Snapshot(long number, long timeMillis, TableMetadata metadata, List<DataFile> files) {
        this(number, timeMillis, metadata, files, Map.of(), List.of());
    }

    /** A snapshot whose deletions are all in the log. */
    public Snapshot(
            long number,
            long timeMillis,
            TableMetadata metadata,
            List<DataFile> files,
            Map<String, List<Deletion>> hides,
            List<Tombstone> tombstones) {
        this(number, timeMillis, metadata, files, hides, tombstones, List.of(), Collections.emptySortedSet());
    }

    /**
     * The files that may have a row at these times, in the order of {@link #files}, each with what must not be seen of it.
     *
     * @param store the table's folder: tombstones that were too many for the log are read from there
     */
    public List<LiveFile> liveFiles(FileStore store, TimeRange times) throws IOException {
        List<DataFile> chosen =
                files.stream().filter(file -> file.times().overlaps(times)).toList();
        List<Tombstone> deleted = tombstones(store, times, chosen);
        List<LiveFile> live = new ArrayList<>(chosen.size());
        for (DataFile file : chosen) {
            List<Deletion> deletions = new ArrayList<>(hides.getOrDefault(file.path(), List.of()));
            for (Tombstone tombstone : deleted) {
                if (tombstone.concerns(file)) {
                    deletions.add(tombstone.deletion());
                }
            }
            live.add(LiveFile.without(file, deletions));
        }
        return live;
    }

    /** The tombstones that meet the times; of those in files, only the files that may concern one of the chosen are read. */
    private List<Tombstone> tombstones(FileStore store, TimeRange times, List<DataFile> chosen) throws IOException {
        List<Tombstone> all = new ArrayList<>(tombstones);
        for (TombstoneFile file : tombstoneFiles) {
            if (file.times().overlaps(times) && chosen.stream().anyMatch(file::mayConcern)) {
                all.addAll(TombstoneFiles.read(store, file));
            }
        }
        all.removeIf(tombstone -> !tombstone.deletion().times().overlaps(times));
        return all;
    }
}
