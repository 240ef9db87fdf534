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

import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.Version;
import io.tsfile.core.scan.OverlapGroups;
import io.tsfile.core.table.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
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
    /** Files of one task unless two versions have more: all of them are open at once, and processes may open about 1000. */
    private static final int MAX_FILES = 256;

    private CompactionPolicy() {}

    /**
     * The tasks worth doing, disjoint and closed (R3); none if there is nothing to gain, so that a finished compaction never
     * asks for the same work again.
     *
     * @param live all files of the snapshot, with what must not be seen of them
     * @param options how; files of about the target length are left alone unless they overlap others
     */
    public static List<CompactionTask> plan(Snapshot snapshot, List<LiveFile> live, CompactionOptions options) {
        long targetFileBytes = options.output().targetFileBytes();
        Map<Long, List<LiveFile>> partitions = new TreeMap<>();
        for (LiveFile file : live) {
            long partition = snapshot.metadata()
                    .partitioning()
                    .partition(file.file().times().start());
            partitions.computeIfAbsent(partition, p -> new ArrayList<>()).add(file);
        }
        List<CompactionTask> tasks = new ArrayList<>();
        partitions.forEach((partition, files) -> planPartition(snapshot, partition, files, targetFileBytes, tasks));
        return tasks;
    }

    private static void planPartition(
            Snapshot snapshot, long partition, List<LiveFile> files, long targetFileBytes, List<CompactionTask> tasks) {
        List<LiveFile> gathered = new ArrayList<>();
        long gatheredBytes = 0;
        for (List<LiveFile> group : OverlapGroups.of(files)) {
            long bytes = group.stream().mapToLong(file -> file.file().length()).sum();
            if (group.size() > MAX_FILES) {
                addSlices(snapshot, partition, group, tasks);
                continue;
            }
            boolean large = bytes >= targetFileBytes;
            if (large && group.size() > 1) {
                tasks.add(task(snapshot, partition, CompactionReason.OVERLAP, group));
            }
            if (large) {
                continue;
            }
            if (gatheredBytes + bytes > targetFileBytes || gathered.size() + group.size() > MAX_FILES) {
                addGathered(snapshot, partition, gathered, tasks);
                gathered = new ArrayList<>();
                gatheredBytes = 0;
            }
            gathered.addAll(group);
            gatheredBytes += bytes;
        }
        addGathered(snapshot, partition, gathered, tasks);
    }

    /**
     * Merges a group of very many files in steps, each of which leaves fewer versions. Files that follow each other in version
     * are closed, too (R3). Those of one version stay together: the output takes over the newest version, and files of one
     * version must not overlap (R9).
     */
    private static void addSlices(Snapshot snapshot, long partition, List<LiveFile> group, List<CompactionTask> tasks) {
        Map<Version, List<LiveFile>> byVersion = new TreeMap<>();
        group.forEach(file -> byVersion
                .computeIfAbsent(file.file().version(), v -> new ArrayList<>())
                .add(file));
        List<LiveFile> slice = new ArrayList<>();
        int versions = 0;
        for (List<LiveFile> files : byVersion.values()) {
            if (versions > 1 && slice.size() + files.size() > MAX_FILES) {
                tasks.add(task(snapshot, partition, CompactionReason.OVERLAP, slice));
                slice.clear();
                versions = 0;
            }
            slice.addAll(files);
            versions++;
        }
        if (versions > 1) {
            tasks.add(task(snapshot, partition, CompactionReason.OVERLAP, slice));
        }
    }

    private static void addGathered(
            Snapshot snapshot, long partition, List<LiveFile> gathered, List<CompactionTask> tasks) {
        if (gathered.size() > 1) {
            boolean overlap = OverlapGroups.of(gathered).size() < gathered.size();
            tasks.add(task(
                    snapshot, partition, overlap ? CompactionReason.OVERLAP : CompactionReason.SMALL_FILES, gathered));
        }
    }

    private static CompactionTask task(
            Snapshot snapshot, long partition, CompactionReason reason, List<LiveFile> files) {
        ArrayList<LiveFile> inputs = new ArrayList<>(files);
        inputs.sort(Comparator.comparing(LiveFile::file, DataFile.BY_VERSION));
        int level = files.stream().mapToInt(file -> file.file().level()).max().orElse(0);
        return new CompactionTask(
                partition, reason, CompactionStrategy.REWRITE, snapshot.number(), level + 1, Cut.ALL, inputs);
    }
}
