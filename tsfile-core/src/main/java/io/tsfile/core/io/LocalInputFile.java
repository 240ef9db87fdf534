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
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Objects;

/**
 * A local file that is read at positions. A lock makes position and read one step; a {@link RandomAccessFile}, unlike a
 * channel, survives an interrupt of the reader.
 */
final class LocalInputFile implements InputFile {
    private final String path;
    private final File location;
    private final RandomAccessFile file;
    private final long length;
    private final long modifiedMillis;
    /** Where the file is, guarded by it; negative if that is not known. */
    private long position;

    LocalInputFile(String path, File location) throws IOException {
        this.path = path;
        this.location = location;
        // Before the file is opened: of one that is replaced meanwhile, the new content never goes by the new time.
        long modified = location.lastModified();
        this.modifiedMillis = modified == 0 ? UNKNOWN_TIME : modified;
        this.file = new RandomAccessFile(location, "r");
        try {
            this.length = file.length();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
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
    public void readFully(long start, byte[] target, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, target.length);
        if (start < 0) {
            throw new IllegalArgumentException("Cannot read " + location + " at position " + start);
        }
        try {
            synchronized (file) {
                if (position != start) {
                    file.seek(start);
                }
                position = -1;
                file.readFully(target, offset, count);
                position = start + count;
            }
        } catch (EOFException e) {
            EOFException end = new EOFException(
                    "Cannot read " + count + " bytes at " + start + " of " + location + ": it ends at " + length);
            end.initCause(e);
            throw end;
        } catch (IOException e) {
            throw new IOException(
                    "Cannot read " + count + " bytes at " + start + " of " + location + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
