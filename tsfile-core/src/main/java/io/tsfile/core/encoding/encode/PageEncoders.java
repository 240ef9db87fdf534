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

import io.tsfile.core.encoding.ValueEncoder;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/** Which encoder writes which encoding. */
public final class PageEncoders {
    private PageEncoders() {}

    /**
     * An encoder that keeps every value bit for bit.
     *
     * @param type the type of the values, of times {@link TSDataType#INT64}
     * @throws IllegalArgumentException if the encoding does not exist for the type, is never written, or needs a number of
     *     decimals
     */
    public static ValueEncoder of(TSEncoding encoding, TSDataType type) {
        return switch (encoding) {
            case PLAIN ->
                switch (type) {
                    case INT32, DATE -> new IntEncoder(new PlainInts());
                    case BOOLEAN, INT64, TIMESTAMP, FLOAT, DOUBLE, TEXT, STRING, BLOB -> new PlainValues();
                    default -> throw notWritten(encoding, type);
                };
            case TS_2DIFF ->
                switch (type) {
                    case INT32, DATE -> new IntEncoder(new DeltaInts());
                    case INT64, TIMESTAMP -> new LongEncoder(new DeltaLongs());
                    default -> throw notWritten(encoding, type);
                };
            case RLE ->
                switch (type) {
                    case BOOLEAN -> new RleBooleans();
                    case INT32, DATE -> new IntEncoder(new RleInts());
                    case INT64, TIMESTAMP -> new LongEncoder(new RleLongs());
                    default -> throw notWritten(encoding, type);
                };
            case ZIGZAG ->
                switch (type) {
                    case INT32, DATE -> new IntEncoder(new ZigzagInts());
                    case INT64, TIMESTAMP -> new LongEncoder(new ZigzagLongs());
                    default -> throw notWritten(encoding, type);
                };
            case DICTIONARY ->
                switch (type) {
                    case TEXT, STRING -> new DictionaryBinaries();
                    default -> throw notWritten(encoding, type);
                };
            case GORILLA, CHIMP ->
                switch (type) {
                    case INT32, DATE, INT64, TIMESTAMP, FLOAT, DOUBLE -> new LibraryEncoder(encoding, type);
                    default -> throw notWritten(encoding, type);
                };
            default -> throw notWritten(encoding, type);
        };
    }

    /**
     * An encoder of FLOAT or DOUBLE values as whole numbers of the last of some decimals: {@code 12.25} with 2 decimals is 1225.
     *
     * @param encoding of the whole numbers: TS_2DIFF or RLE
     * @param decimals from 0 on; the library's {@code max_point_number}. With more than 22 no value is kept
     * @throws IllegalArgumentException if the encoding does not exist for the type, or for a negative number of decimals
     */
    public static ValueEncoder scaled(TSEncoding encoding, TSDataType type, int decimals) {
        boolean delta = encoding == TSEncoding.TS_2DIFF;
        if ((!delta && encoding != TSEncoding.RLE) || (type != TSDataType.FLOAT && type != TSDataType.DOUBLE)) {
            throw new IllegalArgumentException("Cannot write values of type " + type + " in encoding " + encoding
                    + " with decimals: only FLOAT and DOUBLE have some, in TS_2DIFF or RLE");
        }
        if (decimals < 0) {
            throw new IllegalArgumentException("Cannot write values with " + decimals + " decimals: 0 are the fewest");
        }
        if (type == TSDataType.FLOAT) {
            return new ScaledFloats(delta ? new DeltaInts() : new RleInts(), decimals);
        }
        return new ScaledDoubles(delta ? new DeltaLongs() : new RleLongs(), decimals);
    }

    private static IllegalArgumentException notWritten(TSEncoding encoding, TSDataType type) {
        boolean decimals = (encoding == TSEncoding.TS_2DIFF || encoding == TSEncoding.RLE)
                && (type == TSDataType.FLOAT || type == TSDataType.DOUBLE);
        return new IllegalArgumentException("Cannot write values of type " + type + " in encoding " + encoding + ": "
                + (decimals ? "it needs a number of decimals" : "no writer has it for that type"));
    }
}
