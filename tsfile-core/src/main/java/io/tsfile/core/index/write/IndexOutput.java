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
package io.tsfile.core.index.write;

import io.tsfile.core.io.OutputFile;
import java.io.IOException;
import java.io.OutputStream;

/** Gathers small writes to a file that knows its position. Not thread-safe. */
final class IndexOutput extends OutputStream {
    private final OutputFile file;
    private final byte[] buffer = new byte[64 << 10];
    private int used;

    IndexOutput(OutputFile file) {
        this.file = file;
    }

    /** Where the next byte goes. */
    long position() {
        return file.position() + used;
    }

    @Override
    public void write(int value) throws IOException {
        if (used == buffer.length) {
            flush();
        }
        buffer[used++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > buffer.length - used) {
            flush();
        }
        if (length > buffer.length) {
            file.write(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, buffer, used, length);
            used += length;
        }
    }

    /** Hands over what is gathered; the file keeps its own buffer. */
    @Override
    public void flush() throws IOException {
        file.write(buffer, 0, used);
        used = 0;
    }
}
