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

import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Splits files into runs of neighbours, so that the box around a run meets no file outside of it: what a run is gathered into does not
 * even seem to overlap anything.
 */
final class Runs {
    private final List<List<SeenFile>> units;
    private final long mostBytes;
    private final int mostFiles;
    /** Files that are in no run that is still to come, in ascending order of their first time. */
    private final List<SeenFile> others;

    private int reachedOthers;
    /** Of those, and of the runs so far, what reaches into the times of the next run. */
    private final List<SeenFile> outside = new ArrayList<>();

    private Runs(List<List<SeenFile>> units, Collection<SeenFile> all, long mostBytes, int mostFiles) {
        this.units = units;
        this.mostBytes = mostBytes;
        this.mostFiles = mostFiles;
        Set<SeenFile> members = new HashSet<>();
        units.forEach(members::addAll);
        this.others = new ArrayList<>(all);
        others.removeIf(members::contains);
        others.sort(Comparator.comparingLong(Runs::start));
    }

    /**
     * The runs.
     *
     * @param units files that must stay together, such as groups that overlap; in ascending order of their first time
     * @param all the files of the partition
     * @param mostBytes of a run, unless a unit has more
     * @param mostFiles of a run, unless a unit has more
     */
    static List<List<SeenFile>> of(
            List<List<SeenFile>> units, Collection<SeenFile> all, long mostBytes, int mostFiles) {
        return new Runs(units, all, mostBytes, mostFiles).split();
    }

    private List<List<SeenFile>> split() {
        List<List<SeenFile>> runs = new ArrayList<>();
        int from = 0;
        while (from < units.size()) {
            int to = end(from);
            while (to > from + 1 && !isApartFromNext(from, to)) {
                to--;
            }
            List<SeenFile> run = files(from, to);
            runs.add(run);
            outside.addAll(run);
            from = to;
            if (from < units.size()) {
                long start = start(units.get(from).get(0));
                outside.removeIf(file -> file.bounds().times().end() < start);
            }
        }
        return runs;
    }

    /** Where a run must end at the latest: before it gets too long, or cannot but meet something that is outside. */
    private int end(int from) {
        long bytes = 0;
        int count = 0;
        int to = from;
        while (to < units.size()) {
            List<SeenFile> unit = units.get(to);
            bytes += unit.stream().mapToLong(SeenFile::bytes).sum();
            count += unit.size();
            reach(files(to, to + 1).stream()
                    .mapToLong(file -> file.bounds().times().end())
                    .max()
                    .orElseThrow());
            boolean fits = bytes <= mostBytes && count <= mostFiles && isApart(files(from, to + 1), outside);
            if (to > from && !fits) {
                return to;
            }
            to++;
        }
        return to;
    }

    private void reach(long time) {
        while (reachedOthers < others.size() && start(others.get(reachedOthers)) <= time) {
            outside.add(others.get(reachedOthers++));
        }
    }

    /** Whether the run also meets none of the units behind it. */
    private boolean isApartFromNext(int from, int to) {
        List<SeenFile> run = files(from, to);
        long end = run.stream()
                .mapToLong(file -> file.bounds().times().end())
                .max()
                .orElseThrow();
        List<SeenFile> behind = new ArrayList<>();
        for (int i = to; i < units.size() && start(units.get(i).get(0)) <= end; i++) {
            behind.addAll(units.get(i));
        }
        return isApart(run, behind);
    }

    private List<SeenFile> files(int from, int to) {
        List<SeenFile> files = new ArrayList<>();
        units.subList(from, to).forEach(files::addAll);
        return files;
    }

    private static long start(SeenFile file) {
        return file.bounds().times().start();
    }

    /** Whether what the files would be gathered into meets none of the others; nothing of its own version does (R9). */
    private static boolean isApart(List<SeenFile> run, List<SeenFile> others) {
        Box box = run.stream().map(SeenFile::bounds).reduce(Box::union).orElseThrow();
        Version newest =
                run.stream().map(SeenFile::version).max(Version::compareTo).orElseThrow();
        BucketRange buckets = run.stream()
                .map(SeenFile::file)
                .map(DataFile::buckets)
                .reduce(BucketRange::union)
                .orElseThrow();
        return others.stream()
                .noneMatch(other -> !other.version().equals(newest)
                        && other.file().buckets().overlaps(buckets)
                        && other.region().meets(box));
    }
}
