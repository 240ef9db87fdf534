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
package io.tsfile.core.index;

import io.tsfile.core.index.bytes.IndexBytes;
import io.tsfile.core.index.bytes.StatisticsBytes;
import java.io.Serializable;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * What a file's index says of one chunk. Immutable. Keeps the bytes of the index that its statistics stand in, and those of
 * its neighbours that were read with them.
 */
public final class ChunkEntry implements ValueStatistics {
    private final String measurement;
    private final TSDataType type;
    private final long offset;
    private final long count;
    private final long startTime;
    private final long endTime;
    private final @Nullable IndexBytes bytes;
    private final int from;
    private final int to;
    private final @Nullable Statistics<? extends Serializable> statistics;

    /** A chunk with statistics that are there already. */
    public ChunkEntry(String measurement, TSDataType type, long offset, Statistics<? extends Serializable> statistics) {
        this.measurement = measurement;
        this.type = type;
        this.offset = offset;
        this.count = statistics.getCount();
        this.startTime = statistics.getStartTime();
        this.endTime = statistics.getEndTime();
        this.bytes = null;
        this.from = 0;
        this.to = 0;
        this.statistics = statistics;
    }

    /**
     * A chunk whose statistics are the next bytes; of them only the count and the times are read.
     *
     * @param chunks the bytes of the index; moved behind the statistics
     */
    ChunkEntry(String measurement, TSDataType type, long offset, IndexBytes chunks) {
        this.measurement = measurement;
        this.type = type;
        this.offset = offset;
        this.from = chunks.position();
        this.count = chunks.readCount();
        this.startTime = chunks.readLong();
        this.endTime = chunks.readLong();
        StatisticsBytes.skipValues(chunks, type);
        this.to = chunks.position();
        this.bytes = chunks;
        this.statistics = null;
    }

    /** The series; empty for the times of an aligned device. */
    public String measurement() {
        return measurement;
    }

    /** The type of the values; {@link TSDataType#VECTOR} for the times of an aligned device. */
    public TSDataType type() {
        return type;
    }

    /** Where the chunk's header starts, in bytes. */
    public long offset() {
        return offset;
    }

    /** The statistics of its values, made anew by each call; count and times are cheaper asked for directly. */
    @Override
    public Statistics<? extends Serializable> statistics() {
        if (statistics != null) {
            return statistics;
        }
        if (bytes == null) {
            throw new IllegalStateException("Cannot name the statistics of the chunk at byte " + offset);
        }
        return StatisticsBytes.read(bytes, from, to, type);
    }

    /** How many bytes {@link #writeStatistics} writes. */
    public int statisticsBytes() {
        return statistics != null ? statistics.getSerializedSize() : to - from;
    }

    /** Writes the statistics to {@code target} at {@code position}, and returns the position behind them. */
    public int writeStatistics(byte[] target, int position) {
        if (statistics != null || bytes == null) {
            return StatisticsBytes.write(statistics(), target, position);
        }
        // They stand in the index as they are to be written.
        bytes.copyTo(from, to, target, position);
        return position + to - from;
    }

    @Override
    public long count() {
        return count;
    }

    /** The first time. */
    public long startTime() {
        return startTime;
    }

    /** The last time. */
    public long endTime() {
        return endTime;
    }

    @Override
    public String toString() {
        return "chunk of '" + measurement + "' (" + type + ") at byte " + offset + " with " + count + " values from "
                + startTime + " to " + endTime;
    }
}
