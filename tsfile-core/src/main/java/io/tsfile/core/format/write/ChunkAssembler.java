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
package io.tsfile.core.format.write;

import io.tsfile.core.encoding.PageBuffer;
import io.tsfile.core.format.EncodedChunk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.file.metadata.statistics.Statistics;

/**
 * Puts pages behind each other as the format wants them. Reused for one chunk after the other. Not thread-safe.
 *
 * <p>A page is its length, its compressed length, its statistics if the chunk has several pages, its bytes. A page without
 * values is the one byte 0.
 */
final class ChunkAssembler {
    private final Pages heads = new Pages();

    EncodedChunk assemble(
            String measurement, TSDataType type, TSEncoding encoding, int mask, ColumnPages column, ChunkDraft draft) {
        Pages stored = draft.stored();
        Statistics<? extends Serializable> all = Statistics.getStatsByType(type);
        heads.clear();
        for (int page = 0; page < stored.count(); page++) {
            int rawLength = draft.raw().length(page);
            heads.bytes().putVarInt(rawLength);
            if (rawLength > 0) {
                heads.bytes().putVarInt(stored.length(page));
                if (stored.count() > 1) {
                    write(column.statistics(page), heads.bytes());
                }
                all.mergeStatistics(column.statistics(page));
            }
            heads.endPage();
        }
        byte[] data = new byte[checkedLength(measurement, heads.size() + stored.size())];
        int position = 0;
        for (int page = 0; page < stored.count(); page++) {
            position = heads.copy(page, data, position);
            position = stored.copy(page, data, position);
        }
        return new EncodedChunk(measurement, type, draft.compression(), encoding, mask, stored.count(), all, data);
    }

    /**
     * The length of a chunk's array.
     *
     * @throws IllegalStateException if no array is so long
     */
    static int checkedLength(String measurement, long bytes) {
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("Cannot write a chunk of " + bytes + " bytes of column '" + measurement
                    + "': a chunk has less than 2 GiB; write chunks of fewer rows, or shorter values");
        }
        return (int) bytes;
    }

    private static void write(Statistics<? extends Serializable> statistics, PageBuffer target) {
        try {
            statistics.serialize(new OutputStream() {
                @Override
                public void write(int value) {
                    target.putByte(value);
                }

                @Override
                public void write(byte[] array, int offset, int length) {
                    target.put(array, offset, length);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write statistics into memory", e);
        }
    }
}
