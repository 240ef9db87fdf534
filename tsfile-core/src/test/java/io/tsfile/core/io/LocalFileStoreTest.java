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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.testing.KilledProcess;
import io.tsfile.core.testing.Threads;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocalFileStoreTest extends FileStoreContract {
    private Path folder;
    private FileStore store;

    @BeforeEach
    void open(@TempDir Path temporary) throws IOException {
        // Not there yet: a store makes its folder when it makes the first file.
        folder = temporary.resolve("not/there");
        store = StoreLocation.of(folder.toString()).open();
    }

    @Override
    FileStore store() {
        return store;
    }

    @Test
    void refusesAFileInPlaceOfAFolder() throws IOException {
        store.createIfAbsent("x.tsfile", new byte[1]);

        assertThatThrownBy(() -> StoreLocation.of(folder + "/x.tsfile").open())
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("x.tsfile: it is a file, and a table is a folder; name the folder that holds it");
    }

    @Test
    void opensFileUrisAndPlainPaths() throws IOException {
        store.createIfAbsent("x", new byte[1]);
        for (String uri : List.of(
                folder.toString(), "file:" + folder, "file://" + folder, "FILE://localhost" + folder, folder + "/")) {
            try (FileStore opened = StoreLocation.of(uri).open()) {
                assertThat(opened.read("x")).as(uri).hasSize(1);
                assertThat(opened.location()).isEqualTo(StoreLocation.of(folder.toString()));
            }
        }
    }

    @Test
    void refusesFileUrisOfOtherMachinesAndEmptyOnes() {
        assertThatThrownBy(() -> StoreLocation.of("file://data/table").open())
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("three slashes");
        assertThatThrownBy(() -> StoreLocation.of("file:").open()).isInstanceOf(TsFileConnectorException.class);
        assertThatThrownBy(() -> StoreLocation.of("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInterruptBreaksNothing() throws IOException {
        store.createIfAbsent("x", new byte[] {1, 2});
        try (InputFile in = store.open("x")) {
            Thread.currentThread().interrupt();
            byte[] content = new byte[2];
            in.readFully(0, content, 0, 2);
            assertThat(content).containsExactly(1, 2);
            assertThat(store.createIfAbsent("y/z", new byte[1])).isTrue();
            try (OutputFile out = store.create("w/file")) {
                out.write(1);
                out.sync();
            }
            store.lock("lock").close();
            assertThat(store.list("", true)).hasSize(4);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void anOpenFileIsReadableUpToWhereItWasSynced() throws IOException {
        try (OutputFile out = store.create("file")) {
            out.write(1);
            out.sync();
            assertThat(store.read("file")).containsExactly(1);
            out.write(2);
            out.sync();
            assertThat(store.read("file")).containsExactly(1, 2);
        }
    }

    @Test
    void oneCallerAtATimeHasALock() throws Exception {
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve("link"), folder);
        Closeable lock = store.lock("a/lock");
        try (lock) {
            for (String name : List.of("a/lock", "link/a/lock")) {
                assertThatThrownBy(() -> store.lock(name))
                        .isInstanceOf(TsFileConnectorException.class)
                        .hasMessageContaining("this process has it");
            }
            store.lock("a/other").close();
        }
        assertThat(store.status("a/lock")).isPresent();
        List<Boolean> taken = Threads.together(4, thread -> {
            try {
                store.lock("a/lock");
                return true;
            } catch (TsFileConnectorException e) {
                return false;
            }
        });
        assertThat(taken).containsOnlyOnce(true);
        assertThatThrownBy(() -> store.lock("a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot lock");
    }

    /** Tries to lock a file, and says whether it could. */
    static final class Locker {
        private Locker() {}

        /** Arguments: folder, file. */
        public static void main(String[] arguments) throws IOException {
            String result = "locked";
            try {
                StoreLocation.of(arguments[0]).open().lock(arguments[1]).close();
            } catch (TsFileConnectorException e) {
                result = "refused";
            }
            try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
                out.write((result + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void aLockOfAnotherClassLoaderIsNotGivenUpByTheOneThatIsRefused() throws Exception {
        Files.createDirectories(folder);
        try (RandomAccessFile other =
                        new RandomAccessFile(folder.resolve("lock").toFile(), "rw");
                FileLock taken = other.getChannel().lock()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> store.lock("lock"))
                        .isInstanceOf(TsFileConnectorException.class)
                        .hasMessageContaining("this process has it");
            }

            assertThat(taken.isValid()).isTrue();
            try (KilledProcess process = KilledProcess.start(Locker.class, folder.toString(), "lock")) {
                assertThat(process.end()).containsExactly("refused");
            }
        }
        store.lock("lock").close();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFailedWriteIsFinal() throws IOException {
        Path full = Path.of("/dev/full");
        OutputFile out = new LocalOutputFile("full", full, new LocalFolders(folder));
        try {
            out.write(1);
            assertThatThrownBy(out::flush)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Cannot write 1 bytes");

            assertThatThrownBy(() -> out.write(1)).hasMessageContaining("failed before");
            assertThatThrownBy(out::sync).hasMessageContaining("failed before");
            assertThatThrownBy(out::close).hasMessageContaining("failed before");
        } finally {
            out.abandon();
        }
    }

    @Test
    void aLockMayBeGivenUpTwice() throws IOException {
        Closeable first = store.lock("lock");
        first.close();
        try (Closeable second = store.lock("lock")) {
            first.close();
            assertThatThrownBy(() -> store.lock("lock")).isInstanceOf(TsFileConnectorException.class);
            assertThat(second).isNotSameAs(first);
        }
    }

    @Test
    void aLinkedTemporaryFileThatACrashLeftDoesNoHarm() throws IOException {
        store.createIfAbsent("log/1", new byte[1]);
        Files.createLink(folder.resolve(TemporaryNames.beside("log/1")), folder.resolve("log/1"));

        assertThat(store.createIfAbsent("log/1", new byte[2])).isFalse();
        assertThat(store.list("log", false)).extracting(StoredFile::path).containsExactly("log/1");
        assertThat(store.read("log/1")).hasSize(1);
    }

    @Test
    void aFileThatCannotBeOpenedIsNotSaidToBeAbsent() throws IOException {
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));

        assertThatThrownBy(() -> store.open("loop"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("loop");
        assertThat(store.createIfAbsent("loop", new byte[0])).isFalse();
    }

    @Test
    void namesMayHoldColons() throws IOException {
        store.createIfAbsent("7:8/x:y", new byte[1]);

        assertThat(store.read("7:8/x:y")).hasSize(1);
    }

    @Test
    void errorsNameThePath() throws IOException {
        store.createIfAbsent("file", new byte[1]);

        assertThatThrownBy(() -> store.create("file/below"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("file").toString());
        assertThatThrownBy(() -> store.createIfAbsent("file/below", new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("file").toString());
    }

    @Test
    void needsNoHadoopAndSaysWhatOthersNeed() throws Exception {
        try (URLClassLoader loader = new WithoutHadoop()) {
            Class<?> location = loader.loadClass(StoreLocation.class.getName());
            assertThat(location.getClassLoader()).isSameAs(loader);

            Object local = location.getMethod("of", String.class).invoke(null, folder.toString());
            Object opened = location.getMethod("open").invoke(local);
            Class<?> type = loader.loadClass(FileStore.class.getName());
            assertThat(type.getMethod("createIfAbsent", String.class, byte[].class)
                            .invoke(opened, "x", new byte[1]))
                    .isEqualTo(true);

            Object remote = location.getMethod("of", String.class).invoke(null, "hdfs://host/table");
            assertThatThrownBy(() -> location.getMethod("open").invoke(remote))
                    .cause()
                    .hasMessageContaining("Cannot open hdfs://host/table")
                    .hasMessageContaining("hadoop-client-api and hadoop-client-runtime");
        }
    }

    /** Loads this project's classes anew, and finds no Hadoop. */
    private static final class WithoutHadoop extends URLClassLoader {
        WithoutHadoop() {
            super(
                    new URL[] {
                        StoreLocation.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                    },
                    LocalFileStoreTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.apache.hadoop.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.tsfile.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }
}
