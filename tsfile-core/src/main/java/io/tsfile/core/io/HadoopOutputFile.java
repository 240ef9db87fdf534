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

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/** A file of a Hadoop file system that is being written; Hadoop's streams have buffers of their own. */
final class HadoopOutputFile extends OutputFile {
    private final String path;
    private final Path location;
    private final FileSystem fileSystem;
    private final FSDataOutputStream file;
    private boolean closed;

    HadoopOutputFile(String path, Path location, FileSystem fileSystem, FSDataOutputStream file) {
        this.path = path;
        this.location = location;
        this.fileSystem = fileSystem;
        this.file = file;
    }

    /** Brings what was written to disk, where that is not left to the close anyway (object stores). */
    static void sync(FSDataOutputStream file) throws IOException {
        if (file.hasCapability(StreamCapabilities.HSYNC)) {
            file.hsync();
        }
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long position() {
        return file.getPos();
    }

    @Override
    public void write(int value) throws IOException {
        checkOpen();
        file.write(value);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        checkOpen();
        file.write(source, offset, length);
    }

    @Override
    public void flush() throws IOException {
        checkOpen();
        file.flush();
    }

    @Override
    public void sync() throws IOException {
        checkOpen();
        if (!file.hasCapability(StreamCapabilities.HSYNC)) {
            super.sync();
        }
        file.hsync();
    }

    @Override
    public void abandon() throws IOException {
        if (closed) {
            return;
        }
        if (!file.hasCapability(StreamCapabilities.HSYNC)) {
            super.abandon();
        }
        closed = true;
        file.close();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        sync(file);
        file.close();
        closed = true;
    }

    @Override
    public void abort() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (file.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
                file.abort();
            } else {
                file.close();
            }
        } finally {
            fileSystem.delete(location, false);
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("Cannot write to " + location + ": it is closed");
        }
    }
}
