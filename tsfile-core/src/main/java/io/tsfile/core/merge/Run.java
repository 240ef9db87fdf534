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
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one device of one version in strictly ascending order of time: chunks of one file behind each other. A cursor
 * over them that decodes page by page. Not thread-safe.
 */
final class Run {
    private final OpenTsFile file;
    private final List<RowChunk> chunks;
    private final RowChunkScan scan;
    private final TimeRange range;
    private @Nullable RowPage page;
    private int position;
    private int end;
    private long lastTime = Long.MIN_VALUE;
    private boolean started;

    /**
     * A run.
     *
     * @param chunks ascending in time, disjoint, each meeting {@code range}; at least one
     * @param types of the wanted fields
     * @param range times outside are skipped
     */
    Run(OpenTsFile file, List<RowChunk> chunks, List<TSDataType> types, TimeRange range) {
        this.file = file;
        this.chunks = chunks;
        this.scan = new RowChunkScan(file, chunks, types, range);
        this.range = range;
    }

    /** No row comes before this time; known without decoding anything. */
    long earliest() {
        return Math.max(range.start(), chunks.get(0).times().start());
    }

    /** Makes sure that there is a current row; false at the end. */
    boolean load() throws IOException {
        while (page == null || position == end) {
            page = scan.next();
            if (page == null) {
                return false;
            }
            LongVector times = page.times();
            checkTimes(times);
            position = firstAtLeast(times, 0, times.size(), range.start());
            end = range.end() == Long.MAX_VALUE
                    ? times.size()
                    : firstAtLeast(times, position, times.size(), range.end() + 1);
        }
        return true;
    }

    /** The times of the loaded page; rows {@link #position} to {@link #end} are still to come. */
    LongVector times() {
        return loaded().times();
    }

    int position() {
        return position;
    }

    /** The time of the current row. */
    long head() {
        return loaded().times().get(position);
    }

    /** The position of the first row of the page whose time is not below {@code time}; the page's end if there is none. */
    int firstAtLeast(long time) {
        // Gallop: what is ahead of the others usually ends soon, or not on this page.
        LongVector times = loaded().times();
        int step = 1;
        int low = position;
        while (low + step < end && times.get(low + step) < time) {
            low += step;
            step <<= 1;
        }
        return firstAtLeast(times, low, Math.min(end, low + step + 1), time);
    }

    int end() {
        return end;
    }

    /** The column of a wanted field on the loaded page, or null if it has none. */
    @Nullable
    Vector column(int field) {
        return loaded().columns()[field];
    }

    /** Moves behind the rows before {@code newPosition}. */
    void advance(int newPosition) {
        position = newPosition;
    }

    private RowPage loaded() {
        if (page == null) {
            throw new IllegalStateException("Cannot read a run before load()");
        }
        return page;
    }

    /** The merge goes by what the index says of a chunk's times, and by their order. */
    private void checkTimes(LongVector times) {
        long start = scan.chunk().times().start();
        if (times.size() > 0 && times.get(0) < start) {
            throw new CorruptTsFileException("Cannot read " + file.path() + ": a chunk has time " + times.get(0)
                    + ", and its index says that it starts at " + start);
        }
        for (int i = 0; i < times.size(); i++) {
            long time = times.get(i);
            if (time <= lastTime && started) {
                throw new CorruptTsFileException("Cannot read " + file.path() + ": time " + time + " follows "
                        + lastTime + ", and times of a series must ascend");
            }
            started = true;
            lastTime = time;
        }
    }

    private static int firstAtLeast(LongVector times, int from, int to, long time) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times.get(middle) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
