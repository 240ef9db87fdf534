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
package io.tsfile.core.format;

import io.tsfile.core.encoding.PageBuffer;
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
    private PageBuffer bytes = new PageBuffer(1 << 16);

    EncodedChunk assemble(
            String measurement, TSDataType type, TSEncoding encoding, int mask, ColumnPages column, ChunkDraft draft) {
        if (bytes.array().length > Pages.MAX_KEPT_BYTES) {
            bytes = new PageBuffer(1 << 16);
        }
        bytes.clear();
        Pages stored = draft.stored();
        Statistics<? extends Serializable> all = Statistics.getStatsByType(type);
        for (int page = 0; page < stored.count(); page++) {
            int rawLength = draft.raw().length(page);
            bytes.putVarInt(rawLength);
            if (rawLength > 0) {
                bytes.putVarInt(stored.length(page));
                if (stored.count() > 1) {
                    write(column.statistics(page));
                }
                bytes.put(stored.bytes().array(), stored.start(page), stored.length(page));
                all.mergeStatistics(column.statistics(page));
            }
        }
        return new EncodedChunk(
                measurement, type, draft.compression(), encoding, mask, stored.count(), all, bytes.toByteArray());
    }

    private void write(Statistics<? extends Serializable> statistics) {
        try {
            statistics.serialize(new OutputStream() {
                @Override
                public void write(int value) {
                    bytes.putByte(value);
                }

                @Override
                public void write(byte[] array, int offset, int length) {
                    bytes.put(array, offset, length);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write statistics into memory", e);
        }
    }
}
