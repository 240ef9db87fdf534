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
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.bytes.StatisticsBytes;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a page: its sizes and, only in a chunk of several pages, statistics, of which just the first three
 * numbers are read. The layout of the others, which depends on the type, is the format's.
 *
 * @param size bytes of the page once it is decompressed; 0 of a page of nothing but nulls, which has nothing else
 * @param compressedSize bytes of the page in the file
 * @param count rows of a page of times; otherwise values, nulls not counted
 * @param start the first time
 * @param end the last time
 * @param statisticsFrom where in the array the page's own statistics start; -1 if it has none
 */
record PageHead(int size, int compressedSize, long count, long start, long end, int statisticsFrom) {
    private static final PageHead EMPTY = new PageHead(0, 0, 0, 0, 0, -1);

    /**
     * Reads the head of the page at the reader's position, and moves behind it.
     *
     * @param chunk whose only page it is, which has no statistics of its own; nothing if the chunk has several
     * @throws MalformedPageException if it is none, or the page is longer than what is left
     */
    static PageHead read(HeaderReader data, TSDataType type, @Nullable ChunkEntry chunk) {
        int size = data.varInt();
        if (size == 0) {
            return EMPTY;
        }
        int compressedSize = data.varInt();
        PageHead head;
        if (chunk != null) {
            head = new PageHead(size, compressedSize, chunk.count(), chunk.startTime(), chunk.endTime(), -1);
        } else {
            int statisticsFrom = data.position();
            head = new PageHead(size, compressedSize, data.varInt(), data.int64(), data.int64(), statisticsFrom);
            skipValues(data, type);
        }
        if (compressedSize > data.remaining()) {
            throw new MalformedPageException(
                    "a page of " + compressedSize + " bytes in the last " + data.remaining() + " of its chunk");
        }
        return head;
    }

    private static void skipValues(HeaderReader data, TSDataType type) {
        int numbers = StatisticsBytes.numberBytes(type);
        if (numbers < 0) {
            throw new MalformedPageException("pages of type " + type + " are unknown");
        }
        data.skip(numbers);
        for (int i = StatisticsBytes.texts(type); i > 0; i--) {
            data.skip(data.int32());
        }
    }
}
