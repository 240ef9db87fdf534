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

import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;

/**
 * Merges the runs of one device: of the values of one field and time, that of the newest run counts. Not thread-safe.
 *
 * <p>The run that is alone ahead of all others is copied as a range of arrays, up to the time where the next one begins;
 * only rows of one time are looked at one by one:
 *
 * <pre>
 * run 2 (newest)          [7   8]     [12]
 * run 1           [1 2 3]     [8 9 10 12 13]
 * steps            copy   copy 8 copy  12 copy
 * </pre>
 *
 * <p>A run joins only when time reaches its first row, so that of a thousand runs behind each other only one is open.
 */
public final class NewestWins {
    /** Texts and blobs have any length: a batch ends behind so many bytes, looked at every so many rows. */
    private static final long MAX_BATCH_BYTES = 64L << 20;

    private static final int ROWS_PER_LOOK = 256;

    private final List<TSDataType> types;
    /** Rows of one step; without bound where all values are of one width, and the number of rows bounds the bytes. */
    private final int maxRowsPerStep;
    /** Not yet reached, the one that begins first last. */
    private final List<RankedRun> waiting;
    /** Open, in any order. */
    private final List<RankedRun> active = new ArrayList<>();
    /** Of the current row: the rank of the run whose value a field has, or -1. */
    private final int[] valueRank;

    private LongVector times;
    private Vector[] columns;

    private record RankedRun(int rank, Run run) {}

    /**
     * A merge.
     *
     * @param types of the wanted fields
     * @param runs in ascending order of version
     */
    NewestWins(List<TSDataType> types, List<Run> runs) {
        this.types = types;
        this.maxRowsPerStep = types.stream().anyMatch(TSDataType::isBinary) ? ROWS_PER_LOOK : Integer.MAX_VALUE;
        this.waiting = new ArrayList<>(runs.size());
        for (int rank = 0; rank < runs.size(); rank++) {
            waiting.add(new RankedRun(rank, runs.get(rank)));
        }
        waiting.sort(Comparator.comparingLong((RankedRun ranked) -> ranked.run.earliest())
                .reversed());
        this.valueRank = new int[types.size()];
        this.times = (LongVector) Vector.of(TSDataType.TIMESTAMP, 0);
        this.columns = new Vector[0];
    }

    /**
     * Merges up to {@code maxRows} further rows into new vectors, which are the caller's; fewer where texts or blobs are long.
     *
     * @return whether there was at least one
     */
    public boolean next(int maxRows) throws IOException {
        int capacity = Math.min(maxRows, 4096);
        times = (LongVector) Vector.of(TSDataType.TIMESTAMP, capacity);
        columns = new Vector[types.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Vector.of(types.get(i), capacity);
        }
        int measured = 0;
        while (times.size() < maxRows && step(Math.min(maxRows - times.size(), maxRowsPerStep))) {
            if (times.size() - measured >= maxRowsPerStep) {
                measured = times.size();
                if (bytes() >= MAX_BATCH_BYTES) {
                    break;
                }
            }
        }
        return times.size() > 0;
    }

    private long bytes() {
        long bytes = times.bytes();
        for (Vector column : columns) {
            bytes += column.bytes();
        }
        return bytes;
    }

    /** How many fields there are. */
    public int fields() {
        return types.size();
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
        if (!activate()) {
            return false;
        }
        RankedRun ahead = active.get(0);
        long head = ahead.run.head();
        long limit = Long.MAX_VALUE;
        boolean limited = false;
        for (int i = 1; i < active.size(); i++) {
            RankedRun other = active.get(i);
            long otherHead = other.run.head();
            if (otherHead < head) {
                limit = head;
                head = otherHead;
                ahead = other;
            } else {
                limit = Math.min(limit, otherHead);
            }
            limited = true;
        }
        if (!waiting.isEmpty()) {
            limit = Math.min(limit, waiting.get(waiting.size() - 1).run.earliest());
            limited = true;
        }
        if (limited && limit == head) {
            mergeRow(head);
        } else {
            int to = limited ? ahead.run.firstAtLeast(limit) : ahead.run.end();
            int rows = Math.min(to - ahead.run.position(), maxRows);
            copyRows(ahead.run, ahead.run.position() + rows);
        }
        return true;
    }

    /** Loads a page for every open run, and opens those whose first row may be next. False if there is no row left. */
    private boolean activate() throws IOException {
        long head = Long.MAX_VALUE;
        for (int i = active.size() - 1; i >= 0; i--) {
            Run run = active.get(i).run;
            if (run.load()) {
                head = Math.min(head, run.head());
            } else {
                active.remove(i);
            }
        }
        while (!waiting.isEmpty()
                && (active.isEmpty() || waiting.get(waiting.size() - 1).run.earliest() <= head)) {
            RankedRun next = waiting.remove(waiting.size() - 1);
            if (next.run.load()) {
                active.add(next);
                head = Math.min(head, next.run.head());
            }
        }
        return !active.isEmpty();
    }

    private void copyRows(Run run, int to) {
        int from = run.position();
        times.append(run.times(), from, to);
        for (int i = 0; i < columns.length; i++) {
            Vector column = run.column(i);
            if (column == null) {
                columns[i].appendNulls(to - from);
            } else {
                columns[i].append(column, from, to);
            }
        }
        run.advance(to);
    }

    /** One row of several runs: per field the newest value that is not null. */
    private void mergeRow(long time) {
        times.append(time);
        Arrays.fill(valueRank, -1);
        for (RankedRun ranked : active) {
            Run run = ranked.run;
            if (run.head() != time) {
                continue;
            }
            for (int field = 0; field < valueRank.length; field++) {
                Vector column = run.column(field);
                if (column != null && ranked.rank > valueRank[field] && !column.isNull(run.position())) {
                    valueRank[field] = ranked.rank;
                }
            }
        }
        for (int field = 0; field < valueRank.length; field++) {
            if (valueRank[field] < 0) {
                columns[field].appendNull();
            }
        }
        for (RankedRun ranked : active) {
            Run run = ranked.run;
            if (run.head() != time) {
                continue;
            }
            for (int field = 0; field < valueRank.length; field++) {
                Vector column = run.column(field);
                if (column != null && ranked.rank == valueRank[field]) {
                    columns[field].append(column, run.position());
                }
            }
            run.advance(run.position() + 1);
        }
    }
}
