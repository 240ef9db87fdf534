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

/** A store whose files are read and written no faster than a {@link RateLimiter} lets them. Small whole files go freely. */
public final class LimitedFileStore extends ForwardingFileStore {
    private final RateLimiter limiter;

    /** Wraps {@code store} and owns it. */
    public LimitedFileStore(FileStore store, RateLimiter limiter) {
        super(store);
        this.limiter = limiter;
    }

    @Override
    public InputFile open(String path) throws IOException {
        return new WatchedInput(super.open(path), limiter::acquire);
    }

    @Override
    public OutputFile create(String path) throws IOException {
        return new LimitedOutput(super.create(path), limiter);
    }

    @Override
    FileStore wrap(FileStore other) {
        return new LimitedFileStore(other, limiter);
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
