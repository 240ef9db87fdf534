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
package io.tsfile.core.format.write;

import io.tsfile.core.io.OutputFile;
import java.io.IOException;
import java.util.zip.CRC32C;

/** A file that is being written, and the checksum of all its bytes so far. Not thread-safe. */
final class ChecksumFile extends OutputFile {
    private final OutputFile file;
    private final CRC32C checksum = new CRC32C();

    ChecksumFile(OutputFile file) {
        this.file = file;
    }

    /** CRC32C of what was written. */
    long checksum() {
        return checksum.getValue();
    }

    @Override
    public String path() {
        return file.path();
    }

    @Override
    public long position() {
        return file.position();
    }

    @Override
    public void write(int value) throws IOException {
        file.write(value);
        checksum.update(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        file.write(bytes, offset, length);
        checksum.update(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        file.flush();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public void abort() throws IOException {
        file.abort();
    }
}
