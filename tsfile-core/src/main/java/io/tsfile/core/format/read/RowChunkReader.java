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

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.encoding.MalformedPageException;
import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.SpareVectors;
import io.tsfile.core.vector.Vector;
import io.tsfile.core.vector.Widening;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one {@link RowChunk} page by page, and only pages that meet some times. Not thread-safe. */
public final class RowChunkReader {
    private final RowChunk chunk;
    private final List<TSDataType> types;
    private final TimeSet wanted;
    private final ChunkPages main;
    private final @Nullable ChunkPages[] values;
    private final PageDecompressor decompressor;
    private final SpareVectors spare;
    private final boolean leavesTimes;
    private int decodedPages;
    private int sparedPages;

    /**
     * A reader that has read the chunks' bytes.
     *
     * @param types of the wanted fields; the file's may be narrower, or differ in name only (TEXT for STRING)
     * @throws CorruptTsFileException if a type in the file is another one, or a chunk is not where it should be
     */
    public RowChunkReader(OpenTsFile file, RowChunk chunk, List<TSDataType> types, TimeRange range) throws IOException {
        this(
                chunk,
                types,
                TimeSet.of(range),
                ChunkFetch.read(file, entries(chunk)),
                0,
                new PageDecompressor(),
                SpareVectors.NONE,
                false);
    }

    /**
     * A reader of chunks whose bytes are there.
     *
     * @param bytes from {@code first} on those of {@link #entries}
     * @param first where they begin
     * @param spare gives the vectors of pages
     * @param leavesTimes as {@link RowChunkScan#leaveTimes} says
     */
    RowChunkReader(
            RowChunk chunk,
            List<TSDataType> types,
            TimeSet wanted,
            ChunkBytes[] bytes,
            int first,
            PageDecompressor decompressor,
            SpareVectors spare,
            boolean leavesTimes) {
        this.chunk = chunk;
        this.types = types;
        this.wanted = wanted;
        this.decompressor = decompressor;
        this.spare = spare;
        this.leavesTimes = leavesTimes;
        this.main = new ChunkPages(bytes[first]);
        this.values = new ChunkPages[chunk.values().length];
        checkType(
                bytes[first], chunk.aligned() ? TSDataType.VECTOR : chunk.main().type());
        if (chunk.field() >= 0) {
            checkType(bytes[first], types.get(chunk.field()));
        }
        int next = first + 1;
        for (int i = 0; i < values.length; i++) {
            if (hasValues(chunk.values()[i])) {
                if (i < chunk.fields()) {
                    checkType(bytes[next], types.get(i));
                }
                values[i] = new ChunkPages(bytes[next++]);
            }
        }
    }

    RowChunk chunk() {
        return chunk;
    }

    /** How many pages were decoded for the last one of rows: that of its times and those of values; where they share one, two. */
    int decodedPages() {
        return decodedPages;
    }

    /** How many pages, counted as {@link #decodedPages}, the last call of {@link #next} went past. */
    int sparedPages() {
        return sparedPages;
    }

    /** The chunks that are read of it: the one with the times, then those with values. */
    static List<ChunkEntry> entries(RowChunk chunk) {
        List<ChunkEntry> entries = new ArrayList<>(1 + chunk.values().length);
        addEntries(chunk, entries);
        return entries;
    }

    /** Adds {@link #entries}. */
    static void addEntries(RowChunk chunk, List<ChunkEntry> entries) {
        entries.add(chunk.main());
        for (ChunkEntry value : chunk.values()) {
            if (hasValues(value)) {
                entries.add(value);
            }
        }
    }

    /** The next page that meets the times, or null at the end. It may hold other times all the same. */
    public @Nullable RowPage next() {
        sparedPages = 0;
        while (main.next()) {
            for (ChunkPages value : values) {
                if (value != null) {
                    moveNext(value);
                }
            }
            PageHead page = main.page();
            if (main.isEmpty() || page.start() > page.end()) {
                throw main.damaged(new MalformedPageException("a page of times has none"));
            }
            if (wanted.overlaps(new TimeRange(page.start(), page.end()))) {
                return chunk.aligned() ? alignedPage() : seriesPage();
            }
            sparedPages += storedPages();
        }
        checkEnd(main);
        for (ChunkPages value : values) {
            if (value != null) {
                checkEnd(value);
            }
        }
        return null;
    }

    /** How many pages there are for these rows. */
    private int storedPages() {
        int stored = chunk.field() >= 0 ? 2 : 1;
        for (ChunkPages value : values) {
            stored += value != null && !value.isEmpty() ? 1 : 0;
        }
        return stored;
    }

