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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.testing.Threads;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every store keeps to, run on each kind. */
abstract class FileStoreContract {
    /** An empty store of the kind. */
    abstract FileStore store();

    @Test
    void readsWhatWasWritten() throws IOException {
        byte[] content = new byte[200_000];
        new Random(7).nextBytes(content);
        try (OutputFile out = store().create("a/b/file")) {
            out.write(content[0]);
            out.write(content, 1, 99);
            out.flush();
            out.write(content, 100, content.length - 100);
            assertThat(out.position()).isEqualTo(content.length);
            assertThat(out.path()).isEqualTo("a/b/file");
        }

        assertThat(store().read("a/b/file")).isEqualTo(content);
        try (InputFile in = store().open("a/b/file")) {
            assertThat(in.length()).isEqualTo(content.length);
            assertThat(in.path()).isEqualTo("a/b/file");
            assertThat(in.modifiedMillis())
                    .isEqualTo(store().status("a/b/file").orElseThrow().modifiedMillis());
            byte[] part = new byte[10];
            in.readFully(70_000, part, 2, 5);
            assertThat(Arrays.copyOfRange(part, 2, 7)).isEqualTo(Arrays.copyOfRange(content, 70_000, 70_005));
            assertThat(part[1]).isZero();
            assertThat(part[7]).isZero();
            in.readFully(content.length, part, 0, 0);
            assertThatThrownBy(() -> in.readFully(content.length - 4, part, 0, 5))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("a/b/file");
            assertThatThrownBy(() -> in.readFully(0, part, 8, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void listsAndCreatesFolders() throws IOException {
        store().createIfAbsent("a/b/file", new byte[1]);
        store().createIfAbsent("a/other", new byte[1]);
        store().createFolder("a/empty/below");
        store().createFolder("a/empty");

        assertThat(store().folders("")).containsExactly("a");
        assertThat(store().folders("a")).containsExactly("b", "empty");
        assertThat(store().folders("a/empty")).containsExactly("below");
        assertThat(store().folders("a/empty/below")).isEmpty();
        assertThat(store().folders("nowhere")).isEmpty();
        assertThat(store().folders("a/other")).as("a file").isEmpty();
        assertThat(store().list("a/other", true)).as("a file").isEmpty();
        assertThat(store().list("a", true)).extracting(StoredFile::path).containsExactly("a/b/file", "a/other");
    }

    @Test
    void severalThreadsReadOneFile() throws Exception {
        byte[] content = new byte[100_000];
        new Random(8).nextBytes(content);
        store().createIfAbsent("file", content);
        try (InputFile in = store().open("file")) {
            Threads.together(4, thread -> {
                Random random = new Random(thread);
                for (int i = 0; i < 200; i++) {
                    int position = random.nextInt(content.length - 100);
                    byte[] part = new byte[100];
                    in.readFully(position, part, 0, 100);
                    assertThat(part).isEqualTo(Arrays.copyOfRange(content, position, position + 100));
                }
                return true;
            });
        }
    }

    @Test
    void refusesASecondCreate() throws IOException {
        store().create("a/file").close();

        assertThatThrownBy(() -> store().create("a/file"))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("a/file");
    }

    @Test
    void abortLeavesNothing() throws IOException {
        OutputFile out = store().create("a/file");
        out.write(new byte[100_000]);
        out.abort();
        out.close();
        out.abort();

        assertThat(store().list("", true)).isEmpty();
        OutputFile closed = store().create("a/file");
        closed.write(1);
        closed.close();
        closed.close();
        closed.abort();
        assertThat(store().read("a/file")).containsExactly(1);
        assertThatThrownBy(() -> closed.write(1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it is closed");
    }

    @Test
    void keepsWhatWasSyncedOfAFileThatIsAbandoned() throws IOException {
        byte[] content = new byte[100_000];
        new Random(9).nextBytes(content);
        OutputFile out = store().create("a/file");
        out.write(content, 0, 70_000);
        out.sync();
        out.write(content, 70_000, 10);
        out.sync();
        out.write(content, 70_010, 10);
        out.abandon();
        out.abandon();
        out.close();

        assertThat(store().read("a/file")).hasSizeGreaterThanOrEqualTo(70_010);
        byte[] kept = store().read("a/file");
        assertThat(kept).isEqualTo(Arrays.copyOf(content, kept.length));
        assertThatThrownBy(out::sync).isInstanceOf(IOException.class).hasMessageContaining("it is closed");
        OutputFile closed = store().create("a/closed");
        closed.write(content, 0, 5);
        closed.close();
        closed.abandon();
        assertThat(store().read("a/closed")).hasSize(5);
    }

    @Test
    void createIfAbsentKeepsTheFirstContent() throws IOException {
        assertThat(store().createIfAbsent("log/1", "one".getBytes(UTF_8))).isTrue();
        assertThat(store().createIfAbsent("log/1", "two".getBytes(UTF_8))).isFalse();

        assertThat(store().read("log/1")).isEqualTo("one".getBytes(UTF_8));
        assertThat(store().list("", true)).extracting(StoredFile::path).containsExactly("log/1");
    }

    @Test
    void ofRacingCreatesOneSucceedsAndReadersSeeItWhole() throws Exception {
        for (int round = 0; round < 10; round++) {
            String path = "log/" + round;
            List<Boolean> created = Threads.together(4, thread -> {
                byte[] content = new byte[1000];
                Arrays.fill(content, (byte) thread);
                boolean mine = store().createIfAbsent(path, content);
                byte[] seen = store().read(path);
                assertThat(seen).hasSize(1000).containsOnly(seen[0]);
                assertThat(seen[0] == thread).isEqualTo(mine);
                return mine;
            });
            assertThat(created).containsOnlyOnce(true);
        }
        assertThat(store().list("log", false)).hasSize(10);
    }

    @Test
    void passesItsOwnProbeAndLeavesNothing() throws IOException {
        store().probeCreateIfAbsent("a");
        store().probeCreateIfAbsent("");

        assertThat(store().list("", true)).isEmpty();
    }

    @Test
    void listsFilesInOrderOfTheirPaths() throws IOException {
        for (String path : List.of("b/2", "b/10", "a", "b/c/1", "c.tmp", ".hidden")) {
            store().createIfAbsent(path, new byte[path.length()]);
        }

        assertThat(store().list("", true))
                .extracting(StoredFile::path)
                .containsExactly(".hidden", "a", "b/10", "b/2", "b/c/1", "c.tmp");
        assertThat(store().list("", false)).extracting(StoredFile::path).containsExactly(".hidden", "a", "c.tmp");
        assertThat(store().list("b", false)).extracting(StoredFile::path).containsExactly("b/10", "b/2");
        assertThat(store().list("b", true)).extracting(StoredFile::length).containsExactly(4L, 3L, 5L);
        assertThat(store().list("none", true)).isEmpty();
        assertThat(store().list("none/deeper", false)).isEmpty();
    }

    @Test
    void leavesItsTemporaryFilesOutOfListings() throws IOException {
        store().createIfAbsent("log/1", new byte[1]);
        // What a process leaves behind that ends before it has given the file its name.
        store().create(TemporaryNames.beside("log/2")).close();

        assertThat(store().list("", true)).extracting(StoredFile::path).containsExactly("log/1");
        assertThat(store().createIfAbsent("log/2", new byte[1])).isTrue();
    }

    @Test
    void tellsTheStatusOfFilesOnly() throws IOException {
        store().createIfAbsent("a/file", new byte[3]);

        assertThat(store().status("a/file"))
                .get()
                .extracting(StoredFile::path, StoredFile::length)
                .containsExactly("a/file", 3L);
        assertThat(store().status("a/file").orElseThrow().modifiedMillis()).isPositive();
        assertThat(store().status("a")).isEmpty();
        assertThat(store().status("a/none")).isEmpty();
        assertThat(store().status("none/none")).isEmpty();
    }

    @Test
    void anAbsentFileIsSaidToBeAbsent() throws IOException {
        assertThatThrownBy(() -> store().open("a/none"))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("a/none");
        assertThatThrownBy(() -> store().read("none")).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void deletesWhatIsThereAndWhatIsNot() throws IOException {
        store().createIfAbsent("a/1", new byte[1]);
        store().createIfAbsent("a/b/2", new byte[1]);
        store().delete("a/1");
        store().delete("a/1");
        assertThatThrownBy(() -> store().delete("a")).isInstanceOf(IOException.class);
        assertThat(store().list("", true)).hasSize(1);

        store().deleteFolder("a");
        store().deleteFolder("a");
        assertThat(store().list("", true)).isEmpty();
    }

    @Test
    void givesAFolderAnotherPath() throws IOException {
        store().createIfAbsent("a/b/1", new byte[1]);
        store().createIfAbsent("a/b/c/2", new byte[2]);
        store().createIfAbsent("there/3", new byte[3]);

        store().renameFolder("a/b", "x/y/z");

        assertThat(store().list("", true))
                .extracting(StoredFile::path)
                .containsExactly("there/3", "x/y/z/1", "x/y/z/c/2");
        assertThatThrownBy(() -> store().renameFolder("x/y/z", "there"))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot rename")
                .hasMessageContaining("there is something");
        assertThatThrownBy(() -> store().renameFolder("none", "new")).isInstanceOf(IOException.class);
        assertThat(store().list("", true)).hasSize(3);
    }

    @Test
    void aChildIsAStoreOfItsOwn() throws IOException {
        FileStore child = store().child("a/b");
        child.createIfAbsent("c/file", new byte[2]);

        assertThat(store().list("", true)).extracting(StoredFile::path).containsExactly("a/b/c/file");
        assertThat(child.list("", true)).extracting(StoredFile::path).containsExactly("c/file");
        assertThatThrownBy(() -> child.read("../../x")).isInstanceOf(IllegalArgumentException.class);
        child.close();
        try (FileStore again = child.location().open()) {
            assertThat(again.read("c/file")).hasSize(2);
        }
        assertThat(store().read("a/b/c/file")).hasSize(2);
    }

    @Test
    void namesMayHoldWhatTheSystemAllows() throws IOException {
        for (String path : List.of("a b/c%20d", "ü/\ud83d\ude00", "#?*[a]{b}")) {
            store().createIfAbsent(path, path.getBytes(UTF_8));
            assertThat(store().read(path)).isEqualTo(path.getBytes(UTF_8));
            assertThat(store().status(path)).isPresent();
        }
        assertThat(store().list("", true)).hasSize(3);
    }

    @Test
    void refusesPathsThatLeaveTheFolderOrCanBeReadInTwoWays() {
        for (String path : List.of(
                "",
                "/",
                "/etc/passwd",
                "..",
                "../x",
                "a/../../x",
                "a/..",
                ".",
                "a/./b",
                "a//b",
                "a/",
                "a\\b",
                "..\\x",
                "a\u0000b",
                "a\nb",
                "hdfs://other/x")) {
            assertThatThrownBy(() -> store().open(path)).as(path).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store().create(path)).as(path).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store().createIfAbsent(path, new byte[0]))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store().status(path)).as(path).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store().delete(path)).as(path).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store().deleteFolder(path)).as(path).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store().child(path)).as(path).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> store().list("../x", true)).isInstanceOf(IllegalArgumentException.class);
    }
}
