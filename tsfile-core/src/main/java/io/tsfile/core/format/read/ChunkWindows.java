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

import io.tsfile.core.encoding.MalformedPageException;
import io.tsfile.core.encoding.PageBytes;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.io.InputFile;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chunks of one file, asked for one by one about in the order in which they stand there, in few long requests. Not
 * thread-safe.
 */
/*
 * A window is read on from where it ends, twice as far each time. A device that was written in several drains has its chunks in
 * several places, and a walk over devices goes through all these places side by side: each has a window of its own.
 *
 *   file:     [drain 1: a b c d e f ...][drain 2: a b c d e f ...]
 *   windows:           |-----|                     |-----|
 *
 * They share the bytes that all may hold. Mostly there is one, which then has all of them; one that is used no more gives its
 * share back.
 *
 * What was read stays as it is: chunks are handed out as parts of the windows' arrays, not copied.
 */
public final class ChunkWindows {
    private static final int MOST_WINDOWS = 4;
    private static final int FIRST_BYTES = 16 << 10;

    /** A window is given up if it was not used while others were read on so often. */
    private static final int IDLE_LOADS = 16;

    private final OpenTsFile file;
    private final InputFile input;
    private final int mostBytes;
    /** The one used last at the end. */
    private final Window[] windows = new Window[MOST_WINDOWS];

    private int used;
    private long loads;

    /** Bytes of a file: {@code length} from {@code start} on, with padding behind them. */
    private static final class Window {
        private long start;
        private byte[] array = new byte[PageBytes.PADDING];
        private int length;
        /** How many loads there were before it was used last. */
        private long lastUse;

        long end() {
            return start + length;
        }
    }

    /**
     * Windows into a file.
     *
     * @param mostBytes of all windows together, unless a chunk is longer; each may have a little, however small that is
     */
    public ChunkWindows(OpenTsFile file, int mostBytes) {
        this.file = file;
        this.input = file.input();
        this.mostBytes = mostBytes;
    }

    /** The file. */
    public OpenTsFile file() {
        return file;
    }

    /**
     * The chunks of rows, to be copied as they are.
     *
     * @throws io.tsfile.core.CorruptTsFileException if one is damaged, as far as heads show it
     */
    public RawRows rows(RowChunk chunk) throws IOException {
        ChunkBytes main = read(chunk.main());
        @Nullable ChunkBytes[] values = new ChunkBytes[chunk.fields()];
        for (int i = 0; i < values.length; i++) {
            ChunkEntry value = chunk.values()[i];
            if (value != null) {
                values[i] = read(value);
            }
        }
        return RawRows.of(chunk, main, values);
    }

    private ChunkBytes read(ChunkEntry entry) throws IOException {
        long headEnd = Math.min(
                file.chunksEnd(),
                entry.offset() + ChunkHead.LONGEST + 3L * entry.measurement().length());
        if (entry.offset() >= headEnd) {
            throw ChunkBytes.damaged(file.path(), entry, "the file's chunks end at byte " + file.chunksEnd(), null);
        }
        Window window = windowAt(entry.offset());
        load(window, entry.offset(), headEnd);
        ChunkHead head;
        int headFrom = (int) (entry.offset() - window.start);
        try {
            head = ChunkHead.read(window.array, headFrom, window.length, entry.measurement());
        } catch (MalformedPageException e) {
            throw ChunkBytes.damaged(file.path(), entry, String.valueOf(e.getMessage()), e);
        }
        long end = entry.offset() + head.headBytes() + head.dataSize();
        if (end > window.end() && head.dataSize() > ChunkFetch.LONGEST_REQUEST) {
            // Its size is held against what stands behind it before memory is taken for it.
            return ChunkFetch.read(file, List.of(entry))[0];
        }
        if (end > file.chunksEnd()) {
            throw ChunkBytes.damaged(
                    file.path(),
                    entry,
                    "it says that it ends at byte " + end + ", and the index starts at byte " + file.chunksEnd(),
                    null);
        }
        load(window, entry.offset(), end);
        int from = (int) (entry.offset() - window.start) + head.headBytes();
        return new ChunkBytes(file.path(), entry, head, window.array, from, from + head.dataSize());
    }

    /** The window that has the byte or ends just before it; else the one that was not used for longest. */
    private Window windowAt(long offset) {
        for (int i = used - 1; i >= 0; i--) {
            Window window = windows[i];
            if (offset >= window.start && offset <= window.end() + FIRST_BYTES) {
                System.arraycopy(windows, i + 1, windows, i, used - 1 - i);
                windows[used - 1] = window;
                window.lastUse = loads;
                return window;
            }
        }
        if (used < MOST_WINDOWS) {
            used++;
        } else {
            System.arraycopy(windows, 1, windows, 0, used - 1);
        }
        Window fresh = new Window();
        fresh.start = offset;
        fresh.lastUse = loads;
        windows[used - 1] = fresh;
        return fresh;
    }

    /** Makes a window hold {@code from} to {@code to}: what it has of that is kept, and the rest is read, with what follows. */
    private void load(Window window, long from, long to) throws IOException {
        if (to <= window.end() && from >= window.start) {
            return;
        }
        giveUpIdle();
        long ahead = Math.max(FIRST_BYTES, Math.min(2L * window.length, share(window)));
        long until = Math.min(file.chunksEnd(), Math.max(to, from + ahead));
        byte[] array = new byte[Math.toIntExact(until - from) + PageBytes.PADDING];
        int known = (int) Math.max(0, window.end() - from);
        if (known > 0) {
            System.arraycopy(window.array, (int) (from - window.start), array, 0, known);
        }
        input.readFully(from + known, array, known, (int) (until - from) - known);
        window.start = from;
        window.array = array;
        window.length = (int) (until - from);
        loads++;
    }

    private void giveUpIdle() {
        int idle = 0;
        while (idle < used - 1 && loads - windows[idle].lastUse > IDLE_LOADS) {
            idle++;
        }
        if (idle > 0) {
            System.arraycopy(windows, idle, windows, 0, used - idle);
            used -= idle;
        }
    }

    /** How many bytes a window may have: as many as any other one, and no more than these leave of all. */
    private long share(Window window) {
        long others = 0;
        for (int i = 0; i < used; i++) {
            others += windows[i] == window ? 0 : windows[i].length;
        }
        return Math.min(mostBytes / used, mostBytes - others);
    }

    /** Bytes of all windows. */
    long heldBytes() {
        long bytes = 0;
        for (int i = 0; i < used; i++) {
            bytes += windows[i].length;
        }
        return bytes;
    }
}
