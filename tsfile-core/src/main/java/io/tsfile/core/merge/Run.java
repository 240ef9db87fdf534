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
import io.tsfile.core.model.TimeSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one device of one version in strictly ascending order of time: chunks of one file behind each other. A cursor
 * over them that decodes page by page. Not thread-safe.
 */
final class Run {
    private final RunPages pages;
    private final TimeSet wanted;
    private final long earliest;
    private @Nullable RowPage page;
    /** Of the page. */
    private long[] times = new long[0];

    /** No row of a later page has a time up to this one. */
    private long knownUpTo;

    private int pageNumber;
    /** Where in {@link #wanted} the rows behind {@link #end} are looked for. */
    private int place;

    private int position;
    private int end;

    /**
     * A run; reads nothing yet.
     *
     * @param chunks each of them meets {@code wanted}
     * @param types of the wanted fields
     * @param wanted times; rows at others are skipped
     */
    Run(MaskedChunks chunks, List<TSDataType> types, TimeSet wanted) {
        this.pages = new RunPages(chunks, types, wanted);
        this.wanted = wanted;
        long start = chunks.chunks().get(0).chunk().times().start();
        this.earliest = Math.max(start, wanted.start(wanted.firstEndingAtLeast(start)));
    }

    /** How many rows its chunks have. */
    long mostRows() {
        return pages.mostRows();
    }

    /** No row comes before this time; known without decoding anything. */
    long earliest() {
        return earliest;
    }

    /** Decodes no times where nothing depends on them; only before the first row, and if no other run is merged with this one. */
    void leaveTimes() {
        pages.leaveTimes();
    }

    /** Makes sure that there is a current row; false at the end. */
    boolean load() throws IOException {
        while (page == null || (position == end && !nextRows(page))) {
            page = pages.next();
            if (page == null) {
                return false;
            }
            pageNumber++;
            times = page.times().values();
            knownUpTo = pages.knownUpTo(page.times());
            position = 0;
            end = 0;
            place = wanted.firstEndingAtLeast(times[0]);
        }
        return true;
    }

    /** Moves to the rows of the page at the next wanted times; false if there are none. */
    private boolean nextRows(RowPage ofTimes) {
        int rows = ofTimes.times().size();
        while (position == end && end < rows && place < wanted.size()) {
            position = Times.firstAtLeast(times, end, rows, wanted.start(place));
            end = Times.firstAbove(times, position, rows, wanted.end(place++));
        }
        return position < end;
    }

    /** The loaded page; rows {@link #position} to {@link #end} are still to come. */
    RowPage page() {
        if (page == null) {
            throw new IllegalStateException("Cannot read a run before load()");
        }
        return page;
    }

    /** Takes back a page of its own that nobody else reads any more; it may be the current one, which is still needed. */
    @SuppressWarnings("ReferenceEquality") // Which page it is, whatever it holds.
    void recycle(RowPage done) {
        if (done != page) {
            pages.recycle(done);
        }
    }

    /** How many pages were loaded so far. */
    int pageNumber() {
        return pageNumber;
    }

    int position() {
        return position;
    }

    /** The time of the current row. */
    long head() {
        return times[position];
    }

    /** Up to this time, the run's next {@code rows} rows are known: they are in the page, or there are none. */
    long knownUpTo(int rows) {
        if (rows < end - position) {
            return times[position + rows - 1];
        }
        return place < wanted.size() ? times[end - 1] : knownUpTo;
    }

    /** The times of the page. */
    long[] times() {
        return times;
    }

    /** How many rows of the page from the current one on are not behind {@code time}. */
    int rowsUpTo(long time) {
        return Times.firstAbove(times, position, end, time) - position;
    }

    /** The position of the first row of the page whose time is not below {@code time}; the page's end if there is none. */
    int firstAtLeast(long time) {
        // Where runs alternate, the next one is a row or two away.
        int next = position + 1;
        if (next < end && times[next] >= time) {
            return times[position] < time ? next : position;
        }
        if (times[end - 1] < time) {
            return end;
        }
        return Times.nextAtLeast(times, position, end, time);
    }

    int end() {
        return end;
    }

    /** How many rows from the current one on have the same times as those of another run, which has the same current one. */
    int common(Run other, int most) {
        int length = Math.min(Math.min(end - position, other.end - other.position), most);
        int differs = Arrays.mismatch(
                times, position, position + length, other.times, other.position, other.position + length);
        return differs < 0 ? length : differs;
    }

    /** Moves behind {@code rows} rows of the page. */
    void advance(int rows) {
        position += rows;
    }
}
