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
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that is held back keeps to what every store keeps to, and to what the one inside can do. */
class LimitedFileStoreTest extends FileStoreContract {
    private final FileStore inner;
    private final FileStore store;

    LimitedFileStoreTest(@TempDir Path folder) throws IOException {
        inner = StoreLocation.of(folder.toString()).open();
        store = new LimitedFileStore(inner, new RateLimiter(1L << 40));
    }

    @Override
    FileStore store() {
        return store;
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void locksTheFileInside() throws IOException {
        try (Closeable lock = store.lock("lock")) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> inner.lock("lock")).isInstanceOf(TsFileConnectorException.class);
        }
        inner.lock("lock").close();
    }
}
