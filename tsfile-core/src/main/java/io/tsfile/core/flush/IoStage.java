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

import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The last stage: chunks to files, each under its final, unique name in the table's data folder. Owns the files until
 * {@link #finish} hands them out; {@link #close} deletes what was not handed out. Not thread-safe.
 *
 * <p>A file may be closed at any time and continued in another of the same order: the rows of one order never share a key,
 * so the order between such files does not matter.
 */
public final class IoStage implements Closeable {
    /** Where the files of a table are, below its folder. */
    public static final String DATA_FOLDER = "data/";

    private final FileStore store;
    private final TableSchema schema;
    private final FlushOptions options;
    private final LongFunction<String> paths;
    /** Least recently written first. */
    private final Map<FileKey, FileBuilder> open = new LinkedHashMap<>(16, 0.75f, true);

    private final List<DataFile> finished = new ArrayList<>();
    /** Every path that was tried since the last hand-over, also where a store said that it failed: it may be there. */
    private final List<String> owned = new ArrayList<>();

    private boolean failed;
    /** Where the rows went of which chunks are missing. */
    private @Nullable FileBuilder current;
    /** How many chunks {@link #writeMore} must still bring. */
    private int missing;

    /** A stage that writes below {@code store}, the table's folder. */
    public IoStage(FileStore store, TableSchema schema, TimePartitioning partitioning, FlushOptions options) {
        this(store, schema, options, partition -> newPath(partitioning, partition));
    }

    /**
     * A stage that writes below {@code store}.
     *
     * @param paths the path of a new file of a time partition; another one each time
     */
    public IoStage(FileStore store, TableSchema schema, FlushOptions options, LongFunction<String> paths) {
        this.store = store;
        this.schema = schema;
        this.options = options;
        this.paths = paths;
    }

    private record FileKey(long partition, int order) {}

    /**
     * Writes the chunks to the file of their partition and order. Series of one drain come in ascending order of device. After
     * a failure nothing is written or handed out any more.
     */
    public void write(EncodedSeries series) throws IOException {
        write(series, series.measurements());
    }

    /**
     * Writes the first chunks of rows of an aligned device, as {@link #write(EncodedSeries)} does. {@link #writeMore} brings the
     * others, and nothing else is written or handed out before it has.
     *
     * @param first the time chunk, and columns if there are any
     * @param measurements of all chunks of the rows, in their order
     */
    public void write(EncodedSeries first, List<String> measurements) throws IOException {
        begin();
        FileKey key = new FileKey(first.partition(), first.order());
        FileBuilder file = open.get(key);
        if (file != null && !file.accepts(first, measurements, options.targetFileBytes())) {
            complete(key, file);
            file = null;
        }
        // Whatever that takes, a device's rows of one order stay in one file.
        if ((file == null || !file.continues(first)) && metadataBytes() > options.metadataBytes()) {
            Map.Entry<FileKey, FileBuilder> largest = largest();
            complete(largest.getKey(), largest.getValue());
            file = key.equals(largest.getKey()) ? null : file;
        }
        if (file == null) {
            String path = paths.apply(first.partition());
            owned.add(path);
            file = new FileBuilder(store, schema, path, first.order());
            open.put(key, file);
        }
        file.append(first, measurements);
        expect(file, measurements.size() - first.chunks().size());
        if (open.size() > options.maxOpenFiles()) {
            Map.Entry<FileKey, FileBuilder> eldest = open.entrySet().iterator().next();
            complete(eldest.getKey(), eldest.getValue());
        }
        failed = false;
    }

    /**
     * Writes further chunks of the rows that were written last.
     *
     * @param more columns without the times
     */
    public void writeMore(EncodedSeries more) throws IOException {
        FileBuilder file = current;
        if (failed || file == null || more.chunks().size() > missing) {
            throw new IllegalStateException("Cannot write " + more.chunks().size() + " more chunks of device "
                    + more.device() + " below " + store.location().uri() + ": "
                    + (failed ? "an earlier write failed" : missing + " are expected"));
        }
        failed = true;
        file.appendMore(more);
        expect(file, missing - more.chunks().size());
        failed = false;
    }

    private void expect(FileBuilder file, int chunks) {
        missing = chunks;
        current = chunks == 0 ? null : file;
    }

    /** Bytes of heap that what is known of the chunks in open files takes until these are completed. */
    public long metadataBytes() {
        long bytes = 0;
        for (FileBuilder file : open.values()) {
            bytes += file.metadataBytes();
        }
        return bytes;
    }

    /** How many files are open. */
    public int openFiles() {
        return open.size();
    }

    /** Completes all files, makes them durable, and hands them out for a commit. The stage is then as new. */
    public List<DataFile> finish() throws IOException {
        begin();
        for (Iterator<FileBuilder> files = open.values().iterator(); files.hasNext(); ) {
            finished.add(files.next().finish());
            files.remove();
        }
        List<DataFile> handedOut = List.copyOf(finished);
        finished.clear();
        owned.clear();
        failed = false;
        return handedOut;
    }

    @Override
    public void close() throws IOException {
        List<Closeable> leftovers = new ArrayList<>(open.values());
        owned.forEach(path -> leftovers.add(() -> store.delete(path)));
        open.clear();
        finished.clear();
        owned.clear();
        Cleanup.closeAll(leftovers);
    }

    /** Holds as failed whatever does not reach its end: half a chunk must never be followed by the rest of a file. */
    private void begin() {
        if (failed) {
            throw new IllegalStateException("Cannot go on writing below "
                    + store.location().uri() + ": an earlier write failed. Close this stage and start again");
        }
        if (missing > 0) {
            throw new IllegalStateException("Cannot go on writing below "
                    + store.location().uri() + ": " + missing + " chunks are missing of the rows before");
        }
        failed = true;
    }

    private void complete(FileKey key, FileBuilder file) throws IOException {
        finished.add(file.finish());
        open.remove(key);
    }

    /** The open file that takes most heap, which there must be. */
    private Map.Entry<FileKey, FileBuilder> largest() {
        return Collections.max(
                open.entrySet(),
                Comparator.comparingLong(file -> file.getValue().metadataBytes()));
    }

    private static String newPath(TimePartitioning partitioning, long partition) {
        return DATA_FOLDER + partitioning.folder(partition) + UUID.randomUUID() + ".tsfile";
    }
}
