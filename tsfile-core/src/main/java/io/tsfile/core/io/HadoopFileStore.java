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

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.functional.FutureIO;

/** Files in any file system that Hadoop has a client for. */
final class HadoopFileStore implements FileStore {
    private final StoreLocation location;
    private final Path root;
    private final HadoopClient client;
    private final AtomicCreate atomicCreate;

    private HadoopFileStore(StoreLocation location, Path root, HadoopClient client, AtomicCreate atomicCreate) {
        this.location = location;
        this.root = root;
        this.client = client;
        this.atomicCreate = atomicCreate;
    }

    static HadoopFileStore open(StoreLocation location) throws IOException {
        Path root = new Path(location.uri());
        Configuration configuration = new Configuration();
        location.configuration().forEach(configuration::set);
        HadoopClient client = HadoopClient.open(
                root.toUri(), configuration, location.configuration().isEmpty());
        return new HadoopFileStore(location, root, client, AtomicCreate.of(root.toUri(), client));
    }

    @Override
    public StoreLocation location() {
        return location;
    }

    @Override
    public InputFile open(String path) throws IOException {
        Path file = resolve(path);
        FileStatus status = fileSystem().getFileStatus(file);
        if (!status.isFile()) {
            throw new FileNotFoundException("Cannot find file " + file + ": it is a folder");
        }
        // File systems that do not know it say 0.
        long modified = status.getModificationTime() > 0 ? status.getModificationTime() : InputFile.UNKNOWN_TIME;
        // With its status, or an object store is asked for it again. Chunks stand apart: such a store is to read no
        // further than asked.
        FSDataInputStream opened = FutureIO.awaitFuture(fileSystem()
                .openFile(file)
                .withFileStatus(status)
                .opt("fs.option.openfile.read.policy", "random")
                .build());
        return new HadoopInputFile(path, file, status.getLen(), modified, opened);
    }

    @Override
    public OutputFile create(String path) throws IOException {
        Path file = resolve(path);
        try {
            return new HadoopOutputFile(path, file, fileSystem(), fileSystem().create(file, false));
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
            FileAlreadyExistsException exists = new FileAlreadyExistsException(file.toString());
            exists.initCause(e);
            throw exists;
        }
    }

    @Override
    public boolean createIfAbsent(String path, byte[] content) throws IOException {
        Path file = resolve(path);
        if (fileSystem().exists(file)) {
            return false;
        }
        return atomicCreate.createIfAbsent(file, resolve(TemporaryNames.beside(path)), content);
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

    private void list(Path folder, String name, boolean recursive, List<StoredFile> files) throws IOException {
        RemoteIterator<FileStatus> entries;
        try {
            entries = fileSystem().listStatusIterator(folder);
        } catch (FileNotFoundException e) {
            // No such folder, or not any more: nothing is in it.
            return;
        }
        List<FileStatus> folders = new ArrayList<>();
        try {
            while (entries.hasNext()) {
                FileStatus entry = entries.next();
                String entryName = entry.getPath().getName();
                if (entry.isDirectory()) {
                    folders.add(entry);
                } else if (!TemporaryNames.isTemporary(entryName) && !isSame(entry.getPath(), folder)) {
                    files.add(storedFile(name.isEmpty() ? entryName : name + "/" + entryName, entry));
                }
            }
        } catch (FileNotFoundException e) {
            // Some clients ask only now.
            if (fileSystem().exists(folder)) {
                throw e;
            }
        }
        if (recursive) {
            for (FileStatus entry : folders) {
                String entryName = entry.getPath().getName();
                list(entry.getPath(), name.isEmpty() ? entryName : name + "/" + entryName, true, files);
            }
        }
    }

    /** A file that is listed as if it were a folder is all there is in it. */
    private static boolean isSame(Path entry, Path folder) {
        return entry.toUri().getPath().equals(folder.toUri().getPath());
    }

    @Override
    public List<String> folders(String folder) throws IOException {
        RelativePaths.checkFolder(folder);
        List<String> names = new ArrayList<>();
        try {
            for (FileStatus entry : fileSystem().listStatus(folder.isEmpty() ? root : resolve(folder))) {
                if (entry.isDirectory()) {
                    names.add(entry.getPath().getName());
                }
            }
        } catch (FileNotFoundException e) {
            // No such folder: nothing is in it.
            return List.of();
        }
        names.sort(null);
        return names;
    }

    @Override
    public void createFolder(String path) throws IOException {
        Path folder = resolve(path);
        if (!fileSystem().mkdirs(folder)) {
            throw new IOException("Cannot create folder " + folder + ": the file system refuses and gives no reason");
        }
    }

    @Override
    public Optional<StoredFile> status(String path) throws IOException {
        try {
            FileStatus status = fileSystem().getFileStatus(resolve(path));
            return status.isFile() ? Optional.of(storedFile(path, status)) : Optional.empty();
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public Map<String, Long> hosts(String path) throws IOException {
        Map<String, Long> bytes = new TreeMap<>();
        FileStatus status = fileSystem().getFileStatus(resolve(path));
        for (BlockLocation block : fileSystem().getFileBlockLocations(status, 0, status.getLen())) {
            for (String host : block.getHosts()) {
                bytes.merge(host, block.getLength(), Long::sum);
            }
        }
        return bytes;
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
        Optional<StoredFile> before = status(path);
        if (before.isEmpty() && fileSystem().exists(file)) {
            throw new IOException("Cannot delete " + file + " as a file: it is a folder");
        }
        if (before.isPresent()
                && !fileSystem().delete(file, false)
                && fileSystem().exists(file)) {
            throw new IOException("Cannot delete " + file + ": the file system refuses and gives no reason");
        }
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        Path folder = resolve(path);
        if (!fileSystem().delete(folder, true) && fileSystem().exists(folder)) {
            throw new IOException("Cannot delete folder " + folder + ": the file system refuses and gives no reason");
        }
    }

    @Override
    public void renameFolder(String from, String to) throws IOException {
        atomicCreate.renameFolder(resolve(from), resolve(to));
    }

    @Override
    public FileStore child(String folder) {
        Path path = resolve(folder);
        return new HadoopFileStore(
                StoreLocation.of(path.toString(), location.configuration()), path, client.share(), atomicCreate);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    private FileSystem fileSystem() {
        return client.fileSystem();
    }

    private Path resolve(String path) {
        URI uri = root.toUri();
        // Not through Path(parent, child), which would read 'a:b' as a scheme.
        return new Path(uri.getScheme(), uri.getAuthority(), uri.getPath() + "/" + RelativePaths.check(path));
    }

    private static StoredFile storedFile(String path, FileStatus status) {
        return new StoredFile(path, status.getLen(), status.getModificationTime());
    }
}
