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

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.apache.tsfile.utils.ReadWriteForEncodingUtils;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a page. Of its statistics only the count and the times are read: the rest is skipped without the
 * library, which takes memory for any length that a damaged file says.
 *
 * @param size bytes of the page once it is decompressed; 0 if it holds nothing but nulls, and then all else is 0, too
 * @param compressedSize bytes of the page in the file
 * @param count values
 * @param start the first time
 * @param end the last time
 */
record PageHead(int size, int compressedSize, long count, long start, long end) {
    private static final PageHead EMPTY = new PageHead(0, 0, 0, 0, 0);

    /**
     * Reads the head of the page at the buffer's position, and moves behind it.
     *
     * @param chunk the statistics of a chunk whose only page it is, which has none of its own
     */
    static PageHead read(ByteBuffer data, TSDataType type, @Nullable Statistics<?> chunk) throws IOException {
        int size = ReadWriteForEncodingUtils.readUnsignedVarInt(data);
        if (size == 0) {
            return EMPTY;
        }
        int compressedSize = ReadWriteForEncodingUtils.readUnsignedVarInt(data);
        if (chunk != null) {
            return new PageHead(size, compressedSize, chunk.getCount(), chunk.getStartTime(), chunk.getEndTime());
        }
        int count = ReadWriteForEncodingUtils.readUnsignedVarInt(data);
        long start = data.getLong();
        long end = data.getLong();
        switch (type) {
            case BOOLEAN -> skip(data, 10);
            case INT32, DATE, FLOAT -> skip(data, 24);
            case INT64, TIMESTAMP, DOUBLE -> skip(data, 40);
            case TEXT -> skipValues(data, 2);
            case STRING -> skipValues(data, 4);
            case VECTOR, BLOB -> {}
            default -> throw new IOException("pages of type " + type + " are unknown");
        }
        return new PageHead(size, compressedSize, count, start, end);
    }

    private static void skipValues(ByteBuffer data, int values) throws IOException {
        for (int i = 0; i < values; i++) {
            skip(data, data.getInt());
        }
    }

    private static void skip(ByteBuffer data, int bytes) throws IOException {
        if (bytes < 0 || bytes > data.remaining()) {
            throw new IOException("statistics of " + bytes + " bytes in the last " + data.remaining() + " of a chunk");
        }
        data.position(data.position() + bytes);
    }
}
