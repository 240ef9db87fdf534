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
import io.tsfile.core.index.bytes.ReadAhead;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.InputFile;
import io.tsfile.core.model.DeviceScope;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.TableSchema;
import org.jspecify.annotations.Nullable;

/**
 * A complete TsFile of format 4 or 3, open for reading: its index, and its chunks. Opening it reads the root of its index, or
 * finds it in a cache; each question reads only the part of the index that it needs. Not thread-safe.
 */
public final class OpenTsFile implements Closeable {
    private final String path;
    private final InputFile input;
    private final FileMetadata metadata;
    /** For single questions; a walk has one of its own, and what it reads ahead stays with it. */
    private final IndexTree tree;

    private OpenTsFile(String path, InputFile input, FileMetadata metadata) {
        this.path = path;
        this.input = input;
        this.metadata = metadata;
        this.tree = new IndexTree(path, input, metadata, ReadAhead.MOST_BYTES);
    }

    /**
     * Opens a file; its metadata comes from or goes to the cache of the process.
     *
     * @throws CorruptTsFileException if it is no complete, readable TsFile
     */
    public static OpenTsFile open(FileStore store, String path) throws IOException {
        return open(store, path, MetadataCache.shared());
    }

    /** Opens a file as {@link #open(FileStore, String)} does, with a cache of the caller's. */
    public static OpenTsFile open(FileStore store, String path, MetadataCache cache) throws IOException {
        long now = System.currentTimeMillis();
        InputFile file = store.open(path);
        String where = store.location().uri() + "/" + path;
        try {
            if (file.modifiedMillis() == InputFile.UNKNOWN_TIME) {
                return new OpenTsFile(where, file, FooterReader.read(where, file));
            }
            MetadataCache.Key key = new MetadataCache.Key(store.location(), path, file.length(), file.modifiedMillis());
            FileMetadata metadata = cache.get(key);
            if (metadata == null) {
                metadata = FooterReader.read(where, file);
                cache.put(key, metadata, now);
            }
            return new OpenTsFile(where, file, metadata);
        } catch (Error e) {
            Cleanup.closeAfter(e, file);
            throw e;
        } catch (IOException | RuntimeException e) {
            Cleanup.closeAfter(e, file);
            throw unreadable(where, e);
        }
    }

    /** Whether a file has TsFile's mark at both ends: whoever wrote it came to its end. */
    public static boolean isSealed(FileStore store, String path) throws IOException {
        try (InputFile file = store.open(path)) {
            return FooterReader.isSealed(path, file);
        }
    }

    /** The file, for messages. */
    public String path() {
        return path;
    }

    /** The tables that the file says it holds; empty for the tree model. */
    public Map<String, TableSchema> tableSchemas() {
        return metadata.tableSchemas();
    }

    /** All devices in ascending order; those of one table if it is named. */
    public DeviceCursor devices(@Nullable String table) throws IOException {
        return devices(table, ReadAhead.MOST_BYTES);
    }

    /**
     * All devices in ascending order; those of one table if it is named.
     *
     * @param aheadBytes how far the walk may read ahead in each of the three parts of an index: memory that it holds while it
     *     lasts
     */
    public DeviceCursor devices(@Nullable String table, int aheadBytes) throws IOException {
        return devices(table, DeviceScope.ALL, aheadBytes);
    }

    /**
     * The devices of a scope in ascending order; those of one table if it is named. Of the index, no more is read than leads to
     * them: a part of the order is found, and so is each device that is asked for by name.
     *
     * @param aheadBytes how far the walk may read ahead in each of the three parts of an index: memory that it holds while it
     *     lasts
     */
    public DeviceCursor devices(@Nullable String table, DeviceScope scope, int aheadBytes) throws IOException {
        Map<String, IndexNode> roots = metadata.roots();
        if (table != null) {
            IndexNode root = roots.get(table);
            roots = root == null ? Map.of() : Map.of(table, root);
        }
        return new DeviceCursor(new IndexTree(path, input, metadata, aheadBytes), roots, scope);
    }

    /** The chunks of a device; none if the file does not have it. A walk asks {@link DeviceCursor#chunks}, which reads ahead. */
    public DeviceChunks chunks(IDeviceID device) throws IOException {
        IndexTree.Place place = tree.find(device);
        return place == null ? DeviceChunks.of(path, device, List.of()) : tree.chunks(device, place);
    }

    /** The chunks of some series of a device, and of its times if they are a series of their own; nothing is read of the others. */
    public DeviceChunks chunks(IDeviceID device, Set<String> measurements) throws IOException {
        boolean possible = mayContain(device, "");
        for (String measurement : measurements) {
            possible |= mayContain(device, measurement);
        }
        IndexTree.Place place = possible ? tree.find(device) : null;
        return place == null ? DeviceChunks.of(path, device, List.of()) : tree.chunks(device, place, measurements);
    }

    /**
     * Whether the file may have a series: false is certain, and true is wrong for a few in a hundred. Reads nothing.
     *
     * @param measurement empty for the times of an aligned device
     */
    public boolean mayContain(IDeviceID device, String measurement) {
        return metadata.mayContain(device, measurement);
    }

    /** The file's bytes. */
    public InputFile input() {
        return input;
    }

    /** Where the chunks end and the index starts, in bytes. */
    public long chunksEnd() {
        return metadata.start();
    }

    /** What to throw for an error while metadata was read: damage may show as any runtime exception. */
    private static RuntimeException unreadable(String path, Exception e) throws IOException {
        if (e instanceof CorruptTsFileException corrupt) {
            return corrupt;
        }
        if (e instanceof IOException io) {
            throw new IOException("Cannot read " + path + ": " + io.getMessage(), e);
        }
        return new CorruptTsFileException("Cannot read " + path + ": its metadata is damaged (" + e + ")", e);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
