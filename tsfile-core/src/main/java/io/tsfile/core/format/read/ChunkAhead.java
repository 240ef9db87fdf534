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

import io.tsfile.core.encoding.PageBytes;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.vector.SpareVectors;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads bytes of one file for scans of one device after the other: where their requests go on where the one before ended, it
 * reads ahead, twice as far each time. Chunks whose pages were looked at are kept for the scan that follows. Not thread-safe, unless
 * nothing is kept.
 */
/*
 * A scan asks for the chunks of one device, and a little more, as only a chunk's own header tells where it ends. Of small
 * chunks, that much is mostly the next device's:
 *
 *   chunks:    [d1....][d2....][d3....][d4....] ...
 *   requests:  |-----------|
 *                      |-------------------|         reads ahead, from where d2 starts
 *                              |-----------|         has it already
 *
 * What is read in vain if the scan ends there or leaps is less than what was read before it.
 */
public final class ChunkAhead {
    /** Of less, there is nothing worth keeping. */
    private static final int LEAST_BYTES = 32 << 10;

    private final OpenTsFile file;
    private final int mostBytes;
    private final SpareVectors spare;
    private final ReadCounts counts = new ReadCounts();
    private Slice window = new Slice(new byte[0], 0, 0, 0);
    /** By their offset. */
    private final Map<Long, LookedAt> lookedAt = new HashMap<>();

    /**
     * A chunk that was read to look at its pages.
     *
     * @param pages that it has, counted as {@link ReadCounts#pages()}
     */
    private record LookedAt(ChunkBytes bytes, int pages) {}

    /**
     * Bytes of a file in an array, and {@link PageBytes#PADDING} behind them. Never changed.
     *
     * @param start where in the file {@code array[from]} is
     */
    record Slice(byte[] array, int from, int to, long start) {
        long end() {
            return start + (to - from);
        }
    }

    /**
     * Reads ahead in a file.
     *
     * @param mostBytes that are kept; nothing is read ahead if they are few
     */
    public ChunkAhead(OpenTsFile file, int mostBytes) {
        this(file, mostBytes, SpareVectors.NONE);
    }

    /**
     * Reads ahead in a file.
     *
     * @param mostBytes that are kept; nothing is read ahead if they are few
     * @param spare gives the vectors of pages, and takes back those that are done with
     */
    public ChunkAhead(OpenTsFile file, int mostBytes, SpareVectors spare) {
        this.file = file;
        this.spare = spare;
        this.mostBytes = mostBytes < LEAST_BYTES ? 0 : mostBytes;
    }

    /** The file. */
    public OpenTsFile file() {
        return file;
    }

    /** What scans read of it so far. */
    public ReadCounts counts() {
        return counts;
    }

    SpareVectors spare() {
        return spare;
    }

    /** Bytes from {@code start} to {@code end} at least, before the end of the file's chunks. */
    Slice read(long start, long end) throws IOException {
        if (start >= window.start && end <= window.end()) {
            return new Slice(window.array, window.from + (int) (start - window.start), window.to, start);
        }
        if (end - start > mostBytes) {
            return load(start, end);
        }
        boolean follows = start >= window.start && start <= window.end();
        long ahead = follows ? Math.min(mostBytes, 2L * (window.to - window.from)) : 0;
        window = load(start, Math.max(end, Math.min(file.chunksEnd(), start + ahead)));
        return window;
    }

    /** Keeps a chunk whose pages were looked at, until it is taken or forgotten. */
    void keep(ChunkBytes bytes, int pages) {
        lookedAt.put(bytes.entry().offset(), new LookedAt(bytes, pages));
    }

    /** Takes the chunk at an offset if it was kept. */
    @Nullable
    ChunkBytes take(long offset) {
        LookedAt kept = lookedAt.isEmpty() ? null : lookedAt.remove(offset);
        return kept == null ? null : kept.bytes;
    }

    /** Forgets the chunks that were looked at: of those that nobody took, no page was needed. */
    public void forget() {
        for (LookedAt kept : lookedAt.values()) {
            counts.addChunks(1);
            counts.addSparedPages(kept.pages);
        }
        lookedAt.clear();
    }

    /** Bytes that are kept of what was read ahead. */
    int keptBytes() {
        return window.to - window.from;
    }

    private Slice load(long start, long end) throws IOException {
        int length = Math.toIntExact(end - start);
        byte[] array = new byte[length + PageBytes.PADDING];
        int known = 0;
        if (start >= window.start && start < window.end()) {
            int from = window.from + (int) (start - window.start);
            known = Math.min(length, window.to - from);
            System.arraycopy(window.array, from, array, 0, known);
        }
        if (known < length) {
            file.input().readFully(start + known, array, known, length - known);
        }
        return new Slice(array, 0, length, start);
    }
}
