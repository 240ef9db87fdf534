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
import io.tsfile.core.model.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Small files that seem to overlap each other are gathered as they are, without a patch of the zones in between.
 *
 * <pre>
 *   devices    commit 1    commit 2    commit 3
 *         a    [=======]   [=========] [======]
 *         b    [====][========]  [==========]       not in step with a
 *                    ^^^^^       ^^^^^^             zones, though no rows overlap
 * </pre>
 *
 * So it is with the files of commits one after the other, where devices are not in step. A patch would write the zones twice, and
 * leave chunks that are cut at their sides, and so must be decoded when the files are gathered, soon after. Gathered whole, all of
 * them are copied. Long files that such small ones touch wait: there is one zone less for each of the small ones.
 */
final class SmallNeighbours implements Rule {
    /** As of small files that do not overlap. */
    private static final double GAIN = 2;
    /** Bytes of the files for each byte of them that others overlap; where it is more, they had better be merged at once. */
    private static final int APART = 4;
    /** Of a group of more files nobody looks at each with each. */
    private static final int MOST_FILES = 2_048;

    @Override
    public void plan(Partition partition) {
        for (List<SeenFile> group : Groups.of(partition.free())) {
            if (group.size() > 1 && group.size() <= MOST_FILES) {
                plan(partition, group);
            }
        }
    }

    private static void plan(Partition partition, List<SeenFile> group) {
        long most = partition.targetFileBytes() / 2;
        for (List<SeenFile> run :
                Groups.of(group.stream().filter(file -> file.bytes() <= most).toList())) {
            if (isWorthIt(run) && isApart(run, group)) {
                partition.take(group);
                Cells.plan(partition, CompactionReason.SMALL_FILES, CompactionStrategy.REWRITE, Cut.ALL, run);
            }
        }
    }

    private static boolean isWorthIt(List<SeenFile> run) {
        long longest = run.stream().mapToLong(SeenFile::bytes).max().orElse(0);
        return run.size() > 1 && bytes(run) >= GAIN * longest;
    }

    /**
     * Whether files of the run have hardly any keys of each other and of the rest of their group, whose files are all before or
     * behind the whole run in their versions where they have some (R3).
     *
     * @param group in ascending order of the first time
     */
    private static boolean isApart(List<SeenFile> run, List<SeenFile> group) {
        Set<SeenFile> members = new HashSet<>(run);
        Version oldest = run.stream().map(SeenFile::version).min(Version::compareTo).orElseThrow();
        Version newest = run.stream().map(SeenFile::version).max(Version::compareTo).orElseThrow();
        long common = 0;
        for (int i = 0; i < group.size(); i++) {
            SeenFile one = group.get(i);
            long end = one.bounds().times().end();
            for (int k = i + 1; k < group.size() && group.get(k).bounds().times().start() <= end; k++) {
                SeenFile other = group.get(k);
                if ((members.contains(one) || members.contains(other)) && one.mayOverlap(other)) {
                    for (SeenFile file : List.of(one, other)) {
                        if (members.contains(file)) {
                            common += commonBytes(file, file == one ? other : one);
                        } else if (file.version().compareTo(oldest) >= 0
                                && file.version().compareTo(newest) <= 0) {
                            return false;
                        }
                    }
                }
            }
        }
        return common <= bytes(run) / APART;
    }

    /** About how many bytes of the file lie where the other one is. */
    private static long commonBytes(SeenFile file, SeenFile other) {
        return file.bounds().common(other.bounds()).map(file::bytesIn).orElse(0L);
    }

    private static long bytes(List<SeenFile> files) {
        return files.stream().mapToLong(SeenFile::bytes).sum();
    }
}
