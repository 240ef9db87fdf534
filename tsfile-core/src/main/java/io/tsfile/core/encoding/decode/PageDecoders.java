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
        if (count == 0) {
            // Such a page may have no bytes at all, so that nothing can be looked at.
            return NoValues.INSTANCE;
        }
        PageCursor cursor = new PageCursor(page);
        return switch (encoding) {
            case PLAIN -> plain(type, cursor);
            case TS_2DIFF ->
                switch (type) {
                    case INT32, DATE -> new IntDecoder(new DeltaInts(cursor));
                    case INT64, TIMESTAMP -> new LongDecoder(new DeltaLongs(cursor));
                    case FLOAT -> new ScaledFloats(cursor, DeltaInts::new);
                    case DOUBLE -> new ScaledDoubles(cursor, DeltaLongs::new);
                    default -> new LibraryDecoder(encoding, type, page);
                };
            case RLE ->
                switch (type) {
                    case BOOLEAN -> new RleBooleans(new RleInts(cursor));
                    case INT32, DATE -> new IntDecoder(new RleInts(cursor));
                    case INT64, TIMESTAMP -> new LongDecoder(new RleLongs(cursor));
                    case FLOAT -> new ScaledFloats(cursor, RleInts::new);
                    case DOUBLE -> new ScaledDoubles(cursor, RleLongs::new);
                    default -> new LibraryDecoder(encoding, type, page);
                };
            case ZIGZAG ->
                switch (type) {
                    case INT32, DATE -> new IntDecoder(new ZigzagInts(cursor));
                    case INT64, TIMESTAMP -> new LongDecoder(new ZigzagLongs(cursor));
                    default -> new LibraryDecoder(encoding, type, page);
                };
            case DICTIONARY ->
                switch (type) {
                    case TEXT, STRING, BLOB -> new DictionaryBinaries(cursor);
                    default -> new LibraryDecoder(encoding, type, page);
                };
            default -> new LibraryDecoder(encoding, type, page);
        };
    }

    private static ValueDecoder plain(TSDataType type, PageCursor cursor) {
        return switch (type) {
            case BOOLEAN -> new PlainFixed(cursor, 1);
            case INT32, DATE -> new IntDecoder(new PlainInts(cursor));
            case FLOAT -> new PlainFixed(cursor, Float.BYTES);
            case INT64, TIMESTAMP, DOUBLE -> new PlainFixed(cursor, Long.BYTES);
            case TEXT, STRING, BLOB -> new PlainBinaries(cursor);
            default -> throw cursor.malformed("values of a column expected, and values of type " + type + " found");
        };
    }
}
