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

/** Reads the numbers of chunk and page headers one after the other; never beyond the end that it was given. */
final class HeaderReader {
    private final byte[] array;
    private final int end;
    private int position;

    /** A reader of {@code array[from..end)}. */
    HeaderReader(byte[] array, int from, int end) {
        this.array = array;
        this.position = from;
        this.end = end;
    }

    /** Where the next byte is in the array. */
    int position() {
        return position;
    }

    /** Goes on at {@code newPosition}, a place in the array before the end. */
    void moveTo(int newPosition) {
        position = newPosition;
    }

    int remaining() {
        return end - position;
    }

    byte int8() {
        need(1);
        return array[position++];
    }

    /** 4 bytes, the highest first. */
    int int32() {
        need(Integer.BYTES);
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << 8 | (array[position++] & 0xff);
        }
        return value;
    }

    /** 8 bytes, the highest first. */
    long int64() {
        return (long) int32() << 32 | (int32() & 0xffffffffL);
    }

    /** A size: groups of 7 bits, the lowest first; all but the last have the highest bit set. */
    int varInt() {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            need(1);
            byte group = array[position++];
            value |= (long) (group & 0x7f) << shift;
            if (group >= 0) {
                if (value > Integer.MAX_VALUE) {
                    throw new MalformedPageException("a size of " + value + ", and there are none above 2 GiB");
                }
                return (int) value;
            }
        }
        throw new MalformedPageException("a size with more than 5 bytes");
    }

    void skip(int bytes) {
        need(bytes);
        position += bytes;
    }

    private void need(int bytes) {
        if (bytes < 0 || bytes > end - position) {
            throw new MalformedPageException("expected " + bytes + " bytes, and " + (end - position) + " are left");
        }
    }
}
