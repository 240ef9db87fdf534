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
package io.tsfile.core.table;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the files of tombstones that are too many for a log entry. A file is made once, under a name that is never
 * given twice, before the commit that names it.
 */
final class TombstoneFiles {
    static final String FOLDER = TableLog.ROOT + "/tombstones";

    /** As many devices, scopes of devices, or ranges of times as the tombstones of one commit name in the log itself. */
    static final int MOST_IN_LOG = 100;

    private static final String ACTION = "tombstone";

    private static final Comparator<Tombstone> ORDER = Comparator.comparing(
                    TombstoneFiles::first, Comparator.nullsFirst(Comparator.<IDeviceID>naturalOrder()))
            .thenComparing(tombstone -> tombstone.deletion().times().start(0))
            .thenComparing(Tombstone::version);

    private TombstoneFiles() {}

    /** Whether the tombstones of one commit go into a file. */
    static boolean areMany(List<Tombstone> tombstones) {
        long named = 0;
        for (Tombstone tombstone : tombstones) {
            int devices = tombstone.deletion().devices() instanceof DeviceScope.Exactly exactly
                    ? exactly.devices().size()
                    : 1;
            named += Math.max(devices, tombstone.deletion().times().size());
        }
        return named > MOST_IN_LOG;
    }

    /**
     * Writes a file, durably.
     *
     * @param tombstones at least one; the commit of their versions is not written
     * @return what the log says of it, with {@code commit} as the number of the versions
     */
    static TombstoneFile write(FileStore store, List<Tombstone> tombstones, long commit) throws IOException {
        byte[] content = LogJson.write(tombstones.stream()
                .sorted(ORDER)
                .map(tombstone -> JsonNodeFactory.instance
                        .objectNode()
                        .<ObjectNode>set(ACTION, TombstoneCodec.encodeOpen(tombstone)))
                .iterator());
        String path = FOLDER + "/" + UUID.randomUUID() + ".json";
        if (!store.createIfAbsent(path, content)) {
            throw new IOException("Cannot create " + path + ": a file of that random name is there");
        }
        TimeRange times = tombstones.stream()
                .map(tombstone -> tombstone.deletion().times().hull())
                .reduce(TimeRange::union)
                .orElseThrow();
        return new TombstoneFile(
                path, content.length, crc32c(content), commit, devices(tombstones), times, tombstones.size());
    }

    /**
     * Reads a file.
     *
     * @throws TsFileConnectorException if it is not the file that the log names
     */
    static List<Tombstone> read(FileStore store, TombstoneFile file) throws IOException {
        String name = store.location().uri() + "/" + file.path();
        byte[] content;
        try {
            content = store.read(file.path());
        } catch (FileNotFoundException e) {
            throw new TsFileConnectorException(
                    "Cannot read " + name + ": it is missing, and commit " + file.commit()
                            + " deleted rows by it. If it was cleaned up, the snapshot is too old to be read: take a new"
                            + " one; otherwise restore it from a backup",
                    e);
        }
        if (content.length != file.length() || crc32c(content) != file.crc32c()) {
            throw new TsFileConnectorException("Cannot read " + name + ": it has " + content.length
                    + " bytes and checksum " + crc32c(content) + ", and the log says " + file.length() + " and "
                    + file.crc32c() + ". Restore it from a backup");
        }
        List<Tombstone> tombstones = new ArrayList<>();
        LogJson.forEach(
                content,
                name,
                action -> tombstones.add(TombstoneCodec.decodeOpen(action.object(ACTION), file.commit())));
        if (tombstones.size() != file.count()) {
            throw new TsFileConnectorException("Cannot read " + name + ": it has " + tombstones.size()
                    + " tombstones, and the log says " + file.count());
        }
        return tombstones;
    }

    private static Optional<DeviceRange> devices(List<Tombstone> tombstones) {
        @Nullable DeviceRange all = null;
        for (Tombstone tombstone : tombstones) {
            if (!(tombstone.deletion().devices() instanceof DeviceScope.Exactly exactly)) {
                return Optional.empty();
            }
            List<IDeviceID> devices = exactly.devices();
            DeviceRange range = new DeviceRange(devices.get(0), devices.get(devices.size() - 1));
            all = all == null ? range : all.union(range);
        }
        return Optional.ofNullable(all);
    }

    /** The first device that a tombstone is of, where it has one. */
    private static @Nullable IDeviceID first(Tombstone tombstone) {
        DeviceScope devices = tombstone.deletion().devices();
        if (devices instanceof DeviceScope.Exactly exactly) {
            return exactly.devices().get(0);
        }
        return devices instanceof DeviceScope.Between between ? between.from() : null;
    }

    private static long crc32c(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return crc.getValue();
    }
}
