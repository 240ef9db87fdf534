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
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that this process has locked. The system's locks belong to a whole process, so a register tells its callers apart;
 * and it gives up all of a process's locks of a file when the process closes any stream of that file, so that nobody may even
 * open one whose lock is in the register. Another class loader has a register of its own: a file that turns out to be locked
 * there stays open. Thread-safe.
 */
final class LocalLock implements Closeable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
    /** Files that were opened while another class loader's register had their lock: to be used again, never to be closed. */
    private static final Map<String, RandomAccessFile> UNCLOSED = new ConcurrentHashMap<>();

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
        RandomAccessFile unclosed = UNCLOSED.remove(identity(path));
        RandomAccessFile file = unclosed == null ? new RandomAccessFile(path.toFile(), "rw") : unclosed;
        try {
            if (file.getChannel().tryLock() == null) {
                throw held(path, "another process");
            }
            return new LocalLock(path, file);
        } catch (OverlappingFileLockException e) {
            UNCLOSED.put(identity(path), file);
            throw held(path, "this process");
        } catch (IOException | RuntimeException | Error e) {
            Cleanup.closeAfter(e, file);
            throw e;
        }
    }

    /** The file, not only its name: its folder may have been made anew. */
    private static String identity(Path path) throws IOException {
        try {
            return path + " "
                    + Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return path.toString();
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
