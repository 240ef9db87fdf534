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

import io.tsfile.core.encoding.PageBytes;
import io.tsfile.core.encoding.ValueDecoder;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/** Which decoder reads which encoding. */
public final class PageDecoders {
    private PageDecoders() {}

    /**
     * A decoder for the values of one page.
     *
     * @param type the type of the values, of times {@link TSDataType#INT64}
     * @param page the encoded values, without anything before them
     * @param count how many values the page has, nulls not counted
     * @throws io.tsfile.core.encoding.MalformedPageException if there is no such encoding of that type
     */
    public static ValueDecoder of(TSEncoding encoding, TSDataType type, PageBytes page, int count) {
        return new LibraryDecoder(encoding, type, page);
    }
}
