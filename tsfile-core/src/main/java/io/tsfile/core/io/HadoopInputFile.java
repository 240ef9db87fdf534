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

import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** A file of a Hadoop file system that is read at positions, which Hadoop's streams allow from several threads. */
final class HadoopInputFile implements InputFile {
    private final String path;
    private final Path location;
    private final long length;
    private final long modifiedMillis;
    private final FSDataInputStream file;

    HadoopInputFile(String path, Path location, long length, long modifiedMillis, FSDataInputStream file) {
        this.path = path;
        this.location = location;
        this.length = length;
        this.modifiedMillis = modifiedMillis;
        this.file = file;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public long modifiedMillis() {
        return modifiedMillis;
    }

    @Override
    public void readFully(long position, byte[] target, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, target.length);
        if (position < 0) {
            throw new IllegalArgumentException("Cannot read " + location + " at position " + position);
        }
        if (position + count > length) {
            throw new EOFException(
                    "Cannot read " + count + " bytes at " + position + " of " + location + ": it ends at " + length);
        }
        try {
            file.readFully(position, target, offset, count);
        } catch (EOFException e) {
            EOFException end = new EOFException("Cannot read " + count + " bytes at " + position + " of " + location
                    + ": it is shorter than it was");
            end.initCause(e);
            throw end;
        } catch (IOException e) {
            throw new IOException(
                    "Cannot read " + count + " bytes at " + position + " of " + location + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
