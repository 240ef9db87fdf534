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
package io.tsfile.core.merge;

import io.tsfile.core.vector.Weave;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Notices that runs alternate, row by row or nearly so, and then takes many rows of all of them at once. Not thread-safe.
 *
 * <pre>
 * run 2    [ 3   7 |12          taken up to the time where the first of their pages ends,
 * run 1    [2  6   |11 14       or where a further run may begin
 * run 0    [1 4 5 8]
 * </pre>
 */
final class Alternation {
    /** Rows of a range below which it is short: with longer ones, taking them one by one is as fast. */
    private static final int SHORT_RANGE = 4;
    /** Short ranges behind each other after which more of them are expected; and rows of each run from which on they are taken at once. */
    private static final int MANY = 8;

    private static final Comparator<RankedRun> OLDEST_FIRST = Comparator.comparingInt(RankedRun::rank);

    /** Of late, how many ranges more were short than long; at first, as if all had been. */
    private int shortRanges = MANY;

    private final TimeMerge merge = new TimeMerge();
    private final List<RankedRun> runs = new ArrayList<>();
    /** How many rows of each run are taken. */
    private int[] taken = new int[8];

    private int total;
    private int largest;
    private long first;
    private long last;

    /** Whether the last ranges were short. */
    boolean isUsual() {
        return shortRanges == MANY;
    }

    /** Takes note of a range that was taken for itself. */
    void count(int rows) {
        shortRanges =
                rows < SHORT_RANGE ? Math.min(MANY, shortRanges + 1) : Math.max(0, shortRanges - rows / SHORT_RANGE);
    }

    /**
     * Looks which rows of all open runs can be taken at once.
     *
     * @param others the time, behind that of the first row, at which a further run may begin
     * @param most rows of all of them, at least as many as runs
     * @return the time of the last one
     */
    long look(RunHeap open, long others, int most) {
        long known = others == Long.MAX_VALUE ? others : others - 1;
        runs.clear();
        for (int i = 0; i < open.size(); i++) {
            runs.add(open.get(i));
            known = Math.min(known, open.get(i).run().knownUpTo(most / open.size()));
        }
        runs.sort(OLDEST_FIRST);
        if (taken.length < runs.size()) {
            taken = new int[2 * runs.size()];
        }
        first = open.head();
        last = first;
        total = 0;
        largest = 0;
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i).run();
            taken[i] = run.rowsUpTo(known);
            if (taken[i] > 0) {
                last = Math.max(last, run.times()[run.position() + taken[i] - 1]);
            }
            total += taken[i];
            largest = Math.max(largest, taken[i]);
        }
        return last;
    }

    /** Whether taking the rows that were found at once may be worth it. If not, it will not be asked again for a while. */
    boolean pays() {
        // Each row of the smaller runs cuts a range of the largest one in two at most.
        boolean pays = total >= MANY * runs.size()
                && areShort(total, 2 * (total - largest) + 1)
                && TimeMerge.spans(first, last, runs.size());
        if (!pays) {
            shortRanges = 0;
        }
        return pays;
    }

    private static boolean areShort(int rows, int ranges) {
        return rows < SHORT_RANGE * ranges;
    }

    /** The runs, oldest first, some of which may have no row to take. */
    List<RankedRun> runs() {
        return runs;
    }

    /** How many rows are to be taken of the run at a place. */
    int taken(int run) {
        return taken[run];
    }

    /**
     * Adds to a plan what was found.
     *
     * @return how many rows are put together from several runs
     */
    int take(MergePlan plan) {
        Weave weave = plan.addWeave(total);
        merge.clear(first, runs.size(), total);
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i).run();
            weave.add(taken[i] == 0 ? 0 : runs.get(i).place(plan), run.position(), taken[i]);
            merge.add(run.times(), run.position(), run.position() + taken[i]);
        }
        merge.merge(weave);
        plan.endWeave();
        shortRanges = areShort(total, merge.changes()) ? MANY : 0;
        return merge.sharedRows();
    }
}
