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
package io.tsfile.core.testing;

import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.InputFile;
import io.tsfile.core.io.OutputFile;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A store that breaks one of the changes made through it. Steps are: create, every 4 KiB written, flush, sync, close, abort and
 * abandon of a file; createIfAbsent; delete; createFolder; renameFolder; deleteFolder. The probe and locks are left alone.
 */
public final class FaultyFileStore implements FileStore {
    private final FileStore store;
    private final FaultPlan plan;
    /** What the process has, which ends with it; shared with the children. */
    private final Held held;

    /** Wraps {@code store}, which stays the caller's. */
    public FaultyFileStore(FileStore store, FaultPlan plan) {
        this(store, plan, new Held(new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>()));
    }

    private FaultyFileStore(FileStore store, FaultPlan plan, Held held) {
        this.store = store;
        this.plan = plan;
        this.held = held;
    }

    private record Held(List<FaultyOutputFile> files, List<Closeable> locks) {}

    /** Does what the system does when the process ends: gives up its locks, and forgets what it has not written yet. */
    public void endProcess() throws IOException {
        for (FaultyOutputFile file : held.files) {
            file.endProcess();
        }
        Cleanup.closeAll(held.locks);
    }

    /** Waits until a loss of power would take nothing of the files written through this store. */
    public void awaitDurable() throws InterruptedException {
        for (FaultyOutputFile file : held.files) {
            file.awaitDurable();
        }
    }

    /**
     * Does what a loss of power does, after the end of the process: of each file written through this store that is still
     * there, what was synced stays, and of the rest as much as {@code random} wants, with holes; a file whose name was never
     * synced may be gone.
     */
    public void losePower(Random random) throws IOException {
        endProcess();
        for (FaultyOutputFile file : held.files) {
            file.losePower(random);
        }
    }

    @Override
    public StoreLocation location() {
        return store.location();
    }

    @Override
    public InputFile open(String path) throws IOException {
        plan.checkAlive();
        return new CountedInputFile(store.open(path), plan);
    }

    @Override
    public OutputFile create(String path) throws IOException {
        FaultyOutputFile file =
                new FaultyOutputFile(store, plan.change("create " + path, () -> store.create(path)), plan);
        held.files.add(file);
        return file;
    }

    @Override
    public boolean createIfAbsent(String path, byte[] content) throws IOException {
        return plan.change("createIfAbsent " + path, () -> store.createIfAbsent(path, content));
    }

    @Override
    public void probeCreateIfAbsent(String folder) throws IOException {
        plan.checkAlive();
        store.probeCreateIfAbsent(folder);
    }

    @Override
    public List<StoredFile> list(String folder, boolean recursive) throws IOException {
        plan.checkAlive();
        return store.list(folder, recursive);
    }

    @Override
    public List<String> folders(String folder) throws IOException {
        plan.checkAlive();
        return store.folders(folder);
    }

    @Override
    public void createFolder(String path) throws IOException {
        plan.change("createFolder " + path, () -> {
            store.createFolder(path);
            return true;
        });
    }

    @Override
    public Optional<StoredFile> status(String path) throws IOException {
        plan.checkAlive();
        return store.status(path);
    }

    @Override
    public byte[] read(String path) throws IOException {
        plan.checkAlive();
        return store.read(path);
    }

    @Override
    public void delete(String path) throws IOException {
        plan.change("delete " + path, () -> {
            store.delete(path);
            return true;
        });
    }

    @Override
    public void renameFolder(String from, String to) throws IOException {
        plan.change("renameFolder " + from, () -> {
            store.renameFolder(from, to);
            return to;
        });
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        plan.change("deleteFolder " + path, () -> {
            store.deleteFolder(path);
            return true;
        });
    }

    @Override
    public Closeable lock(String path) throws IOException {
        plan.checkAlive();
        Closeable lock = store.lock(path);
        held.locks.add(lock);
        return lock;
    }

    @Override
    public FileStore child(String folder) {
        return new FaultyFileStore(store.child(folder), plan, held);
    }

    @Override
    public void close() {
        // The wrapped store belongs to the test.
    }

    /** Counts as open until it is closed. */
    private static final class CountedInputFile implements InputFile {
        private final InputFile file;
        private final FaultPlan plan;
        private boolean closed;

        CountedInputFile(InputFile file, FaultPlan plan) {
            this.file = file;
            this.plan = plan;
            plan.opened();
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
        public void readFully(long position, byte[] target, int offset, int length) throws IOException {
            plan.checkAlive();
            plan.requested(length);
            file.readFully(position, target, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                plan.closed();
            }
            file.close();
        }
    }
}
