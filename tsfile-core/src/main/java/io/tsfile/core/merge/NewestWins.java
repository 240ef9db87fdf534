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
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tsfile.enums.TSDataType;

/**
 * Merges the runs of one device: of the values of one field and time, that of the newest run counts. Not thread-safe.
 *
 * <p>The run that is alone ahead of all others is taken as a range of arrays, up to the time where the next one begins; so are
 * several runs as long as they have the same times. No value is looked at until the rows of a batch are known:
 *
 * <pre>
 * run 2 (newest)          [7   8]     [12]
 * run 1           [1 2 3]     [8 9 10 12 13]
 * steps            1     2 2+1 1   2+1   1
 * </pre>
 *
 * <p>Where runs alternate row by row, that is slow. Then their rows up to a common time are put into order at once ({@link
 * TimeMerge}), and each column is put together run by run ({@link io.tsfile.core.vector.Weave}).
 *
 * <p>A run joins only when time reaches its first row, so that of a thousand runs behind each other only one is open.
 */
public final class NewestWins {
    /** Texts and blobs have any length: a batch ends behind so many bytes, looked at every so many rows. */
    private static final long MAX_BATCH_BYTES = 64L << 20;

    private static final int ROWS_PER_LOOK = 256;
    private static final Comparator<RankedRun> NEWEST_FIRST =
            Comparator.comparingInt(RankedRun::rank).reversed();

    private final List<TSDataType> types;
    /** Fields whose values have any length. */
    private final int[] longFields;
    /** Rows of one step; without bound where all values are of one width, and the number of rows bounds the bytes. */
    private final int maxRowsPerStep;
    /** Not yet reached, the one that begins first last. */
    private final List<RankedRun> waiting;
    /** Open, with a current row. */
    private final RunHeap open = new RunHeap();
    /** Open, at the end of a page. */
    private final List<RankedRun> behindPage = new ArrayList<>();
    /** Of one step, the runs with the first time, newest first. */
    private final List<RankedRun> tied = new ArrayList<>();

    private final Alternation alternation = new Alternation();
    private final MergePlan plan = new MergePlan();
    private long longBytes;
    private long mergedRows;

    private LongVector times;
    private Vector[] columns;

    /**
     * A merge.
     *
     * @param types of the wanted fields
     * @param runs in ascending order of version
     */
    NewestWins(List<TSDataType> types, List<Run> runs) {
        this.types = types;
        this.longFields = IntStream.range(0, types.size())
                .filter(field -> types.get(field).isBinary())
                .toArray();
        this.maxRowsPerStep = longFields.length > 0 ? ROWS_PER_LOOK : Integer.MAX_VALUE;
        this.waiting = new ArrayList<>(runs.size());
        for (int rank = 0; rank < runs.size(); rank++) {
            waiting.add(new RankedRun(rank, runs.get(rank)));
        }
        waiting.sort(Comparator.comparingLong((RankedRun ranked) -> ranked.run().earliest())
                .reversed());
        this.times = (LongVector) Vector.of(TSDataType.TIMESTAMP, 0);
        this.columns = new Vector[0];
    }

    /**
     * Merges up to {@code maxRows} further rows into new vectors, which are the caller's; fewer where texts or blobs are long, or
     * where a page can be handed out as it is.
     *
     * @return whether there was at least one
     */
    public boolean next(int maxRows) throws IOException {
        plan.clear();
        longBytes = 0;
        while (plan.rows() < maxRows && longBytes < MAX_BATCH_BYTES && !isLargePage(maxRows)) {
            if (!step(Math.min(maxRows - plan.rows(), maxRowsPerStep))) {
                break;
            }
        }
        RowPage page = plan.wholePage();
        times = page == null ? plan.times() : page.times();
        columns = new Vector[types.size()];
        for (int i = 0; i < columns.length; i++) {
            Vector whole = page == null ? null : page.columns()[i];
            columns[i] = whole == null ? plan.values(i, types.get(i)) : whole;
        }
        if (page == null) {
            plan.recycle();
        }
        return times.size() > 0;
    }

    /** A page that is most of a batch is worth more as it is than with a few rows more. */
    private boolean isLargePage(int maxRows) {
        return plan.rows() > maxRows >> 1 && plan.wholePage() != null;
    }

    /** How many rows there are at most that are not opened yet. */
    public long mostRows() {
        long rows = 0;
        for (RankedRun run : waiting) {
            rows += run.run().mostRows();
        }
        return rows;
    }

    /** How many fields there are. */
    public int fields() {
        return types.size();
    }

    /** How many rows so far were put together from several runs. */
    public long mergedRows() {
        return mergedRows;
    }

