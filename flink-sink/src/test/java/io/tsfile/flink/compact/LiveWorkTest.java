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

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.compact.CompactionReason;
import io.tsfile.core.compact.CompactionStrategy;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.Version;
import io.tsfile.flink.TestFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LiveWorkTest {
    private static final long SNAPSHOT = 100;

    @Test
    void rewritesAFileOnlyWithManyOthers() {
        assertThat(LiveWork.of(List.of(rewrite(98, 99, 100)))).isEmpty();
        assertThat(LiveWork.of(List.of(rewrite(97, 98, 99, 100)))).hasSize(1);
    }

    @Test
    void rewritesWhatNobodyAddsTo() {
        assertThat(LiveWork.of(List.of(rewrite(80, 84)))).hasSize(1);
        assertThat(LiveWork.of(List.of(rewrite(80, 85)))).isEmpty();
    }

    @Test
    void patchesManyFilesAtOnce() {
        List<CompactionTask> patches = LongStream.range(91, 100)
                .mapToObj(commit -> task(CompactionStrategy.PATCH, commit, commit + 1))
                .toList();

        assertThat(LiveWork.of(patches)).isEqualTo(patches);
        assertThat(LiveWork.of(patches.subList(1, patches.size()))).isEmpty();
        assertThat(LiveWork.of(List.of(task(CompactionStrategy.PATCH, 80, 84)))).hasSize(1);
    }

    @Test
    void doesAllThatCostsNothing() {
        for (CompactionStrategy strategy : List.of(CompactionStrategy.MOVE, CompactionStrategy.DROP)) {
            assertThat(LiveWork.of(List.of(task(strategy, 100)))).hasSize(1);
        }
    }

    private static CompactionTask rewrite(long... commits) {
        return task(CompactionStrategy.REWRITE, commits);
    }

    /** Files of the same length, one of each of these commits. */
    private static CompactionTask task(CompactionStrategy strategy, long... commits) {
        List<LiveFile> files = LongStream.of(commits)
                .mapToObj(commit ->
                        LiveFile.of(TestFiles.file("f" + commit, 0).compacted(new Version(commit, 0), 1, commit)))
                .toList();
        return new CompactionTask(0, CompactionReason.OVERLAP, strategy, SNAPSHOT, 2, Cut.ALL, new ArrayList<>(files));
    }
}
