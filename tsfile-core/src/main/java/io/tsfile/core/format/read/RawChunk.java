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
import io.tsfile.core.encoding.PageBytes;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.SpareVectors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.common.constant.TsFileConstant;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * A chunk as it stands in a file, to be copied into another: {@link ChunkJoin} does that. Its pages stay compressed; what their
 * heads say was checked against each other and against the index. Not thread-safe.
 */
public final class RawChunk {
    private final ChunkBytes bytes;
    private final Role role;
    private final RawPages pages;
    private @Nullable List<RawPage> pageList;

    /** What a chunk holds; the file tells it by the place in the index, and most files in the chunk's marker, too. */
    enum Role {
        /** The times of an aligned device. */
        TIMES(TsFileConstant.TIME_COLUMN_MASK & 0xff),
        /** Values of an aligned device. */
        ALIGNED_VALUES(TsFileConstant.VALUE_COLUMN_MASK),
        /** Values with times of their own. */
        SERIES(0);

        /** The bits in the chunk's marker. */
        final int mask;

        Role(int mask) {
            this.mask = mask;
        }
    }

    /**
     * Checks a chunk.
     *
     * @throws io.tsfile.core.CorruptTsFileException if its heads contradict each other or the index
     */
    RawChunk(ChunkBytes bytes, Role role) {
        this.bytes = bytes;
        this.role = role;
        this.pages = RawPages.of(bytes, role);
    }

    /** The series; empty for the times of an aligned device. */
    public String measurement() {
        return bytes.entry().measurement();
    }

    /** The type of the values; {@link TSDataType#VECTOR} for the times of an aligned device. */
    public TSDataType type() {
        return bytes.head().type();
    }

    /** How the values are encoded; of a time chunk, the times. */
    public TSEncoding encoding() {
        return bytes.head().encoding();
    }

    /** How the pages are compressed. */
    public CompressionType compression() {
        return bytes.head().compression();
    }

    /** How many pages it has, those of nothing but nulls included; 0 of a chunk of nothing but nulls, mostly. */
    public int pages() {
        return pages.count();
    }

    /** How many values, nulls not counted; of a time chunk, rows. */
    public long count() {
        return bytes.entry().count();
    }

    /** The first time of a value. */
    public long startTime() {
        return bytes.entry().startTime();
    }

    /** The last time of a value. */
    public long endTime() {
        return bytes.entry().endTime();
    }

    /** Bytes of the pages with their heads. */
    public int size() {
        return bytes.to() - bytes.from();
    }

    /** What the index says of the values. Not to be changed. */
    public Statistics<? extends Serializable> statistics() {
        return bytes.entry().statistics();
    }

    /**
     * Whether the times that stand between the values of a chunk that is not aligned are in the encoding in which everybody
     * reads them: no header says in which they were written. The first page is decoded for it.
     */
    public boolean hasUsualTimes() {
        if (role != Role.SERIES) {
            return true;
        }
        ChunkPages walk = new ChunkPages(bytes);
        walk.next();
        try {
            PageBytes body = walk.body(new PageDecompressor());
            LongVector times = SeriesBody.of(body).times(walk.page().count(), SpareVectors.NONE);
            for (int i = 1; i < times.size(); i++) {
                if (times.get(i) <= times.get(i - 1)) {
                    return false;
                }
            }
            return times.get(0) == walk.page().start()
                    && times.get(times.size() - 1) == walk.page().end();
        } catch (MalformedPageException e) {
            return false;
        }
    }

    Role role() {
        return role;
    }

    /** Where its pages are. */
    List<RawPage> pageList() {
        List<RawPage> list = pageList;
        if (list == null) {
            list = new ArrayList<>(pages.count());
            int from = bytes.from();
            for (ChunkPages walk = new ChunkPages(bytes); walk.next(); ) {
                int to = walk.pageFrom() + walk.page().compressedSize();
                list.add(new RawPage(from, to, walk.statistics()));
                from = to;
            }
            pageList = list;
        }
        return list;
    }

    /** Some of its pages that follow each other, as a chunk of their own. */
    RawChunk pages(int first, int end) {
        List<RawPage> list = pageList();
        if (first == 0 && end == list.size()) {
            return this;
        }
        Statistics<? extends Serializable> merged = Statistics.getStatsByType(type());
        for (RawPage page : list.subList(first, end)) {
            if (page.statistics() != null) {
                merged.mergeStatistics(page.statistics());
            }
        }
        ChunkEntry entry = new ChunkEntry(measurement(), type(), bytes.entry().offset(), merged);
        return new RawChunk(
                new ChunkBytes(
                        bytes.path(),
                        entry,
                        bytes.head(),
                        bytes.array(),
                        list.get(first).from(),
                        list.get(end - 1).to()),
                role);
    }

    /** Bytes of the pages in a chunk that has several pages, or just this one. */
    int sizeAmong(boolean several) {
        if (pages.count() != 1 || isInForm(several)) {
            return size();
        }
        return several ? size() + bytes.entry().statisticsBytes() : size() - ownStatisticsSize();
    }

    /** Writes the pages as {@link #sizeAmong} counts them; returns the position behind them. */
    int copyTo(byte[] target, int position, boolean several) {
        if (pages.count() != 1 || isInForm(several)) {
            System.arraycopy(bytes.array(), bytes.from(), target, position, size());
            return position + size();
        }
        // The statistics stand between the two sizes of the page and its body.
        int sizesEnd = several ? pages.firstBody() : pages.firstStatistics();
        int sizes = sizesEnd - bytes.from();
        System.arraycopy(bytes.array(), bytes.from(), target, position, sizes);
        int next = position + sizes;
        if (several) {
            next = bytes.entry().writeStatistics(target, next);
        }
        int body = bytes.to() - pages.firstBody();
        System.arraycopy(bytes.array(), pages.firstBody(), target, next, body);
        return next + body;
    }

    private boolean isInForm(boolean several) {
        // A page of nothing but nulls never has statistics.
        return count() == 0 || bytes.head().severalPages() == several;
    }

    private int ownStatisticsSize() {
        return pages.firstBody() - pages.firstStatistics();
    }

    @Override
    public String toString() {
        return "the chunk of '" + measurement() + "' at byte " + bytes.entry().offset() + " of " + bytes.path();
    }
}
