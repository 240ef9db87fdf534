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
package io.tsfile.core.compact;

import io.tsfile.core.index.RowChunk;
import io.tsfile.core.model.TimeRange;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the chunks of a track in the order of time, and says which of them can be copied as a whole, of which only some
 * pages can, and at which times rows have to be merged. Not thread-safe.
 */
/*
 * A chunk that meets no other one is copied. One that does is opened, and its pages are looked at in its place:
 *
 *   chunks:   [a..........]      [c....]      a and b are opened, c is copied
 *                    [b......]
 *   pages:    [a1][a2][a3 ]                   a1, a2, b2 are copied, the times of a3 and b1 are merged
 *                    [b1][b2 ]
 *
 * Only chunks that time has reached are open, so memory holds as many as overlap at one time.
 */
final class TimeSweep {
    private final int pageRows;
    private final TimeRange cut;
    private final Target target;
    private final CompactionMeter meter;
    private final PriorityQueue<Span> spans =
            new PriorityQueue<>(Comparator.comparingLong((Span span) -> span.times.start()));
    /** Pages of one chunk that follow each other wait to be copied together. */
    private @Nullable CopiedRows opened;

    private int firstPage;
    private int endPage;

    /** What is done with rows; called in ascending order of time. */
    interface Target {
        /** The rows are copied. */
        void copy(CopiedRows rows) throws IOException;

        /** All inputs' rows at these times are merged. */
        void decode(TimeRange times) throws IOException;
    }

    /**
     * A chunk or a page.
     *
     * @param whole whether it may be copied if it meets no other
     * @param chunk of a chunk that is not opened yet and may have pages to copy
     * @param rows of a page, its chunk
     * @param page of a page, which one
     */
    private record Span(
            TimeRange times,
            boolean whole,
            TrackSource source,
            @Nullable RowChunk chunk,
            @Nullable CopiedRows rows,
            int page) {}

    /**
     * A sweep.
     *
     * @param pageRows chunks of fewer rows have but one page
     * @param cut times that are compacted
     */
    TimeSweep(int pageRows, TimeRange cut, Target target, CompactionMeter meter) {
        this.pageRows = pageRows;
        this.cut = cut;
        this.target = target;
        this.meter = meter;
    }

    /** Adds the chunks of an input. */
    void add(TrackSource source, List<RowChunk> chunks) {
        for (RowChunk chunk : chunks) {
            Sight.Seen seen = source.sight().of(chunk.times());
            if (seen != Sight.Seen.NOTHING) {
                boolean possible = source.mayCopy(chunk);
                boolean whole = possible && seen == Sight.Seen.ALL;
                boolean divisible = possible && (whole || chunk.main().count() > pageRows);
                spans.add(new Span(chunk.times(), whole, source, divisible ? chunk : null, null, 0));
            }
        }
    }

    /** Goes through all that was added. */
    void run() throws IOException {
        while (!spans.isEmpty()) {
            Span first = spans.remove();
            if (first.whole && isAlone(first)) {
                copy(first);
            } else if (isDivisible(first)) {
                open(first);
            } else {
                merge(first);
            }
        }
        copyPages();
    }

    private boolean isAlone(Span span) {
        Span next = spans.peek();
        return next == null || next.times.start() > span.times.end();
    }

    private boolean isDivisible(Span span) {
        return span.chunk != null && span.chunk.main().count() > pageRows;
    }

    private void copy(Span span) throws IOException {
        if (span.chunk != null) {
            copyPages();
            CopiedRows rows = span.source.open(span.chunk);
            if (rows == null) {
                merge(solid(span));
            } else {
                meter.copiedChunk();
                target.copy(rows);
            }
        } else if (span.rows != null) {
            if (span.rows != opened || span.page != endPage) {
                copyPages();
                opened = span.rows;
                firstPage = span.page;
            }
            endPage = span.page + 1;
        }
    }

    private void copyPages() throws IOException {
        CopiedRows rows = opened;
        if (rows != null) {
            opened = null;
            meter.copiedPages(endPage - firstPage);
            target.copy(rows.pages(firstPage, endPage));
        }
    }

    /** Puts the pages of a chunk in its place. */
    private void open(Span span) throws IOException {
        CopiedRows rows = span.chunk == null ? null : span.source.open(span.chunk);
        if (rows == null) {
            spans.add(solid(span));
            return;
        }
        List<TimeRange> pages = rows.pageTimes();
        for (int page = 0; page < pages.size(); page++) {
            TimeRange times = pages.get(page);
            Sight.Seen seen = span.source.sight().of(times);
            if (seen != Sight.Seen.NOTHING) {
                spans.add(new Span(times, seen == Sight.Seen.ALL, span.source, null, rows, page));
            }
        }
    }

    /** Merges the times of a span and of all that it meets. */
    private void merge(Span first) throws IOException {
        copyPages();
        long end = first.times.end();
        for (Span next = spans.peek(); next != null && next.times.start() <= end; next = spans.peek()) {
            spans.remove();
            if (isDivisible(next)) {
                open(next);
            } else {
                meter.decodedPage();
                end = Math.max(end, next.times.end());
            }
        }
        meter.decodedPage();
        target.decode(new TimeRange(Math.max(first.times.start(), cut.start()), Math.min(end, cut.end())));
    }

    /** The same, to be decoded. */
    private static Span solid(Span span) {
        return new Span(span.times, false, span.source, null, null, 0);
    }
}
