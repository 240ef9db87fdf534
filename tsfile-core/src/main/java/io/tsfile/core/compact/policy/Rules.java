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

import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tsfile.file.metadata.IDeviceID;

/** All rules over all time partitions. */
public final class Rules {
    /** A partition into which so many commits wrote nothing, while a later one has files, is quiet. */
    private static final long QUIET_COMMITS = 16;

    private static final List<Rule> USUAL = List.of(
            new SmallNeighbours(),
            new Overlaps(),
            new WornFiles(),
            new SmallFiles(),
            new SmallChunks(),
            new SettledFiles());

    private static final List<Rule> FORCED = List.of(new ForcedFiles(), new WornFiles(), new SmallFiles());

    private Rules() {}

    /**
     * The tasks worth doing.
     *
     * @param devices all that a file has, in ascending order, by the paths of files of which that is known
     */
    public static List<CompactionTask> plan(
            Snapshot snapshot, List<LiveFile> live, CompactionOptions options, Map<String, List<IDeviceID>> devices) {
        int fields = snapshot.metadata().schema().fields().size();
        TimePartitioning partitioning = snapshot.metadata().partitioning();
        TreeMap<Long, List<LiveFile>> partitions = new TreeMap<>();
        for (LiveFile file : live) {
            long partition = partitioning.partition(file.file().times().start());
            partitions.computeIfAbsent(partition, p -> new ArrayList<>()).add(file);
        }
        List<CompactionTask> tasks = new ArrayList<>();
        partitions.forEach((number, files) -> {
            boolean quiet = number < partitions.lastKey()
                    && files.stream()
                            .allMatch(file -> file.file().version().commit() + QUIET_COMMITS <= snapshot.number());
            List<LiveFile> expired = new ArrayList<>();
            List<SeenFile> seen = new ArrayList<>();
            for (LiveFile file : files) {
                List<IDeviceID> known = devices.get(file.file().path());
                Region region = known == null ? Region.of(file) : Region.of(file, known);
                if (region.isEmpty()) {
                    expired.add(file);
                } else {
                    seen.add(new SeenFile(file, region, fields));
                }
            }
            tasks.addAll(ExpiredFiles.plan(expired, number, snapshot.number(), options));
            Partition partition = new Partition(number, snapshot.number(), quiet, options, seen);
            (options.force() ? FORCED : USUAL).forEach(rule -> rule.plan(partition));
            tasks.addAll(partition.tasks());
        });
        return tasks;
    }
}
