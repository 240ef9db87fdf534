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
package io.tsfile.core.merge;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.format.read.ChunkAhead;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.vector.SpareVectors;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The open files of one merge. */
public final class MergeFiles implements Closeable {
    /** What all walks together read ahead, roughly, each into {@value #WINDOWS} windows. */
    private static final int AHEAD_BYTES = 32 << 20;

    /** Nodes of devices, nodes of measurements, and series are read ahead apart from each other. */
    private static final int WINDOWS = 3;

    private static final int LEAST_AHEAD_BYTES = 16 << 10;

    /** What is kept of chunks that were read ahead, of all files together and of one. */
    private static final int CHUNK_BYTES = 16 << 20;

    private static final int MOST_CHUNK_BYTES = 256 << 10;

    /** What is kept of pages that were put together; more would not stay in a processor's cache. */
    private static final int SPARE_BYTES = 1 << 20;

    private final TableModel model;
    private final List<MergeInput> inputs = new ArrayList<>();

    private MergeFiles(TableModel model) {
        this.model = model;
    }

    /**
     * Opens files.
     *
     * @param files in ascending order of version
     * @throws TsFileConnectorException if one is gone
     */
    public static MergeFiles open(FileStore store, TableSchema schema, List<LiveFile> files) throws IOException {
        return openCut(store, schema, files, Cut.ALL);
    }

    /**
     * Opens files to merge the devices of a cut, with threads for the chunks of one device: nothing of these is read ahead.
     *
     * @param files in ascending order of version
     * @throws TsFileConnectorException if one is gone
     */
    public static MergeFiles openCut(FileStore store, TableSchema schema, List<LiveFile> files, Cut cut)
            throws IOException {
        return open(store, schema, files, cut.devices(), 0);
    }

    /**
     * Opens files to read some devices from the first to the last. A file that has none of few devices known by name is closed at
     * once: its filter of paths mostly tells. Chunks are read ahead.
     *
     * @param files in ascending order of version
     * @throws TsFileConnectorException if one is gone
     */
    public static MergeFiles open(FileStore store, TableSchema schema, List<LiveFile> files, DeviceScope devices)
            throws IOException {
        return open(store, schema, files, devices, Math.min(MOST_CHUNK_BYTES, CHUNK_BYTES / Math.max(1, files.size())));
    }

    private static MergeFiles open(
            FileStore store, TableSchema schema, List<LiveFile> files, DeviceScope devices, int chunkBytes)
            throws IOException {
        String table = schema.model() == TableModel.TABLE ? schema.name() : null;
        int ahead = Math.max(LEAST_AHEAD_BYTES, Math.min(1 << 20, AHEAD_BYTES / WINDOWS / Math.max(1, files.size())));
        MergeFiles opened = new MergeFiles(schema.model());
        DevicePaths paths = DevicePaths.of(schema, devices);
        // Where nothing is read ahead, several threads may read.
        SpareVectors spare = chunkBytes == 0 ? SpareVectors.NONE : new SpareVectors(SPARE_BYTES);
        try {
            for (LiveFile file : files) {
                ChunkAhead bytes =
                        new ChunkAhead(OpenTsFile.open(store, file.file().path()), chunkBytes, spare);
                opened.add(bytes, file, table, devices, paths, ahead);
            }
            return opened;
        } catch (FileNotFoundException e) {
            Cleanup.closeAfter(e, opened);
            throw new TsFileConnectorException(
                    "Cannot read a file that is gone: " + e.getMessage()
                            + ". The snapshot that names it may be older than the"
                            + " table's retention; read the table again",
                    e);
        } catch (IOException | RuntimeException | Error e) {
            Cleanup.closeAfter(e, opened);
            throw e;
        }
    }

    private void add(
            ChunkAhead bytes, LiveFile live, @Nullable String table, DeviceScope devices, DevicePaths paths, int ahead)
            throws IOException {
        OpenTsFile file = bytes.file();
        try {
            if (paths.mayBeIn(file)) {
                inputs.add(new MergeInput(
                        bytes, model, live.file().ordered(), live.deletions(), file.devices(table, devices, ahead)));
                return;
            }
        } catch (IOException | RuntimeException | Error e) {
            Cleanup.closeAfter(e, file);
            throw e;
        }
        file.close();
    }

    /** The files that may have the devices, with a fresh walk over them in each; in ascending order of version. */
    public List<MergeInput> inputs() {
        return inputs;
    }

    @Override
    public void close() throws IOException {
        try {
            Cleanup.closeAll(inputs.stream().map(MergeInput::file).toList());
        } finally {
            inputs.clear();
        }
    }
}
