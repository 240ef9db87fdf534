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
import io.tsfile.core.index.bytes.NameCache;
import io.tsfile.core.index.bytes.StatisticsBytes;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * What a file's index says of one series of a device: its head is read at once, its chunks when they are asked for.
 *
 * <p>The form, as the library's {@code TimeseriesMetadata} has it: a byte whose lower six bits are 0 if there is one chunk;
 * name; type; length of the chunks' list; statistics; the list. A chunk in it is an offset, and statistics of its own if there
 * are several.
 */
final class SeriesChunks {
    private final String measurement;
    private final TSDataType type;
    private final boolean several;
    private final IndexBytes bytes;
    private final int statistics;
    private final int list;
    private final int end;
    private final long lastOffset;
    private @Nullable List<ChunkEntry> entries;

    /**
     * Reads the series at the position of {@code bytes}, and moves behind it.
     *
     * @param place which series of its device it is
     * @param lastOffset before which chunks must start
     */
    SeriesChunks(IndexBytes bytes, NameCache names, int place, long lastOffset) {
        this.several = (bytes.readByte() & 0x3f) != 0;
        this.measurement = names.read(bytes, place);
        this.type = StatisticsBytes.readType(bytes);
        int listBytes = bytes.readCount();
        this.statistics = bytes.position();
        StatisticsBytes.skip(bytes, type);
        this.list = bytes.position();
        boolean sound = several ? listBytes > Long.BYTES : listBytes == Long.BYTES;
        if (!sound || listBytes > bytes.remaining()) {
            throw bytes.damaged((several ? "several chunks" : "one chunk") + " of '" + measurement + "' in " + listBytes
                    + " bytes, and " + bytes.remaining() + " bytes are left");
        }
        bytes.skip(listBytes, "chunks");
        this.end = bytes.position();
        this.bytes = bytes;
        this.lastOffset = lastOffset;
    }

    /** Whether the series at the position is of the measurement with that name in UTF-8. Moves into the series. */
    static boolean isOf(byte[] name, IndexBytes series) {
        series.readByte();
        return series.readSigned() == name.length && series.startsWith(name);
    }

    String measurement() {
        return measurement;
    }

    TSDataType type() {
        return type;
    }

    /** The chunks in the order of the index; at least one. */
    List<ChunkEntry> chunks() {
        if (entries == null) {
            entries = several ? readSeveral() : List.of(readOne());
        }
        return entries;
    }

    private ChunkEntry readOne() {
        return entry(bytes.longAt(list), bytes.part(statistics, list));
    }

    private List<ChunkEntry> readSeveral() {
        List<ChunkEntry> chunks = new ArrayList<>();
        IndexBytes rest = bytes.part(list, end);
        while (rest.remaining() > 0) {
            chunks.add(entry(rest.readLong(), rest));
        }
        return chunks;
    }

    private ChunkEntry entry(long offset, IndexBytes rest) {
        if (offset < FileMetadata.HEAD_BYTES || offset >= lastOffset) {
            throw rest.damaged("a chunk of '" + measurement + "' that starts before byte " + lastOffset
                    + ", and not at " + offset);
        }
        return new ChunkEntry(measurement, type, offset, rest);
    }
}
