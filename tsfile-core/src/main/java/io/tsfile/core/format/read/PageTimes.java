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
package io.tsfile.core.format.read;

import io.tsfile.core.encoding.MalformedPageException;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.index.ValueFilter;
import io.tsfile.core.index.ValueStatistics;
import io.tsfile.core.model.TimeRange;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.statistics.Statistics;

/**
 * Tells by what stands before the pages of chunks at which times their values may meet a filter. Nothing is decoded. The chunks are
 * kept where they were read from, so that a scan that follows need not read them again.
 */
public final class PageTimes {
    private PageTimes() {}

    /** What a page says of its values. */
    private record PageValues(ChunkPages pages) implements ValueStatistics {
        @Override
        public long count() {
            return pages.page().count();
        }

        @Override
        public Statistics<? extends Serializable> statistics() {
            Statistics<? extends Serializable> statistics = pages.statistics();
            if (statistics == null) {
                throw new IllegalStateException("Cannot name statistics of a page without values");
            }
            return statistics;
        }
    }

    /**
     * Adds the times of pages in which a value of the only wanted field may meet the filter, in no order; pages behind each other are
     * one range.
     *
     * @param chunks each with values of that field
     * @throws io.tsfile.core.CorruptTsFileException if the file is damaged here
     */
    public static void add(ChunkAhead ahead, List<RowChunk> chunks, ValueFilter filter, List<TimeRange> found)
            throws IOException {
        List<ChunkEntry> entries = new ArrayList<>();
        for (RowChunk chunk : chunks) {
            RowChunkReader.addEntries(chunk, entries);
        }
        ChunkBytes[] bytes = ChunkFetch.read(ahead, entries);
        int next = 0;
        for (RowChunk chunk : chunks) {
            ChunkBytes main = bytes[next++];
            if (chunk.aligned()) {
                ChunkBytes values = bytes[next++];
                ChunkPages ofValues = new ChunkPages(values);
                int pages = add(new ChunkPages(main), ofValues, filter, found);
                ahead.keep(main, pages);
                ahead.keep(values, pages);
            } else {
                ChunkPages ofPoints = new ChunkPages(main);
                // Times and values share them.
                ahead.keep(main, 2 * add(ofPoints, ofPoints, filter, found));
            }
        }
    }

    /** As the other one, for one chunk; how many pages it has. */
    private static int add(ChunkPages main, ChunkPages values, ValueFilter filter, List<TimeRange> found) {
        TimeRange open = null;
        while (main.next()) {
            if (values != main) {
                RowChunkReader.moveNext(values);
            }
            PageHead page = main.page();
            if (main.isEmpty() || page.start() > page.end()) {
                throw main.damaged(new MalformedPageException("a page of times has none"));
            }
            TimeRange times = new TimeRange(page.start(), page.end());
            if (!values.isEmpty() && filter.mayMeet(new PageValues(values))) {
                open = open == null ? times : open.union(times);
            } else if (open != null) {
                found.add(open);
                open = null;
            }
        }
        if (open != null) {
            found.add(open);
        }
        RowChunkReader.checkEnd(main);
        RowChunkReader.checkEnd(values);
        return main.pages();
    }
}