    /** The times of the rows that {@link #next} merged. */
    public LongVector times() {
        return times;
    }

    /** The values of field {@code field} of the rows that {@link #next} merged. */
    public Vector values(int field) {
        return columns[field];
    }

    private boolean step(int maxRows) throws IOException {
        open();
        if (open.isEmpty()) {
            return false;
        }
        if (alternation.isUsual() && maxRows >= open.size() && findAlternating(maxRows)) {
            stepTogether();
        } else if (open.size() > 1 && open.secondHead() == open.head()) {
            stepTied(maxRows);
        } else {
            stepAhead(maxRows);
        }
        return true;
    }

    /** Finds rows to take at once. Opens the runs that begin among those of the runs that are open. */
    private boolean findAlternating(int maxRows) throws IOException {
        long last = alternation.look(open, Long.MAX_VALUE, maxRows);
        if (!waiting.isEmpty() && nextBegin() <= last) {
            while (!waiting.isEmpty() && nextBegin() <= last && open.size() < maxRows) {
                load(waiting.remove(waiting.size() - 1));
            }
            // Not those that begin among theirs, or a chain of small ones would all be open.
            alternation.look(open, nextBegin(), maxRows);
        }
        return open.size() > 1 && alternation.pays();
    }

    /** Takes the next rows of all open runs at once. */
    private void stepTogether() {
        mergedRows += alternation.take(plan);
        open.clear();
        List<RankedRun> runs = alternation.runs();
        for (int i = 0; i < runs.size(); i++) {
            int rows = alternation.taken(i);
            count(runs.get(i).run(), rows);
            advance(runs.get(i), rows);
        }
    }

    private void advance(RankedRun ranked, int rows) {
        Run run = ranked.run();
        run.advance(rows);
        if (run.position() < run.end()) {
            open.add(ranked);
        } else {
            behindPage.add(ranked);
        }
    }

    /** Takes rows of one run after the other, as long as no two have the same time, no page ends, and no further run may begin. */
    private void stepAhead(int maxRows) {
        long others = nextBegin();
        boolean last = waiting.isEmpty();
        int left = maxRows;
        while (true) {
            RankedRun ahead = open.first();
            Run run = ahead.run();
            boolean single = open.size() == 1;
            int to = single && last
                    ? run.end()
                    : run.firstAtLeast(single ? others : Math.min(others, open.secondHead()));
            int rows = Math.min(to - run.position(), left);
            plan.add(ahead, rows);
            count(run, rows);
            alternation.count(rows);
            run.advance(rows);
            if (run.position() == run.end()) {
                behindPage.add(open.remove());
                return;
            }
            open.advanced();
            left -= rows;
            if (left == 0
                    || single
                    || open.secondHead() == open.head()
                    || open.head() >= others
                    || alternation.isUsual()) {
                return;
            }
        }
    }

    private void stepTied(int maxRows) {
        long head = open.head();
        tied.clear();
        while (!open.isEmpty() && open.head() == head) {
            tied.add(open.remove());
        }
        tied.sort(NEWEST_FIRST);
        Run first = tied.get(0).run();
        int rows = Math.min(first.end() - first.position(), maxRows);
        for (int i = 1; i < tied.size() && rows > 1; i++) {
            rows = first.common(tied.get(i).run(), rows);
        }
        if (rows > 1 && !(open.isEmpty() && waiting.isEmpty())) {
            int to = first.firstAtLeast(open.isEmpty() ? nextBegin() : Math.min(nextBegin(), open.head()));
            rows = Math.min(rows, to - first.position());
        }
        plan.add(tied, rows);
        alternation.count(rows);
        mergedRows += rows;
        for (RankedRun one : tied) {
            Run run = one.run();
            count(run, rows);
            advance(one, rows);
        }
    }

    /** The time where the next run begins that is not open; the last time there is if all are. */
    private long nextBegin() {
        return waiting.isEmpty()
                ? Long.MAX_VALUE
                : waiting.get(waiting.size() - 1).run().earliest();
    }

    /** Loads a page for every open run, and opens those whose first row may be next. */
    private void open() throws IOException {
        for (RankedRun run : behindPage) {
            load(run);
        }
        behindPage.clear();
        while (!waiting.isEmpty() && (open.isEmpty() || nextBegin() <= open.head())) {
            load(waiting.remove(waiting.size() - 1));
        }
    }

    private void load(RankedRun run) throws IOException {
        if (run.run().load()) {
            open.add(run);
        }
    }

    private void count(Run run, int rows) {
        for (int field : longFields) {
            if (run.page().columns()[field] instanceof BinaryVector values) {
                longBytes += values.start(run.position() + rows) - values.start(run.position());
            }
        }
    }
}
