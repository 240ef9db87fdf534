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
import java.util.List;

/** All stages on the caller's thread, for callers that are already one of many. Not thread-safe. */
public final class FusedFlush implements Closeable {
    /** An engine for one writer of a table. */
    public FusedFlush(FileStore store, TableSchema schema, TimePartitioning partitioning, FlushOptions options) {
        throw new UnsupportedOperationException();
    }

    /** Drains the memtable into the open files. */
    public void flush(MemTable table) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Completes all files and hands them out for a commit. */
    public List<DataFile> finish() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Deletes what was not handed out. */
    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
