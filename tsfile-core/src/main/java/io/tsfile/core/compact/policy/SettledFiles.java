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

import io.tsfile.core.compact.CompactionReason;
import io.tsfile.core.compact.CompactionStrategy;
import io.tsfile.core.model.Cut;
import java.util.List;

/**
 * Files as they were written that are as compaction would make them, long and without overlap, move up a level without being
 * read. Only these do, so each file moves once.
 */
final class SettledFiles implements Rule {
    @Override
    public void plan(Partition partition) {
        List<SeenFile> settled = partition.free().stream()
                .filter(file -> file.file().level() == 0
                        && file.file().ordered()
                        && file.live().deletions().isEmpty()
                        && file.bytes() > partition.targetFileBytes() / 2)
                .toList();
        int most = partition.options().maxTaskFiles();
        for (int i = 0; i < settled.size(); i += most) {
            List<SeenFile> some = settled.subList(i, Math.min(settled.size(), i + most));
            partition.take(some);
            partition.add(CompactionReason.LEVEL, CompactionStrategy.MOVE, Cut.ALL, some);
        }
    }
}
