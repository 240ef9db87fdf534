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

import io.tsfile.core.io.OutputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.tsfile.write.writer.TsFileOutput;

/** The library's view of an {@link OutputFile}, which also sums up the checksum of all bytes. */
final class StoreTsFileOutput implements TsFileOutput {
    private final OutputFile file;
    private final CRC32C checksum = new CRC32C();
    private final OutputStream stream = new OutputStream() {
        @Override
        public void write(int b) throws IOException {
            StoreTsFileOutput.this.write((byte) b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
            checksum.update(bytes, offset, length);
        }
    };

    StoreTsFileOutput(OutputFile file) {
        this.file = file;
    }

    /** CRC32C of what was written so far. */
    long checksum() {
        return checksum.getValue();
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        stream.write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte b) throws IOException {
        file.write(b);
        checksum.update(b);
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        write(bytes);
    }

    @Override
    public long getPosition() {
        return file.position();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public OutputStream wrapAsStream() {
        return stream;
    }

    @Override
    public void flush() {
        // Buffering is the file's business, and durability comes with close().
    }

    @Override
    public void truncate(long size) throws IOException {
        throw new IOException("Cannot shorten " + file.path() + " to " + size + " bytes: stored files only grow");
    }

    @Override
    public void force() {
        // close() makes the file durable.
    }
}
