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
import io.tsfile.core.encoding.PageBytes;
import io.tsfile.core.encoding.ValueDecoder;
import io.tsfile.core.encoding.decode.PageDecoders;
import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.SpareVectors;
import io.tsfile.core.vector.Vector;
import io.tsfile.core.vector.Widening;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/** Decodes the bodies of pages into vectors. How many values there are is always known from outside of the encoding. */
final class PageDecoder {
    /** Values that one byte can be at most: no encoding is known to come near it but one that counts equal values. */
    private static final long VALUES_PER_BYTE = 4096;

    private PageDecoder() {}

    /**
     * Times.
     *
     * @param body a page of times
     * @param spare gives the vector
     * @throws MalformedPageException if they are fewer
     */
    static LongVector times(TSEncoding encoding, PageBytes body, long count, SpareVectors spare) {
        LongVector times = (LongVector) spare.take(TSDataType.TIMESTAMP, checkedCount(body, count));
        decode(encoding, TSDataType.INT64, body, times, (int) count, spare);
        return times;
    }

    /**
     * The values of a page that has times of its own.
     *
     * @param type that is stored
     * @param target of the vector
     * @param spare gives it
     */
    static Vector values(
            TSEncoding encoding, TSDataType type, PageBytes body, long count, TSDataType target, SpareVectors spare) {
        Vector values = spare.take(target, checkedCount(body, count));
        decode(encoding, type, body, values, (int) count, spare);
        return values;
    }

    /**
     * Values of an aligned page: the number of rows, a bit for each, and the values of the rows whose bit is set.
     *
     * @param rows how many it must have
     * @param present in how many of them there must be a value
     * @param type that is stored
     * @param target of the vector
     * @param spare gives it
     */
    static Vector alignedValues(
            TSEncoding encoding,
            TSDataType type,
            PageBytes body,
            int rows,
            long present,
            TSDataType target,
            SpareVectors spare) {
        PageBytes encoded = behindBitmap(body, rows, present);
        Vector values = spare.take(target, rows);
        decode(encoding, type, encoded, values, (int) present, spare);
        if (present < rows) {
            values.spread(0, body.array(), bitmap(body), rows);
        }
        return values;
    }

    /** Where an aligned page has values, as a vector with such nulls and values that mean nothing; none is decoded. */
    static Vector presence(PageBytes body, int rows, long present) {
        behindBitmap(body, rows, present);
        Vector values = Vector.of(TSDataType.BOOLEAN, rows);
        values.extend((int) present);
        values.spread(0, body.array(), bitmap(body), rows);
        return values;
    }

    private static int bitmap(PageBytes body) {
        return body.from() + Integer.BYTES;
    }

    /** The encoded values of an aligned page, once it is known that as many rows and values are there as should be. */
    private static PageBytes behindBitmap(PageBytes body, int rows, long present) {
        HeaderReader reader = new HeaderReader(body.array(), body.from(), body.to());
        int stored = reader.int32();
        if (stored != rows) {
            throw new MalformedPageException("it has " + stored + " rows, and its times are " + rows);
        }
        reader.skip((int) ((rows + 7L) >>> 3));
        int count = Vector.presentCount(body.array(), bitmap(body), rows);
        if (count != present) {
            throw new MalformedPageException(
                    "it has values in " + count + " rows, and its statistics say in " + present);
        }
        return body.startingAt(reader.position());
    }

    private static void decode(
            TSEncoding encoding, TSDataType type, PageBytes body, Vector target, int count, SpareVectors spare) {
        ValueDecoder decoder = PageDecoders.of(encoding, type, body, count);
        if (Widening.isWidening(type, target.type())) {
            Vector stored = spare.take(type, count);
            decoder.decode(stored, count);
            Widening.append(stored, target);
            spare.give(stored);
        } else {
            decoder.decode(target, count);
        }
    }

    private static int checkedCount(PageBytes body, long count) {
        if (count <= 0 || count > Math.max(EncodedChunk.MOST_PAGE_ROWS, VALUES_PER_BYTE * body.length())) {
            throw new MalformedPageException("it says that it has " + count + " values in " + body.length() + " bytes");
        }
        return Math.toIntExact(count);
    }
}
