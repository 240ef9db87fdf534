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
package io.tsfile.core.encoding;

import java.util.Arrays;

/**
 * Bytes of a page that is being encoded, or of a chunk's pages behind each other; grows as needed, and is used for one after
 * the other. Not thread-safe.
 *
 * <p>Whoever writes many bytes at once makes room with {@link #reserve}, writes into {@link #array} from {@link #size} on and
 * tells how many it wrote with {@link #advance}.
 */
public final class PageBuffer {
    private static final int LEAST = 1 << 14;

    private byte[] array;
    private int size;

    /** An empty buffer with room for {@code capacity} bytes. */
    public PageBuffer(int capacity) {
        this.array = new byte[capacity];
    }

    /** The bytes so far are the first {@link #size} ones. The array is replaced when the buffer grows. */
    public byte[] array() {
        return array;
    }

    /** How many bytes were written. */
    public int size() {
        return size;
    }

    /** Forgets the bytes and keeps the array. */
    public void clear() {
        size = 0;
    }

    /** Forgets the bytes, and gives the array back if it is longer than {@code mostKept}. */
    public void clear(int mostKept) {
        size = 0;
        if (array.length > mostKept) {
            array = new byte[Math.min(mostKept, LEAST)];
        }
    }

    /** Forgets the bytes behind the first {@code newSize}. */
    public void truncate(int newSize) {
        size = Math.min(size, newSize);
    }

    /**
     * Makes room for {@code count} more bytes.
     *
     * @return the array, of which the bytes from {@link #size} on may be written
     * @throws IllegalStateException if they were more than 2 GiB in all
     */
    public byte[] reserve(long count) {
        long needed = size + count;
        if (needed > array.length) {
            if (needed > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException(
                        "Cannot encode " + needed
                                + " bytes of pages: a chunk has less than 2 GiB; write chunks of fewer rows, or shorter values");
            }
            long grown = Math.max(needed, array.length + (long) (array.length >> 1));
            array = Arrays.copyOf(array, (int) Math.min(grown, Integer.MAX_VALUE - 8));
        }
        return array;
    }

    /** Tells that {@code count} bytes were written into the array. */
    public void advance(int count) {
        size += count;
    }

    /** Appends the lowest byte of {@code value}. */
    public void putByte(int value) {
        reserve(1)[size++] = (byte) value;
    }

    /** Appends {@code length} bytes of {@code bytes} from {@code offset} on. */
    public void put(byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, reserve(length), size, length);
        size += length;
    }

    /** Appends 4 bytes, the highest first. */
    public void putInt(int value) {
        byte[] target = reserve(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            target[size++] = (byte) (value >>> shift);
        }
    }

    /** Appends 8 bytes, the highest first. */
    public void putLong(long value) {
        putInt((int) (value >>> 32));
        putInt((int) value);
    }

    /** Appends an unsigned number in groups of 7 bits, the lowest first; all groups but the last have the highest bit set. */
    public void putVarInt(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            putByte(rest | 0x80);
            rest >>>= 7;
        }
        putByte(rest);
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOf(array, size);
    }
}
