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

/** Decodes the values of one page from the first to the last; made for one page. Not thread-safe. */
public interface ValueDecoder {
    /**
     * Appends the next {@code count} values to {@code target}, a vector of the page's physical type.
     *
     * @throws MalformedPageException if the page has fewer or they cannot be decoded; the vector may then be longer than
     *     before
     */
    void decode(Vector target, int count);

    /**
     * Passes over the next {@code count} values.
     *
     * @throws MalformedPageException if the page has fewer
     */
    void skip(int count);
}
