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

import io.tsfile.core.format.read.RowPage;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.RowRanges;
import io.tsfile.core.vector.Vector;
import io.tsfile.core.vector.Weave;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of which pages a batch consists of. It is made from times alone; each column is then put together in one go.
 * Not thread-safe.
 *
 * <pre>
 * times of page 0   1 2 3 4 5           ranges of the newest   0[0,2)  1[0,2)  0[4,5)
 *          page 1       3 4             older ones                     0[2,4)
 * </pre>
 *
 * <p>Where the newest has no value, an older one counts (N3): only a column with nulls in such a range is looked at, and as
 * bits.
 */
final class MergePlan {
    /** Instead of a page, that a stretch is a weave. */
    private static final int WOVEN = -2;

    private final List<RowPage> pages = new ArrayList<>();
    /** The run of each page. */
    private final List<Run> runs = new ArrayList<>();
    /** The newest of each stretch of rows; of a weave, which one. */
    private final RowRanges newest = new RowRanges();
    /** Of all stretches behind each other, the others with the same times; newer ones first. */
    private final RowRanges older = new RowRanges();
    /** Of each stretch, how many older ones there are up to and with its own. */
    private int[] olderEnds = new int[16];
    /** Of one column, where its values come from. */
    private final RowRanges resolved = new RowRanges();

    /** Stretches in which runs alternate, and behind them spare ones of earlier batches. */
    private final List<Weave> weaves = new ArrayList<>();

    private int woven;

    /** Whether the last stretch has older ones, so that no row continues it. */
    private boolean behindTied;

    private int batch;
    private int rows;

    /** Starts a new batch. */
    void clear() {
        pages.clear();
        runs.clear();
        newest.clear();
        older.clear();
        woven = 0;
        behindTied = false;
        batch++;
        rows = 0;
    }

    /** Tells the batches of a plan apart. */
    int batch() {
        return batch;
    }

    /** How many rows the batch has. */
    int rows() {
        return rows;
    }

    /** Takes in the page of a run of which rows will be added, and returns its place. */
    int addPage(Run run) {
        pages.add(run.page());
        runs.add(run);
        return pages.size() - 1;
    }

    /** Adds the next rows of one run. */
    void add(RankedRun run, int length) {
        int page = run.place(this);
        if (behindTied) {
            newest.addApart(page, run.run().position(), length);
            behindTied = false;
        } else {
            newest.add(page, run.run().position(), length);
        }
        end(length);
    }

    /**
     * Adds the next rows of several runs, which have the same times.
     *
     * @param runs newest first
     */
    void add(List<RankedRun> runs, int length) {
        newest.addApart(runs.get(0).place(this), runs.get(0).run().position(), length);
        for (int i = 1; i < runs.size(); i++) {
            older.addApart(runs.get(i).place(this), runs.get(i).run().position(), length);
        }
        behindTied = true;
        end(length);
    }

    /**
     * The next stretch, in which runs alternate: the caller adds the rows of each, oldest first, and then calls {@link #endWeave}.
     *
     * @param taken how many rows of all runs there will be
     */
    Weave addWeave(int taken) {
        if (woven == weaves.size()) {
            weaves.add(new Weave());
        }
        Weave weave = weaves.get(woven++);
        weave.clear(taken);
        return weave;
    }

    /** Ends the stretch that was begun last. */
    void endWeave() {
        int rowsOfWeave = weaves.get(woven - 1).rows();
        newest.addApart(WOVEN, woven - 1, rowsOfWeave);
        behindTied = false;
        end(rowsOfWeave);
    }

    private void end(int length) {
        if (newest.count() > olderEnds.length) {
            olderEnds = Arrays.copyOf(olderEnds, 2 * olderEnds.length);
        }
        olderEnds[newest.count() - 1] = older.count();
        rows += length;
    }

    /** The page that is the batch, as it is; null if there is more or less to it. */
    @Nullable
    RowPage wholePage() {
        boolean whole = newest.count() == 1
                && woven == 0
                && older.count() == 0
                && newest.start(0) == 0
                && newest.length(0) == pages.get(newest.source(0)).times().size();
        return whole ? pages.get(newest.source(0)) : null;
    }

    /** Gives the pages back to their runs, once the batch is put together; none of them may be part of it. */
    void recycle() {
        for (int i = 0; i < pages.size(); i++) {
            runs.get(i).recycle(pages.get(i));
        }
        clear();
    }

    /** The times of the rows. */
    LongVector times() {
        @Nullable Vector[] sources = new Vector[pages.size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = pages.get(i).times();
        }
        return (LongVector) column(TSDataType.TIMESTAMP, sources);
    }

    /** The values of a field. */
    Vector values(int field, TSDataType type) {
        @Nullable Vector[] sources = new Vector[pages.size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = pages.get(i).columns()[field];
        }
        return column(type, sources);
    }

    private Vector column(TSDataType type, @Nullable Vector[] sources) {
        Vector column = Vector.of(type, rows);
        if (woven == 0 && (older.count() == 0 || !mayHaveNulls(sources))) {
            append(sources, newest, column);
            return column;
        }
        resolved.clear();
        for (int stretch = 0; stretch < newest.count(); stretch++) {
            if (newest.source(stretch) == WOVEN) {
                append(sources, resolved, column);
                resolved.clear();
                column.appendWoven(sources, weaves.get(newest.start(stretch)));
            } else if (olders(stretch) == 0) {
                resolved.add(newest.source(stretch), newest.start(stretch), newest.length(stretch));
            } else {
                resolve(sources, stretch, -1, 0, newest.length(stretch));
            }
        }
        append(sources, resolved, column);
        return column;
    }

    private static boolean mayHaveNulls(@Nullable Vector[] sources) {
        for (Vector source : sources) {
            if (source == null || source.hasNulls()) {
                return true;
            }
        }
        return false;
    }

    private static void append(@Nullable Vector[] sources, RowRanges ranges, Vector column) {
        if (ranges.count() > 0) {
            column.appendRanges(sources, ranges);
        }
    }

    private int olders(int stretch) {
        return olderEnds[stretch] - firstOlder(stretch);
    }

    private int firstOlder(int stretch) {
        return stretch == 0 ? 0 : olderEnds[stretch - 1];
    }

    /**
     * Finds the values of a part of a stretch.
     *
     * @param candidate the newest page to look at: -1 for the newest of all, else its place among the stretch's older ones
     * @param from the part's first row, counted from the stretch's
     */
    private void resolve(@Nullable Vector[] sources, int stretch, int candidate, int from, int length) {
        if (candidate == olders(stretch)) {
            resolved.add(-1, 0, length);
            return;
        }
        RowRanges ranges = candidate < 0 ? newest : older;
        int range = candidate < 0 ? stretch : firstOlder(stretch) + candidate;
        int page = ranges.source(range);
        Vector source = sources[page];
        if (source == null) {
            resolve(sources, stretch, candidate + 1, from, length);
            return;
        }
        int start = ranges.start(range) + from;
        int end = start + length;
        int row = start;
        while (row < end) {
            int present = source.nextNull(row, end);
            if (present > row) {
                resolved.add(page, row, present - row);
            }
            row = present < end ? source.nextPresent(present, end) : end;
            if (row > present) {
                resolve(sources, stretch, candidate + 1, from + present - start, row - present);
            }
        }
    }
}
