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
import java.util.List;
import java.util.Optional;

/** A store whose files are read and written no faster than a {@link RateLimiter} lets them. Small whole files go freely. */
public final class LimitedFileStore implements FileStore {
    private final FileStore store;
    private final RateLimiter limiter;

    /** Wraps {@code store} and owns it. */
    public LimitedFileStore(FileStore store, RateLimiter limiter) {
        this.store = store;
        this.limiter = limiter;
    }

    @Override
    public StoreLocation location() {
        return store.location();
    }

    @Override
    public InputFile open(String path) throws IOException {
        return new LimitedInput(store.open(path), limiter);
    }

    @Override
    public OutputFile create(String path) throws IOException {
        return new LimitedOutput(store.create(path), limiter);
    }

    @Override
    public boolean createIfAbsent(String path, byte[] content) throws IOException {
        return store.createIfAbsent(path, content);
    }

    @Override
    public void probeCreateIfAbsent(String folder) throws IOException {
        store.probeCreateIfAbsent(folder);
    }

    @Override
    public List<StoredFile> list(String folder, boolean recursive) throws IOException {
        return store.list(folder, recursive);
    }

    @Override
    public List<String> folders(String folder) throws IOException {
        return store.folders(folder);
    }

    @Override
    public void createFolder(String path) throws IOException {
        store.createFolder(path);
    }

    @Override
    public Optional<StoredFile> status(String path) throws IOException {
        return store.status(path);
    }

    @Override
    public byte[] read(String path) throws IOException {
        return store.read(path);
    }

    @Override
    public void delete(String path) throws IOException {
        store.delete(path);
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        store.deleteFolder(path);
    }

    @Override
    public Closeable lock(String path) throws IOException {
        return store.lock(path);
    }

    @Override
    public FileStore child(String folder) {
        return new LimitedFileStore(store.child(folder), limiter);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    private record LimitedInput(InputFile file, RateLimiter limiter) implements InputFile {
        @Override
        public String path() {
            return file.path();
        }

        @Override
        public long length() {
            return file.length();
        }

        @Override
        public long modifiedMillis() {
            return file.modifiedMillis();
        }

        @Override
        public void readFully(long position, byte[] target, int offset, int length) throws IOException {
            limiter.acquire(length);
            file.readFully(position, target, offset, length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private static final class LimitedOutput extends OutputFile {
        private final OutputFile file;
        private final RateLimiter limiter;

        LimitedOutput(OutputFile file, RateLimiter limiter) {
            this.file = file;
            this.limiter = limiter;
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
            limiter.acquire(1);
            file.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            limiter.acquire(length);
            file.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            file.flush();
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public void abort() throws IOException {
            file.abort();
        }

        @Override
        public void abandon() throws IOException {
            file.abandon();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
