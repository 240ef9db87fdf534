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

import io.tsfile.core.format.EncodedChunk;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pages of chunks of one series behind each other without decompressing them. A single chunk comes out byte for byte.
 * Not thread-safe.
 *
 * <p>The columns of an aligned device are joined side by side, so that each has the pages of the times: where a chunk of times
 * is appended, a chunk or {@link #appendNulls nulls} are appended to every column.
 */
/*
 * A page of a chunk of several pages has statistics between its sizes and its body, and the only page of a chunk has none, as
 * they would be the chunk's:
 *
 *   [sizes|body] + [sizes|body]  ->  [sizes|statistics|body][sizes|statistics|body]
 *
 * The marker of the joined chunk's header follows from its number of pages and its mask.
 */
public final class ChunkJoin {
    /** What an array holds at most. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private final String measurement;
    private final TSDataType type;
    private final RawChunk.Role role;
    private final TSEncoding encoding;
    private final CompressionType compression;
    private final List<Part> parts = new ArrayList<>();
    private final Statistics<? extends Serializable> statistics;
    private int pages;
    private long size;

    /** Pages of a chunk, or of nothing but nulls. */
    private record Part(@Nullable RawChunk chunk, int pages) {}

    private ChunkJoin(
            String measurement, TSDataType type, RawChunk.Role role, TSEncoding encoding, CompressionType compression) {
        this.measurement = measurement;
        this.type = type;
        this.role = role;
        this.encoding = encoding;
        this.compression = compression;
        this.statistics = Statistics.getStatsByType(type);
    }

    /** An empty join that takes chunks like {@code chunk}, which is not appended. */
    public static ChunkJoin like(RawChunk chunk) {
        return new ChunkJoin(chunk.measurement(), chunk.type(), chunk.role(), chunk.encoding(), chunk.compression());
    }

    /**
     * An empty join for a column of an aligned device.
     *
     * @param encoding of the chunks that will be appended; of a column of nothing but nulls, any of the type
     */
    public static ChunkJoin ofColumn(
            String measurement, TSDataType type, TSEncoding encoding, CompressionType compression) {
        return new ChunkJoin(measurement, type, RawChunk.Role.ALIGNED_VALUES, encoding, compression);
    }

    /** Why a chunk cannot be appended; empty if it can. */
    public Optional<String> obstacle(RawChunk next) {
        if (!next.measurement().equals(measurement) || next.role() != role) {
            return Optional.of("it is of another series than '" + measurement + "'");
        }
        if (next.type() != type) {
            return Optional.of("it has type " + next.type() + ", and the chunk so far " + type);
        }
        if (next.count() == 0) {
            return Optional.empty();
        }
        if (next.encoding() != encoding || next.compression() != compression) {
            return Optional.of("it is in " + next.encoding() + " and " + next.compression()
                    + ", and the chunk so far in " + encoding + " and " + compression);
        }
        if (statistics.getCount() > 0 && next.startTime() <= statistics.getEndTime()) {
            return Optional.of(
                    "it starts at " + next.startTime() + ", and the chunk so far ends at " + statistics.getEndTime());
        }
        if (size + next.sizeAmong(true) + next.pages() > LONGEST) {
            return Optional.of("together they have more than 2 GiB");
        }
        return Optional.empty();
    }

    /**
     * Appends the pages of a chunk with times of its own, or of times.
     *
     * @throws IllegalArgumentException if there is an {@link #obstacle}
     */
    public void append(RawChunk next) {
        append(next, next.pages());
    }

    /**
     * Appends the pages of a chunk.
     *
     * @param next its pages may be left out where all values are null
     * @param rowPages how many pages the chunk has with the times
     * @throws IllegalArgumentException if there is an {@link #obstacle}, or the chunk has another number of pages
     */
    public void append(RawChunk next, int rowPages) {
        Optional<String> obstacle = obstacle(next);
        if (obstacle.isPresent()) {
            throw new IllegalArgumentException("Cannot append " + next + ": " + obstacle.get());
        }
        if (next.count() == 0) {
            appendNulls(rowPages);
            return;
        }
        if (next.pages() != rowPages) {
            throw new IllegalArgumentException(
                    "Cannot append " + next + ": it has " + next.pages() + " pages, and its times have " + rowPages);
        }
        parts.add(new Part(next, rowPages));
        pages += rowPages;
        size += next.sizeAmong(true);
        // Statistics of no value are not empty to the library once they were read from a file; they never come here.
        statistics.mergeStatistics(next.statistics());
    }

    /**
     * Appends pages of nothing but nulls.
     *
     * @throws IllegalArgumentException if it is no column of an aligned device
     */
    public void appendNulls(int rowPages) {
        if (role != RawChunk.Role.ALIGNED_VALUES) {
            throw new IllegalArgumentException("Cannot append nulls to '" + measurement
                    + "': only a column of an aligned device has pages without values");
        }
        parts.add(new Part(null, rowPages));
        pages += rowPages;
        size += rowPages;
    }

    RawChunk.Role role() {
        return role;
    }

    /** How many pages were appended. */
    public int pages() {
        return pages;
    }

    /** How many values were appended; of times, rows. */
    public long count() {
        return statistics.getCount();
    }

    /** Bytes of the pages so far, at most. */
    public long size() {
        return size;
    }

    /** The joined chunk; nothing may be appended afterwards. Without any value it is the format's chunk of nothing but nulls. */
    public EncodedChunk finish() {
        if (statistics.getCount() == 0) {
            return encoded(0, new byte[0]);
        }
        boolean several = pages > 1;
        int exact = 0;
        for (Part part : parts) {
            exact += part.chunk == null ? part.pages : part.chunk.sizeAmong(several);
        }
        byte[] data = new byte[exact];
        int position = 0;
        for (Part part : parts) {
            // A page of nothing but nulls is one byte, a size of 0.
            position = part.chunk == null ? position + part.pages : part.chunk.copyTo(data, position, several);
        }
        return encoded(pages, data);
    }

    private EncodedChunk encoded(int chunkPages, byte[] data) {
        return new EncodedChunk(measurement, type, compression, encoding, role.mask, chunkPages, statistics, data);
    }
}
