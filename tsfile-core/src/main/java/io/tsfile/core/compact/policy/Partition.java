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
import io.tsfile.core.compact.CompactionReason;
import io.tsfile.core.compact.CompactionStrategy;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One time partition while rules look at it in turn: its files, which of them no rule has taken yet, and the tasks so far. A file
 * that a rule has taken is left alone by the rules behind it, so that tasks of different rules have no file in common. Not
 * thread-safe.
 */
final class Partition {
    private final long number;
    private final long snapshot;
    private final boolean quiet;
    private final CompactionOptions options;
    private final List<SeenFile> files;
    private final Set<SeenFile> free;
    private final List<CompactionTask> tasks = new ArrayList<>();

    /**
     * A partition of which nothing is taken.
     *
     * @param quiet whether hardly anything is still written into it
     */
    Partition(long number, long snapshot, boolean quiet, CompactionOptions options, List<SeenFile> files) {
        this.number = number;
        this.snapshot = snapshot;
        this.quiet = quiet;
        this.options = options;
        this.files = files;
        this.free = new LinkedHashSet<>(files);
    }

    boolean quiet() {
        return quiet;
    }

    CompactionOptions options() {
        return options;
    }

    long targetFileBytes() {
        return options.output().targetFileBytes();
    }

    /** All files of which something is seen. */
    List<SeenFile> files() {
        return files;
    }

    /** Those that no rule has taken. */
    List<SeenFile> free() {
        return new ArrayList<>(free);
    }

    boolean isFree(SeenFile file) {
        return free.contains(file);
    }

    void take(Collection<SeenFile> taken) {
        taken.forEach(free::remove);
    }

    List<CompactionTask> tasks() {
        return tasks;
    }

    /** Adds a task for files that are taken. */
    void add(CompactionReason reason, CompactionStrategy strategy, Cut cut, Collection<SeenFile> inputs) {
        tasks.add(
                task(reason, strategy, cut, inputs.stream().map(SeenFile::live).toList(), number, snapshot));
    }

    /** A task of these files, in any order. */
    static CompactionTask task(
            CompactionReason reason,
            CompactionStrategy strategy,
            Cut cut,
            List<LiveFile> inputs,
            long partition,
            long snapshot) {
        ArrayList<LiveFile> byVersion = new ArrayList<>(inputs);
        byVersion.sort(Comparator.comparing(LiveFile::file, DataFile.BY_VERSION));
        int level =
                inputs.stream().mapToInt(input -> input.file().level()).max().orElse(0) + 1;
        return new CompactionTask(partition, reason, strategy, snapshot, level, cut, byVersion);
    }
}
