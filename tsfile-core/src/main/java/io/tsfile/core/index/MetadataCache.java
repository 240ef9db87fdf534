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

import io.tsfile.core.io.StoreLocation;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of files that were opened, so that planning and reading parse it once. Thread-safe.
 *
 * <ul>
 *   <li>Bounded by bytes: what was not used for longest goes first.
 *   <li>Soft: the JVM forgets it all before it is out of memory.
 *   <li>A file is known by store, path, length and the time of its last change. What changed a moment ago is not kept: it could
 *       change again at the same tick of the store's clock.
 * </ul>
 */
public final class MetadataCache {
    /** Bytes of the process-wide cache. */
    private static final long SHARED_BYTES = 128L << 20;

    private static final MetadataCache SHARED = new MetadataCache(SHARED_BYTES);

    /** Ticks of file systems and object stores are shorter, and so are the differences between most clocks. */
    private static final long SETTLED_MILLIS = 2_000;

    private final long maxBytes;
    /** Least recently used first; guarded by this. */
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    /** Entries whose metadata is forgotten. */
    private final ReferenceQueue<FileMetadata> forgotten = new ReferenceQueue<>();
    /** Of all entries; guarded by this. */
    private long bytes;

    /**
     * Which file, and as of when.
     *
     * @param store with its configuration: two servers may have files of the same names
     * @param modifiedMillis when it was last changed, in milliseconds since the epoch
     */
    record Key(StoreLocation store, String path, long length, long modifiedMillis) {}

    private static final class Entry extends SoftReference<FileMetadata> {
        private final Key key;
        private final long weight;

        Entry(Key key, FileMetadata metadata, ReferenceQueue<FileMetadata> queue) {
            super(metadata, queue);
            this.key = key;
            this.weight = metadata.weight();
        }
    }

    /**
     * A cache.
     *
     * @param maxBytes of all metadata in it, roughly; 0 keeps nothing
     */
    public MetadataCache(long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("Cannot keep metadata in " + maxBytes + " bytes");
        }
        this.maxBytes = maxBytes;
    }

    /** The cache of the whole process. */
    public static MetadataCache shared() {
        return SHARED;
    }

    /** Bytes that it holds, roughly. */
    public synchronized long bytes() {
        forget();
        return bytes;
    }

    synchronized @Nullable FileMetadata get(Key key) {
        forget();
        Entry entry = entries.get(key);
        return entry == null ? null : entry.get();
    }

    /**
     * Keeps metadata.
     *
     * @param nowMillis the time before the file was opened, in milliseconds since the epoch
     */
    synchronized void put(Key key, FileMetadata metadata, long nowMillis) {
        forget();
        if (metadata.weight() > maxBytes || key.modifiedMillis() > nowMillis - SETTLED_MILLIS) {
            return;
        }
        Entry entry = new Entry(key, metadata, forgotten);
        bytes += entry.weight;
        Entry before = entries.put(key, entry);
        if (before != null) {
            bytes -= before.weight;
        }
        while (bytes > maxBytes) {
            Map.Entry<Key, Entry> eldest = entries.entrySet().iterator().next();
            bytes -= eldest.getValue().weight;
            entries.remove(eldest.getKey());
        }
    }

    private void forget() {
        for (Object entry = forgotten.poll(); entry != null; entry = forgotten.poll()) {
            Entry gone = (Entry) entry;
            if (entries.remove(gone.key, gone)) {
                bytes -= gone.weight;
            }
        }
    }
}
