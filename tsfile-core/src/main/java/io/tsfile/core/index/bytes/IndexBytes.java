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
package io.tsfile.core.index.bytes;

import io.tsfile.core.CorruptTsFileException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file in memory, and a position in it. Nothing is read beyond its end, and no length is believed that does not
 * fit: whatever is wrong is a {@link CorruptTsFileException} with file, offset and what was expected. Not thread-safe; the
 * bytes are shared and never change.
 */
public final class IndexBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final String path;
    private final byte[] bytes;
    private final int end;
    private final long offset;
    private int position;

    /**
     * A view.
     *
     * @param path the file, for messages
     * @param bytes stay as they are
     * @param start where reading starts
     * @param end before which it ends
     * @param offset where {@code bytes[0]} stands in the file
     */
    public IndexBytes(String path, byte[] bytes, int start, int end, long offset) {
        this.path = path;
        this.bytes = bytes;
        this.position = start;
        this.end = end;
        this.offset = offset;
    }

    /** The same bytes from {@code start} to {@code end}, two positions in this one, with a position of its own. */
    public IndexBytes part(int start, int end) {
        return new IndexBytes(path, bytes, start, end, offset);
    }

    /** The same bytes from {@code start} on. */
    public IndexBytes from(int start) {
        return part(start, end);
    }

    /** The file, for messages. */
    public String path() {
        return path;
    }

    /** Where the next thing is read. */
    public int position() {
        return position;
    }

    /** Bytes from the position to the end. */
    public int remaining() {
        return end - position;
    }

    /** Where the position is in the file. */
    public long fileOffset() {
        return offset + position;
    }

    /** Reads a byte. */
    public byte readByte() {
        need(1, "a byte");
        return bytes[position++];
    }

    /** Reads four bytes, the highest first. */
    public int readInt() {
        need(Integer.BYTES, "four bytes");
        int value = (int) INTS.get(bytes, position);
        position += Integer.BYTES;
        return value;
    }

    /** Reads eight bytes, the highest first. */
    public long readLong() {
        need(Long.BYTES, "eight bytes");
        long value = (long) LONGS.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    /** The long at a position that was read or skipped before. */
    public long longAt(int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** A number of things: seven bits a byte, the lowest first. */
    public int readCount() {
        int value = readVarInt();
        if (value < 0) {
            throw damaged("a count instead of " + Integer.toUnsignedString(value));
        }
        return value;
    }

    /** A number with its sign in the lowest bit: seven bits a byte, the lowest first. */
    public int readSigned() {
        int coded = readVarInt();
        return (coded >>> 1) ^ -(coded & 1);
    }

    /** A text with its length before it; null if the length is negative. */
    public @Nullable String readText() {
        return text(readSigned());
    }

    /** A text that must be there. */
    public String readName() {
        String name = readText();
        if (name == null) {
            throw damaged("a name before this");
        }
        return name;
    }

    /** Moves behind a text. */
    public void skipText() {
        skip(Math.max(0, readSigned()), "a text");
    }

    /** A text whose length is an int; null if the length is negative. */
    public @Nullable String readLongText() {
        return text(readInt());
    }

    /**
     * Moves over bytes.
     *
     * @param what they are, for the message if they are not there
     */
    public void skip(int count, String what) {
        need(count, what);
        position += count;
    }

    /** Whether the bytes at the position are these. */
    public boolean startsWith(byte[] expected) {
        return expected.length <= remaining()
                && Arrays.equals(bytes, position, position + expected.length, expected, 0, expected.length);
    }

    /** A copy of what stands between two positions. */
    public byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** Copies what stands between two positions to {@code target[position..)}. */
    public void copyTo(int from, int to, byte[] target, int position) {
        System.arraycopy(bytes, from, target, position, to - from);
    }

    /** The bytes between two positions, not copied. */
    public ByteBuffer buffer(int from, int to) {
        return ByteBuffer.wrap(bytes, from, to - from);
    }

    /** The byte at a position that was read or skipped before. */
    public byte byteAt(int at) {
        return bytes[at];
    }

    /**
     * The error for what stands at the position, or just before it.
     *
     * @param expected what should be there, for the message
     */
    public CorruptTsFileException damaged(String expected) {
        return new CorruptTsFileException(
                "Cannot read " + path + ": its metadata is damaged at byte " + fileOffset() + ", expected " + expected);
    }

    private int readVarInt() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = readByte();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged("the end of a number before this");
    }

    private @Nullable String text(int length) {
        if (length < 0) {
            return null;
        }
        need(length, "a text");
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    private void need(int count, String what) {
        if (count < 0 || count > end - position) {
            throw damaged(what + (count == 1 ? "" : " (" + Integer.toUnsignedString(count) + " bytes)") + ", and "
                    + (end - position) + " bytes are left");
        }
    }
}
