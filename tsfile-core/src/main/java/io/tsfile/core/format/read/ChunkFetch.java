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
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.InputFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.tsfile.file.MetaMarker;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bytes of chunks with as few requests as it takes: chunks that stand close together are read at once.
 *
 * <p>The index says where a chunk starts, not where it ends; only the chunk's own header does. But a chunk ends before the
 * next one that is wanted. So neighbours need no guess, and the last one of a request is read as far as it may plausibly go,
 * and topped up if that was too short:
 *
 * <pre>
 *   wanted:    [times][a....][b...]            [k....]
 *   requests:  |-----------------+--guess--|   |-------guess--|
 * </pre>
 */
final class ChunkFetch {
    /** Bytes that are rather read in vain than asked around: about what a request to a remote store costs. */
    static final int GAP = 64 << 10;

    /** Chunks are not read at once beyond this; one that is longer is read alone. */
    static final int LONGEST_REQUEST = 8 << 20;

    /** Up to this length a chunk may be badly compressed, and its neighbour is its neighbour all the same. */
    private static final int NEAR = 256 << 10;

    /** What an array holds at most, with padding. */
    private static final int LONGEST_CHUNK = Integer.MAX_VALUE - 64;

    private static final int LONGEST_GUESS = 4 << 20;

    private final String path;
    private final InputFile input;
    private final ChunkAhead ahead;
    private final long chunksEnd;
    private final List<ChunkEntry> wanted;
    private final @Nullable ChunkBytes[] chunks;
    /** Places of those that are missing, in the order of the file. */
    private final int[] order;

    private ChunkFetch(ChunkAhead ahead, List<ChunkEntry> wanted, @Nullable ChunkBytes[] chunks, int[] missing) {
        OpenTsFile file = ahead.file();
        this.ahead = ahead;
        this.path = file.path();
        this.input = file.input();
        this.chunksEnd = file.chunksEnd();
        this.wanted = wanted;
        this.chunks = chunks;
        this.order = inFileOrder(wanted, missing);
    }

    /** Mostly they are asked for as they stand. */
    private static int[] inFileOrder(List<ChunkEntry> wanted, int[] places) {
        for (int i = 1; i < places.length; i++) {
            if (wanted.get(places[i - 1]).offset() > wanted.get(places[i]).offset()) {
                return Arrays.stream(places)
                        .boxed()
                        .sorted(Comparator.comparingLong(
                                place -> wanted.get(place).offset()))
                        .mapToInt(place -> place)
                        .toArray();
            }
        }
        return places;
    }

    /**
     * Reads chunks.
     *
     * @return as many as are wanted, in the same order
     * @throws CorruptTsFileException if there is no such chunk where one is wanted
     */
    static ChunkBytes[] read(OpenTsFile file, List<ChunkEntry> wanted) throws IOException {
        return read(new ChunkAhead(file, 0), wanted);
    }

