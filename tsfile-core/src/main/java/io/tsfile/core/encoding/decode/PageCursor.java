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
package io.tsfile.core.encoding.decode;

import io.tsfile.core.encoding.MalformedPageException;
import io.tsfile.core.encoding.PageBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads what stands between a page's values, each read checked against what is left, and says where a page is damaged. */
final class PageCursor {
    /** Eight bytes, the first one highest. Where any byte of the page is left, {@link PageBytes#PADDING} covers the rest. */
    static final VarHandle BIG_ENDIAN = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Eight bytes, the first one lowest. */
    static final VarHandle LITTLE_ENDIAN = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] array;
    private final int start;
    private final int end;
    private int position;

    PageCursor(PageBytes page) {
        this.array = page.array();
        this.start = page.from();
        this.end = page.to();
        this.position = start;
    }

    /** The array that holds the page. */
    byte[] array() {
        return array;
    }

    /** Where the next byte is in the array. */
    int position() {
        return position;
    }

    /** Behind the page's last byte in the array. */
    int end() {
        return end;
    }

    /** How many bytes are left. */
    int remaining() {
        return end - position;
    }

    /** Moves to a position of the array, at most behind the last byte. */
    void moveTo(int newPosition) {
        position = newPosition;
    }

    /**
     * Passes over bytes.
     *
     * @param what they are, for the message if they are not all there
     * @return where they start
     */
    int take(long bytes, String what) {
        if (bytes < 0 || bytes > remaining()) {
            throw malformed(what + " of " + bytes + " bytes expected, and " + remaining() + " are left");
        }
        int taken = position;
        position += (int) bytes;
        return taken;
    }

    int readByte(String what) {
        return array[take(1, what)] & 0xff;
    }

    int readInt(String what) {
        return (int) ((long) BIG_ENDIAN.get(array, take(Integer.BYTES, what)) >>> 32);
    }

    long readLong(String what) {
        return (long) BIG_ENDIAN.get(array, take(Long.BYTES, what));
    }

    /** An unsigned number in groups of 7 bits, the lowest first; bits above 32 are lost, as in the library. */
    int readVarInt(String what) {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int bits = readByte(what);
            value |= (bits & 0x7f) << shift;
            if (bits < 0x80) {
                return value;
            }
        }
        throw malformed(what + " expected, and 5 bytes do not end it");
    }

    /** A number whose lowest bit is its sign. */
    int readSignedVarInt(String what) {
        int value = readVarInt(what);
        return (value >>> 1) ^ -(value & 1);
    }

    /** The error of a damaged page: what was expected and found, at the byte where the cursor is. */
    MalformedPageException malformed(String expectedAndFound) {
        return new MalformedPageException(
                "a page is damaged at byte " + (position - start) + " of " + (end - start) + ": " + expectedAndFound);
    }
}
