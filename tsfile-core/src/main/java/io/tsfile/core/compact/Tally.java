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

import io.tsfile.core.compact.CompactionReport.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Adds up what the tasks of a compaction did. Not thread-safe. */
final class Tally {
    private final long startNanos = System.nanoTime();
    private final Map<Kind, Integer> tasks = new HashMap<>();
    private CompactionProgress done = CompactionProgress.NOTHING;
    private long plannedBytes;
    private int conflicts;
    private int rounds;

    void began(CompactionTask task) {
        plannedBytes += task.bytes();
    }

    void committed(CompactionResult result, CompactionProgress progress) {
        CompactionTask task = result.task();
        tasks.merge(new Kind(task.reason(), task.strategy()), 1, Integer::sum);
        done = done.plus(progress);
    }

    void conflicted(int lost) {
        conflicts += lost;
    }

    void roundEnded() {
        rounds++;
    }

    int committed() {
        return tasks.values().stream().mapToInt(Integer::intValue).sum();
    }

    boolean isWithin(CompactionLimits limits) {
        return rounds < limits.maxRounds()
                && plannedBytes < limits.maxBytes()
                && duration().compareTo(limits.maxTime()) < 0;
    }

    CompactionReport report(boolean finished) {
        return new CompactionReport(tasks, conflicts, rounds, done, finished, duration());
    }

    private Duration duration() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
