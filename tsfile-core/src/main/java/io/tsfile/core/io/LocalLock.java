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

import io.tsfile.core.TsFileConnectorException;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that this process has locked. The system's locks belong to a whole process, so a register tells its callers apart;
 * and it gives up all of a process's locks of a file when the process closes any stream of that file, so that nobody may even
 * open one whose lock is in the register. Thread-safe.
 */
final class LocalLock implements Closeable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final RandomAccessFile file;
    private boolean closed;

    private LocalLock(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    static LocalLock take(Path path) throws IOException {
        // One name for one file, whatever links lead there.
        Path real = Objects.requireNonNull(path.getParent()).toRealPath().resolve(path.getFileName());
        if (!HELD.add(real)) {
            throw held(real, "this process");
        }
        boolean taken = false;
        try {
            LocalLock lock = lock(real);
            taken = true;
            return lock;
        } catch (IOException e) {
            throw new IOException(
                    "Cannot lock " + real + ": " + e.getMessage()
                            + "; it must be a file in a file system that has locks, as those of local disks do",
                    e);
        } finally {
            if (!taken) {
                HELD.remove(real);
            }
        }
    }

    private static LocalLock lock(Path path) throws IOException {
        // Of its channel only this is used, which no interrupt cuts short.
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (file.getChannel().tryLock() == null) {
                throw held(path, "another process");
            }
            return new LocalLock(path, file);
        } catch (IOException | RuntimeException | Error e) {
            Cleanup.closeAfter(e, file);
            throw e;
        }
    }

    private static TsFileConnectorException held(Path path, String who) {
        return new TsFileConnectorException("Cannot lock " + path + ": " + who
                + " has it. Close what uses the folder there, or use a folder of its own for each");
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            file.close();
        } finally {
            HELD.remove(path);
        }
    }
}
