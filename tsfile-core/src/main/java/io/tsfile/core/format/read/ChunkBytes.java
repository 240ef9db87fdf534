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

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.index.ChunkEntry;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a chunk in memory: its pages with their headers are {@code array[from..to)}, and at least
 * {@link io.tsfile.core.encoding.PageBytes#PADDING} bytes follow. Chunks that were read at once share an array.
 *
 * @param path of the file, for messages
 */
record ChunkBytes(String path, ChunkEntry entry, ChunkHead head, byte[] array, int from, int to) {

    /** Where in the file the byte is that is at {@code position} of the array. */
    long fileOffset(int position) {
        return entry.offset() + head.headBytes() + (position - from);
    }

    /** An error that says where the chunk is. */
    CorruptTsFileException damaged(String what) {
        return damaged(path, entry, what, null);
    }

    static CorruptTsFileException damaged(String path, ChunkEntry entry, String what, @Nullable Throwable cause) {
        String message = "Cannot read " + path + ": the chunk of '" + entry.measurement() + "' at byte "
                + entry.offset() + " is damaged (" + what + ")";
        return cause == null ? new CorruptTsFileException(message) : new CorruptTsFileException(message, cause);
    }
}
