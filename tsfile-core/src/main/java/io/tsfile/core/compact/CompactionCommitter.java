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

import io.tsfile.core.model.DataFile;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitConflictException;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.CommitResult;
import io.tsfile.core.table.Reads;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Publishes results: one commit adds the outputs and removes the inputs.
 *
 * <p>The commit's id follows from the files, so the same results committed again, after an unknown outcome say, are one
 * commit (L3).
 */
public final class CompactionCommitter {
    private CompactionCommitter() {}

    /**
     * Commits all results at once. If the outcome is known to be a conflict, the outputs are deleted; if it is unknown, all
     * is kept (R7).
     */
    public static CommitResult commit(Table table, List<CompactionResult> results) throws IOException {
        List<DataFile> adds = new ArrayList<>();
        List<String> removes = new ArrayList<>();
        for (CompactionResult result : results) {
            adds.addAll(result.outputs());
            removes.addAll(result.removes());
        }
        Commit.Builder commit = Commit.of(table.snapshot().metadata().id(), id(adds, removes), "compaction")
                .add(adds)
                .remove(removes);
        for (CompactionResult result : results) {
            CompactionTask task = result.task();
            commit.hide(result.hides())
                    .reads(new Reads(
                            task.snapshot(),
                            task.inputs().stream()
                                    .map(file -> file.file().path())
                                    .toList(),
                            task.cut()));
        }
        try {
            return table.commit(commit.build());
        } catch (CommitConflictException e) {
            try {
                deleteUnlessLive(table, adds);
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /** The same for the same files; outputs have names that are never given twice. */
    private static CommitId id(List<DataFile> adds, List<String> removes) {
        List<String> paths = new ArrayList<>(removes);
        adds.forEach(file -> paths.add(file.path()));
        Collections.sort(paths);
        return new CommitId(UUID.nameUUIDFromBytes(String.join("\n", paths).getBytes(StandardCharsets.UTF_8)), 0);
    }

    /** Results that were committed before in other company conflict with themselves; then their files are the table's. */
    private static void deleteUnlessLive(Table table, List<DataFile> outputs) throws IOException {
        Set<String> live = table.snapshot().files().stream().map(DataFile::path).collect(Collectors.toSet());
        for (DataFile output : outputs) {
            if (!live.contains(output.path())) {
                table.store().delete(output.path());
            }
        }
    }
}
