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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files below one folder.
 *
 * <ul>
 *   <li>Paths are relative to that folder, with {@code /} between names; a path that is absolute or leaves the folder is
 *       refused with an {@link IllegalArgumentException}.
 *   <li>Thread-safe.
 * </ul>
 */
public interface FileStore extends Closeable {
    /** The folder and how to open it again, also in another process. */
    StoreLocation location();

    /**
     * Opens a file for positioned reads.
     *
     * @throws java.io.FileNotFoundException if there is none
     */
    InputFile open(String path) throws IOException;

    /**
     * Creates a file, and the folders above it.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one, as far as the store can tell
     */
    OutputFile create(String path) throws IOException;

    /**
     * Creates a file with {@code content} as a whole if, and only if, there is none (L1): of any number of callers at most
     * one succeeds, and nobody ever sees part of the content. The file is durable when this returns.
     *
     * @return whether this call created it
     * @throws IOException if the outcome is unknown: the caller must read the path to learn it
     */
    boolean createIfAbsent(String path, byte[] content) throws IOException;

    /**
     * Makes sure that {@link #createIfAbsent} keeps its word here, by creating a probe twice.
     *
     * @param folder where to probe
     * @throws TsFileConnectorException if the second create succeeds
     */
    void probeCreateIfAbsent(String folder) throws IOException;

    /**
     * The files (not the folders) in {@code folder}, in ascending order of their paths; none if there is no such folder.
     *
     * @param folder a path, or the empty string for the store's own folder
     * @param recursive whether to go into the folders below
     */
    List<StoredFile> list(String folder, boolean recursive) throws IOException;

    /**
     * The names of the folders in {@code folder}, in ascending order; none if there is no such folder. A store without real folders
     * lists those that hold a file, and those that {@link #createFolder} made.
     *
     * @param folder a path, or the empty string for the store's own folder
     */
    List<String> folders(String folder) throws IOException;

    /** Creates a folder, and those above it; one that is there counts as created. Files need none: they bring theirs. */
    void createFolder(String path) throws IOException;

    /** What is known of a file, or nothing if there is none. */
    Optional<StoredFile> status(String path) throws IOException;

    /**
     * Which hosts have how many bytes of a file on disks of their own, so that work on it may go there; none where the store does not
     * say. Of all their files, object stores say {@code localhost}.
     *
     * @throws java.io.FileNotFoundException if there is no such file, as far as the store looks
     */
    default Map<String, Long> hosts(String path) throws IOException {
        return Map.of();
    }

    /** Reads a whole, small file. */
    byte[] read(String path) throws IOException;

    /** Deletes a file; one that is not there counts as deleted. */
    void delete(String path) throws IOException;

    /** Deletes a folder with all that is in it; one that is not there counts as deleted. */
    void deleteFolder(String path) throws IOException;

    /**
     * Gives a folder with all that is in it another path, in one step: nobody sees a part of it at either path.
     *
     * @throws TsFileConnectorException if there is something at the new path, or the store cannot do this in one step
     */
    void renameFolder(String from, String to) throws IOException;

    /**
     * Takes a file as a lock for this process, and this caller in it, and creates it if there is none. The lock lasts until it is
     * closed, or the process ends in whatever way; the file stays, since another process may be waiting for it.
     *
     * @return closing it gives the lock up
     * @throws TsFileConnectorException if somebody has it, or the store has no locks
     */
    default Closeable lock(String path) throws IOException {
        throw new TsFileConnectorException("Cannot lock " + path + " in "
                + location().uri() + ": only folders of a local disk have locks that end with the process; use one");
    }

    /** The store of a folder below this one. Closing either does not close the other. */
    FileStore child(String folder);

    @Override
    void close() throws IOException;
}
