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

import io.tsfile.core.scan.TableShape;
import io.tsfile.core.table.CommitSummary;
import io.tsfile.core.table.TableMetadata;
import java.util.List;
import java.util.SortedMap;

/**
 * What a table is and how it stands.
 *
 * @param metadata what it is
 * @param snapshot the number of the snapshot that is described
 * @param timeMillis when that was made, in milliseconds since the epoch
 * @param shape files, bytes, stored rows, sections and how deep they overlap
 * @param points stored values that are not null; those that are hidden, deleted or stored again counted, too
 * @param partitions how many time partitions have files
 * @param levels the files of each level
 * @param chunks how many chunks of values there are, of files that say so
 * @param smallChunkShare the share of chunks in files whose chunks have few points on average, from 0 to 1; 0 where no file says
 *     how many chunks it has
 * @param filesWithDeletions files of which not all may be seen
 * @param tombstones deletions that still concern a file, or may
 * @param history the newest commits, the newest one first
 */
public record TableDescription(
        TableMetadata metadata,
        long snapshot,
        long timeMillis,
        TableShape shape,
        long points,
        int partitions,
        SortedMap<Integer, LevelShape> levels,
        long chunks,
        double smallChunkShare,
        int filesWithDeletions,
        int tombstones,
        List<CommitSummary> history) {}
