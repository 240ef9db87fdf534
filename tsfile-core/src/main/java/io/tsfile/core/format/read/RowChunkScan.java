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
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of several {@link RowChunk}s of a file one after the other. Small ones that stand close together are read in one
 * request. Not thread-safe.
 */
public final class RowChunkScan {
    /** How far into the file small chunks are read ahead; merges keep many scans open. */
    private static final int READ_AHEAD = 256 << 10;

    private final ChunkAhead ahead;
    private final List<RowChunk> chunks;
    private final List<TSDataType> types;
    private final TimeSet wanted;
    private final PageDecompressor decompressor = new PageDecompressor();
    private final Queue<RowChunkReader> fetched = new ArrayDeque<>();
    private int nextChunk;
    private boolean leavesTimes;
    private @Nullable RowChunkReader reader;

    /**
     * A scan; reads nothing yet.
     *
     * @param chunks in the order in which they are read
     * @param types of the wanted fields, as {@link RowChunkReader} has them
     * @param range pages outside are skipped
     */
    public RowChunkScan(OpenTsFile file, List<RowChunk> chunks, List<TSDataType> types, TimeRange range) {
        this(new ChunkAhead(file, 0), chunks, types, TimeSet.of(range));
    }

    /**
     * A scan of a file that others were scans of before; reads nothing yet.
     *
     * @param chunks in the order in which they are read
     * @param types of the wanted fields, as {@link RowChunkReader} has them
     * @param wanted times; pages outside are skipped
     */
    public RowChunkScan(ChunkAhead ahead, List<RowChunk> chunks, List<TSDataType> types, TimeSet wanted) {
        this.ahead = ahead;
        this.chunks = chunks;
        this.types = types;
        this.wanted = wanted;
    }

    /**
     * Leaves times as they are stored, where all of a page is wanted: the page then has as many others, which ascend, and of
     * which the first and the last are right. For scans whose rows matter, and not their times.
     */
    public void leaveTimes() {
        leavesTimes = true;
    }

    /**
     * The next page, or null at the end; the caller's to keep.
     *
     * @throws io.tsfile.core.CorruptTsFileException if the file is damaged here
     */
    public @Nullable RowPage next() throws IOException {
        while (true) {
            if (reader != null) {
                RowPage page = reader.next();
                ahead.counts().addSparedPages(reader.sparedPages());
                if (page != null) {
                    ahead.counts().addPages(reader.decodedPages());
                    return page;
                }
            }
            if (fetched.isEmpty()) {
                if (nextChunk == chunks.size()) {
                    reader = null;
                    return null;
                }
                fetch();
            }
            reader = fetched.remove();
        }
    }

    /** Takes back a page that nobody reads any more, for the arrays of further ones. */
    public void recycle(RowPage page) {
        ahead.spare().give(page.times());
        for (Vector column : page.columns()) {
            if (column != null) {
                ahead.spare().give(column);
            }
        }
    }

    /** The chunk of the last page. */
    public RowChunk chunk() {
        if (reader == null) {
            throw new IllegalStateException("Cannot name a chunk before next() or at the end");
        }
        return reader.chunk();
    }

    /** Reads the bytes of the next chunk, and of those that follow closely. */
    private void fetch() throws IOException {
        int end = nextChunk + 1;
        while (end < chunks.size() && isNear(chunks.get(end - 1), chunks.get(end))) {
            end++;
        }
        List<ChunkEntry> entries = new ArrayList<>();
        int[] starts = new int[end - nextChunk];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = entries.size();
            RowChunkReader.addEntries(chunks.get(nextChunk + i), entries);
        }
        ChunkBytes[] bytes = ChunkFetch.read(ahead, entries);
        ahead.counts().addChunks(bytes.length);
        for (int start : starts) {
            fetched.add(new RowChunkReader(
                    chunks.get(nextChunk++), types, wanted, bytes, start, decompressor, ahead.spare(), leavesTimes));
        }
    }

    private boolean isNear(RowChunk before, RowChunk next) {
        return next.offset() - before.offset() <= ChunkFetch.GAP
                && next.offset() >= before.offset()
                && next.offset() - chunks.get(nextChunk).offset() <= READ_AHEAD;
    }
}
