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

import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.util.List;

/** Compacts a table in this process until there is nothing left to gain. */
public final class Compaction {
    private Compaction() {}

    /**
     * Plans, runs and commits task by task on the caller's thread.
     *
     * @return how many tasks were carried out
     */
    public static int run(Table table, CompactionOptions options, CompactionListener listener) throws IOException {
        int done = 0;
        while (true) {
            Snapshot snapshot = table.snapshot();
            List<CompactionTask> tasks =
                    CompactionPolicy.plan(snapshot, snapshot.liveFiles(table.store(), TimeRange.ALL), options);
            if (tasks.isEmpty()) {
                return done;
            }
            for (CompactionTask task : tasks) {
                CompactionResult result =
                        CompactionRunner.run(table.store(), snapshot.metadata(), options, task, listener);
                CompactionCommitter.commit(table, List.of(result));
                done++;
            }
        }
    }
}
