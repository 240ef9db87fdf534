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
package io.tsfile.flink.stage;

import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.OutputFile;
import io.tsfile.core.io.StoreLocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines in files, {@code <job>/<unique name>.jsonl}. A file is written as a whole, so that all stores can: what was added waits in
 * memory until the next barrier, or until it is long. Not thread-safe.
 */
final class DeadLetterFiles implements BadRowOutput {
    /** Where they are in a table's folder: no reader looks there, and no vacuum knows these names. */
    static final String FOLDER = "_tsfile/dead-letter/";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterFiles.class);
    private static final int MOST_BYTES = 1 << 20;

    private final StoreLocation location;
    private final String folder;
    private final Opener opener;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private @Nullable FileStore store;
    private long count;

    /** Opens the folder. */
    @FunctionalInterface
    interface Opener {
        FileStore open() throws IOException;
    }

    /**
     * Files that nobody opens before there is a line.
     *
     * @param folder below the location; empty, or ends with a slash
     */
    DeadLetterFiles(StoreLocation location, String folder) {
        this(location, folder, location::open);
    }

    DeadLetterFiles(StoreLocation location, String folder, Opener opener) {
        this.location = location;
        this.folder = folder;
        this.opener = opener;
    }

    @Override
    public void add(String line) throws IOException {
        lines.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        lines.write('\n');
        count++;
        if (lines.size() >= MOST_BYTES) {
            flush();
        }
    }

    @Override
    public void flush() throws IOException {
        if (count == 0) {
            return;
        }
        FileStore opened = store;
        if (opened == null) {
            opened = opener.open();
            store = opened;
        }
        String path = folder + UUID.randomUUID() + ".jsonl";
        OutputFile file = opened.create(path);
        try {
            lines.writeTo(file);
            file.close();
        } catch (IOException | RuntimeException | Error e) {
            Cleanup.closeAfter(e, file::abort);
            throw e;
        }
        LOG.warn("Set {} rows aside that cannot be written; see {}/{}", count, location.uri(), path);
        lines.reset();
        count = 0;
    }

    @Override
    public void close() throws IOException {
        if (store != null) {
            store.close();
        }
    }
}
