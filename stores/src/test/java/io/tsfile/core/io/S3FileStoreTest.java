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
import io.tsfile.stores.S3Server;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3FileStoreTest extends FileStoreContract {
    private final AtomicInteger folders = new AtomicInteger();

    private S3Server server;
    private FileStore store;

    @BeforeAll
    void start() throws IOException {
        server = new S3Server(S3Server.Promise.KEPT);
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        store = server.location("t" + folders.incrementAndGet()).open();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Override
    FileStore store() {
        return store;
    }

    /** An object is there when it is complete, so that nothing of it can be made durable before. */
    @Test
    @Override
    void keepsWhatWasSyncedOfAFileThatIsAbandoned() throws IOException {
        try (OutputFile out = store.create("a/file")) {
            out.write(1);
            assertThatThrownBy(out::sync)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("Cannot make part of a/file durable");
        }
    }

    /** A folder is copied there, file by file. */
    @Test
    @Override
    void givesAFolderAnotherPath() throws IOException {
        store.createIfAbsent("a/b/1", new byte[1]);

        assertThatThrownBy(() -> store.renameFolder("a/b", "x"))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot rename")
                .hasMessageContaining("copies a folder file by file");
        assertThat(store.list("", true)).extracting(StoredFile::path).containsExactly("a/b/1");
    }
}
