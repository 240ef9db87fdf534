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

import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.OpenTsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.tsfile.compress.IUnCompressor;
import org.apache.tsfile.encoding.decoder.Decoder;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.MetaMarker;
import org.apache.tsfile.file.header.ChunkHeader;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Walks over the pages of a chunk; decompresses a page only when it is asked for. Not thread-safe. */
final class ChunkPages {
    /** Bytes that any page may have, however short it is compressed. */
    private static final int EXPANSION_SLACK = 1 << 16;

    private final ChunkHeader header;
    private final ByteBuffer data;
    private final Statistics<?> chunkStatistics;
    private final IUnCompressor decompressor;
    private @Nullable PageHead page;
    private int pageStart;

    ChunkPages(OpenTsFile file, ChunkEntry entry) throws IOException {
        ChunkBytes chunk = ChunkBytes.read(file, entry);
        this.header = chunk.header();
        this.data = chunk.data();
        this.chunkStatistics = entry.statistics();
        this.decompressor = IUnCompressor.getUnCompressor(header.getCompressionType());
    }

    ChunkHeader header() {
        return header;
    }

    /** Moves to the next page; false at the end. */
    boolean next() throws IOException {
        if (page != null) {
            data.position(pageStart + page.compressedSize());
        }
        if (!data.hasRemaining()) {
            return false;
        }
        boolean single = (header.getChunkType() & 0x3f) == MetaMarker.ONLY_ONE_PAGE_CHUNK_HEADER;
        page = PageHead.read(data, header.getDataType(), single ? chunkStatistics : null);
        pageStart = data.position();
        return true;
    }

    /** Whether the page holds nothing but nulls, and no bytes. */
    boolean isEmpty() {
        return page().size() == 0;
    }

    /** What stands before the page. */
    PageHead page() {
        if (page == null) {
            throw new IllegalStateException("Cannot read a page before next()");
        }
        return page;
    }

    /** The decompressed bytes of the page. */
    ByteBuffer body() throws IOException {
        PageHead current = page();
        checkSizes(current);
        byte[] body = new byte[current.size()];
        int length = decompressor.uncompress(
                data.array(), data.arrayOffset() + pageStart, current.compressedSize(), body, 0);
        if (length != body.length) {
            throw new IOException("Cannot decompress a page of measurement '" + header.getMeasurementID() + "': it has "
                    + length + " bytes, and its header says " + body.length);
        }
        return ByteBuffer.wrap(body);
    }

    /** A damaged size must not take all memory: no codec makes more of a page than it can make of any bytes. */
    private void checkSizes(PageHead head) throws IOException {
        long compressed = head.compressedSize();
        long size = head.size();
        boolean possible = compressed >= 0
                && compressed <= data.limit() - pageStart
                && size >= 0
                && size <= EXPANSION_SLACK + compressed * expansion(header.getCompressionType());
        if (!possible) {
            throw new IOException("Cannot decompress a page of measurement '" + header.getMeasurementID()
                    + "': its header says " + size + " bytes out of " + compressed + ", and "
                    + (data.limit() - pageStart) + " are left of its chunk");
        }
    }

    /** How many bytes one byte can become at most. */
    private static long expansion(CompressionType compression) {
        return switch (compression) {
            case UNCOMPRESSED -> 1;
            case LZ4, SNAPPY -> 256;
            case GZIP -> 1100;
            // A block of 128 KiB of one byte takes 4 bytes; xz comes nowhere near.
            default -> 1 << 15;
        };
    }

    /** A decoder for the values of one page: some of the library's cannot be used for a second one. */
    Decoder valueDecoder() {
        return Decoder.getDecoderByType(header.getEncodingType(), header.getDataType());
    }

    static Decoder timeDecoder(TSEncoding encoding) {
        return Decoder.getDecoderByType(encoding, TSDataType.INT64);
    }
}
