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
 * The decompressed bytes of a page, or a part of them: {@code array[from..to)}.
 *
 * <p>Behind {@code to} the array goes on for at least {@link #PADDING} bytes, of any value, so that a decoder may read a
 * whole word wherever a byte is left, and look afterwards whether it took more than there was.
 *
 * @param array not copied, only read
 * @param from the first byte
 * @param to behind the last byte
 */
@SuppressWarnings("ArrayRecordComponent") // A view that is made per page and never compared.
public record PageBytes(byte[] array, int from, int to) {
    /** Bytes that may be read behind the end. */
    public static final int PADDING = 16;

    /**
     * Bytes that the values of a page in DICTIONARY have at most, written out. A few damaged bytes could ask for any number of
     * them; a page with more is written in PLAIN, where it has them itself.
     */
    public static final int MOST_DICTIONARY_BYTES = 256 << 20;

    /** Checks the bounds. */
    public PageBytes {
        if (from < 0 || from > to || to > array.length - PADDING) {
            throw new IllegalArgumentException("Cannot decode bytes " + from + " to " + to + " of an array of "
                    + array.length + ": " + PADDING + " must follow");
        }
    }

    /** A padded copy of {@code bytes}. */
    public static PageBytes copyOf(byte[] bytes) {
        return new PageBytes(Arrays.copyOf(bytes, bytes.length + PADDING), 0, bytes.length);
    }

    /** The bytes from {@code start} on, a position in the array. */
    public PageBytes startingAt(int start) {
        return new PageBytes(array, start, to);
    }

    /** How many bytes. */
    public int length() {
        return to - from;
    }
}