    private RowPage alignedPage() {
        PageHead page = main.page();
        decodedPages = 0;
        LongVector times =
                leavesTimes && wanted.covers(new TimeRange(page.start(), page.end())) ? standIns(page) : alignedTimes();
        Vector[] columns = new Vector[values.length];
        for (int i = 0; i < values.length; i++) {
            ChunkPages value = values[i];
            if (value != null && !value.isEmpty()) {
                decodedPages++;
                columns[i] = i < chunk.fields()
                        ? alignedValues(value, times.size(), types.get(i))
                        : presence(value, times.size());
            }
        }
        return new RowPage(times, columns);
    }

    /** As many ascending times as the page has, the first and the last of which are its own; it has room for them if it is sound. */
    private LongVector standIns(PageHead page) {
        long rows = page.count();
        // Of a range that is longer than a long can say, the difference is below 0.
        boolean tooMany = page.end() - page.start() >= 0 && page.end() - page.start() < rows - 1;
        if (tooMany || rows > EncodedChunk.MOST_PAGE_ROWS) {
            return alignedTimes();
        }
        LongVector times = (LongVector) spare.take(TSDataType.TIMESTAMP, (int) rows);
        times.extend((int) rows);
        long[] values = times.values();
        for (int i = 0; i < rows - 1; i++) {
            values[i] = page.start() + i;
        }
        values[(int) rows - 1] = page.end();
        return times;
    }

    private LongVector alignedTimes() {
        decodedPages++;
        try {
            return checkedTimes(PageDecoder.times(
                    main.chunk().head().encoding(),
                    main.body(decompressor),
                    main.page().count(),
                    spare));
        } catch (MalformedPageException e) {
            throw main.damaged(e);
        }
    }

    private Vector alignedValues(ChunkPages value, int rows, TSDataType target) {
        ChunkHead head = value.chunk().head();
        try {
            return PageDecoder.alignedValues(
                    head.encoding(),
                    head.type(),
                    value.body(decompressor),
                    rows,
                    value.page().count(),
                    target,
                    spare);
        } catch (MalformedPageException e) {
            throw value.damaged(e);
        }
    }

    private Vector presence(ChunkPages value, int rows) {
        try {
            return PageDecoder.presence(
                    value.body(decompressor), rows, value.page().count());
        } catch (MalformedPageException e) {
            throw value.damaged(e);
        }
    }

    private RowPage seriesPage() {
        decodedPages = chunk.field() >= 0 ? 2 : 1;
        try {
            long rows = main.page().count();
            SeriesBody body = SeriesBody.of(main.body(decompressor));
            LongVector times = checkedTimes(body.times(rows, spare));
            Vector[] columns = new Vector[values.length];
            if (chunk.field() >= 0) {
                ChunkHead head = main.chunk().head();
                columns[chunk.field()] = PageDecoder.values(
                        head.encoding(), head.type(), body.encodedValues(), rows, types.get(chunk.field()), spare);
            }
            return new RowPage(times, columns);
        } catch (MalformedPageException e) {
            throw main.damaged(e);
        }
    }

    /** Of times that were written in another encoding than they are read in, only these two tell it. */
    private LongVector checkedTimes(LongVector times) {
        PageHead page = main.page();
        long first = times.get(0);
        long last = times.get(times.size() - 1);
        if (first != page.start() || last != page.end()) {
            throw new MalformedPageException("its times go from " + first + " to " + last
                    + ", and its statistics say from " + page.start() + " to " + page.end());
        }
        return times;
    }

    /** Moves to the page of values that goes with one of times. */
    static void moveNext(ChunkPages values) {
        if (!values.next()) {
            throw values.chunk().damaged("it has fewer pages than its times");
        }
    }

    /** A chunk that ends early, where a page ends, would just have fewer rows. */
    static void checkEnd(ChunkPages pages) {
        if (pages.next()) {
            throw pages.chunk().damaged("it has more pages than its times");
        }
        long count = pages.chunk().entry().count();
        if (pages.count() != count) {
            throw pages.chunk()
                    .damaged("its pages have " + pages.count() + " values, and the index says that it has " + count);
        }
    }

    private static boolean hasValues(@Nullable ChunkEntry value) {
        return value != null && value.count() > 0;
    }

    private static void checkType(ChunkBytes chunk, TSDataType wanted) {
        TSDataType stored = chunk.head().type();
        if (!Widening.allows(stored, wanted)) {
            throw new CorruptTsFileException("Cannot read " + chunk.path() + ": measurement '"
                    + chunk.entry().measurement() + "' is stored as " + stored + " in the chunk at byte "
                    + chunk.entry().offset() + ", and expected as " + wanted);
        }
    }
}
