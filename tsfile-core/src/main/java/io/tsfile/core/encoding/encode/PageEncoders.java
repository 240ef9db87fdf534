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
        return new LibraryEncoder(encoding, type, -1);
    }

    /**
     * An encoder of FLOAT or DOUBLE values as whole numbers of the last of some decimals: {@code 12.25} with 2 decimals is 1225.
     *
     * @param encoding of the whole numbers: TS_2DIFF or RLE
     * @param decimals from 0 on; the library's {@code max_point_number}
     * @throws IllegalArgumentException if the encoding does not exist for the type, or for a negative number of decimals
     */
    public static ValueEncoder scaled(TSEncoding encoding, TSDataType type, int decimals) {
        return new LibraryEncoder(encoding, type, decimals);
    }
}