    /** Reads chunks as {@link #read(OpenTsFile, List)} does; some may be there from what was read ahead, or looked at. */
    static ChunkBytes[] read(ChunkAhead ahead, List<ChunkEntry> wanted) throws IOException {
        @Nullable ChunkBytes[] chunks = new ChunkBytes[wanted.size()];
        int[] missing = new int[chunks.length];
        int count = 0;
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = ahead.take(wanted.get(i).offset());
            if (chunks[i] == null) {
                missing[count++] = i;
            }
        }
        new ChunkFetch(ahead, wanted, chunks, Arrays.copyOf(missing, count)).request();
        return Arrays.copyOf(chunks, chunks.length, ChunkBytes[].class);
    }

    private void request() throws IOException {
        for (int place = 0; place < order.length; place++) {
            if (at(place).offset() < 0 || at(place).offset() >= chunksEnd) {
                throw ChunkBytes.damaged(path, at(place), "the file's chunks end at byte " + chunksEnd, null);
            }
        }
        int next = 0;
        while (next < order.length) {
            int last = lastOfRequest(next);
            request(next, last);
            next = last + 1;
        }
    }

    private ChunkEntry at(int place) {
        return wanted.get(order[place]);
    }

    /** How far a request goes that starts with a chunk. */
    private int lastOfRequest(int first) {
        int last = first;
        while (last + 1 < order.length
                && isNear(at(last), at(last + 1))
                && at(last + 1).offset() - at(first).offset() <= LONGEST_REQUEST) {
            last++;
        }
        return last;
    }

    private static boolean isNear(ChunkEntry before, ChunkEntry next) {
        long distance = next.offset() - before.offset();
        return distance <= GAP || distance <= nearBytes(before) + GAP;
    }

    private void request(int first, int last) throws IOException {
        long start = at(first).offset();
        long end = Math.min(bound(last), at(last).offset() + guess(at(last)));
        ChunkAhead.Slice bytes = ahead.read(start, end);
        for (int place = first; place <= last; place++) {
            int from = bytes.from() + (int) (at(place).offset() - start);
            chunks[order[place]] = chunk(place, bytes.array(), from, bytes.to());
        }
    }

    private ChunkBytes chunk(int place, byte[] array, int headFrom, int end) throws IOException {
        ChunkEntry entry = at(place);
        ChunkHead head;
        try {
            head = ChunkHead.read(array, headFrom, end, entry.measurement());
        } catch (MalformedPageException e) {
            throw ChunkBytes.damaged(path, entry, String.valueOf(e.getMessage()), e);
        }
        int from = headFrom + head.headBytes();
        long dataStart = entry.offset() + head.headBytes();
        // Before memory is taken for it.
        if (head.dataSize() > bound(place) - dataStart) {
            throw ChunkBytes.damaged(
                    path,
                    entry,
                    "it says that it has " + head.dataSize() + " bytes, and there are only "
                            + (bound(place) - dataStart) + " before the next chunk or the index",
                    null);
        }
        int missing = head.dataSize() - (end - from);
        if (missing <= 0) {
            return new ChunkBytes(path, entry, head, array, from, from + head.dataSize());
        }
        if (head.dataSize() > LONGEST_REQUEST) {
            checkEnd(entry, dataStart + head.dataSize());
        }
        byte[] whole = new byte[head.dataSize() + PageBytes.PADDING];
        int known = end - from;
        System.arraycopy(array, from, whole, 0, known);
        input.readFully(dataStart + known, whole, known, missing);
        return new ChunkBytes(path, entry, head, whole, 0, head.dataSize());
    }

    /** What follows a chunk: that is asked before much memory is taken for a size that may be wrong. */
    private void checkEnd(ChunkEntry entry, long end) throws IOException {
        byte[] next = new byte[1];
        if (end - entry.offset() > LONGEST_CHUNK) {
            throw ChunkBytes.damaged(
                    path, entry, "it says that it ends at byte " + end + ", 2 GiB behind its start", null);
        }
        input.readFully(end, next, 0, 1);
        if (!isMarker(next[0])) {
            throw ChunkBytes.damaged(
                    path,
                    entry,
                    "it says that it ends at byte " + end + ", and neither a chunk nor a group starts there",
                    null);
        }
    }

    private static boolean isMarker(byte value) {
        int kind = value & 0x3f;
        return value == MetaMarker.CHUNK_GROUP_HEADER
                || value == MetaMarker.SEPARATOR
                || value == MetaMarker.OPERATION_INDEX_RANGE
                || ((value & 0xc0) != 0xc0
                        && (kind == MetaMarker.CHUNK_HEADER || kind == MetaMarker.ONLY_ONE_PAGE_CHUNK_HEADER));
    }

    /** Where a chunk must have ended: the start of the next wanted one, or the start of the index. */
    private long bound(int place) {
        for (int next = place + 1; next < order.length; next++) {
            if (at(next).offset() > at(place).offset()) {
                return at(next).offset();
            }
        }
        return chunksEnd;
    }

    /** How near the next chunk must be to belong to the same request. */
    private static long nearBytes(ChunkEntry entry) {
        return Math.max(guess(entry), Math.min(rawBytes(entry), NEAR));
    }

    /** Bytes of the values of a chunk before they are encoded. */
    private static long rawBytes(ChunkEntry entry) {
        int valueBytes = switch (entry.type()) {
            case BOOLEAN -> 1;
            // Steps between times are mostly alike.
            case VECTOR -> 2;
            case INT32, DATE, FLOAT -> 4;
            case INT64, TIMESTAMP, DOUBLE -> 8;
            default -> 32;
        };
        return Math.min(Math.max(entry.count(), 0), LONGEST_GUESS) * valueBytes;
    }

    /** Bytes of a chunk as it usually is: half of what it was. */
    private static long guess(ChunkEntry entry) {
        long head = ChunkHead.LONGEST + 3L * entry.measurement().length();
        return head + Math.min(Math.max(rawBytes(entry) / 2, GAP / 4), LONGEST_GUESS);
    }
}
