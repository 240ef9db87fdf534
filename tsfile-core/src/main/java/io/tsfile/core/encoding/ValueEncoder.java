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

import io.tsfile.core.vector.Vector;

/** Encodes the values of pages in one encoding. May keep buffers, never anything of a page. Not thread-safe. */
public interface ValueEncoder {
    /**
     * Appends the encoded form of one page to {@code target}.
     *
     * @param values of the encoder's type; none in the range is null, and the range may be empty
     * @param from the page's first value
     * @param to behind the page's last value
     * @return whether decoding gives back every value bit for bit (N6). If not, what was appended means nothing and must be
     *     dropped
     */
    boolean encode(Vector values, int from, int to, PageBuffer target);
}
