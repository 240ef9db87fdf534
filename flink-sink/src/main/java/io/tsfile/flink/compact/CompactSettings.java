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
package io.tsfile.flink.compact;

import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.io.StoreLocation;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * What the operators of a compaction are told.
 *
 * @param location the table's folder
 * @param options how the table is compacted
 * @param job when and how hard
 * @param uids the uids of the operators by their stages' names; without those that Flink is to make
 */
public record CompactSettings(
        StoreLocation location, CompactionOptions options, JobCompaction job, Map<String, String> uids)
        implements Serializable {
    /** The stage that plans. */
    public static final String PLAN = "compact-plan";
    /** The stage that carries tasks out. */
    public static final String REWRITE = "compact-rewrite";
    /** The stage that commits. */
    public static final String COMMIT = "compact-commit";

    private static final Duration SHORTEST_PATIENCE = Duration.ofMinutes(10);
    /** A task waits for one of the same subtask before it, and each reads and writes. */
    private static final long BYTES_PER_TASK_BYTE = 4;

    /** Takes a copy. */
    public CompactSettings {
        uids = Map.copyOf(uids);
    }

    /** How long a task is given before it is thought to have failed. */
    Duration patience() {
        if (job.maxBytesPerSecond() == 0) {
            return SHORTEST_PATIENCE;
        }
        return SHORTEST_PATIENCE.plusSeconds(BYTES_PER_TASK_BYTE * options.maxTaskBytes() / job.maxBytesPerSecond());
    }

    /** Bytes of tasks that are sent out before their results are seen. */
    long mostBytesUnderWay() {
        return 2L * job.parallelism() * options.maxTaskBytes();
    }
}
