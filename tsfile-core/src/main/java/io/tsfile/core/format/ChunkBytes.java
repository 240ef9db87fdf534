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

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.InputFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.tsfile.file.header.ChunkHeader;

/** A chunk's header, and its pages with their headers. */
record ChunkBytes(ChunkHeader header, ByteBuffer data) {
    /** Bytes of a header without the measurement's name: marker, two sizes, three codes. */
    private static final int LONGEST_HEAD = 16;

    /** Reads a chunk. */
    static ChunkBytes read(OpenTsFile file, ChunkEntry chunk) throws IOException {
        String what = "the chunk of '" + chunk.measurement() + "' at byte " + chunk.offset();
        try {
            InputFile input = file.input();
            byte[] name = chunk.measurement().getBytes(StandardCharsets.UTF_8);
            byte[] head = new byte[(int) Math.min(name.length + LONGEST_HEAD, input.length() - chunk.offset())];
            input.readFully(chunk.offset(), head, 0, head.length);
            ChunkHeader header =
                    ChunkHeader.deserializeFrom(new ByteArrayInputStream(head, 1, head.length - 1), head[0]);
            long start = chunk.offset() + header.getSerializedSize();
            // Before memory is taken for it.
            if (header.getDataSize() < 0 || start + header.getDataSize() > input.length()) {
                throw new CorruptTsFileException("Cannot read " + file.path() + ": " + what + " says that it has "
                        + header.getDataSize() + " bytes, and the file ends before");
            }
            byte[] data = new byte[header.getDataSize()];
            input.readFully(start, data, 0, data.length);
            return new ChunkBytes(header, ByteBuffer.wrap(data));
        } catch (IOException | RuntimeException e) {
            throw OpenTsFile.unreadable(file.path(), what, e);
        }
    }
}
