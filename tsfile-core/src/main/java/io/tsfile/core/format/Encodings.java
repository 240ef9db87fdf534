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
package io.tsfile.core.format;

import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/** Which encodings and compressions are written, and what reading them costs. */
public final class Encodings {
    /**
     * Times of series that are not aligned have no encoding in the file: readers take it from their process, and this is
     * everybody's default.
     */
    public static final TSEncoding TIME = TSEncoding.TS_2DIFF;

    /** What pages are compressed with unless something else is known to be better. */
    public static final CompressionType COMPRESSION = CompressionType.LZ4;

    /** The compressions that a page can have. */
    static final List<CompressionType> COMPRESSIONS = List.of(
            CompressionType.UNCOMPRESSED,
            CompressionType.LZ4,
            CompressionType.ZSTD,
            CompressionType.SNAPPY,
            CompressionType.GZIP,
            CompressionType.LZMA2);

    private static final List<TSEncoding> OF_BOOLEANS = List.of(TSEncoding.RLE, TSEncoding.PLAIN);
    private static final List<TSEncoding> OF_INTEGERS = List.of(
            TSEncoding.TS_2DIFF,
            TSEncoding.RLE,
            TSEncoding.ZIGZAG,
            TSEncoding.GORILLA,
            TSEncoding.CHIMP,
            TSEncoding.PLAIN);
    private static final List<TSEncoding> OF_FLOATS =
            List.of(TSEncoding.GORILLA, TSEncoding.CHIMP, TSEncoding.TS_2DIFF, TSEncoding.RLE, TSEncoding.PLAIN);
    private static final List<TSEncoding> OF_TEXTS = List.of(TSEncoding.PLAIN, TSEncoding.DICTIONARY);
    private static final List<TSEncoding> OF_BLOBS = List.of(TSEncoding.PLAIN);

    private Encodings() {}

    /** The library's usual encoding of a type, among those that keep every value bit for bit. */
    public static TSEncoding of(TSDataType type) {
        return possible(type).get(0);
    }

    /** The encodings that values of a type are written in, the usual one first. */
    public static List<TSEncoding> possible(TSDataType type) {
        return switch (type) {
            case BOOLEAN -> OF_BOOLEANS;
            case INT32, INT64, DATE, TIMESTAMP -> OF_INTEGERS;
            case FLOAT, DOUBLE -> OF_FLOATS;
            case TEXT, STRING -> OF_TEXTS;
            case BLOB -> OF_BLOBS;
            default -> throw new IllegalArgumentException("Cannot encode values of type " + type);
        };
    }

    /** Whether values of the type become whole numbers of some decimals in the encoding. */
    public static boolean scaled(TSEncoding encoding, TSDataType type) {
        return (type == TSDataType.FLOAT || type == TSDataType.DOUBLE)
                && (encoding == TSEncoding.TS_2DIFF || encoding == TSEncoding.RLE);
    }

    /**
     * What decoding costs, as so many thousandths of the bytes: an encoding is taken if its bytes are fewer than another's by
     * more than it costs more.
     *
     * <p>The cost together with that of {@link #cost(CompressionType)} never makes bytes win that are more than a percent above
     * those of a type's usual encoding and compression.
     */
    public static int cost(TSEncoding encoding) {
        return switch (encoding) {
            case PLAIN, TS_2DIFF, RLE, DICTIONARY -> 0;
            case ZIGZAG, GORILLA -> 5;
            // Reading it takes half as long again as GORILLA, writing it twice to three times as long: worth it
            // where it saves a sixth.
            case CHIMP -> 200;
            default -> throw new IllegalArgumentException("Cannot write values in encoding " + encoding);
        };
    }

    /** What decompressing costs, in the unit of {@link #cost(TSEncoding)}. */
    public static int cost(CompressionType compression) {
        return switch (compression) {
            case UNCOMPRESSED -> 0;
            case LZ4, SNAPPY -> 5;
            // Worth it where it saves a quarter.
            case ZSTD, GZIP, LZMA2 -> 330;
            default -> throw new IllegalArgumentException("Cannot compress with " + compression);
        };
    }
}
