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
package io.tsfile.core.io;

import java.io.Closeable;
import java.io.IOException;

/** An open file that is read at positions. Thread-safe; an interrupt does not close it. */
public interface InputFile extends Closeable {
    /** The time of a change that the store does not tell. */
    long UNKNOWN_TIME = Long.MIN_VALUE;

    /** The path it was opened with. */
    String path();

    /** Bytes. */
    long length();

    /** When the file was last changed before it was opened, in milliseconds since the epoch, or {@link #UNKNOWN_TIME}. */
    default long modifiedMillis() {
        return UNKNOWN_TIME;
    }

    /**
     * Reads {@code length} bytes at {@code position} into {@code target[offset..]}.
     *
     * @throws java.io.EOFException if the file ends before
     */
    void readFully(long position, byte[] target, int offset, int length) throws IOException;
}
