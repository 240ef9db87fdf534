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
import io.tsfile.core.model.LiveFile;
import java.util.ArrayList;
import java.util.List;

/** Files of which nothing is seen any more are dropped unread. */
final class ExpiredFiles {
    private ExpiredFiles() {}

    static List<CompactionTask> plan(List<LiveFile> expired, long partition, long snapshot, CompactionOptions options) {
        List<CompactionTask> tasks = new ArrayList<>();
        for (int i = 0; i < expired.size(); i += options.maxTaskFiles()) {
            List<LiveFile> some = expired.subList(i, Math.min(expired.size(), i + options.maxTaskFiles()));
            tasks.add(Partition.task(
                    CompactionReason.EXPIRED, CompactionStrategy.DROP, Cut.ALL, some, partition, snapshot));
        }
        return tasks;
    }
}
