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

import org.apache.tsfile.encoding.encoder.Encoder;
import org.apache.tsfile.encoding.encoder.TSEncodingBuilder;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/** Which encoding a type is written in: the library's usual one among those that keep every value bit for bit. */
final class Encodings {
    /**
     * Times of series that are not aligned have no encoding in the file: readers take it from their process, and this is
     * everybody's default.
     */
    static final TSEncoding TIME = TSEncoding.TS_2DIFF;

    private Encodings() {}

    static TSEncoding of(TSDataType type) {
        return switch (type) {
            case BOOLEAN -> TSEncoding.RLE;
            case INT32, INT64, DATE, TIMESTAMP -> TSEncoding.TS_2DIFF;
            case FLOAT, DOUBLE -> TSEncoding.GORILLA;
            case TEXT, STRING, BLOB -> TSEncoding.PLAIN;
            default -> throw new IllegalArgumentException("Cannot encode values of type " + type);
        };
    }

    static Encoder timeEncoder() {
        return TSEncodingBuilder.getEncodingBuilder(TIME).getEncoder(TSDataType.INT64);
    }

    static Encoder valueEncoder(TSDataType type) {
        return TSEncodingBuilder.getEncodingBuilder(of(type)).getEncoder(type);
    }
}
