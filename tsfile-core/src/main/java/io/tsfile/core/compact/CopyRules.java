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
package io.tsfile.core.compact;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.format.read.RawChunk;
import io.tsfile.core.format.read.RawRows;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.model.Column;
import java.util.Optional;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/**
 * Which chunks may be copied as they are: those of the column's type, encoded and compressed as the user fixed it, if he did.
 * What was chosen by the values stays as it is.
 */
final class CopyRules {
    /** A page of fewer rows costs a reader more for its head than for its values. */
    private static final int MOST_TINY = 100;

    private final EncodingOptions encoding;
    private final boolean nothingFixed;
    private final int tinyRows;

    CopyRules(FlushOptions options) {
        this.encoding = options.encoding();
        this.nothingFixed = encoding.settings().isEmpty();
        // Whoever asks for short pages gets them.
        this.tinyRows = Math.min(MOST_TINY, options.pageRows() / 4);
    }

    /** Whether no encoding or compression is fixed. */
    boolean allowsAll() {
        return nothingFixed;
    }

    /** Whether the types are the table's; known without reading the chunk. */
    boolean sameTypes(Track track, RowChunk chunk) {
        if (chunk.aligned() != track.aligned()) {
            return false;
        }
        if (!chunk.aligned()) {
            return chunk.main().type() == track.columns().get(0).type();
        }
        for (int i = 0; i < chunk.fields(); i++) {
            ChunkEntry value = chunk.values()[i];
            if (value != null && value.type() != track.columns().get(i).type()) {
                return false;
            }
        }
        return true;
    }

    /** Whether encodings and compressions are as the user fixed them. */
    boolean allowed(Track track, RawRows rows) {
        if (nothingFixed) {
            return true;
        }
        if (!track.aligned()) {
            return allowed(track.columns().get(0), rows.main());
        }
        Optional<CompressionType> ofTimes = encoding.compression("");
        boolean allowed = ofTimes.isEmpty() || ofTimes.get() == rows.main().compression();
        for (int i = 0; allowed && i < track.columns().size(); i++) {
            RawChunk value = rows.values(i);
            allowed = value == null
                    || value.count() == 0
                    || allowed(track.columns().get(i), value);
        }
        return allowed;
    }

    private boolean allowed(Column column, RawChunk chunk) {
        Optional<TSEncoding> ofColumn = encoding.encoding(column.name(), column.type());
        Optional<CompressionType> compression = encoding.compression(column.name());
        return (ofColumn.isEmpty() || ofColumn.get() == chunk.encoding())
                && (compression.isEmpty() || compression.get() == chunk.compression());
    }

    /** Whether so many rows in so many pages had better be encoded anew if there are others to share pages with. */
    boolean tinyPages(long rows, int pages) {
        return rows < (long) tinyRows * pages;
    }
}
