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
package io.tsfile.core.maintenance;

import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.TableShape;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableHistory;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Says how a table stands, from its log alone. */
public final class Describe {
    private Describe() {}

    /**
     * Describes the newest snapshot.
     *
     * @param smallChunkPoints chunks with fewer points on average are small
     * @param commits how many commits of the history are told
     */
    public static TableDescription of(Table table, int smallChunkPoints, int commits) throws IOException {
        Snapshot snapshot = table.snapshot();
        List<LiveFile> live = snapshot.liveFiles(table.store(), TimeRange.ALL);
        SortedMap<Integer, LevelShape> levels = new TreeMap<>();
        Set<Long> partitions = new HashSet<>();
        long points = 0;
        long chunks = 0;
        long smallChunks = 0;
        int withDeletions = 0;
        for (LiveFile one : live) {
            DataFile file = one.file();
            levels.put(
                    file.level(),
                    levels.getOrDefault(file.level(), new LevelShape(0, 0)).plus(file.length()));
            partitions.add(
                    snapshot.metadata().partitioning().partition(file.times().start()));
            points += file.points();
            withDeletions += one.deletions().isEmpty() ? 0 : 1;
            if (file.chunks() > 0) {
                chunks += file.chunks();
                smallChunks += file.points() / file.chunks() < smallChunkPoints ? file.chunks() : 0;
            }
        }
        return new TableDescription(
                snapshot.metadata(),
                snapshot.number(),
                snapshot.timeMillis(),
                TableShape.of(live),
                points,
                partitions.size(),
                levels,
                chunks,
                chunks == 0 ? 0 : (double) smallChunks / chunks,
                withDeletions,
                snapshot.tombstones().size(),
                TableHistory.of(table.store()).commits(commits));
    }
}
