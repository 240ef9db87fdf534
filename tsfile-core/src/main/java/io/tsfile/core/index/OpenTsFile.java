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
package io.tsfile.core.index;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.InputFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.apache.tsfile.common.conf.TSFileConfig;
import org.apache.tsfile.exception.TsFileRuntimeException;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.TableSchema;
import org.apache.tsfile.read.LazyTsFileDeviceIterator;
import org.apache.tsfile.read.TsFileSequenceReader;
import org.jspecify.annotations.Nullable;

/** A complete TsFile, open for reading: its index, and its chunks. Not thread-safe. */
public final class OpenTsFile implements Closeable {
    private final String path;
    private final long length;
    private final StoreTsFileInput input;
    private final TsFileSequenceReader reader;

    private OpenTsFile(String path, long length, StoreTsFileInput input, TsFileSequenceReader reader) {
        this.path = path;
        this.length = length;
        this.input = input;
        this.reader = reader;
    }

    /**
     * Opens a file and reads the root of its index.
     *
     * @throws CorruptTsFileException if it is no complete, readable TsFile
     */
    public static OpenTsFile open(FileStore store, String path) throws IOException {
        InputFile file = store.open(path);
        String where = store.location().uri() + "/" + path;
        try {
            StoreTsFileInput input = new StoreTsFileInput(file);
            TsFileSequenceReader reader = new TsFileSequenceReader(input, false);
            if (!reader.isComplete()) {
                throw new CorruptTsFileException(
                        "Cannot read " + where
                                + ": it is no complete TsFile (" + file.length()
                                + " bytes without TsFile's mark at both ends). If a server is still writing it, flush it there first");
            }
            reader.loadMetadataSize();
            OpenTsFile open = new OpenTsFile(where, file.length(), input, reader);
            open.checkReadable();
            return open;
        } catch (Error e) {
            Cleanup.closeAfter(e, file);
            throw e;
        } catch (IOException | RuntimeException e) {
            Cleanup.closeAfter(e, file);
            throw unreadable(where, "its metadata", e);
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
        try {
            return new DeviceCursor(
                    path,
                    table == null
                            ? new LazyTsFileDeviceIterator(reader)
                            : new LazyTsFileDeviceIterator(reader, table, null));
        } catch (IOException | RuntimeException e) {
            throw unreadable(path, "its device index", e);
        }
    }

    /** The chunks of a device. */
    public DeviceChunks chunks(IDeviceID device) throws IOException {
        try {
            return DeviceChunks.of(path, device, reader.getDeviceTimeseriesMetadata(device));
        } catch (IOException | RuntimeException e) {
            throw unreadable(path, "the index of device " + device, e);
        }
    }

    /** The file's bytes. */
    public InputFile input() {
        return input.file();
    }

    /** What to throw for an error of the library: damage shows as all kinds of runtime exceptions. */
    public static RuntimeException unreadable(String path, String what, Exception e) throws IOException {
        if (e instanceof CorruptTsFileException corrupt) {
            return corrupt;
        }
        IOException io = e instanceof IOException direct
                ? direct
                : e instanceof TsFileRuntimeException && e.getCause() instanceof IOException cause ? cause : null;
        if (io != null) {
            throw new IOException("Cannot read " + path + ": " + io.getMessage(), e);
        }
        return new CorruptTsFileException("Cannot read " + path + ": " + what + " is damaged (" + e + ")", e);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private void checkReadable() throws IOException {
        long metadata = reader.getTsFileMetadataSize();
        if (metadata <= 0 || metadata > length) {
            throw new CorruptTsFileException(
                    "Cannot read " + path + ": it says that its metadata has " + metadata + " bytes of its " + length);
        }
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
}
