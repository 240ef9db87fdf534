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
import io.tsfile.core.index.bytes.DeviceKeys;
import io.tsfile.core.index.bytes.IndexBytes;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.TableSchema;
import org.jspecify.annotations.Nullable;

/**
 * The metadata at the end of a file: the roots of its index, one per table, the tables' schemas, and a filter over its paths.
 * Immutable and thread-safe; shared by all who have the file open.
 *
 * <p>Format 4 has the roots by name, the schemas, the place where the index starts, the filter, and properties. Format 3 has one
 * root, that place, and the filter.
 */
final class FileMetadata {
    /** Bytes of the mark at both ends of a file and of the version behind the first: no chunk stands before them. */
    static final int HEAD_BYTES = 7;

    private static final String ENCRYPTION = "encryptLevel";
    private static final String UNENCRYPTED = "0";

    private final DeviceKeys keys;
    private final Map<String, IndexNode> roots;
    private final @Nullable IndexBytes schemas;
    private final long start;
    private final long end;
    private final @Nullable PathFilter filter;
    private final long weight;

    private FileMetadata(
            DeviceKeys keys,
            Map<String, IndexNode> roots,
            @Nullable IndexBytes schemas,
            long start,
            long end,
            @Nullable PathFilter filter,
            long weight) {
        this.keys = keys;
        this.roots = roots;
        this.schemas = schemas;
        this.start = start;
        this.end = end;
        this.filter = filter;
        this.weight = weight;
    }

    /**
     * Reads the metadata.
     *
     * @param bytes all of it, and nothing else
     * @throws CorruptTsFileException if it is damaged or says that the file is encrypted
     */
    static FileMetadata read(IndexBytes bytes, DeviceKeys keys) {
        long end = bytes.fileOffset();
        int from = bytes.position();
        int length = bytes.remaining();
        Map<String, IndexNode> roots = new TreeMap<>();
        int schemas = -1;
        if (keys == DeviceKeys.PATH) {
            roots.put("", IndexNode.ofDevices(bytes, keys, HEAD_BYTES, end));
        } else {
            int tables = bytes.readCount();
            for (int i = 0; i < tables; i++) {
                roots.put(bytes.readName(), IndexNode.ofDevices(bytes, keys, HEAD_BYTES, end));
            }
            schemas = bytes.position();
            TableSchemas.read(bytes);
        }
        long start = bytes.readLong();
        if (start < HEAD_BYTES || start >= end) {
            throw bytes.damaged("a start of the index from " + HEAD_BYTES + " to " + end + ", and not " + start);
        }
        for (IndexNode root : roots.values()) {
            if (root.size() > 0 && root.childStart(0) < start) {
                throw bytes.damaged("an index that starts at " + start + ", and not devices at " + root.childStart(0));
            }
        }
        PathFilter filter = bytes.remaining() > 0 ? PathFilter.read(bytes, keys) : null;
        if (bytes.remaining() > 0 && keys == DeviceKeys.SEGMENTS) {
            refuseEncryption(bytes);
        }
        long weight = 512L + length;
        for (Map.Entry<String, IndexNode> root : roots.entrySet()) {
            weight += 2L * root.getKey().length() + 120 + root.getValue().weight();
        }
        return new FileMetadata(
                keys,
                Collections.unmodifiableMap(roots),
                schemas < 0 ? null : bytes.part(schemas, from + length),
                start,
                end,
                filter,
                weight);
    }

    private static void refuseEncryption(IndexBytes bytes) {
        int size = bytes.readSigned();
        for (int i = 0; i < size; i++) {
            String key = bytes.readName();
            String value = bytes.readText();
            if (key.equals(ENCRYPTION) && value != null && !value.equals(UNENCRYPTED)) {
                throw new CorruptTsFileException(
                        "Cannot read " + bytes.path() + ": it is encrypted. Write it without encryption first");
            }
        }
    }

    DeviceKeys keys() {
        return keys;
    }

    /** The roots, by the tables' names in ascending order; in format 3 one without a name. */
    Map<String, IndexNode> roots() {
        return roots;
    }

    /** The root of the table that a device belongs to, or null if the file has none. */
    @Nullable
    IndexNode rootOf(IDeviceID device) {
        return keys == DeviceKeys.PATH ? roots.get("") : roots.get(device.getTableName());
    }

    /** The schemas of the tables, made anew by each call. */
    Map<String, TableSchema> tableSchemas() {
        return schemas == null ? Map.of() : TableSchemas.read(schemas.from(schemas.position()));
    }

    /** Where the index starts, and all chunks have ended. */
    long start() {
        return start;
    }

    /** Where the index ends, and this starts. */
    long end() {
        return end;
    }

    /** Whether the series may be in the file; false is certain. */
    boolean mayContain(IDeviceID device, String measurement) {
        return filter == null || filter.mayContain(device, measurement);
    }

    /** Bytes of memory that it takes. */
    long weight() {
        return weight;
    }
}
