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
package io.tsfile.core.encoding.encode;

import static io.tsfile.core.encoding.encode.BitPacker.BIG_ENDIAN;

import io.tsfile.core.encoding.PageBuffer;

/**
 * What encoders have in common that append bits, the highest of a byte first, and store them by the word.
 *
 * <p>Each of them keeps the word, how many of its bits are free, and where it belongs in locals of its one loop: in an object
 * they would be in memory as soon as one call is not inlined, and a second loop takes longer. Appending {@code length} bits is
 *
 * <pre>
 *   free -= length;
 *   if (free &gt; 0) {
 *       word |= bits &lt;&lt; free;
 *   } else {
 *       BIG_ENDIAN.set(array, index, word | bits &gt;&gt;&gt; -free);
 *       index += Long.BYTES;
 *       free += Long.SIZE;
 *       word = bits &lt;&lt; 1 &lt;&lt; (free - 1);  // two steps, as a shift by 64 would be none
 *   }
 * </pre>
 */
final class BitWords {
    private BitWords() {}

    /** Makes room for {@code bits} bits, and for the words that are stored while their last bytes are still free. */
    static byte[] reserve(PageBuffer target, long bits) {
        return target.reserve(bits / Byte.SIZE + 2 * Long.BYTES);
    }

    /**
     * Ends a page. Fills the last byte with zeros, or adds one if it is full, as the library's readers take a byte in advance.
     *
     * @param index where {@code word} belongs in the buffer's array
     * @param free how many bits of the word are free
     */
    static void finish(PageBuffer target, int index, long word, int free) {
        BIG_ENDIAN.set(target.array(), index, word);
        target.advance(index + (Long.SIZE - free) / Byte.SIZE + 1 - target.size());
    }
}
