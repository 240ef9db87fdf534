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

import java.time.Duration;
import java.util.Map;

/**
 * What a compaction did.
 *
 * @param tasks those that were committed, by reason and strategy
 * @param conflicts tasks that lost against another commit; what they would have done was planned again
 * @param rounds plans that were carried out
 * @param done what the committed tasks did, together
 * @param finished whether there was nothing left to do
 * @param duration from the first plan to the last commit
 */
public record CompactionReport(
        Map<Kind, Integer> tasks,
        int conflicts,
        int rounds,
        CompactionProgress done,
        boolean finished,
        Duration duration) {
    /** Why and how. */
    public record Kind(CompactionReason reason, CompactionStrategy strategy) {}

    /** Copies the map. */
    public CompactionReport {
        tasks = Map.copyOf(tasks);
    }

    /** All tasks that were committed. */
    public int taskCount() {
        return tasks.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Those of one reason. */
    public int taskCount(CompactionReason reason) {
        return tasks.entrySet().stream()
                .filter(entry -> entry.getKey().reason() == reason)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
