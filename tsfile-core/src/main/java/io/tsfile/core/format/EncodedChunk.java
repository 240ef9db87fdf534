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

import java.io.Serializable;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.file.metadata.statistics.Statistics;

/**
 * A chunk as it stands in a file, without its header.
 *
 * @param measurement the series; empty for the time column of an aligned device
 * @param type the values' type
 * @param compression of its pages
 * @param encoding of its values (time column: of its times)
 * @param mask {@code 0x80} time chunk, {@code 0x40} value chunk of an aligned device, 0 otherwise
 * @param pages how many
 * @param statistics of all its values
 * @param data page headers and pages, exactly as long as they are; empty if all values of an aligned device's column are null
 */
public record EncodedChunk(
        String measurement,
        TSDataType type,
        CompressionType compression,
        TSEncoding encoding,
        int mask,
        int pages,
        Statistics<? extends Serializable> statistics,
        byte[] data) {
    /**
     * Bytes of a page at most, before as after compression. With less than the two gigabytes that a number could say, a reader
     * need not take memory for a damaged head that says more.
     */
    public static final int MOST_PAGE_BYTES = Integer.MAX_VALUE / 2;

    /** Rows of a page that we write, at most: so many a reader believes of any page, however short it is. */
    public static final int MOST_PAGE_ROWS = 1 << 20;
}
