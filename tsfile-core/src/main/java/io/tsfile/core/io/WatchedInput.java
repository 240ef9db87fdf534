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

/**
 * A file of which somebody hears before each read. Owns the file.
 *
 * @param watcher called with the bytes that are wanted
 */
record WatchedInput(InputFile file, Watcher watcher) implements InputFile {
    /** Hears of reads; may hold them up, or refuse them. */
    @FunctionalInterface
    interface Watcher {
        void reads(int bytes) throws IOException;
    }

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
        watcher.reads(length);
        file.readFully(position, target, offset, length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
