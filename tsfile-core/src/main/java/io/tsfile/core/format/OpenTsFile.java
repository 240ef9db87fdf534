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
package io.tsfile.core.format;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.InputFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.apache.tsfile.common.conf.TSFileConfig;
import org.apache.tsfile.exception.TsFileRuntimeException;
import org.apache.tsfile.file.metadata.ChunkMetadata;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.TableSchema;
import org.apache.tsfile.read.LazyTsFileDeviceIterator;
import org.apache.tsfile.read.TsFileSequenceReader;
import org.apache.tsfile.read.common.Chunk;
import org.jspecify.annotations.Nullable;

/** A complete TsFile, open for reading: its index, and its chunks. Not thread-safe. */
public final class OpenTsFile implements Closeable {
    private final String path;
    private final TsFileSequenceReader reader;

    private OpenTsFile(String path, TsFileSequenceReader reader) {
        this.path = path;
        this.reader = reader;
    }

    /**
     * Opens a file and reads the root of its index.
     *
     * @throws CorruptTsFileException if it is no complete, readable TsFile
     */
    public static OpenTsFile open(FileStore store, String path) throws IOException {
        InputFile file = store.open(path);
        try {
            StoreTsFileInput input = new StoreTsFileInput(file);
            TsFileSequenceReader reader = new TsFileSequenceReader(input, false);
            if (!reader.isComplete()) {
                throw new CorruptTsFileException(
                        "Cannot read " + where(store, path)
                                + ": it is no complete TsFile (" + file.length()
                                + " bytes without TsFile's mark at both ends). If a server is still writing it, flush it there first");
            }
            reader.loadMetadataSize();
            OpenTsFile open = new OpenTsFile(where(store, path), reader);
            open.checkReadable();
            return open;
        } catch (IOException e) {
            file.close();
            throw new IOException("Cannot read " + where(store, path) + ": " + e.getMessage(), e);
        } catch (CorruptTsFileException e) {
            file.close();
            throw e;
        } catch (RuntimeException e) {
            file.close();
            throw new CorruptTsFileException(
                    "Cannot read " + where(store, path) + ": its metadata is damaged (" + e.getMessage() + ")", e);
        }
    }

    /** The file, for messages. */
    public String path() {
        return path;
    }

    /** The tables that the file says it holds; empty for the tree model. */
    public Map<String, TableSchema> tableSchemas() throws IOException {
        return reader.getTableSchemaMap();
    }

    /** All devices in ascending order; those of one table if it is named. */
    public DeviceCursor devices(@Nullable String table) throws IOException {
        return new DeviceCursor(
                path,
                table == null
                        ? new LazyTsFileDeviceIterator(reader)
                        : new LazyTsFileDeviceIterator(reader, table, null));
    }

    /** The chunks of a device. */
    public DeviceChunks chunks(IDeviceID device) throws IOException {
        try {
            return DeviceChunks.of(path, device, reader.getDeviceTimeseriesMetadata(device));
        } catch (TsFileRuntimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new CorruptTsFileException(
                    "Cannot read " + path + ": the index of device " + device + " is damaged (" + e.getMessage() + ")",
                    e);
        }
    }

    /** Reads a chunk, header and pages. */
    Chunk read(ChunkMetadata chunk) throws IOException {
        return reader.readMemChunk(chunk);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private void checkReadable() throws IOException {
        byte version = reader.readVersionNumber();
        if (version != TSFileConfig.VERSION_NUMBER) {
            throw new CorruptTsFileException("Cannot read " + path + ": it has format version " + version
                    + ", and only version " + TSFileConfig.VERSION_NUMBER
                    + " is read. Load older files into an IoTDB 2 and take what it writes");
        }
        if (reader.readFileMetadata().getSecondKey() != null) {
            throw new CorruptTsFileException(
                    "Cannot read " + path + ": it is encrypted. Write it without encryption first");
        }
    }

    private static String where(FileStore store, String path) {
        return store.location().uri() + "/" + path;
    }
}
