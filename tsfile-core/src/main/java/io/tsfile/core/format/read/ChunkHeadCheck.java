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
import io.tsfile.core.index.OpenTsFile;
import java.io.IOException;

/** Looks whether chunks are where the index says, without reading their pages. */
public final class ChunkHeadCheck {
    private ChunkHeadCheck() {}

    /**
     * Reads the head of a chunk, and says how its pages are encoded and compressed.
     *
     * @throws io.tsfile.core.CorruptTsFileException if there is none of that series and type, or the chunk does not end before the
     *     index
     */
    public static ChunkForm check(OpenTsFile file, ChunkEntry entry) throws IOException {
        long longest = ChunkHead.LONGEST + 3L * entry.measurement().length();
        byte[] bytes = new byte[(int) Math.max(0, Math.min(longest, file.chunksEnd() - entry.offset()))];
        file.input().readFully(entry.offset(), bytes, 0, bytes.length);
        ChunkHead head;
        try {
            head = ChunkHead.read(bytes, 0, bytes.length, entry.measurement());
        } catch (MalformedPageException e) {
            throw ChunkBytes.damaged(file.path(), entry, String.valueOf(e.getMessage()), e);
        }
        if (head.type() != entry.type()) {
            throw ChunkBytes.damaged(
                    file.path(), entry, "it has type " + head.type() + ", and the index says " + entry.type(), null);
        }
        if (entry.offset() + head.headBytes() + head.dataSize() > file.chunksEnd()) {
            throw ChunkBytes.damaged(file.path(), entry, "it does not end before the index", null);
        }
        return new ChunkForm(head.encoding(), head.compression());
    }
}
