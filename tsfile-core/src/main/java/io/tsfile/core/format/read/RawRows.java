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

import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.model.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a {@link RowChunk}, to be copied as they are: a chunk with times of its own, or a time chunk and the value
 * chunks that go with it, of which all or none are copied. Not thread-safe.
 */
public final class RawRows {
    private final RawChunk main;
    private final @Nullable RawChunk[] values;

    private RawRows(RawChunk main, @Nullable RawChunk[] values) {
        this.main = main;
        this.values = values;
    }

    /**
     * Reads the chunks of rows, those that stand close together at once. All are in memory then.
     *
     * @return as many as {@code rows}, in the same order
     * @throws io.tsfile.core.CorruptTsFileException if a chunk is damaged, as far as heads show it
     */
    public static List<RawRows> read(OpenTsFile file, List<RowChunk> rows) throws IOException {
        List<ChunkEntry> entries = new ArrayList<>();
        for (RowChunk chunk : rows) {
            entries.add(chunk.main());
            for (ChunkEntry value : chunk.values()) {
                if (value != null) {
                    entries.add(value);
                }
            }
        }
        ChunkBytes[] bytes = ChunkFetch.read(file, entries);
        List<RawRows> raw = new ArrayList<>();
        int next = 0;
        for (RowChunk chunk : rows) {
            ChunkBytes main = bytes[next++];
            @Nullable ChunkBytes[] values = new ChunkBytes[chunk.fields()];
            for (int i = 0; i < values.length; i++) {
                if (chunk.values()[i] != null) {
                    values[i] = bytes[next++];
                }
            }
            raw.add(of(chunk, main, values));
        }
        return raw;
    }

    /** Checks chunks against each other. */
    static RawRows of(RowChunk chunk, ChunkBytes mainBytes, @Nullable ChunkBytes[] valueBytes) {
        RawChunk main = new RawChunk(mainBytes, chunk.aligned() ? RawChunk.Role.TIMES : RawChunk.Role.SERIES);
        @Nullable RawChunk[] values = new RawChunk[valueBytes.length];
        for (int i = 0; i < values.length; i++) {
            ChunkBytes bytes = valueBytes[i];
            if (bytes != null) {
                RawChunk value = new RawChunk(bytes, RawChunk.Role.ALIGNED_VALUES);
                if (value.count() > 0 && value.pages() != main.pages()) {
                    throw bytes.damaged("it has " + value.pages() + " pages, and its times have " + main.pages());
                }
                values[i] = value;
            }
        }
        return new RawRows(main, values);
    }

    /** How many rows. */
    public long rows() {
        return main.count();
    }

    /** The first and the last time. */
    public TimeRange times() {
        return new TimeRange(main.startTime(), main.endTime());
    }

    /** How many values, nulls not counted. */
    public long points() {
        if (!aligned()) {
            return main.count();
        }
        long points = 0;
        for (RawChunk value : values) {
            points += value == null ? 0 : value.count();
        }
        return points;
    }

    /** Bytes of all pages with their heads. */
    public long bytes() {
        long bytes = main.size();
        for (RawChunk value : values) {
            bytes += value == null ? 0 : value.size();
        }
        return bytes;
    }

    /** Whether one of the columns has a value in every row. */
    public boolean hasFullColumn() {
        for (RawChunk value : values) {
            if (value != null && value.count() == main.count()) {
                return true;
            }
        }
        return false;
    }

    /** The first and the last time of each page. */
    public List<TimeRange> pageTimes() {
        List<TimeRange> ranges = new ArrayList<>(main.pages());
        for (RawPage page : main.pageList()) {
            ranges.add(page.times());
        }
        return ranges;
    }

    /**
     * The rows of some pages that follow each other.
     *
     * @param from the first page
     * @param to behind the last page
     */
    public RawRows pages(int from, int to) {
        if (from == 0 && to == main.pages()) {
            return this;
        }
        @Nullable RawChunk[] some = new RawChunk[values.length];
        for (int i = 0; i < some.length; i++) {
            RawChunk value = values[i];
            if (value != null && value.count() > 0) {
                some[i] = value.pages(from, to);
            }
        }
        return new RawRows(main.pages(from, to), some);
    }

    /** Whether the values share their times. */
    public boolean aligned() {
        return main.role() == RawChunk.Role.TIMES;
    }

    /** How many columns may have {@link #values}. */
    int fields() {
        return values.length;
    }

    /** The chunk with the times; of rows that are not aligned, with the values, too. */
    public RawChunk main() {
        return main;
    }

    /** The value chunk of a wanted field of an aligned device; null where there is none. */
    public @Nullable RawChunk values(int field) {
        return values[field];
    }
}
