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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.MetaMarker;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/**
 * What stands before the pages of a chunk: a marker, the measurement's name, the size of all pages, and a byte each for type,
 * compression and encoding.
 *
 * @param mask {@code 0x80} of a time chunk, {@code 0x40} of an aligned value chunk, 0 of a chunk with times of its own
 * @param severalPages whether pages have statistics of their own; if not, there is one page at most
 * @param dataSize bytes of all pages with their headers
 * @param headBytes bytes of the header itself
 */
record ChunkHead(
        int mask,
        boolean severalPages,
        int dataSize,
        TSDataType type,
        CompressionType compression,
        TSEncoding encoding,
        int headBytes) {
    /** Bytes of the longest header without the measurement's name: marker, two sizes, three codes. */
    static final int LONGEST = 14;

    private static final int MARKER_BITS = 0x3f;

    /**
     * Reads the header at {@code array[from..)}.
     *
     * @param end behind the last byte that there is
     * @param measurement the name that must stand in it
     * @throws MalformedPageException if it is none
     */
    static ChunkHead read(byte[] array, int from, int end, String measurement) {
        HeaderReader header = new HeaderReader(array, from, end);
        byte marker = header.int8();
        int kind = marker & MARKER_BITS;
        if (kind != MetaMarker.CHUNK_HEADER && kind != MetaMarker.ONLY_ONE_PAGE_CHUNK_HEADER) {
            throw new MalformedPageException("expected a chunk, and found a byte " + marker);
        }
        checkName(array, header, measurement);
        int dataSize = header.varInt();
        byte type = header.int8();
        byte compression = header.int8();
        byte encoding = header.int8();
        try {
            return new ChunkHead(
                    marker & ~MARKER_BITS & 0xff,
                    kind == MetaMarker.CHUNK_HEADER,
                    dataSize,
                    TSDataType.deserialize(type),
                    CompressionType.deserialize(compression),
                    TSEncoding.deserialize(encoding),
                    header.position() - from);
        } catch (RuntimeException e) {
            throw new MalformedPageException(
                    "expected a type, a compression and an encoding, and found codes " + type + ", " + compression
                            + " and " + encoding,
                    e);
        }
    }

    /** A chunk at a wrong place is another series' chunk: it would read well. */
    private static void checkName(byte[] array, HeaderReader header, String measurement) {
        // Lengths of names are signed: twice as large, and odd below zero.
        int length = header.varInt();
        int start = header.position();
        if (isAscii(measurement, array, start, header.remaining(), length)) {
            header.skip(measurement.length());
            return;
        }
        byte[] name = measurement.getBytes(StandardCharsets.UTF_8);
        if (length != 2 * name.length
                || name.length > header.remaining()
                || !Arrays.equals(name, 0, name.length, array, start, start + name.length)) {
            throw new MalformedPageException("expected a chunk of '" + measurement + "', and found another name");
        }
        header.skip(name.length);
    }

    /** Whether the name is there, and each of its characters is one byte. */
    private static boolean isAscii(String name, byte[] array, int start, int left, int length) {
        if (length != 2 * name.length() || name.length() > left) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            // A byte below 0 equals no character.
            if (array[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
