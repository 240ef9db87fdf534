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

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A local file that is being written, through a buffer. */
final class LocalOutputFile extends OutputFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private final String path;
    private final Path location;
    private final LocalFolders folders;
    private final FileOutputStream file;
    private final EarlySync early;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private long position;
    private boolean named;
    /** A write or a sync failed: nobody knows what the file has, and the next sync may succeed all the same. */
    private boolean broken;

    private boolean closed;

    /** Writes to an empty file that exists and belongs to the caller. */
    LocalOutputFile(String path, Path location, LocalFolders folders) throws IOException {
        this.path = path;
        this.location = location;
        this.folders = folders;
        this.file = new FileOutputStream(location.toFile());
        this.early = new EarlySync(file.getFD());
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void write(int value) throws IOException {
        checkOpen();
        if (buffered == buffer.length) {
            drain();
        }
        buffer[buffered++] = (byte) value;
        position++;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        checkOpen();
        if (length > buffer.length - buffered) {
            drain();
        }
        if (length > buffer.length) {
            writeThrough(source, offset, length);
        } else {
            System.arraycopy(source, offset, buffer, buffered, length);
            buffered += length;
        }
        position += length;
    }

    @Override
    public void flush() throws IOException {
        checkOpen();
        drain();
    }

    @Override
    public void sync() throws IOException {
        checkOpen();
        drain();
        try {
            early.await();
            // Not through a channel, which an interrupt would close.
            file.getFD().sync();
        } catch (IOException e) {
            broken = true;
            throw new IOException("Cannot make " + location + " durable: " + e.getMessage(), e);
        }
        if (!named) {
            folders.sync(Objects.requireNonNull(location.getParent()));
            named = true;
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        sync();
        file.close();
        closed = true;
    }

    @Override
    public void abandon() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        closeFile();
    }

    @Override
    public void abort() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            closeFile();
        } finally {
            Files.deleteIfExists(location);
        }
    }

    /** Closes a file that need not be durable. */
    private void closeFile() throws IOException {
        early.end();
        file.close();
    }

    private void drain() throws IOException {
        writeThrough(buffer, 0, buffered);
        buffered = 0;
    }

    private void writeThrough(byte[] source, int offset, int length) throws IOException {
        try {
            // The system library copies each piece to memory of its own.
            for (int done = 0; done < length; done += BUFFER_BYTES) {
                file.write(source, offset + done, Math.min(BUFFER_BYTES, length - done));
            }
            early.wrote(length);
        } catch (IOException e) {
            broken = true;
            throw new IOException("Cannot write " + length + " bytes to " + location + ": " + e.getMessage(), e);
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("Cannot write to " + location + ": it is closed");
        }
        if (broken) {
            throw new IOException("Cannot write to " + location + ": writing to it failed before, and nobody can tell"
                    + " what it has. Write it anew");
        }
    }
}
