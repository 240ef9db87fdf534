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
import java.util.Map;
import java.util.Optional;

/** A store that asks another one, except for what its subclass changes. Owns nothing but by {@link #close}. */
abstract class ForwardingFileStore implements FileStore {
    private final FileStore store;

    ForwardingFileStore(FileStore store) {
        this.store = store;
    }

    @Override
    public StoreLocation location() {
        return store.location();
    }

    @Override
    public InputFile open(String path) throws IOException {
        return store.open(path);
    }

    @Override
    public OutputFile create(String path) throws IOException {
        return store.create(path);
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
    public Map<String, Long> hosts(String path) throws IOException {
        return store.hosts(path);
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
    public void renameFolder(String from, String to) throws IOException {
        store.renameFolder(from, to);
    }

    @Override
    public Closeable lock(String path) throws IOException {
        return store.lock(path);
    }

    @Override
    public FileStore child(String folder) {
        return wrap(store.child(folder));
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    /** The same change to another store. */
    abstract FileStore wrap(FileStore other);
}
