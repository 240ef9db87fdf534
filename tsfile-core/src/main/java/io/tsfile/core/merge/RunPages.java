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

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.format.read.RowChunkScan;
import io.tsfile.core.format.read.RowPage;
import io.tsfile.core.merge.MaskedChunks.MaskedChunk;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/** The pages of a run, with only what must be seen of them. Not thread-safe. */
final class RunPages {
    private final MaskedChunks run;
    private final RowChunkScan scan;
    private int chunk;
    private long lastTime = Long.MIN_VALUE;
    private boolean started;

    /**
     * Reads nothing yet.
     *
     * @param types of the wanted fields
     * @param wanted times; pages outside are skipped
     */
    RunPages(MaskedChunks run, List<TSDataType> types, TimeSet wanted) {
        this.run = run;
        this.scan = new RowChunkScan(run.bytes(), run.rowChunks(), types, wanted);
    }

    /** How many rows the chunks have. */
    long mostRows() {
        return run.chunks().stream()
                .mapToLong(one -> one.chunk().main().count())
                .sum();
    }

    /** Leaves times as they are stored where nothing else depends on them; see {@link RowChunkScan#leaveTimes}. */
    void leaveTimes() {
        boolean needed = !run.hiddenRows().isEmpty()
                || run.hiddenValues().stream().anyMatch(hidden -> !hidden.isEmpty())
                || run.chunks().stream().anyMatch(MaskedChunk::mayHaveEmptyRows);
        if (!needed) {
            scan.leaveTimes();
        }
    }

    /** The next page that has a row to be seen, or null at the end; the caller's to keep. */
    @Nullable
    RowPage next() throws IOException {
        while (true) {
            RowPage page = scan.next();
            if (page == null) {
                return null;
            }
            checkTimes(page.times());
            RowPage visible = visible(page);
            if (visible.times().size() > 0) {
                return visible;
            }
        }
    }

    /** Takes back a page that nobody reads any more. */
    void recycle(RowPage page) {
        scan.recycle(page);
    }

    /**
     * The last time up to which no row of a later page comes: by the index, if the page is the last one of its chunk.
     *
     * @param times of the last page
     */
    long knownUpTo(LongVector times) {
        long last = times.get(times.size() - 1);
        if (last < current().chunk().times().end()) {
            return last;
        }
        if (chunk + 1 == run.chunks().size()) {
            return Long.MAX_VALUE;
        }
        return Math.max(last, run.chunks().get(chunk + 1).chunk().times().start() - 1);
    }

    private RowPage visible(RowPage page) {
        LongVector times = page.times();
        TimeRange range = new TimeRange(times.get(0), times.get(times.size() - 1));
        @Nullable Vector[] columns = page.columns();
        for (int i = 0; i < run.hiddenValues().size() && i < columns.length; i++) {
            Vector column = columns[i];
            if (column != null) {
                columns[i] = VisibleRows.blank(column, times, run.hiddenValues().get(i));
            }
        }
        boolean mayHaveEmptyRows = current().mayHaveEmptyRows();
        if (!mayHaveEmptyRows && !run.hiddenRows().overlaps(range)) {
            return page;
        }
        VisibleRows rows = new VisibleRows(times);
        rows.hide(run.hiddenRows());
        if (mayHaveEmptyRows) {
            rows.requireValue(columns);
        }
        return rows.count() == times.size() ? page : rows.of(columns);
    }

    private MaskedChunk current() {
        while (run.chunks().get(chunk).chunk().offset() != scan.chunk().offset()) {
            chunk++;
        }
        return run.chunks().get(chunk);
    }

    /** The merge goes by what the index says of a chunk's times, and by their order. */
    private void checkTimes(LongVector times) {
        TimeRange indexed = scan.chunk().times();
        long first = times.get(0);
        long end = times.get(times.size() - 1);
        if (first < indexed.start() || end > indexed.end()) {
            throw new CorruptTsFileException("Cannot read " + run.file().path() + ": a chunk has time "
                    + (first < indexed.start() ? first : end) + ", and its index says that its times are from "
                    + indexed.start() + " to " + indexed.end());
        }
        long[] values = times.values();
        long last = lastTime;
        boolean follows = started;
        for (int i = 0; i < times.size(); i++) {
            long time = values[i];
            if (time <= last && follows) {
                throw new CorruptTsFileException("Cannot read " + run.file().path() + ": time " + time + " follows "
                        + last + ", and times of a series must ascend");
            }
            follows = true;
            last = time;
        }
        started = true;
        lastTime = last;
    }
}
