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
 * Small files are gathered by size: a file only with others that are together about as long, so that a byte is written again
 * only into a file of twice the length of its own, and of N equal appends log2(N) times at most, however often
 * compactions run. Files of a partition that is quiet are gathered for a smaller gain, because nothing else will come.
 */
final class SmallFiles implements Rule {
    private static final double GAIN = 2;
    private static final double QUIET_GAIN = 1.25;

    @Override
    public void plan(Partition partition) {
        double gain = partition.quiet() ? QUIET_GAIN : GAIN;
        long shortest =
                partition.free().stream().mapToLong(SeenFile::bytes).min().orElse(Long.MAX_VALUE);
        // Long ones first: where a small file completes a run of long ones, all are gathered at once.
        for (long limit = partition.targetFileBytes(); limit > 0; limit /= 2) {
            gather(partition, limit, gain);
            if (limit < shortest) {
                return;
            }
        }
    }

    private static void gather(Partition partition, long limit, double gain) {
        List<List<SeenFile>> units = Units.single(partition, file -> file.bytes() <= limit);
        if (units.size() < 2) {
            return;
        }
        int mostFiles = partition.options().maxTaskFiles();
        for (List<SeenFile> run : Runs.of(units, partition.files(), partition.targetFileBytes(), mostFiles)) {
            long sum = run.stream().mapToLong(SeenFile::bytes).sum();
            long longest = run.stream().mapToLong(SeenFile::bytes).max().orElseThrow();
            if (run.size() > 1 && (sum >= gain * longest || run.size() == mostFiles)) {
                partition.take(run);
                partition.add(CompactionReason.SMALL_FILES, CompactionStrategy.REWRITE, Cut.ALL, run);
            }
        }
    }
}
