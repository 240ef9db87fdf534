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
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
        long most = partition.targetFileBytes() / 2;
        List<List<SeenFile>> groups = Groups.of(partition.free()).stream()
                .filter(group -> group.size() > 1 && group.size() <= MOST_FILES)
                .toList();
        List<List<SeenFile>> runs = new ArrayList<>();
        for (List<SeenFile> group : groups) {
            Groups.of(group.stream().filter(file -> file.bytes() <= most).toList()).stream()
                    .filter(run -> run.size() > 1 && isApart(run, group) && isClosed(run, group))
                    .forEach(runs::add);
        }
        List<SeenFile> all = runs.stream().flatMap(List::stream).toList();
        List<SeenFile> around = groups.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(file -> file.bounds().times().start()))
                .toList();
        // Writers have files of their own, and so runs of their own, which make one file of good length sooner.
        if (runs.size() > 1
                && around.size() <= MOST_FILES
                && bytes(all) <= partition.options().maxTaskBytes()
                && isWorthIt(all)
                && isClosed(all, around)) {
            runs = List.of(all);
        }
        for (List<SeenFile> run : runs) {
            if (isWorthIt(run)) {
                groups.stream()
                        .filter(group -> !Collections.disjoint(group, run))
                        .forEach(partition::take);
                Cells.plan(partition, CompactionReason.SMALL_FILES, CompactionStrategy.REWRITE, Cut.ALL, run);
            }
        }
    }

    private static boolean isWorthIt(List<SeenFile> run) {
        long longest = run.stream().mapToLong(SeenFile::bytes).max().orElse(0);
        return run.size() > 1 && bytes(run) >= GAIN * longest;
    }

    /**
     * Whether files of the run have hardly any keys of the others of their group. Where these are all small ones, too, neither of
     * each other: else all of them are merged at once.
     *
     * @param group in ascending order of the first time
     */
    private static boolean isApart(List<SeenFile> run, List<SeenFile> group) {
        boolean isAll = run.size() == group.size();
        Set<SeenFile> members = new HashSet<>(run);
        long common = 0;
        for (int i = 0; i < group.size(); i++) {
            SeenFile one = group.get(i);
            for (SeenFile other : overlapping(group, i)) {
                if (members.contains(one) && (isAll || !members.contains(other))) {
                    common += commonBytes(one, other);
                }
                if (members.contains(other) && (isAll || !members.contains(one))) {
                    common += commonBytes(other, one);
                }
            }
        }
        return common <= bytes(run) / APART;
    }

    /**
     * Whether all files around that have keys of the run are before or behind the whole run in their versions (R3, R5).
     *
     * @param around the run, and all that may overlap it, in ascending order of the first time
     */
    private static boolean isClosed(List<SeenFile> run, List<SeenFile> around) {
        Set<SeenFile> members = new HashSet<>(run);
        Version oldest =
                run.stream().map(SeenFile::version).min(Version::compareTo).orElseThrow();
        Version newest =
                run.stream().map(SeenFile::version).max(Version::compareTo).orElseThrow();
        for (int i = 0; i < around.size(); i++) {
            SeenFile one = around.get(i);
            for (SeenFile other : overlapping(around, i)) {
                boolean isMember = members.contains(one);
                SeenFile outside = isMember ? other : one;
                if (isMember != members.contains(other)
                        && outside.version().compareTo(oldest) >= 0
                        && outside.version().compareTo(newest) <= 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Of the files behind one, those that may have keys of it. */
    private static List<SeenFile> overlapping(List<SeenFile> files, int index) {
        SeenFile one = files.get(index);
        long end = one.bounds().times().end();
        List<SeenFile> found = new ArrayList<>();
        for (int i = index + 1;
                i < files.size() && files.get(i).bounds().times().start() <= end;
                i++) {
            if (one.mayOverlap(files.get(i))) {
                found.add(files.get(i));
            }
        }
        return found;
    }

    /** About how many bytes of the file lie where the other one is. */
    private static long commonBytes(SeenFile file, SeenFile other) {
        return file.bounds().common(other.bounds()).map(file::bytesIn).orElse(0L);
    }

    private static long bytes(List<SeenFile> files) {
        return files.stream().mapToLong(SeenFile::bytes).sum();
    }
}
