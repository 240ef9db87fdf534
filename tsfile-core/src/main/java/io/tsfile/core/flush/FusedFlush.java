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
package io.tsfile.core.flush;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** All stages on the caller's thread, for callers that are already one of many. Not thread-safe. */
public final class FusedFlush implements Closeable {
    private final SortStage sort;
    private final EncodeStage encode;
    private final IoStage io;

    /** An engine for one writer of a table. */
    public FusedFlush(FileStore store, TableSchema schema, TimePartitioning partitioning, FlushOptions options) {
        this.sort = new SortStage(schema, partitioning, options);
        this.encode = new EncodeStage(options);
        this.io = new IoStage(store, schema, partitioning, options);
    }

    /** Drains the memtable into the open files. If this fails, nothing of the files is usable: close and start again. */
    public void flush(MemTable table) throws IOException {
        try {
            sort.sort(table, series -> {
                try {
                    io.write(encode.encode(series));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** As {@link EncodeStage#fallbacks}. */
    public long fallbacks() {
        return encode.fallbacks();
    }

    /** Completes all files and hands them out for a commit. */
    public List<DataFile> finish() throws IOException {
        List<DataFile> files = io.finish();
        sort.filesClosed();
        return files;
    }

    /** Deletes what was not handed out. */
    @Override
    public void close() throws IOException {
        io.close();
    }
}
