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

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.encoding.MalformedPageException;
import io.tsfile.core.encoding.PageBytes;
import java.nio.ByteBuffer;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Walks over the pages of a chunk; decompresses a page only when it is asked for. Not thread-safe. */
final class ChunkPages {
    private final ChunkBytes chunk;
    private final HeaderReader reader;
    private @Nullable PageHead page;
    private int pageFrom;
    private int pages;
    private long count;

    ChunkPages(ChunkBytes chunk) {
        this.chunk = chunk;
        this.reader = new HeaderReader(chunk.array(), chunk.from(), chunk.to());
    }

    ChunkBytes chunk() {
        return chunk;
    }

    /**
     * Moves to the next page; false at the end.
     *
     * @throws CorruptTsFileException if there is something else
     */
    boolean next() {
        if (page != null) {
            reader.moveTo(pageFrom + page.compressedSize());
        }
        if (reader.remaining() == 0) {
            return false;
        }
        int headFrom = reader.position();
        boolean severalPages = chunk.head().severalPages();
        if (!severalPages && pages > 0) {
            throw chunk.damaged("its only page ends " + reader.remaining() + " bytes before it");
        }
        try {
            page = PageHead.read(reader, chunk.head().type(), severalPages ? null : chunk.entry());
        } catch (MalformedPageException e) {
            throw damaged(headFrom, e);
        }
        pageFrom = reader.position();
        pages++;
        count += page.count();
        return true;
    }

    /** What stands before the page. */
    PageHead page() {
        if (page == null) {
            throw new IllegalStateException("Cannot read a page before next()");
        }
        return page;
    }

    /** How many pages there were so far, this one included. */
    int pages() {
        return pages;
    }

    /** How many values the pages so far say that they have, nulls not counted. */
    long count() {
        return count;
    }

    /** Whether the page holds nothing but nulls, and no bytes. */
    boolean isEmpty() {
        return page().size() == 0;
    }

    /** The position in the chunk's array where the page's compressed bytes start. */
    int pageFrom() {
        return pageFrom;
    }

    /**
     * The page's statistics, from which its values may be known to be of no use without looking at them; of a page of
     * nothing but nulls there are none.
     */
    @Nullable
    Statistics<?> statistics() {
        PageHead head = page();
        if (isEmpty()) {
            return null;
        }
        if (head.statisticsFrom() < 0) {
            return chunk.entry().statistics();
        }
        // The lengths inside were checked when the head was read.
        ByteBuffer bytes = ByteBuffer.wrap(chunk.array(), head.statisticsFrom(), pageFrom - head.statisticsFrom());
        return Statistics.deserialize(bytes, chunk.head().type());
    }

    /**
     * The decompressed bytes of the page, valid until the decompressor's next page.
     *
     * @throws MalformedPageException if the page is damaged
     */
    PageBytes body(PageDecompressor decompressor) {
        PageHead head = page();
        return decompressor.decompress(
                chunk.head().compression(), chunk.array(), pageFrom, head.compressedSize(), head.size());
    }

    /** An error that says which page is damaged, and where it is. */
    CorruptTsFileException damaged(MalformedPageException e) {
        return damaged(pageFrom, e);
    }

    private CorruptTsFileException damaged(int position, MalformedPageException e) {
        return ChunkBytes.damaged(
                chunk.path(),
                chunk.entry(),
                "page " + pages + " at byte " + chunk.fileOffset(position) + ": " + e.getMessage(),
                e);
    }
}
