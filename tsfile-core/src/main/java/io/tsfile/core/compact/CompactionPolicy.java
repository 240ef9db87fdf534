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
package io.tsfile.core.compact;

import io.tsfile.core.model.DataFile;
import io.tsfile.core.scan.OverlapGroups;
import io.tsfile.core.table.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides what to compact. Pure.
 *
 * <p>Within a time partition, files that overlap are merged, and small files are gathered. A task always leaves fewer files
 * or less overlap than it found, so the work ends.
 */
public final class CompactionPolicy {
    private CompactionPolicy() {}

    /**
     * The tasks worth doing, disjoint and closed (R3); none if there is nothing to gain, so that a finished compaction never
     * asks for the same work again.
     *
     * @param targetFileBytes files of about that length are left alone unless they overlap others
     */
    public static List<CompactionTask> plan(Snapshot snapshot, long targetFileBytes) {
        if (targetFileBytes < 1) {
            throw new IllegalArgumentException("Cannot compact to files of " + targetFileBytes + " bytes");
        }
        Map<Long, List<DataFile>> partitions = new TreeMap<>();
        for (DataFile file : snapshot.files()) {
            long partition =
                    snapshot.metadata().partitioning().partition(file.times().start());
            partitions.computeIfAbsent(partition, p -> new ArrayList<>()).add(file);
        }
        List<CompactionTask> tasks = new ArrayList<>();
        partitions.forEach((partition, files) -> planPartition(snapshot, partition, files, targetFileBytes, tasks));
        return tasks;
    }

    private static void planPartition(
            Snapshot snapshot, long partition, List<DataFile> files, long targetFileBytes, List<CompactionTask> tasks) {
        List<DataFile> gathered = new ArrayList<>();
        long gatheredBytes = 0;
        for (List<DataFile> group : OverlapGroups.of(files)) {
            long bytes = group.stream().mapToLong(DataFile::length).sum();
            boolean large = bytes >= targetFileBytes;
            if (large && group.size() > 1) {
                tasks.add(task(snapshot, partition, "overlap", group));
            }
            if (large) {
                continue;
            }
            if (gatheredBytes + bytes > targetFileBytes) {
                addGathered(snapshot, partition, gathered, tasks);
                gathered = new ArrayList<>();
                gatheredBytes = 0;
            }
            gathered.addAll(group);
            gatheredBytes += bytes;
        }
        addGathered(snapshot, partition, gathered, tasks);
    }

    private static void addGathered(
            Snapshot snapshot, long partition, List<DataFile> gathered, List<CompactionTask> tasks) {
        if (gathered.size() > 1) {
            boolean overlap = OverlapGroups.of(gathered).size() < gathered.size();
            tasks.add(task(snapshot, partition, overlap ? "overlap" : "small files", gathered));
        }
    }

    private static CompactionTask task(Snapshot snapshot, long partition, String reason, List<DataFile> files) {
        ArrayList<DataFile> inputs = new ArrayList<>(files);
        inputs.sort(DataFile.BY_VERSION);
        return new CompactionTask(partition, reason, snapshot.number(), inputs);
    }
}
