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

import io.tsfile.core.compact.policy.Region;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitConflictException;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.CommitResult;
import io.tsfile.core.table.Hide;
import io.tsfile.core.table.Reads;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Publishes results: one commit adds the outputs, and hides in each input what they replace, or removes the input where nothing else
 * is left of it (R8).
 *
 * <p>The commit's id follows from tasks and files, so the same results committed again, after an unknown outcome say, are one
 * commit (L3).
 */
public final class CompactionCommitter {
    /** What the log says of the commits. */
    static final String OPERATION = "compaction";

    private CompactionCommitter() {}

    /**
     * Commits all results at once. If the outcome is known to be a conflict, the outputs are deleted; if it is unknown, all
     * is kept (R7).
     *
     * @throws CommitConflictException if another commit changed what one of the tasks read: all of them are to be planned again
     */
    public static CommitResult commit(Table table, List<CompactionResult> results) throws IOException {
        Snapshot newest = table.snapshot();
        Commit.Builder commit = Commit.of(newest.metadata().id(), id(results), OPERATION);
        Map<String, List<Cut>> replaced = new LinkedHashMap<>();
        for (CompactionResult result : results) {
            CompactionTask task = result.task();
            List<String> paths =
                    task.inputs().stream().map(input -> input.file().path()).toList();
            commit.reads(new Reads(task.snapshot(), paths, task.cut()));
            switch (task.strategy()) {
                case MOVE ->
                    commit.remove(paths)
                            .add(task.inputs().stream()
                                    .map(input -> moved(input.file(), task.level()))
                                    .toList());
                case DROP -> commit.remove(paths);
                case REWRITE, PATCH -> {
                    commit.add(result.outputs());
                    paths.forEach(path -> replaced.computeIfAbsent(path, p -> new ArrayList<>())
                            .add(task.cut()));
                }
            }
        }
        replace(newest, replaced, commit);
        try {
            return table.commit(commit.build());
        } catch (CommitConflictException e) {
            try {
                deleteUnlessLive(table, results);
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private static DataFile moved(DataFile file, int level) {
        return file.compacted(file.version(), level, file.cleanThrough());
    }

    /**
     * Of two cuts that are committed at the same moment, each may think that the other one is still to come. Then nothing is seen any more
     * of the input, and the next plan drops it.
     */
    private static void replace(Snapshot newest, Map<String, List<Cut>> replaced, Commit.Builder commit) {
        Map<String, DataFile> live = new HashMap<>();
        newest.files().forEach(file -> live.put(file.path(), file));
        replaced.forEach((path, cuts) -> {
            DataFile file = live.get(path);
            // One that is gone is a conflict, or this very commit was made before; the log knows which.
            boolean whole =
                    file == null || isReplaced(new LiveFile(file, newest.hides().getOrDefault(path, List.of())), cuts);
            if (whole) {
                commit.remove(List.of(path));
            } else {
                commit.hide(
                        cuts.stream().map(cut -> new Hide(path, cut.deletion())).toList());
            }
        });
    }

    private static boolean isReplaced(LiveFile file, List<Cut> cuts) {
        Region left = Region.of(file);
        for (Cut cut : cuts) {
            left = left.minus(cut);
        }
        return left.isEmpty();
    }

    /** The same for the same tasks and files; outputs have names that are never given twice. */
    private static CommitId id(List<CompactionResult> results) {
        List<String> parts = new ArrayList<>();
        for (CompactionResult result : results) {
            CompactionTask task = result.task();
            String what = task.strategy() + " " + task.snapshot() + " " + task.cut() + " ";
            task.inputs().forEach(input -> parts.add(what + input.file().path()));
            result.outputs().forEach(output -> parts.add(output.path()));
        }
        Collections.sort(parts);
        return new CommitId(UUID.nameUUIDFromBytes(String.join("\n", parts).getBytes(StandardCharsets.UTF_8)), 0);
    }

    /** Results that were committed before in other company conflict with themselves; then their files are the table's. */
    private static void deleteUnlessLive(Table table, List<CompactionResult> results) throws IOException {
        Set<String> live =
                table.snapshot().files().stream().map(DataFile::path).collect(Collectors.toCollection(HashSet::new));
        for (CompactionResult result : results) {
            for (DataFile output : result.outputs()) {
                if (!live.contains(output.path())) {
                    table.store().delete(output.path());
                }
            }
        }
    }
}
