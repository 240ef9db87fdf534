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

import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.table.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers the tasks that were sent out until the log shows that they are done, or for so long that they must have failed; and lets no
 * other task near their files meanwhile. Nobody tells it of results: what it forgets or never knew is planned anew, and of two
 * tasks for the same files one loses when it is committed.
 *
 * <p>Used by one thread.
 */
final class TasksUnderWay {
    private final long patienceMillis;
    private final long mostBytes;
    private final List<Sent> sent = new ArrayList<>();
    /** Files of tasks that failed: others come first, so that one that always fails keeps no others from their turn. */
    private final Set<String> suspects = new HashSet<>();

    private record Sent(CompactionTask task, long millis) {}

    /**
     * None.
     *
     * @param patienceMillis after which a task has failed
     * @param mostBytes of tasks to be sent before results are seen; one is, whatever it has
     */
    TasksUnderWay(long patienceMillis, long mostBytes) {
        this.patienceMillis = patienceMillis;
        this.mostBytes = mostBytes;
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    /** Of the tasks planned on a snapshot, those to send now; they are under way then. */
    List<CompactionTask> admit(Snapshot snapshot, List<CompactionTask> plan, long nowMillis) {
        forget(snapshot, nowMillis);
        Set<String> taken = new HashSet<>();
        sent.forEach(other -> taken.addAll(paths(other.task)));
        long bytes = sent.stream().mapToLong(other -> other.task.bytes()).sum();
        List<CompactionTask> admitted = new ArrayList<>();
        List<CompactionTask> inTurn = new ArrayList<>(plan);
        inTurn.sort(Comparator.comparing(task -> paths(task).stream().anyMatch(suspects::contains)));
        for (CompactionTask task : inTurn) {
            boolean fits = bytes == 0 || bytes + task.bytes() <= mostBytes;
            // Tasks of one plan may share files; those of another one have other cuts of them.
            if (fits && paths(task).stream().noneMatch(taken::contains)) {
                bytes += task.bytes();
                admitted.add(task);
            }
        }
        admitted.forEach(task -> sent.add(new Sent(task, nowMillis)));
        return admitted;
    }

    private void forget(Snapshot snapshot, long nowMillis) {
        if (sent.isEmpty() && suspects.isEmpty()) {
            return;
        }
        Map<String, DataFile> live = new HashMap<>();
        snapshot.files().forEach(file -> live.put(file.path(), file));
        sent.removeIf(other -> isDone(other.task, live, snapshot.hides()));
        for (Sent other : sent) {
            if (isOverdue(other, nowMillis)) {
                suspects.addAll(paths(other.task));
            }
        }
        sent.removeIf(other -> isOverdue(other, nowMillis));
        suspects.retainAll(live.keySet());
    }

    private boolean isOverdue(Sent other, long nowMillis) {
        return nowMillis - other.millis >= patienceMillis;
    }

    /** Whether it is committed, or cannot be any more: an input is gone, or moved to another level, or its cut of it is hidden. */
    private static boolean isDone(CompactionTask task, Map<String, DataFile> live, Map<String, List<Deletion>> hides) {
        for (LiveFile input : task.inputs()) {
            String path = input.file().path();
            DataFile now = live.get(path);
            if (now == null
                    || now.level() != input.file().level()
                    || hides.getOrDefault(path, List.of()).contains(task.cut().deletion())) {
                return true;
            }
        }
        return false;
    }

    private static List<String> paths(CompactionTask task) {
        return task.inputs().stream().map(input -> input.file().path()).toList();
    }
}
