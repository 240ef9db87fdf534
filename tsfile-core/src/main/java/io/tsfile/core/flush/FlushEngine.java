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

import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.model.DataFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * From memtables to files. One of them writes one set of files at a time; not thread-safe. The files' bytes are a function of
 * the rows and the options: whatever the engine and its number of workers, they are the same.
 */
public interface FlushEngine extends Closeable {
    /**
     * Writes all rows to the open files. Of two rows of one key the later one counts: it is in the later memtable, or came
     * later in the same one. The memtables are frozen and stay as they are; their owner clears them once the rows are safe.
     *
     * @param tables memtables of one table, the oldest first; they are written as if they were one
     * @throws FlushException if a stage fails, or this thread is interrupted (which it then still is). Nothing of the files
     *     since the last {@link #finish} is usable any more: close the engine, and flush again with another one
     */
    void flush(List<MemTable> tables) throws FlushException;

    /**
     * Writes all rows of a memtable and clears it.
     *
     * @throws FlushException as {@link #flush}; the memtable then keeps its rows
     */
    default void drain(MemTable table) throws FlushException {
        flush(List.of(table));
        table.clear();
    }

    /**
     * Completes all files and hands them out for a commit; none if there were no rows. The engine is then as new.
     *
     * @throws IOException as {@link #flush}
     */
    List<DataFile> finish() throws IOException;

    /** What was done since the engine was made. */
    FlushStats stats();

    /** Deletes what was not handed out. May be called again. */
    @Override
    void close() throws IOException;
}
