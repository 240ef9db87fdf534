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
package io.tsfile.core.wal;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.InputFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads a segment's records from front to back, up to the first one that is not whole. Not thread-safe. */
final class SegmentReader implements Closeable {
    private static final int WINDOW_BYTES = 1 << 20;

    private final InputFile file;
    private final SegmentHead head;
    /** Where the next record starts. */
    private long position;

    private boolean ended;
    /** Bytes of the file from {@code windowStart} on; up to {@code windowBytes} of them. */
    private byte[] window = new byte[WINDOW_BYTES];

    private long windowStart;
    private int windowBytes;

    private SegmentReader(InputFile file, SegmentHead head, long position) {
        this.file = file;
        this.head = head;
        this.position = position;
    }

    /**
     * Opens a segment, or gives nothing if it ends before its first record could have been appended: then the writer never
     * finished its start.
     *
     * @throws TsFileConnectorException if it is damaged, or of another version
     */
    static Optional<SegmentReader> open(FileStore store, SegmentName name) throws IOException {
        InputFile file = store.open(name.path());
        try {
            Optional<SegmentReader> reader = open(file, name);
            if (reader.isEmpty()) {
                file.close();
            }
            return reader;
        } catch (IllegalArgumentException e) {
            TsFileConnectorException damage = damage(name.path(), 0, String.valueOf(e.getMessage()), e);
            Cleanup.closeAfter(damage, file);
            throw damage;
        } catch (IOException | RuntimeException | Error e) {
            Cleanup.closeAfter(e, file);
            throw e;
        }
    }

    private static Optional<SegmentReader> open(InputFile file, SegmentName name) throws IOException {
        if (file.length() < SegmentHead.START_BYTES) {
            return Optional.empty();
        }
        ByteBuffer start = read(file, 0, SegmentHead.START_BYTES);
        if (isZero(start) && isZero(file)) {
            // The length of a file may reach the disk before what is in it.
            return Optional.empty();
        }
        int bodyBytes = SegmentHead.bodyBytes(start);
        long end = SegmentHead.START_BYTES + bodyBytes + 4L;
        if (file.length() < end) {
            return Optional.empty();
        }
        SegmentHead head;
        try {
            head = SegmentHead.decode(read(file, SegmentHead.START_BYTES, bodyBytes + 4));
        } catch (IllegalArgumentException e) {
            if (file.length() == end) {
                // No record was appended, because the header was not durable yet.
                return Optional.empty();
            }
            throw e;
        }
        if (!head.header().writer().equals(name.writer()) || head.generation() != name.generation()) {
            throw new IllegalArgumentException("its name is not that of writer "
                    + head.header().writer() + " and generation " + head.generation() + ", who wrote it");
        }
        return Optional.of(new SegmentReader(file, head, end));
    }

    SegmentHead head() {
        return head;
    }

    /** The body of the next record with rows, until the next call; nothing at the end of the whole records. */
    Optional<ByteBuffer> next() throws IOException {
        while (!ended) {
            long left = file.length() - position;
            if (left < RecordKind.FRAME_BYTES) {
                break;
            }
            int at = load(position, RecordKind.FRAME_BYTES);
            int length = ByteBuffer.wrap(window).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
            if (length <= 0
                    || length > RecordKind.MAX_BODY_BYTES
                    || length > left - RecordKind.FRAME_BYTES
                    || !isWhole(load(position, RecordKind.FRAME_BYTES + length), length)) {
                break;
            }
            at = load(position, RecordKind.FRAME_BYTES + length) + RecordKind.FRAME_BYTES;
            position += RecordKind.FRAME_BYTES + length;
            ended = window[at] == RecordKind.END;
            if (!ended && window[at] != RecordKind.DURABLE) {
                return Optional.of(ByteBuffer.wrap(window, at, length).slice().order(ByteOrder.LITTLE_ENDIAN));
            }
        }
        return Optional.empty();
    }

    /** Whether something behind the last whole record says that more of the file was durable once. */
    boolean wasDurableBeyond() throws IOException {
        int bytes = RecordKind.FRAME_BYTES + RecordKind.DURABLE_BYTES;
        for (long start = position + 1; start <= file.length() - bytes; start++) {
            int at = load(start, bytes);
            if (window[at + RecordKind.FRAME_BYTES] != RecordKind.DURABLE) {
                continue;
            }
            ByteBuffer record = ByteBuffer.wrap(window).order(ByteOrder.LITTLE_ENDIAN);
            if (record.getInt(at) == RecordKind.DURABLE_BYTES
                    && isWhole(at, RecordKind.DURABLE_BYTES)
                    && record.getLong(at + RecordKind.FRAME_BYTES + 1) > position) {
                return true;
            }
        }
        return false;
    }

    /** Where the next record would start. */
    long position() {
        return position;
    }

    /** Bytes behind the last whole record. */
    long cutBytes() {
        return file.length() - position;
    }

    /** Whether its writer marked it as complete, and nothing follows. */
    boolean isComplete() {
        return ended && cutBytes() == 0;
    }

    /** Whether something follows the mark that nothing follows. */
    boolean goesOnBehindItsEnd() {
        return ended && cutBytes() > 0;
    }

    TsFileConnectorException damage(long where, String what, @Nullable Throwable cause) {
        return damage(file.path(), where, what, cause);
    }

    static TsFileConnectorException damage(String path, long where, String what, @Nullable Throwable cause) {
        return new TsFileConnectorException(
                "Cannot read segment " + path + " of the write-ahead log at byte " + where + ": " + what
                        + ". Its rows may be missing in the table: restore the file from a copy, or, to go on without"
                        + " them, move it out of the folder",
                cause);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Whether the record at a place of the window has the checksum that it says. */
    private boolean isWhole(int at, int length) {
        CRC32C crc = new CRC32C();
        for (int i = 0; i < 4; i++) {
            crc.update(head.salt() >>> (8 * i));
        }
        crc.update(window, at, 4);
        crc.update(window, at + RecordKind.FRAME_BYTES, length);
        return (int) crc.getValue()
                == ByteBuffer.wrap(window).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 4);
    }

    /** Makes sure that {@code count} bytes of the file are in the window, and says where. */
    private int load(long from, int count) throws IOException {
        if (from < windowStart || from + count > windowStart + windowBytes) {
            int bytes = (int) Math.min(file.length() - from, Math.max(count, WINDOW_BYTES));
            if (bytes > window.length) {
                window = new byte[bytes];
            }
            file.readFully(from, window, 0, bytes);
            windowStart = from;
            windowBytes = bytes;
        }
        return (int) (from - windowStart);
    }

    private static ByteBuffer read(InputFile file, long position, int count) throws IOException {
        byte[] bytes = new byte[count];
        file.readFully(position, bytes, 0, count);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean isZero(InputFile file) throws IOException {
        for (long at = 0; at < file.length(); at += WINDOW_BYTES) {
            if (!isZero(read(file, at, (int) Math.min(WINDOW_BYTES, file.length() - at)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(ByteBuffer bytes) {
        for (int i = 0; i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
