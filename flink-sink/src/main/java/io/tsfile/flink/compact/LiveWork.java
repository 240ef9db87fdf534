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

import io.tsfile.core.compact.CompactionStrategy;
import io.tsfile.core.compact.CompactionTask;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tasks are worth doing while rows come in. Pure.
 *
 * <p>Late rows overlap long files with every commit. If these were written again each time, a byte would be written as often as there are
 * commits. So a file is rewritten only with others that are together three times as long, which makes that the logarithm of it, to
 * the base of four, or with so many that readers would suffer. Files of
 * successive commits overlap a little where devices are not in step: such zones are patched together, for many files at once, so that not every
 * commit leaves a small file and hides behind. Where no more rows come, all is done that the policy asks for.
 */
final class LiveWork {
    private static final double GAIN = 4;
    /** Files that lie over each other, at which a reader is helped whatever it takes. */
    private static final int MANY_FILES = 10;
    /** Commits without a file among the inputs, after which nothing more is waited for. */
    private static final long QUIET_COMMITS = 16;

    private LiveWork() {}

    /** Of all tasks of a plan, those to do now. */
    static List<CompactionTask> of(List<CompactionTask> plan) {
        Map<Long, Set<String>> patched = new HashMap<>();
        for (CompactionTask task : plan) {
            if (task.strategy() == CompactionStrategy.PATCH) {
                Set<String> paths = patched.computeIfAbsent(task.partition(), partition -> new HashSet<>());
                task.inputs().forEach(input -> paths.add(input.file().path()));
            }
        }
        return plan.stream()
                .filter(task -> switch (task.strategy()) {
                    case MOVE, DROP -> true;
                    case PATCH ->
                        isQuiet(task)
                                || patched.getOrDefault(task.partition(), Set.of())
                                                .size()
                                        >= MANY_FILES;
                    case REWRITE -> isQuiet(task) || task.inputs().size() >= MANY_FILES || gains(task);
                })
                .toList();
    }

    /** Outputs have the newest version of their inputs, so versions tell when rows came last. */
    private static boolean isQuiet(CompactionTask task) {
        return task.inputs().stream()
                .allMatch(input -> input.file().version().commit() + QUIET_COMMITS <= task.snapshot());
    }

    private static boolean gains(CompactionTask task) {
        long longest = task.inputs().stream()
                .mapToLong(input -> input.file().length())
                .max()
                .orElse(0);
        return task.bytes() >= GAIN * longest;
    }
}
