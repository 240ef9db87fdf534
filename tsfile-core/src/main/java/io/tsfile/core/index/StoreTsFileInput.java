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
package io.tsfile.core.index;

import io.tsfile.core.io.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.tsfile.read.reader.TsFileInput;

/** The library's view of an {@link InputFile}. Not thread-safe, because the library wants a current position. */
final class StoreTsFileInput implements TsFileInput {
    private final InputFile file;
    private long position;

    StoreTsFileInput(InputFile file) {
        this.file = file;
    }

    InputFile file() {
        return file;
    }

    @Override
    public long size() {
        return file.length();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public TsFileInput position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int read = read(target, position);
        if (read > 0) {
            position += read;
        }
        return read;
    }

    @Override
    public int read(ByteBuffer target, long from) throws IOException {
        int length = (int) Math.min(target.remaining(), file.length() - from);
        if (length <= 0) {
            return target.hasRemaining() ? -1 : 0;
        }
        file.readFully(from, target.array(), target.arrayOffset() + target.position(), length);
        target.position(target.position() + length);
        return length;
    }

    @Override
    public InputStream wrapAsInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                ByteBuffer one = ByteBuffer.allocate(1);
                return StoreTsFileInput.this.read(one) < 0 ? -1 : one.get(0) & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return StoreTsFileInput.this.read(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public String getFilePath() {
        return file.path();
    }
}
