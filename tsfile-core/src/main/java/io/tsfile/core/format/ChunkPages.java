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

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.tsfile.compress.IUnCompressor;
import org.apache.tsfile.encoding.decoder.Decoder;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.MetaMarker;
import org.apache.tsfile.file.header.ChunkHeader;
import org.apache.tsfile.file.header.PageHeader;
import org.apache.tsfile.file.metadata.ChunkMetadata;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.apache.tsfile.read.common.Chunk;
import org.jspecify.annotations.Nullable;

/** Walks over the pages of a chunk; decompresses a page only when it is asked for. Not thread-safe. */
final class ChunkPages {
    private final ChunkHeader header;
    private final ByteBuffer data;
    private final @Nullable Statistics<? extends Serializable> chunkStatistics;
    private final IUnCompressor decompressor;
    private @Nullable PageHeader page;
    private int pageStart;

    ChunkPages(OpenTsFile file, ChunkMetadata metadata) throws IOException {
        Chunk chunk = file.read(metadata);
        this.header = chunk.getHeader();
        this.data = chunk.getData();
        this.chunkStatistics = metadata.getStatistics();
        this.decompressor = IUnCompressor.getUnCompressor(header.getCompressionType());
    }

    ChunkHeader header() {
        return header;
    }

    /** Moves to the next page; false at the end. */
    boolean next() {
        if (page != null) {
            data.position(pageStart + page.getCompressedSize());
        }
        if (!data.hasRemaining()) {
            return false;
        }
        boolean single = (header.getChunkType() & 0x3f) == MetaMarker.ONLY_ONE_PAGE_CHUNK_HEADER;
        page = single
                ? PageHeader.deserializeFrom(data, chunkStatistics)
                : PageHeader.deserializeFrom(data, header.getDataType());
        pageStart = data.position();
        return true;
    }

    /** Whether the page holds nothing but nulls, and no bytes. */
    boolean isEmpty() {
        return current().getUncompressedSize() == 0;
    }

    /** The statistics of the page's values, which an empty page has none of. */
    Statistics<? extends Serializable> statistics() {
        Statistics<? extends Serializable> statistics = current().getStatistics();
        if (statistics == null) {
            throw new IllegalStateException("Cannot give the statistics of an empty page");
        }
        return statistics;
    }

    /** The decompressed bytes of the page. */
    ByteBuffer body() throws IOException {
        PageHeader current = current();
        byte[] body = new byte[current.getUncompressedSize()];
        int length = decompressor.uncompress(
                data.array(), data.arrayOffset() + pageStart, current.getCompressedSize(), body, 0);
        if (length != body.length) {
            throw new IOException("Cannot decompress a page of measurement '" + header.getMeasurementID() + "': it has "
                    + length + " bytes, and its header says " + body.length);
        }
        return ByteBuffer.wrap(body);
    }

    /** A decoder for the values of one page: some of the library's cannot be used for a second one. */
    Decoder valueDecoder() {
        return Decoder.getDecoderByType(header.getEncodingType(), header.getDataType());
    }

    static Decoder timeDecoder(TSEncoding encoding) {
        return Decoder.getDecoderByType(encoding, TSDataType.INT64);
    }

    private PageHeader current() {
        if (page == null) {
            throw new IllegalStateException("Cannot read a page before next()");
        }
        return page;
    }
}
