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
import java.io.File;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files in a folder of this machine.
 *
 * <ul>
 *   <li>Loads no class of Hadoop.
 *   <li>No operation is cut short by an interrupt of its thread: channels would close under other readers' hands.
 * </ul>
 */
final class LocalFileStore implements FileStore {
    private static final Logger LOG = LoggerFactory.getLogger(LocalFileStore.class);

    private final Path root;
    private final LocalFolders folders;

    private LocalFileStore(Path root, LocalFolders folders) {
        this.root = root;
        this.folders = folders;
    }

    static LocalFileStore of(String folder) {
        Path root = Path.of(folder).toAbsolutePath().normalize();
        return new LocalFileStore(root, new LocalFolders(root));
    }

    @Override
    public StoreLocation location() {
        return StoreLocation.of(root.toString());
    }

    @Override
    public InputFile open(String path) throws IOException {
        File file = resolve(path).toFile();
        try {
            return new LocalInputFile(path, file);
        } catch (FileNotFoundException e) {
            // The system says so too when it is out of file handles or the file may not be read.
            if (status(path).isPresent()) {
                throw new IOException("Cannot open " + file + ": " + e.getMessage(), e);
            }
            throw absent(path, e);
        }
    }

    @Override
    public OutputFile create(String path) throws IOException {
        Path file = resolve(path);
        folders.create(folderOf(file));
        Files.createFile(file);
        return new LocalOutputFile(path, file, folders);
    }

    @Override
    public boolean createIfAbsent(String path, byte[] content) throws IOException {
        Path target = resolve(path);
        Path folder = folderOf(target);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            // Another process may have stopped before it did this, and the caller now builds on the file.
            folders.sync(folder);
            return false;
        }
        folders.create(folder);
        Path temporary = resolve(TemporaryNames.beside(path));
        try {
            try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
                out.write(content);
                out.getFD().sync();
            } catch (IOException e) {
                throw new IOException("Cannot write " + temporary + ": " + e.getMessage(), e);
            }
            boolean created = link(target, temporary);
            folders.sync(folder);
            return created;
        } finally {
            deleteTemporary(temporary);
        }
    }

    /** Gives the written file its name; the system does this only if nobody has the name. */
    private static boolean link(Path target, Path temporary) throws IOException {
        try {
            Files.createLink(target, temporary);
            return true;
        } catch (UnsupportedOperationException e) {
            throw new TsFileConnectorException(
                    "Cannot create " + target + " atomically: its file system has no hard links", e);
        } catch (IOException e) {
            // A network file system may do the work, lose the answer, and fail on its own second try.
            boolean linked =
                    Files.getAttribute(temporary, "unix:nlink") instanceof Number links && links.intValue() == 2;
            if (linked) {
                return true;
            }
            if (e instanceof FileAlreadyExistsException) {
                return false;
            }
            throw e;
        }
    }

    private static void deleteTemporary(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The outcome of the create is known and must reach the caller; listings leave the file out.
            LOG.warn("Left temporary file {} behind", temporary, e);
        }
    }

    @Override
    public void probeCreateIfAbsent(String folder) throws IOException {
        CreateProbe.run(this, RelativePaths.checkFolder(folder));
    }

    @Override
    public List<StoredFile> list(String folder, boolean recursive) throws IOException {
        RelativePaths.checkFolder(folder);
        List<StoredFile> files = new ArrayList<>();
        list(folder.isEmpty() ? root : resolve(folder), folder, recursive, files);
        files.sort(Comparator.comparing(StoredFile::path));
        return files;
    }

    @Override
    public List<String> folders(String folder) throws IOException {
        RelativePaths.checkFolder(folder);
        Path parent = folder.isEmpty() ? root : resolve(folder);
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, Files::isDirectory)) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        } catch (NoSuchFileException | NotDirectoryException e) {
            LOG.debug("No folder {} to list", parent, e);
        } catch (DirectoryIteratorException e) {
            throw new IOException("Cannot list " + parent + ": " + e.getMessage(), e);
        }
        names.sort(null);
        return names;
    }

    @Override
    public void createFolder(String path) throws IOException {
        folders.create(resolve(path));
    }

    private static void list(Path folder, String name, boolean recursive, List<StoredFile> files) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String entryName = String.valueOf(entry.getFileName());
                String path = name.isEmpty() ? entryName : name + "/" + entryName;
                Optional<BasicFileAttributes> attributes = attributes(entry);
                if (attributes.isEmpty()) {
                    continue;
                }
                if (attributes.get().isDirectory()) {
                    if (recursive) {
                        list(entry, path, true, files);
                    }
                } else if (!TemporaryNames.isTemporary(entryName)) {
                    files.add(storedFile(path, attributes.get()));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // No such folder, or not any more: nothing is in it.
            LOG.debug("No folder {} to list", folder, e);
        } catch (DirectoryIteratorException e) {
            throw new IOException("Cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<StoredFile> status(String path) throws IOException {
        return attributes(resolve(path)).filter(a -> !a.isDirectory()).map(a -> storedFile(path, a));
    }

    @Override
    public byte[] read(String path) throws IOException {
        try (InputFile file = open(path)) {
            byte[] content = new byte[Math.toIntExact(file.length())];
            file.readFully(0, content, 0, content.length);
            return content;
        }
    }

    @Override
    public void delete(String path) throws IOException {
        Path file = resolve(path);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("Cannot delete " + file + " as a file: it is a folder");
        }
        Files.deleteIfExists(file);
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        LocalFolders.delete(resolve(path));
    }

    @Override
    public void renameFolder(String from, String to) throws IOException {
        Path source = resolve(from);
        Path target = resolve(to);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new TsFileConnectorException("Cannot rename " + source + " to " + target
                    + ": there is something. Use another name, or move that away");
        }
        folders.create(folderOf(target));
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        folders.sync(folderOf(target));
        folders.sync(folderOf(source));
    }

    @Override
    public Closeable lock(String path) throws IOException {
        Path file = resolve(path);
        folders.create(folderOf(file));
        return LocalLock.take(file);
    }

    @Override
    public FileStore child(String folder) {
        return new LocalFileStore(resolve(folder), folders);
    }

    @Override
    public void close() {
        // Holds nothing open.
    }

    private Path resolve(String path) {
        return root.resolve(RelativePaths.check(path));
    }

    private FileNotFoundException absent(String path, IOException cause) {
        FileNotFoundException absent = new FileNotFoundException("Cannot find file " + root.resolve(path));
        absent.initCause(cause);
        return absent;
    }

    private static Path folderOf(Path file) {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IllegalArgumentException("Cannot use " + file + " as a file: it is in no folder");
        }
        return folder;
    }

    private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static StoredFile storedFile(String path, BasicFileAttributes attributes) {
        return new StoredFile(
                path, attributes.size(), attributes.lastModifiedTime().toMillis());
    }
}
